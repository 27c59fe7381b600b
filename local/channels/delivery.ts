import type { Faults } from './faults.ts';
import type { Stats } from './stats.ts';

/** Carries events to sockets as badly as the faults ask for. */
export class Delivery {
  readonly #faults: () => Faults;
  readonly #stats: Stats;
  readonly #random: () => number;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(faults: () => Faults, stats: Stats, random: () => number) {
    this.#faults = faults;
    this.#stats = stats;
    this.#random = random;
  }

  /** Calls `send` once, unless the event is dropped, duplicated or delayed. `send` tells whether it wrote. */
  deliver(send: () => boolean): void {
    const { drop, duplicate } = this.#faults();
    if (this.#random() < drop) {
      this.#stats.droppedEvents += 1;
      return;
    }
    this.#sendLater(send);
    if (this.#random() < duplicate) {
      this.#stats.duplicatedEvents += 1;
      this.#sendLater(send);
    }
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #sendLater(send: () => boolean): void {
    const { delayMs, shuffleMs } = this.#faults();
    const waitMs = delayMs + this.#random() * shuffleMs;
    if (waitMs === 0) {
      this.#sendNow(send);
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#sendNow(send);
    }, waitMs);
    this.#timers.add(timer);
  }

  #sendNow(send: () => boolean): void {
    if (send()) this.#stats.eventsOut += 1;
  }
}
