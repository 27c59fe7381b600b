import { surroundings } from '../../lib/messenger/surroundings.ts';
import { createReconnecting } from '../../lib/realtime/reconnecting.ts';
import type { Addresses } from '../../local/addresses.ts';
import { ask } from '../lendline/ask.ts';
import { type ChannelsEvent, openChannelsSocket } from '../lendline/channels-socket.ts';

interface Received {
  id: string;
  seq: number;
}

/** One conversation as this device has it. */
export interface Place {
  change: number;
  /** In the order in which they were applied. */
  messages: Received[];
  /** Events whose change is not the next one. */
  early: Map<number, Received>;
  timer: NodeJS.Timeout | null;
}

/** What all messengers together have counted. */
export interface Counts {
  events: number;
  dropped: number;
  catchUps: number;
  /** HTTP answers by status; 0 for no answer. */
  answers: Record<number, number>;
}

/** How long an event waits for those before it. */
const gapPatienceMs = 150;
const retryMs = 2_000;

/**
 * A messenger on a plain socket, with the rule of the real one: an event whose change is the next is applied, a known one is dropped,
 * and a gap is fetched; on every connection it compares its inbox with the server. It reconnects by the product's own timing.
 */
export class PlainMessenger {
  readonly id: string;
  readonly places = new Map<string, Place>();
  /** When it was last connected and knew that it had missed nothing: milliseconds since 1970. */
  comparedAt = 0;
  readonly #token: string;
  readonly #addresses: Addresses;
  readonly #counts: Counts;
  readonly #reconnecting;
  #socket: { close(): void } | null = null;
  #attempts = 0;

  constructor(
    person: { id: string; token: string; conversationIds: string[] },
    addresses: Addresses,
    counts: Counts,
  ) {
    this.id = person.id;
    this.#token = person.token;
    this.#addresses = addresses;
    this.#counts = counts;
    for (const conversationId of person.conversationIds) {
      this.places.set(conversationId, { change: 1, messages: [], early: new Map(), timer: null });
    }
    this.#reconnecting = createReconnecting({
      device: surroundings(),
      connect: () => void this.#connect(),
      disconnect: () => this.#socket?.close(),
      onState: () => {},
    });
  }

  start(): void {
    this.#reconnecting.start();
  }

  stop(): void {
    this.#reconnecting.stop();
  }

  async #connect(): Promise<void> {
    const attempt = ++this.#attempts;
    try {
      const socket = await openChannelsSocket(
        this.#addresses,
        { id: this.id, token: this.#token },
        {
          onEvent: (event) => this.#receive(event),
          onClose: () => this.#reconnecting.lost(),
          onAnswer: (status) => this.#count(status),
        },
      );
      if (attempt !== this.#attempts) {
        socket.close();
        return;
      }
      this.#socket = socket;
      this.#reconnecting.succeeded();
      await this.#compare();
      this.comparedAt = Date.now();
    } catch {
      if (attempt === this.#attempts) {
        this.#reconnecting.lost();
      }
    }
  }

  #receive({ data }: ChannelsEvent): void {
    this.#counts.events += 1;
    const { conversationId, change, message } = data as {
      conversationId: string;
      change: number;
      message?: Received;
    };
    const place = this.places.get(conversationId);
    if (!place || change <= place.change) {
      this.#counts.dropped += 1;
      return;
    }
    if (message) {
      place.early.set(change, message);
    }
    takeIn(place);
    if (place.change < change) {
      this.#catchUpIn(gapPatienceMs, conversationId, change);
    }
  }

  #catchUpIn(delayMs: number, conversationId: string, change: number): void {
    const place = this.places.get(conversationId) as Place;
    place.timer ??= setTimeout(() => {
      place.timer = null;
      if (place.change < change) {
        this.#catchUp(conversationId).catch(() => this.#catchUpIn(retryMs, conversationId, change));
      }
    }, delayMs);
  }

  async #compare(): Promise<void> {
    const inbox = (await this.#ask('conversations')) as { data: { id: string; lastChange: number }[] };
    for (const { id, lastChange } of inbox.data) {
      if ((this.places.get(id)?.change ?? lastChange) < lastChange) {
        await this.#catchUp(id);
      }
    }
  }

  async #catchUp(conversationId: string): Promise<void> {
    const place = this.places.get(conversationId) as Place;
    this.#counts.catchUps += 1;
    for (let more = true; more; ) {
      const changes = (await this.#ask(`conversations/${conversationId}/changes?after=${place.change}`)) as {
        messages: (Received & { change: number })[];
        lastChange: number;
        more: boolean;
      };
      for (const { id, seq, change } of changes.messages.sort((a, b) => a.change - b.change)) {
        if (change > place.change) {
          place.messages.push({ id, seq });
          place.change = change;
        }
      }
      place.change = Math.max(place.change, changes.lastChange);
      more = changes.more;
    }
    takeIn(place);
  }

  async #ask(path: string): Promise<unknown> {
    const { status, body } = await ask(`${this.#addresses.app}/api/v1/${path}`, { token: this.#token });
    this.#count(status);
    if (status !== 200) {
      throw new Error(`${path} answered ${status}`);
    }
    return body;
  }

  #count(status: number): void {
    this.#counts.answers[status] = (this.#counts.answers[status] ?? 0) + 1;
  }
}

/** Applies what is next, and forgets what is known. */
function takeIn(place: Place): void {
  for (let next = place.early.get(place.change + 1); next; next = place.early.get(place.change + 1)) {
    place.change += 1;
    place.messages.push({ id: next.id, seq: next.seq });
  }
  for (const change of place.early.keys()) {
    if (change <= place.change) {
      place.early.delete(change);
    }
  }
}
