import type { Answering } from './answering.ts';
import { toAppError } from './send-failure.ts';
import type { Messenger, MessengerApi } from './types.ts';

/** What I do with messages that are stored. It is shown once the server has agreed. */
export type Acting = Pick<Messenger, 'edit' | 'unsend' | 'hide'>;

export function createActing(parts: { api: MessengerApi; answering: Answering }): Acting {
  const { api, answering } = parts;
  return {
    async edit(_conversationId, messageId, text) {
      const edited = await api.editMessage(messageId, { kind: 'plain', text }).catch(reject);
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
