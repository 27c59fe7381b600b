import { hmacSha256Hex } from './signatures.ts';
import type { Stats } from './stats.ts';

/** https://pusher.com/docs/channels/server_api/webhooks */
export type WebhookEvent =
  | { name: 'channel_occupied' | 'channel_vacated'; channel: string }
  | { name: 'member_added' | 'member_removed'; channel: string; user_id: string }
  | {
      name: 'client_event';
      channel: string;
      event: string;
      data: string;
      socket_id: string;
      user_id?: string;
    };

export interface WebhookOptions {
  url: string | undefined;
  key: string;
  secret: string;
  now: () => number;
  /** How long to wait before each further try. When they are used up, the delivery is given up. */
  retryDelaysMs: readonly number[];
  stats: Stats;
}

const answerTimeoutMs = 5_000;
/** Beyond this many waiting events the oldest are forgotten, so that a dead endpoint costs no memory. */
const maxWaiting = 10_000;

/** Tells the application's webhook what happens, signed, one request at a time and in order. */
export class Webhooks {
  #url: string | undefined;
  readonly #options: WebhookOptions;
  #waiting: WebhookEvent[] = [];
  #isSending = false;
  readonly #stopped = new AbortController();

  constructor(options: WebhookOptions) {
    this.#options = options;
    this.#url = options.url;
  }

  setUrl(url: string | undefined): void {
    this.#url = url;
    if (url === undefined) this.#waiting = [];
  }

  report(event: WebhookEvent): void {
    if (this.#url === undefined || this.#stopped.signal.aborted) return;
    this.#waiting.push(event);
    if (this.#waiting.length > maxWaiting) this.#waiting.shift();
    if (!this.#isSending) void this.#sendAll();
  }

  stop(): void {
    this.#waiting = [];
    this.#stopped.abort();
  }

  async #sendAll(): Promise<void> {
    this.#isSending = true;
    // What happens in the same turn (occupied, then member added) travels in one request.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const events = this.#waiting.splice(0);
      await this.#deliver(JSON.stringify({ time_ms: this.#options.now(), events }));
    }
    this.#isSending = false;
  }

  async #deliver(body: string): Promise<void> {
    if (await this.#post(body)) return;
    for (const delayMs of this.#options.retryDelaysMs) {
      await this.#pause(delayMs);
      if (this.#stopped.signal.aborted || this.#url === undefined) return;
      if (await this.#post(body)) return;
    }
  }

  async #post(body: string): Promise<boolean> {
    const { key, secret, stats } = this.#options;
    if (this.#url === undefined) return true;
    stats.webhooks += 1;
    try {
      const response = await fetch(this.#url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-pusher-key': key,
          'x-pusher-signature': hmacSha256Hex(secret, body),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(answerTimeoutMs)]),
      });
      // Read, not cancelled: that would break the connection under the server that answers.
      await response.text();
      if (response.ok) return true;
    } catch {
      // No answer counts as a bad one.
    }
    stats.webhookFailures += 1;
    return false;
  }

  #pause(delayMs: number): Promise<void> {
    const { signal } = this.#stopped;
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, delayMs);
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
    });
  }
}
