import type { RequestListener, ServerResponse } from 'node:http';
import { methodsAt } from '@/lib/api/openapi';
import { AppError } from '@/lib/errors';
import { errorBody } from '@/lib/http/route';

/** What Next answers with its own bare 500, or with nothing, is answered as everything else that isn't there. */
export function aroundNext(listener: RequestListener): RequestListener {
  return (request, response) => {
    request.url = readableUrl(request.url ?? '/');
    if (request.url.startsWith('/api/')) {
      explainNotAllowed(response, request.url.split('?')[0] ?? '');
    }
    if (request.method === 'TRACE') {
      // Next can't read it, and nobody may ask it.
      response.statusCode = 405;
      response.end();
      return;
    }
    return listener(request, response);
  };
}

/** A path that can't be decoded leads nowhere. Next decodes it more than once, so nothing may be left to decode. */
function readableUrl(url: string): string {
  const [path = '', ...query] = url.split('?');
  try {
    // The bundler leaves out what is decoded and not used.
    return decodeURIComponent(path) === '' ? '/' : url;
  } catch {
    return [path.replaceAll('%', '-'), ...query].join('?');
  }
}

/** A method that a route doesn't have is refused by Next, without a word. */
function explainNotAllowed(response: ServerResponse, path: string): void {
  const { writeHead, end } = response;
  let explanation: string | undefined;

  response.writeHead = ((...given: Parameters<typeof writeHead>) => {
    if (given[0] === 405 && !response.hasHeader('content-type')) {
      const error = new AppError('method_not_allowed', 'This can’t be done here');
      explanation = JSON.stringify(errorBody(error, crypto.randomUUID()));
      response.setHeader('content-type', 'application/json');
      response.setHeader('content-length', Buffer.byteLength(explanation));
      response.setHeader('cache-control', 'no-store');
      const methods = methodsAt(path);
      if (methods.length > 0) {
        response.setHeader('allow', methods.join(', '));
      }
    }
    return writeHead.apply(response, given);
  }) as typeof writeHead;

  response.end = ((...given: unknown[]) => {
    if (response.statusCode === 405 && !response.headersSent) {
      response.writeHead(405);
    }
    return end.apply(response, (explanation === undefined ? given : [explanation]) as Parameters<typeof end>);
  }) as typeof end;
}
