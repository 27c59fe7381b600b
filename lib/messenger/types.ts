import type { Changes, Conversation } from '../conversations/conversation.ts';
import type { Body, Message } from '../messages/message.ts';

/** What a sender is told about a message of theirs. */
export type DeliveryState = 'sending' | 'sent' | 'delivered' | 'read' | 'failed' | 'held';

export type ConnectionState = 'connected' | 'connecting' | 'offline';

/** Why a message could not be sent, as the API said it. */
export interface SendFailure {
  code: string;
  message: string;
  /** Whether sending the same again can succeed. */
  retryable: boolean;
}

/** A message of mine that the server has not acknowledged yet. */
export interface PendingMessage {
  /** Client message id: the stored message will have the same. */
  id: string;
  conversationId: string;
  body: Body;
  replyToId: string | null;
  /** ISO 8601, by this device's clock. */
  createdAt: string;
  state: 'sending' | 'failed';
  failure: SendFailure | null;
}

/** One conversation as this device holds it. Immutable: every alteration makes a new one. */
export interface Timeline {
  conversation: Conversation;
  /** In the order of their seq, without duplicates. */
  messages: readonly Message[];
  /** In the order in which they were written; shown after the messages. */
  pending: readonly PendingMessage[];
  /** Everything up to this change has been applied. */
  change: number;
  hasOlder: boolean;
}

/** What the messenger shows of itself. A new object after every alteration, so that `===` tells whether anything changed. */
export interface MessengerState {
  connection: ConnectionState;
  /** My inbox, newest first. Null until it was loaded. */
  inbox: readonly Conversation[] | null;
  /** Messages of others that I have not read, over the whole inbox. */
  unreadCount: number;
  /** The conversations that are or were open, by id. */
  timelines: Readonly<Record<string, Timeline>>;
}

/** Realtime events: the same names on sockets, webhooks and `messenger.on()`. */
export interface MessengerEvents {
  'message.created': { conversationId: string; change: number; message?: Message };
  'marker.moved': {
    conversationId: string;
    change: number;
    marker?: { userId: string; readSeq: number; deliveredSeq: number };
  };
  'conversation.created': { conversationId: string; change: number };
  'conversation.updated': { conversationId: string; change: number };
}

export type MessengerEventName = keyof MessengerEvents;

/** The server, as the messenger needs it. Every call rejects with an `AppError`. */
export interface MessengerApi {
  listConversations(cursor?: string): Promise<{ data: Conversation[]; nextCursor: string | null }>;
  getConversation(conversationId: string): Promise<Conversation>;
  listMessages(
    conversationId: string,
    page: { before?: number; limit?: number },
  ): Promise<{ data: Message[]; nextCursor: string | null }>;
  listChanges(conversationId: string, after: number): Promise<Changes>;
  sendMessage(message: {
    id: string;
    conversationId: string;
    body: Body;
    replyToId: string | null;
  }): Promise<Message>;
  moveReadMarker(
    conversationId: string,
    seq: number,
  ): Promise<{ readSeq: number; deliveredSeq: number; unreadCount: number; change: number }>;
  countUnread(): Promise<{ messages: number; conversations: number }>;
}

/** Realtime, as the messenger needs it: a hint that something changed, never the truth. */
export interface MessengerRealtime {
  /** Starts listening to my events. Gives the function that undoes it. */
  connect(handlers: {
    onEvent(name: string, payload: unknown): void;
    onConnection(state: ConnectionState): void;
  }): () => void;
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
  openConversation(
    conversationId: string,
    first?: { conversation: Conversation; messages: Message[]; hasOlder: boolean },
  ): Promise<void>;
  /** Shows the message at once and sends it. Gives its client message id. */
  send(conversationId: string, text: string, options?: { replyToId?: string }): string;
  /** Sends a failed message again, under the same id. */
  retry(messageId: string): void;
  /** Forgets a failed message. */
  discard(messageId: string): void;
  /** Loads the page before the oldest message held. */
  loadOlder(conversationId: string): Promise<void>;
  /** I have seen everything up to this seq on a visible screen. */
  markRead(conversationId: string, seq: number): void;
  /** Compares with the server and fetches what is missing. */
  catchUp(): Promise<void>;
}
