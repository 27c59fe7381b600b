import type { ConversationStore } from './conversation-store.ts';
import type { Receiving } from './receiving.ts';
import type { Messenger, MessengerApi } from './types.ts';

/** Tells the server how far I have read: one request at a time for each conversation, the furthest marker wins. */
export type Reading = Pick<Messenger, 'markRead'>;

export function createReading(parts: {
  me: { id: string };
  api: MessengerApi;
  store: ConversationStore;
  receiving: Receiving;
}): Reading {
  const { me, api, store, receiving } = parts;
  /** Where each conversation's marker should go. */
  const markers = new Map<string, number>();
  const moving = new Set<string>();

  async function moveMarker(conversationId: string): Promise<void> {
    if (moving.has(conversationId)) {
      return;
    }
    moving.add(conversationId);
    try {
      for (let seq = markers.get(conversationId); seq !== undefined; seq = markers.get(conversationId)) {
        const marker = await api.moveReadMarker(conversationId, seq);
        if (markers.get(conversationId) === seq) {
          markers.delete(conversationId);
        }
        receiving.acknowledgeMarker(conversationId, marker);
      }
    } catch {
      // Seen again when the page is looked at next; the marker is not lost, only late.
      markers.delete(conversationId);
    } finally {
      moving.delete(conversationId);
    }
  }

  return {
    markRead(conversationId, seq) {
      const readSeq = store.conversations
        .get(conversationId)
        ?.participants.find((participant) => participant.userId === me.id)?.readSeq;
      if (readSeq !== undefined && seq > Math.max(readSeq, markers.get(conversationId) ?? 0)) {
        markers.set(conversationId, seq);
        void moveMarker(conversationId);
      }
    },
  };
}
