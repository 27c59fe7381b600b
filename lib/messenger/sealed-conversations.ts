import { isAppError } from '../errors.ts';
import type { ConversationStore } from './conversation-store.ts';
import type { KeptMessage } from './device-storage.ts';
import type { KeyStorage } from './key-storage.ts';
import type { Sealing } from './sealing.ts';
import type { Seals } from './seals.ts';
import type { MessengerApi, Timeline } from './types.ts';

/** The seam to sealing, which is loaded when a sealed conversation is opened or somebody wants to seal one. */
export interface SealedConversations {
  isSealed(conversationId: string): boolean;
  /** Resolves when it is known which conversations are sealed, whatever the server says of them. */
  ready(): Promise<void>;
  /** Fetches what is missing of a conversation. */
  catchUp(conversationId: string): Promise<void>;
  /** A timeline as it is shown: opened, when it is sealed. */
  decorate(timeline: Timeline): Timeline;
  /** What is there already; null before. */
  now(): Sealing | null;
  /** Does this with it: at once when it is there. */
  use<Answer>(act: (sealing: Sealing) => Answer | Promise<Answer>): Promise<Answer>;
  /** A message of mine as it may be sent: sealed, when the conversation is. It never falls back to clear text. */
  prepare(message: KeptMessage, isAgain: boolean): Promise<KeptMessage>;
  /** Called whenever this device has got my keys. */
  onReady(listener: () => void): void;
  /** Forgets what is known of keys and seals, here alone. */
  forget(): void;
}

export function createSealedConversations(core: {
  me: { id: string };
  api: MessengerApi;
  store: ConversationStore;
  seals: Seals;
  openKeys(): Promise<KeyStorage>;
  onReady(): void;
  catchUp(conversationId: string): Promise<void>;
}): SealedConversations {
  const { store, seals, openKeys } = core;
  const sealedTimelines = new WeakMap<Timeline, Timeline>();
  let sealing: Sealing | null = null;
  let loading: Promise<Sealing> | null = null;
  const listeners: (() => void)[] = [];

  function noteReady(): void {
    core.onReady();
    for (const listener of listeners) {
      listener();
    }
  }

  async function load(): Promise<Sealing> {
    try {
      const [{ createSealing }, keys] = await Promise.all([import('./sealing.ts'), openKeys()]);
      sealing = await createSealing({ ...core, keys, onReady: noteReady });
      return sealing;
    } finally {
      loading = null;
      if (sealing) {
        store.changed();
        noteReady();
      }
    }
  }

  async function use<Answer>(act: (loaded: Sealing) => Answer | Promise<Answer>): Promise<Answer> {
    if (!sealing) {
      loading ??= load();
      return act(await loading);
    }
    return act(sealing);
  }

  const isSealed = (conversationId: string) =>
    store.conversations.get(conversationId)?.sealed === true || seals.find(conversationId) !== undefined;

  /** A timeline of which the server says that it isn't sealed, and this device knows better. The same one for the same one. */
  function asSealed(timeline: Timeline): Timeline {
    const known = sealedTimelines.get(timeline) ?? {
      ...timeline,
      conversation: { ...timeline.conversation, sealed: true },
    };
    sealedTimelines.set(timeline, known);
    return known;
  }

  void seals.ready().then(store.changed);

  return {
    isSealed,
    ready: seals.ready,
    catchUp: core.catchUp,
    now: () => sealing,
    use,

    decorate(timeline) {
      if (!isSealed(timeline.conversation.id)) {
        return timeline;
      }
      const sealedOne = timeline.conversation.sealed ? timeline : asSealed(timeline);
      if (!sealing && !loading) {
        // Without the network it is loaded with the next alteration.
        use(() => undefined).catch(() => undefined);
      }
      return sealing?.decorate(sealedOne) ?? sealedOne;
    },

    async prepare(message, isAgain) {
      await seals.ready();
      if (isAgain && message.body.kind === 'plain') {
        // Somebody has sealed it at this moment.
        await core.catchUp(message.conversationId);
      }
      const isPlain = message.body.kind === 'plain' && !isSealed(message.conversationId);
      return isPlain ? message : use((loaded) => loaded.prepare(message, isAgain));
    },

    onReady(listener) {
      listeners.push(listener);
    },

    forget() {
      seals.clear();
      sealing?.forget();
    },
  };
}

/** Whether the server refused it because it was sealed to others than are in the conversation now, or not at all. */
export function hasToBeSealedAgain(error: unknown): boolean {
  if (!isAppError(error)) {
    return false;
  }
  const isInClear = error.code === 'invalid_input' && error.details?.fields?.[0]?.path === 'body';
  return isInClear || (error.code === 'conflict' && error.details?.reason === 'recipients');
}

/** Whether it waits for me: until I have acknowledged a key, or restored mine. */
export function waitsForMe(error: unknown): boolean {
  const reason = isAppError(error) ? error.details?.reason : null;
  return reason === 'key_changed' || reason === 'no_keys';
}
