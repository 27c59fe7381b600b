import { randomInt } from 'node:crypto';
import type { WebSocket } from 'ws';
import { errorFrame } from './frame.ts';
import type { Member } from './member.ts';

/** A close frame has room for this many bytes of reason (RFC 6455, 5.5). */
const maxReasonBytes = 123;

/** How long a client that is told to go may take to say goodbye before it is cut off. */
const goodbyeMs = 1_000;

/** A client's socket, and what it is subscribed to and signed in as. */
export class Connection {
  readonly socketId = `${randomInt(1, 1_000_000)}.${randomInt(1, 1_000_000_000)}`;
  /** The channels it is subscribed to, with the member it is there on presence channels. */
  readonly subscriptions = new Map<string, Member | null>();
  user: Member | null = null;
  /** When its latest client events were sent, oldest first. */
  clientEventTimes: number[] = [];
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** Writes the frame if the socket is open, and tells whether it was. */
  send(frame: string): boolean {
    if (this.#socket.readyState !== this.#socket.OPEN) return false;
    this.#socket.send(frame);
    return true;
  }

  sendError(code: number | null, message: string): void {
    this.send(errorFrame(code, message));
  }

  /** Says why, then closes. The code tells pusher-js whether to come back (42xx) or to stay away (40xx). */
  closeWith(code: number, message: string): void {
    this.sendError(code, message);
    this.#socket.close(code, toReason(message));
    setTimeout(() => this.#socket.terminate(), goodbyeMs).unref();
  }

  /** Cuts the connection without a word, as a lost network does. */
  cut(): void {
    this.#socket.terminate();
  }
}

/** Reduced to ASCII first: cutting a longer text could split a character, and clients refuse broken UTF-8. */
function toReason(message: string): string {
  return message.replace(/[^\x20-\x7e]/g, '?').slice(0, maxReasonBytes);
}
