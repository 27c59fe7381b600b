import type { Conversation } from '../conversations/conversation.ts';
import type { ConversationEncryption, KeyToPublish, MyEncryption } from '../encryption/encryption.ts';
import type { MessengerApi } from './types.ts';

/** What sealing asks the server. Every call rejects with an `AppError`. */
export interface SealingApi {
  getMine(): Promise<MyEncryption>;
  getOf(conversationId: string): Promise<ConversationEncryption>;
  publishKey(key: KeyToPublish): Promise<MyEncryption>;
  storeRecovery(
    kind: 'key' | 'passphrase',
    wrap: { keyVersion: number; wrapped: string },
  ): Promise<MyEncryption>;
  agree(conversationId: string): Promise<Conversation>;
  decline(conversationId: string): Promise<Conversation>;
}

export function createSealingApi({ request }: MessengerApi): SealingApi {
  return {
    getMine: () => request('GET', 'encryption'),
    getOf: (id) => request('GET', `conversations/${id}/encryption`),
    publishKey: (key) => request('PUT', 'encryption/key', key),
    storeRecovery: (kind, wrap) => request('PUT', `encryption/recovery/${kind}`, wrap),
    agree: (id) => request('PUT', `conversations/${id}/encryption/consent`, {}),
    decline: (id) => request('DELETE', `conversations/${id}/encryption/consent`),
  };
}
