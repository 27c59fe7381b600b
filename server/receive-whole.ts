import { IncomingMessage, type RequestListener } from 'node:http';
import { maxBodyBytes, readBody } from './read-body';

/**
 * Calls the listener once a small body is there (what forms and the API are asked with), and not at all when whoever sends it goes away before that. Next would print an
 * uncaught exception for each, and others for those who go away before it has read what is there.
 */
export function receiveWhole(listener: RequestListener): RequestListener {
  return (request, response) => {
    const length = Number(request.headers['content-length']);
    if (!(length > 0 && length <= maxBodyBytes)) {
      return listener(request, response);
    }
    void readBody(request).then((body) => {
      if (body === null) {
        response.destroy();
      } else {
        listener(received(request, body), response);
      }
    });
  };
}

/** The same request with all of its body in it: its connection has no part in it any more. */
function received(request: IncomingMessage, body: Buffer): IncomingMessage {
  const whole = new IncomingMessage(request.socket);
  const { method, url, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor } = request;
  Object.assign(whole, { method, url, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor });
  whole.headers = request.headers;
  whole.complete = true;
  whole.push(body);
  whole.push(null);
  return whole;
}
