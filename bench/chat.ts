/** Any of the measured chats, from the outside: what a sender and a listener see of it. */
export interface Chat {
  name: string;
  /** Sends one message from somebody. Resolves when it is acknowledged, with when that was. */
  send(place: number): Promise<Sent>;
  /** Turns `send` spread over this many conversations, each with somebody listening. */
  places: number;
  stop(): Promise<void>;
}

export interface Sent {
  acknowledgedMs: number;
  seenMs: number;
}

/** Resolves what somebody waits for under an id, whichever comes first: the wait or the event. */
export class Arrivals {
  readonly #waiting = new Map<string, (at: number) => void>();

  /** When it arrives, on the clock of `performance.now()`. */
  expect(id: string): Promise<number> {
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  arrived(id: string): void {
    this.#waiting.get(id)?.(performance.now());
    this.#waiting.delete(id);
  }
}

/** Sends, and measures until it is acknowledged and until the listener has it. */
export async function measure(id: string, seen: Arrivals, send: () => Promise<unknown>): Promise<Sent> {
  const arrival = seen.expect(id);
  const started = performance.now();
  const acknowledged = send().then(() => performance.now());
  const [acknowledgedAt, seenAt] = await Promise.all([acknowledged, arrival]);
  return { acknowledgedMs: acknowledgedAt - started, seenMs: seenAt - started };
}
