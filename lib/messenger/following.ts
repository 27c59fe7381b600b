import type { Conversation } from '../conversations/conversation.ts';
import { findParticipant } from './conversation-reducer.ts';
import type { ConversationStore } from './conversation-store.ts';
import type { Gaps } from './gaps.ts';
import { findHeld } from './held-messages.ts';
import { openTimeline, withChanges } from './timeline-reducer.ts';
import type { Messenger, MessengerApi } from './types.ts';

/** Further behind than this, a fresh page is cheaper than going through all that has happened. */
const maxReplayed = 200;
const pageSize = 50;

/** Brings a timeline up to date with the server. */
export interface Following extends Pick<Messenger, 'keepInView'> {
  /** Rejects as the API does. */
  fetchChanges(conversationId: string): Promise<void>;
}

export function createFollowing(parts: {
  me: { id: string };
  api: MessengerApi;
  store: ConversationStore;
  gaps: Gaps;
}): Following {
  const { me, api, store, gaps } = parts;
  const inView = new Map<string, () => string | null>();

  async function fetchChanges(conversationId: string): Promise<void> {
    let isFirst = true;
    let more = true;
    while (more) {
      const timeline = store.timelines.get(conversationId);
      if (!timeline) {
        return;
      }
      const changes = await api.listChanges(conversationId, timeline.change);
      if (isFirst && changes.more && changes.conversation.lastChange - timeline.change > maxReplayed) {
        await startAfresh(conversationId, changes.conversation);
        return;
      }
      const joinedSeq = findParticipant(changes.conversation, me.id)?.joinedSeq ?? 0;
      if (isFirst && (timeline.messages[0]?.seq ?? joinedSeq + 1) <= joinedSeq) {
        // I was taken out of it and have joined again: what I could read before is not mine to read any more.
        await startAfresh(conversationId, changes.conversation);
        return;
      }
      if (timeline.conversation.withheld && !changes.conversation.withheld) {
        // Nothing of what I can read again is held, and it is older than these changes.
        await startAfresh(conversationId, changes.conversation);
        return;
      }
      isFirst = false;
      // Loading older messages may have stepped back behind where this answer begins.
      store.updateTimeline(conversationId, (current) =>
        current.change < timeline.change ? current : withChanges(current, changes),
      );
      const advanced = (store.timelines.get(conversationId)?.change ?? 0) > timeline.change;
      more = advanced && (changes.more || gaps.isBehind(conversationId));
    }
  }

  /**
   * The newest messages instead of all that has happened, and those around the one that is being read. What came by event
   * since then is fetched again.
   */
  async function startAfresh(conversationId: string, conversation: Conversation): Promise<void> {
    const around = seqInView(conversationId);
    const [page, stretch] = await Promise.all([
      api.listMessages(conversationId, { limit: pageSize }),
      around === undefined ? null : api.listMessages(conversationId, { around, limit: pageSize }),
    ]);
    const excerpt = stretch && { messages: stretch.data, hasOlder: stretch.nextCursor !== null };
    gaps.want(conversationId, store.conversations.get(conversationId)?.lastChange ?? 0);
    store.updateTimeline(conversationId, () =>
      openTimeline({ conversation, messages: page.data, hasOlder: page.nextCursor !== null, excerpt }),
    );
    if (gaps.isBehind(conversationId)) {
      await fetchChanges(conversationId);
    }
  }

  function seqInView(conversationId: string): number | undefined {
    const timeline = store.timelines.get(conversationId);
    const messageId = inView.get(conversationId)?.();
    return timeline && messageId ? findHeld(timeline, messageId)?.seq : undefined;
  }

  return {
    fetchChanges,

    keepInView(conversationId, find) {
      if (find) {
        inView.set(conversationId, find);
      } else {
        inView.delete(conversationId);
      }
    },
  };
}
