import type { ConversationParts } from './conversation-parts.ts';
import type { LazyParts } from './lazy-parts.ts';
import type { Messenger } from './types.ts';

type Methods = Pick<
  Messenger,
  | 'openConversation'
  | 'loadOlder'
  | 'loadNewer'
  | 'showMessage'
  | 'showLatest'
  | 'send'
  | 'retry'
  | 'discard'
  | 'edit'
  | 'unsend'
  | 'hide'
  | 'react'
  | 'watchConversation'
  | 'showTyping'
  | 'keepInView'
  | 'saveDraft'
  | 'forgetDevice'
  | 'sealing'
  | 'changePlaces'
  | 'leave'
>;

/** What can be done in a conversation, by parts that are loaded for it. */
export interface Conversing {
  methods: Methods;
  /** What waits may get through now. */
  wake(): void;
}

export function createConversing(parts: LazyParts): Conversing {
  /** What could not be done because the parts didn't load. */
  let undone: ((parts: ConversationParts) => void | Promise<void>)[] = [];

  function tryTo(act: (parts: ConversationParts) => void | Promise<void>): void {
    parts.use(act).catch((error: unknown) => {
      console.error(error);
      if (!parts.now()) {
        undone.push(act);
      }
    });
  }

  return {
    wake() {
      parts.now()?.sending.wake();
      const again = undone;
      undone = [];
      for (const act of again) {
        tryTo(act);
      }
    },

    methods: {
      openConversation: (id, first) => parts.use(({ opening }) => opening.openConversation(id, first)),
      loadOlder: (id) => parts.use(({ paging }) => paging.loadOlder(id)),
      loadNewer: (id) => parts.use(({ paging }) => paging.loadNewer(id)),
      showMessage: (id, messageId) => parts.use(({ paging }) => paging.showMessage(id, messageId)),
      showLatest: (id) => parts.now()?.paging.showLatest(id),

      send(conversationId, text, { replyToId = null } = {}) {
        const id = crypto.randomUUID();
        tryTo(async ({ outgoing, sending, sealed, drafts }) => {
          const place = { conversationId, messageId: id };
          try {
            const body = sealed.isSealed(conversationId)
              ? await sealed.use((loaded) => loaded.sealForMe(place, text))
              : ({ kind: 'plain', text } as const);
            outgoing.write({ id, conversationId, body, replyToId });
            sending.look();
          } catch (error) {
            // Without keys nothing is sent, and nothing is lost: it is what I began to write.
            drafts.saveDraft(conversationId, text);
            throw error;
          }
        });
        return id;
      },
      retry: (messageId, options) => tryTo(({ sending }) => sending.retry(messageId, options)),
      discard: (messageId) => tryTo(({ sending }) => sending.discard(messageId)),

      edit: (...edit) => parts.use(({ acting }) => acting.edit(...edit)),
      unsend: (id, messageId) => parts.use(({ acting }) => acting.unsend(id, messageId)),
      hide: (id, messageId) => parts.use(({ acting }) => acting.hide(id, messageId)),
      react: (id, messageId, emoji, isOn) =>
        parts.use(({ reacting }) => reacting.react(id, messageId, emoji, isOn)),

      watchConversation(id) {
        let leave: (() => void) | null = null;
        let isOver = false;
        tryTo(({ watching }) => {
          leave = isOver ? null : watching.watchConversation(id);
        });
        return () => {
          isOver = true;
          leave?.();
        };
      },
      keepInView: (id, find) => tryTo(({ following }) => following.keepInView(id, find)),
      saveDraft: (...draft) => tryTo(({ drafts }) => drafts.saveDraft(...draft)),
      sealing: () => parts.use(({ sealed }) => sealed.use(({ actions }) => actions)),
      changePlaces: (ids, change) => parts.use(({ placing }) => placing.changePlaces(ids, change)),
      leave: (id) => parts.use(({ placing }) => placing.leave(id)),
      forgetDevice: () => parts.use(({ forgetting }) => forgetting.forgetDevice()),
      showTyping: (id) => tryTo(({ watching }) => watching.showTyping(id)),
    },
  };
}
