/** How far somebody says to have read or received a conversation; what is left out stays where it is. */
export interface MarkerMove {
  conversationId: string;
  readSeq?: number | undefined;
  deliveredSeq?: number | undefined;
}

/** How far I have read and received a conversation. */
export interface Marker {
  conversationId: string;
  readSeq: number;
  deliveredSeq: number;
  /** Messages of others beyond the read marker. */
  unreadCount: number;
  /** The conversation's change that last moved my markers. */
  change: number;
}

/** What others have to be told of a marker that moved. */
export interface MarkerNews {
  recipientIds: string[];
  /** Those of them who hide their own read receipts: they are shown nobody else's. */
  hidingIds: string[];
  /** How far the others are told that I have read. */
  shownReadSeq: number;
  /** False when nothing has moved that others are shown. */
  isShown: boolean;
  outboxId: string;
}

export interface StoredMarker {
  marker: Marker;
  /** Null when it had been there already: markers never move back. */
  news: MarkerNews | null;
}
