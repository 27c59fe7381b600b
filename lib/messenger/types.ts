import type { ChangedPlace, PlaceChange } from '../conversations/change-places.ts';
import type { Changes, Conversation, ConversationRental, Place } from '../conversations/conversation.ts';
import type { Narrowing } from '../conversations/queries.ts';
import type { Message, WrittenBody } from '../messages/message.ts';
import type { DraftPart } from './draft-key.ts';
import type { SealingActions } from './sealing.ts';

/** What a sender is told about a message of theirs. */
export type DeliveryState = 'sending' | 'sent' | 'delivered' | 'read' | 'failed' | 'held';

export type ConnectionState = 'connected' | 'connecting' | 'offline';

/** Why a message could not be sent, as the API said it. */
export interface SendFailure {
  code: string;
  message: string;
  /** Whether sending the same again can succeed. */
  retryable: boolean;
  /** Why it was refused, as groups of findings; and whether it can be sent all the same. */
  reasons?: readonly string[];
  canSendAnyway?: boolean;
  /** What a limit waits for besides time. */
  until?: 'reply' | 'otherText';
  /** A moderator has muted me, until then or (null) for good. */
  mutedUntil?: string | null;
}

/** A message of mine that the server has not acknowledged yet. Kept on the device until it is. */
export interface PendingMessage {
  /** Client message id: the stored message will have the same. */
  id: string;
  conversationId: string;
  body: WrittenBody;
  replyToId: string | null;
  /** ISO 8601, by this device's clock. */
  createdAt: string;
  /** `failed` when sending it again cannot succeed by itself; otherwise it goes out as soon as it can. */
  state: 'sending' | 'failed';
  /** Why the last attempt failed; null before there was one. */
  failure: SendFailure | null;
  /** The sender was told what is risky about it, and sends it. */
  acknowledged?: boolean;
  /** When it is tried again by itself, ISO 8601; null while it is on its way, waits for its turn or has failed. */
  retryAt: string | null;
}

/** Messages of a conversation without a hole between them, in the order of their seq. */
export interface Stretch {
  messages: readonly Message[];
  hasOlder: boolean;
}

/** One conversation as this device holds it. Immutable: every alteration makes a new one. */
export interface Timeline extends Stretch {
  conversation: Conversation;
  /** In the order in which they were written; shown after the messages. */
  pending: readonly PendingMessage[];
  /** Everything up to this change has been applied. */
  change: number;
  /** A stretch of the past that is looked at instead of the newest messages, which don't touch it; otherwise null. */
  excerpt: Stretch | null;
  /** Messages that others answer and that lie before what is held, by id. Null for one that can't be read any more. */
  quotes: Readonly<Record<string, Message | null>>;
}

/** Who is in a conversation at this moment. */
export interface Presence {
  /** Ids of others who have it open on a device. */
  online: readonly string[];
  /** Ids of others who are writing. */
  typing: readonly string[];
}

/** What the messenger shows of itself. A new object after every alteration, so that `===` tells whether anything changed. */
export interface MessengerState {
  connection: ConnectionState;
  /** My inbox: what I have pinned, then the rest, each newest first. Null until it was loaded. */
  inbox: readonly Conversation[] | null;
  /** What I have put away, as far as it was loaded, newest first. */
  archived: readonly Conversation[];
  /** Messages of others that I have not read, over the whole inbox; a conversation that I marked unread myself is one. */
  unreadCount: number;
  /** The conversations that are or were open, by id. */
  timelines: Readonly<Record<string, Timeline>>;
  /** Of the conversations that are watched, by id. */
  presence: Readonly<Record<string, Presence>>;
  /** Ids of others whose devices are connected, while somebody wants to know; a little late. */
  online: readonly string[];
  /** What I began to write and did not send, by conversation, and what it answers or alters (`draftKey`). Empty until the device's storage was read. */
  drafts: Readonly<Record<string, string>>;
  /** How many messages of mine the server has not acknowledged, in all conversations. */
  waitingCount: number;
  /** The last of them in each conversation, by its id. */
  lastWaiting: Readonly<Record<string, PendingMessage>>;
  /** What a device that can seal knows of keys; null until a sealed conversation was opened. */
  sealing: SealingState | null;
}

export interface SealingState {
  /**
   * Of my keys: not known yet; I have none; I have some, and this device hasn't got them; this device has them.
   */
  status: 'unknown' | 'none' | 'elsewhere' | 'ready';
  /** Ids of others whose key has changed and whom I haven't acknowledged, by conversation. Nothing is sent to it meanwhile. */
  changedKeys: Readonly<Record<string, readonly string[]>>;
}

/** Realtime events: the same names on sockets, webhooks and `messenger.on()`. */
export interface MessengerEvents {
  'message.created': MessageEvent;
  'message.updated': MessageEvent;
  'message.unsent': MessageEvent;
  'reaction.changed': MessageEvent;
  'marker.moved': {
    conversationId: string;
    change: number;
    marker?: { userId: string; readSeq: number; deliveredSeq: number };
  };
  /** A rental was asked for, answered, handed over …: with the message that tells it and the rental that the conversation is about now. */
  'rental.changed': MessageEvent & { rental?: ConversationRental | null };
  'conversation.created': { conversationId: string; change: number };
  'conversation.updated': {
    conversationId: string;
    change: number;
    /** Messages that I have deleted for myself; empty when somebody else did, and nothing changed for me. */
    hiddenMessageIds?: readonly string[];
  };
  /**
   * Somebody joined, left, was asked or removed (for whoever was removed it is the last event of the conversation), or with
   * `place` I have put the conversation away, muted, pinned, labelled or marked it.
   */
  'participant.changed': { conversationId: string; change: number; place?: Place };
  /** What I am asked to join has changed. The conversation isn't mine, or not yet. */
  'invitation.changed': { conversationId: string; change: number };
}

interface MessageEvent {
  conversationId: string;
  change: number;
  message?: Message;
}

export type MessengerEventName = keyof MessengerEvents;

/** How far I have read or received a conversation; what is left out stays where it is. */
export interface MarkerMove {
  conversationId: string;
  readSeq?: number;
  deliveredSeq?: number;
}

export interface MovedMarker {
  conversationId: string;
  readSeq: number;
  deliveredSeq: number;
  unreadCount: number;
  change: number;
}

/** The server, as the messenger needs it. Every call rejects with an `AppError`. */
export interface MessengerApi {
  listConversations(
    cursor?: string,
    narrowing?: Narrowing,
  ): Promise<{ data: Conversation[]; nextCursor: string | null }>;
  getConversation(conversationId: string): Promise<Conversation>;
  /** A page, oldest first: the newest, those before or after a seq, around one, or those with these ids (at most 50). */
  listMessages(
    conversationId: string,
    page: { before?: number; after?: number; around?: number; ids?: readonly string[]; limit?: number },
  ): Promise<{ data: Message[]; nextCursor: string | null }>;
  listChanges(conversationId: string, after: number): Promise<Changes>;
  sendMessage(message: {
    id: string;
    conversationId: string;
    body: WrittenBody;
    replyToId: string | null;
    /** Whether the sender knows that its reader will be warned. */
    acknowledged: boolean;
  }): Promise<Message>;
  editMessage(messageId: string, body: WrittenBody, options: { acknowledged: boolean }): Promise<Message>;
  /** Takes it back for everybody: gives what stays in its place. */
  unsendMessage(messageId: string): Promise<Message>;
  /** Deletes it for me alone. */
  hideMessage(
    messageId: string,
  ): Promise<{ conversationId: string; change: number; hiddenMessageIds: string[] }>;
  putReaction(messageId: string, emoji: string): Promise<Message>;
  deleteReaction(messageId: string, emoji: string): Promise<Message>;
  /** At most 50. Conversations that aren't mine are left out of the answer. */
  moveMarkers(markers: readonly MarkerMove[]): Promise<{ data: MovedMarker[] }>;
  /** Ids of others in my conversations whose devices are connected. */
  listOnline(): Promise<{ data: string[] }>;
  countUnread(): Promise<{ messages: number; conversations: number }>;
  /** Anything else of the HTTP API, for parts that are loaded later. */
  request<Answer>(method: string, path: string, body?: unknown): Promise<Answer>;
  /** At most 50. Conversations that aren't mine are left out of the answer. */
  changePlaces(conversationIds: readonly string[], change: PlaceChange): Promise<{ data: ChangedPlace[] }>;
}

/** Realtime, as the messenger needs it: a hint that something changed, never the truth. */
export interface MessengerRealtime {
  /** Starts listening to my events. Gives the function that undoes it. */
  connect(handlers: {
    onEvent(name: string, payload: unknown): void;
    onConnection(state: ConnectionState): void;
  }): () => void;
  /** The network seems to be back: a next attempt that is far off is made soon. */
  hasten?(): void;
  /** Is in a conversation while it is on screen. Works before and across connections. */
  watchConversation(
    conversationId: string,
    handlers: {
      /** Ids of those who have it open, mine left out; again after every change. */
      onMembers(userIds: readonly string[]): void;
      /** Somebody is writing, at this moment. Their id comes from Channels, not from them. */
      onTyping(userId: string): void;
    },
  ): { sendTyping(): void; leave(): void };
}

export interface Messenger {
  getState(): MessengerState;
  /** Called after every alteration of the state. Gives the function that undoes it. */
  subscribe(listener: () => void): () => void;
  /** Called for every realtime event that was applied. Gives the function that undoes it. */
  on<Name extends MessengerEventName>(
    name: Name,
    listener: (event: MessengerEvents[Name]) => void,
  ): () => void;
  /** Connects and keeps catching up. Gives the function that stops it. */
  start(): () => void;
  /** Holds a conversation; with `first` (what the server rendered) without asking for it again. */
  openConversation(conversationId: string, first?: FirstTimeline): Promise<void>;

  /** Shows the message at once, keeps it on the device and sends it as soon as it can. Gives its client message id. */
  send(conversationId: string, text: string, options?: { replyToId?: string }): string;
  /** Sends a message that failed or waits for its next attempt again, now, under the same id. */
  retry(messageId: string, options?: { acknowledged?: boolean }): void;
  /** Forgets a message that failed or waits for its next attempt. */
  discard(messageId: string): void;
  /** Keeps what I began to write on this device, or beside it what that answers or alters; an empty text forgets it. */
  saveDraft(conversationId: string, text: string, part?: DraftPart): void;
  /** Forgets everything this device keeps of me, before somebody else uses it. */
  forgetDevice(): Promise<void>;

  /** Edits a message of mine. Rejects with an `AppError`, and nothing has changed; before a warning unless I have acknowledged it. */
  edit(
    conversationId: string,
    messageId: string,
    text: string,
    options?: { acknowledged?: boolean },
  ): Promise<void>;
  /** Takes a message of mine back, for everybody. Rejects with an `AppError`. */
  unsend(conversationId: string, messageId: string): Promise<void>;
  /** Deletes a message for me alone. Rejects with an `AppError`. */
  hide(conversationId: string, messageId: string): Promise<void>;
  /** Sets or takes back my reaction: shown at once, and undone when it rejects with an `AppError`. */
  react(conversationId: string, messageId: string, emoji: string, isOn: boolean): Promise<void>;

  /** What concerns keys and sealing. Loads what it takes. */
  sealing(): Promise<SealingActions>;

  /** Loads the page before the oldest message shown (of the excerpt, when there is one). */
  loadOlder(conversationId: string): Promise<void>;
  /** Loads the page behind the excerpt; once it touches the newest messages there is no excerpt any more. */
  loadNewer(conversationId: string): Promise<void>;
  /** Shows the messages around this one. False when it can't be read (any more). */
  showMessage(conversationId: string, messageId: string): Promise<boolean>;
  /** Shows the newest messages again. */
  showLatest(conversationId: string): void;

  /** I have seen everything up to this seq on a visible screen. */
  markRead(conversationId: string, seq: number): void;
  /** The conversation is on screen: shows who is in it and who writes, and shows me to them. Gives the function that undoes it. */
  watchConversation(conversationId: string): () => void;
  /**
   * Whoever shows the conversation says which message is read, null at the end: it stays when a fresh page replaces what is
   * held. Null when it is shown no more.
   */
  keepInView(conversationId: string, find: (() => string | null) | null): void;
  /** Keeps `online` up to date. Gives the function that ends it. */
  watchPeople(): () => void;
  /** I am writing at this moment; told at most once a second. */
  showTyping(conversationId: string): void;
  /** Takes in conversations that were asked for beside the messenger: pages of the inbox. */
  takeIn(conversations: readonly Conversation[]): void;
  /**
   * Puts conversations away, mutes, pins, labels or marks them, for me alone: shown at once, and undone when it rejects with an
   * `AppError`. At most 50.
   */
  changePlaces(conversationIds: readonly string[], change: PlaceChange): Promise<void>;
  /** From now on it is no longer mine to read. Rejects with an `AppError`. */
  leave(conversationId: string): Promise<void>;

  /** Compares with the server and fetches what is missing. */
  catchUp(): Promise<void>;
  /** Lets go of what is held and asks for it again: after a setting that changes what the server gives. */
  startAgain(): Promise<void>;
}

/** What the server rendered of a conversation: its newest messages, or with an excerpt those around a message too. */
export interface FirstTimeline extends Stretch {
  conversation: Conversation;
  excerpt?: Stretch | null;
}
