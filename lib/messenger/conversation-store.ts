import type { Conversation } from '../conversations/conversation.ts';
import { countUnreadIn, toArchived, toInbox } from './conversation-reducer.ts';
import { withoutWithheld } from './timeline-reducer.ts';
import type {
  ConnectionState,
  MessengerState,
  PendingMessage,
  Presence,
  SealingState,
  Timeline,
} from './types.ts';

/**
 * What this device holds: conversations, the timelines of those that are or were open, and what is shown of them.
 * It asks nobody for anything. Where several things are altered together, `changed()` shows them once, at the end.
 */
export interface ConversationStore {
  conversations: ReadonlyMap<string, Conversation>;
  timelines: ReadonlyMap<string, Timeline>;
  getState(): MessengerState;
  /** Makes the new state and tells it. */
  changed(): void;

  /** Everything up to this change of a conversation has been applied. 0 for one that is not held. */
  appliedChangeOf(conversationId: string): number;
  /** Takes a conversation in, unless a newer version of it is held. Shows nothing yet. */
  hold(conversation: Conversation): void;
  /** Takes a timeline in, with the newer version of its conversation. Shows nothing yet. */
  holdTimeline(timeline: Timeline): void;
  /** Alters a timeline if it is held, and shows it. */
  updateTimeline(conversationId: string, update: (timeline: Timeline) => Timeline): void;
  /** Takes in and shows what its next change made of a conversation, and of its timeline if that is held. */
  advance(conversation: Conversation, timeline: Timeline | undefined): void;
  /** It is no longer mine to read. */
  forget(conversationId: string): void;
  /** No conversation is held any more; what is shown of all of them stays. */
  letGo(): void;
  /** Nothing is held any more. */
  clear(): void;

  showConnection(connection: ConnectionState): void;
  /** The first page of my inbox has been loaded: from now on there is an inbox to show. */
  showInbox(): void;
  showDrafts(drafts: Readonly<Record<string, string>>): void;
  /** My messages that the server has not acknowledged, in the order in which they were written. */
  showWaiting(messages: readonly PendingMessage[]): void;
  showSealing(sealing: SealingState): void;
  /** How conversations are shown while what I do with my place in them is not certain yet. */
  showPlaces(places: Places): void;
  /** Undefined for a conversation that is not watched. */
  showPresence(conversationId: string, presence: Presence | undefined): void;
  showOnline(userIds: readonly string[]): void;
  hasUnreadElsewhere(): boolean;
  /** How many messages are unread in conversations that are not held. Shows nothing yet. */
  setUnreadElsewhere(count: number): void;
}

/** By conversation: the conversation as it will be. */
type Places = ReadonlyMap<string, (conversation: Conversation) => Conversation>;

interface StoreOptions {
  inbox: { data: Conversation[]; unreadCount: number } | undefined;
  /** Called after every alteration. */
  onChanged(): void;
  /** A conversation is known to have reached this change, and its timeline has not. */
  onBehind(conversationId: string, change: number): void;
  /** A conversation is held in a version that may bring news. */
  onHeld(conversation: Conversation): void;
  /** A timeline with what belongs to it besides its messages. */
  settle(timeline: Timeline, former: Timeline | undefined): Timeline;
  /** How a timeline is shown, with what is not certain yet. */
  decorate(timeline: Timeline): Timeline;
}

export function createConversationStore(options: StoreOptions): ConversationStore {
  const { inbox, onChanged, onBehind, onHeld, settle, decorate } = options;
  const conversations = new Map(inbox?.data.map((conversation) => [conversation.id, conversation]));
  const timelines = new Map<string, Timeline>();
  const presenceOf = new Map<string, Presence>();
  let online: readonly string[] = [];
  let drafts: Readonly<Record<string, string>> = {};
  let waiting: readonly PendingMessage[] = [];
  let sealing: SealingState | null = null;
  let places: Places = new Map();
  let connection: ConnectionState = 'connecting';
  let hasInbox = inbox !== undefined;
  /** Added to those of the conversations held they are the total. */
  let unreadElsewhere = Math.max(0, (inbox?.unreadCount ?? 0) - countUnreadIn(conversations.values()));
  let state = toState();

  function place(conversation: Conversation): Conversation {
    return places.get(conversation.id)?.(conversation) ?? conversation;
  }

  function toState(): MessengerState {
    const shown = [...conversations.values()].map(place);
    return {
      connection,
      inbox: hasInbox ? toInbox(shown) : null,
      archived: toArchived(shown),
      unreadCount: unreadElsewhere + countUnreadIn(shown),
      timelines: Object.fromEntries([...timelines].map(([id, timeline]) => [id, show(timeline)])),
      presence: Object.fromEntries(presenceOf),
      online,
      drafts,
      waitingCount: waiting.length,
      lastWaiting: Object.fromEntries(waiting.map((message) => [message.conversationId, message])),
      sealing,
    };
  }

  function show(timeline: Timeline): Timeline {
    const conversation = place(timeline.conversation);
    return decorate(conversation === timeline.conversation ? timeline : { ...timeline, conversation });
  }

  function changed(): void {
    state = toState();
    onChanged();
  }

  function setTimeline(timeline: Timeline): void {
    const { id } = timeline.conversation;
    timelines.set(id, settle(withoutWithheld(timeline), timelines.get(id)));
  }

  function hold(conversation: Conversation): void {
    const known = conversations.get(conversation.id);
    // Answers overtake events and each other.
    if (known && known.lastChange > conversation.lastChange) {
      return;
    }
    if (!known) {
      unreadElsewhere = Math.max(0, unreadElsewhere - countUnreadIn([conversation]));
    }
    conversations.set(conversation.id, conversation);
    const timeline = timelines.get(conversation.id);
    // What can be read again isn't held: it is fetched, and until then it is withheld.
    const isGivenBack = timeline?.conversation.withheld && !conversation.withheld;
    if (timeline && timeline.conversation !== conversation && !isGivenBack) {
      timelines.set(conversation.id, withoutWithheld({ ...timeline, conversation }));
    }
    if (timeline && timeline.change < conversation.lastChange) {
      onBehind(conversation.id, conversation.lastChange);
    }
    onHeld(conversation);
  }

  function holdTimeline(timeline: Timeline): void {
    const known = conversations.get(timeline.conversation.id);
    const isStale = known !== undefined && known.lastChange > timeline.conversation.lastChange;
    setTimeline(isStale ? { ...timeline, conversation: known } : timeline);
    hold(isStale ? known : timeline.conversation);
  }

  return {
    conversations,
    timelines,
    getState: () => state,
    changed,

    appliedChangeOf(conversationId) {
      return timelines.get(conversationId)?.change ?? conversations.get(conversationId)?.lastChange ?? 0;
    },

    hold,
    holdTimeline,

    updateTimeline(conversationId, update) {
      const timeline = timelines.get(conversationId);
      const updated = timeline && update(timeline);
      if (updated && updated !== timeline) {
        holdTimeline(updated);
        changed();
      }
    },

    advance(conversation, timeline) {
      if (timeline) {
        setTimeline(timeline);
      }
      hold(conversation);
      changed();
    },

    forget(conversationId) {
      conversations.delete(conversationId);
      timelines.delete(conversationId);
      changed();
    },

    letGo() {
      unreadElsewhere = state.unreadCount;
      conversations.clear();
      timelines.clear();
      hasInbox = false;
      changed();
    },

    clear() {
      conversations.clear();
      timelines.clear();
      presenceOf.clear();
      online = [];
      drafts = {};
      places = new Map();
      waiting = [];
      hasInbox = false;
      unreadElsewhere = 0;
      changed();
    },

    showConnection(next) {
      connection = next;
      changed();
    },

    showInbox() {
      hasInbox = true;
      changed();
    },

    showDrafts(next) {
      drafts = next;
      changed();
    },

    showWaiting(next) {
      waiting = next;
      changed();
    },

    showSealing(next) {
      sealing = next;
      changed();
    },

    showPlaces(next) {
      places = next;
      changed();
    },

    showPresence(conversationId, presence) {
      if (presence) {
        // Whoever is seen to go is gone, until we hear otherwise.
        const before = presenceOf.get(conversationId)?.online ?? [];
        online = online.filter((id) => !before.includes(id) || presence.online.includes(id));
        presenceOf.set(conversationId, presence);
      } else {
        presenceOf.delete(conversationId);
      }
      changed();
    },

    showOnline(userIds) {
      if (userIds.length !== online.length || userIds.some((id) => !online.includes(id))) {
        online = userIds;
        changed();
      }
    },

    hasUnreadElsewhere: () => unreadElsewhere > 0,

    setUnreadElsewhere(count) {
      unreadElsewhere = count;
    },
  };
}
