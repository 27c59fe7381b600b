import { request } from 'node:http';

export interface Answer {
  /** 0 when there was none. */
  status: number;
  body: unknown;
}

/** Asks the server on a connection of its own, as each of a thousand devices has one. Never rejects. */
export function ask(
  url: string,
  options: { method?: string; token: string; body?: unknown; timeoutMs?: number },
): Promise<Answer> {
  return new Promise((resolve) => {
    const none = () => resolve({ status: 0, body: null });
    const body = options.body === undefined ? '' : JSON.stringify(options.body);
    const asking = request(
      url,
      {
        method: options.method ?? 'GET',
        agent: false,
        timeout: options.timeoutMs ?? 15_000,
        headers: {
          authorization: `Bearer ${options.token}`,
          ...(body && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part) => {
          text += part;
        });
        response.on('error', none);
        response.on('end', () => {
          try {
            resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) });
          } catch {
            resolve({ status: response.statusCode ?? 0, body: null });
          }
        });
      },
    );
    asking.on('timeout', () => asking.destroy());
    asking.on('error', none);
    asking.end(body);
  });
}
