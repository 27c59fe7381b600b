import type { Conversation } from '../conversations/conversation.ts';
import type { CatchingUp } from './catching-up.ts';
import type { ConversationStore } from './conversation-store.ts';
import { countUnreadElsewhere } from './count-unread-elsewhere.ts';
import type { Gaps } from './gaps.ts';
import type { Losses } from './losses.ts';
import type { MessengerApi } from './types.ts';

/**
 * Compares what is held with the first page of my inbox, takes in what is newer there, and lets those conversations catch
 * up of which more is needed than the inbox says.
 */
export interface Comparing {
  /** One comparison at a time; whoever asks meanwhile gets the next. Never rejects. */
  catchUp(): Promise<void>;
  /** A comparison while events should have told everything: what it finds was lost. Left out when one is under way. */
  lookForLosses(): Promise<void>;
}

export function createComparing(parts: {
  api: MessengerApi;
  store: ConversationStore;
  gaps: Gaps;
  losses: Losses;
  catchingUp: CatchingUp;
  /** The server answers, which it didn't the time before. */
  onReached(): void;
}): Comparing {
  const { api, store, gaps, losses, catchingUp, onReached } = parts;
  let isReached = true;
  let comparing: Promise<void> | null = null;
  let comparingNext: Promise<void> | null = null;

  function catchUp(): Promise<void> {
    if (comparing) {
      // The one under way may have been answered before what its caller wants to know of happened.
      comparingNext ??= comparing.then(() => {
        comparingNext = null;
        return catchUp();
      });
      return comparingNext;
    }
    return begin(false);
  }

  function begin(isForLosses: boolean): Promise<void> {
    comparing = compare(isForLosses)
      .catch(() => undefined)
      .finally(() => {
        comparing = null;
      });
    return comparing;
  }

  async function compare(isForLosses: boolean): Promise<void> {
    const heldBefore = [...store.conversations.values()];
    const page = await api.listConversations().catch((error: unknown) => {
      isReached = false;
      throw error;
    });
    if (!isReached) {
      isReached = true;
      onReached();
    }
    const isWholeInbox = page.nextCursor === null;
    const behind = [
      ...takeInListed(page.data, isForLosses),
      ...findUnlisted(heldBefore, page.data, isWholeInbox),
    ];
    store.showInbox();
    await Promise.all(behind.map(catchingUp.catchUpConversation));
    if (isWholeInbox) {
      store.setUnreadElsewhere(0);
    } else {
      await countUnreadElsewhere(parts);
    }
    store.changed();
  }

  /** Gives the ids of those whose timelines are behind: their messages are missing too. */
  function takeInListed(listed: readonly Conversation[], isForLosses: boolean): string[] {
    const behind: string[] = [];
    for (const conversation of listed) {
      const { id, lastChange } = conversation;
      if (isForLosses && store.conversations.has(id)) {
        losses.fetched(id, store.appliedChangeOf(id), lastChange);
      }
      if (store.timelines.has(id) && store.appliedChangeOf(id) < lastChange) {
        gaps.want(id, lastChange);
        behind.push(id);
      } else {
        // Also in the same version: when somebody was last seen, for instance, is no change.
        store.hold(conversation);
      }
    }
    return behind;
  }

  /** Those of which this page says nothing: open ones, and those that should have been in it. */
  function findUnlisted(
    heldBefore: readonly Conversation[],
    listed: readonly Conversation[],
    isWholeInbox: boolean,
  ): string[] {
    const listedIds = new Set(listed.map((conversation) => conversation.id));
    const isInPage = ({ sortAt, archivedAt }: Conversation) =>
      isWholeInbox && sortAt !== null && archivedAt === null;
    return heldBefore
      .filter(({ id }) => !listedIds.has(id))
      .filter((conversation) => store.timelines.has(conversation.id) || isInPage(conversation))
      .map(({ id }) => id);
  }

  return { catchUp, lookForLosses: () => comparing ?? begin(true) };
}
