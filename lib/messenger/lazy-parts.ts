import { AppError } from '../errors.ts';
import type { ConversationCore, ConversationParts } from './conversation-parts.ts';
import type { Keeping } from './keeping.ts';

/** The parts that are loaded when they are needed. */
export interface LazyParts {
  /** What is there already; null before. */
  now(): ConversationParts | null;
  /** Does this with them: at once when they are there. Rejects with `unavailable` when they can't be loaded. */
  use<Answer>(act: (parts: ConversationParts) => Answer | Promise<Answer>): Promise<Answer>;
  /** From now on they do what they do by themselves, once they are there. Loads them when something was kept. */
  start(): () => void;
}

export function createLazyParts(core: ConversationCore, keeping: Keeping): LazyParts {
  let parts: ConversationParts | null = null;
  let loading: Promise<ConversationParts> | null = null;
  let isStarted = false;
  let stop: (() => void) | null = null;

  async function load(): Promise<ConversationParts> {
    try {
      const [{ createConversationParts }, kept] = await Promise.all([
        import('./conversation-parts.ts'),
        keeping.open(),
      ]);
      parts = createConversationParts(core, { ...kept, openKeys: keeping.openKeys });
    } catch (cause) {
      throw new AppError('unavailable', 'A part of the app could not be loaded', { cause });
    } finally {
      loading = null;
    }
    begin();
    return parts;
  }

  function begin(): void {
    if (isStarted && parts) {
      stop = parts.start();
    }
  }

  async function use<Answer>(act: (parts: ConversationParts) => Answer | Promise<Answer>): Promise<Answer> {
    if (!parts) {
      loading ??= load();
      return act(await loading);
    }
    return act(parts);
  }

  async function takeUpWhatWasKept(): Promise<void> {
    if (!parts && (await keeping.isUsed()) && isStarted) {
      await use(() => undefined);
    }
  }

  return {
    now: () => parts,

    use,

    start() {
      isStarted = true;
      begin();
      // Without an answer it is taken up with the next conversation that is opened.
      takeUpWhatWasKept().catch(() => undefined);
      return () => {
        isStarted = false;
        stop?.();
        stop = null;
      };
    },
  };
}
