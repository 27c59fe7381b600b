import type { Message } from '../messages/message.ts';
import type { Answering } from './answering.ts';
import { hasToBeSealedAgain, type SealedConversations } from './sealed-conversations.ts';
import { toAppError } from './send-failure.ts';
import type { Messenger, MessengerApi } from './types.ts';

/** What I do with messages that are stored. It is shown once the server has agreed. */
export type Acting = Pick<Messenger, 'edit' | 'unsend' | 'hide'>;

export function createActing(parts: {
  api: MessengerApi;
  answering: Answering;
  sealed: SealedConversations;
}): Acting {
  const { api, answering, sealed } = parts;

  async function bodyOf(conversationId: string, messageId: string, text: string, isAgain: boolean) {
    await sealed.ready();
    if (isAgain) {
      await sealed.catchUp(conversationId);
    }
    return sealed.isSealed(conversationId)
      ? sealed.use((loaded) => loaded.sealForAll({ conversationId, messageId }, text, isAgain))
      : { kind: 'plain' as const, text };
  }

  async function store(
    conversationId: string,
    messageId: string,
    text: string,
    { acknowledged = false }: { acknowledged?: boolean } = {},
  ): Promise<Message> {
    const options = { acknowledged };
    try {
      return await api.editMessage(messageId, await bodyOf(conversationId, messageId, text, false), options);
    } catch (error) {
      if (!hasToBeSealedAgain(error)) {
        throw error;
      }
      return api.editMessage(messageId, await bodyOf(conversationId, messageId, text, true), options);
    }
  }

  return {
    async edit(conversationId, messageId, text, options) {
      const edited = await store(conversationId, messageId, text, options).catch(reject);
      answering.acknowledge(edited, 'message.updated');
    },

    async unsend(_conversationId, messageId) {
      answering.acknowledge(await api.unsendMessage(messageId).catch(reject), 'message.unsent');
    },

    async hide(_conversationId, messageId) {
      answering.acknowledgeHidden(await api.hideMessage(messageId).catch(reject));
    },
  };
}

function reject(error: unknown): never {
  throw toAppError(error);
}
