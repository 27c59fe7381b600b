/** So many in so many seconds. */
export interface RateWindow {
  max: number;
  seconds: number;
}

/** Every limit of the product, in one place. */
export const limits = {
  /** Messages of one person, over all their conversations. */
  messagesByUser: [
    { max: 5, seconds: 10 },
    { max: 60, seconds: 60 },
  ],
  /** Messages of everybody in one conversation. */
  messagesInConversation: [{ max: 20, seconds: 10 }],
  /** Edits, unsends, deletions and reactions of one person. `private.check_action_rate` holds the second exactly. */
  alterationsByUser: [
    { max: 30, seconds: 10 },
    { max: 60, seconds: 60 },
  ],
  /** Archiving, muting, pinning, labelling. `private.check_place_rate` holds the second exactly. */
  placeChangesByUser: [
    { max: 40, seconds: 10 },
    { max: 120, seconds: 60 },
  ],
  /** Labels that one person makes, renames or deletes. */
  labelsByUser: [{ max: 30, seconds: 60 }],
  /** New conversations of one person. Newcomers may start 5: `public.start_conversation` says so. */
  newConversationsByUser: { max: 20, seconds: 86_400 },
  /** Requests to rent of one person. */
  rentalRequestsByUser: { max: 20, seconds: 86_400 },
  /** Public questions of one person. */
  questionsByUser: { max: 10, seconds: 86_400 },
  /** Saved replies that one person keeps or alters. */
  savedRepliesByUser: [{ max: 30, seconds: 60 }],
  /** Searches of one person: one a letter while they type. */
  searchesByUser: [
    { max: 30, seconds: 10 },
    { max: 100, seconds: 60 },
  ],
  /** Changes of keys and consents of one person. */
  sealingByUser: [{ max: 20, seconds: 60 }],
  /** New conversations from one address, whoever starts them. */
  newConversationsByAddress: { max: 100, seconds: 86_400 },
  /** Messages from one address: a household or an office, not a farm of accounts. */
  messagesByAddress: { max: 300, seconds: 60 },
  /** How often the same text goes to people who have not written. */
  sameTextByUser: { max: 10, seconds: 86_400 },
  /** `public.report` holds it exactly. */
  reportsByUser: { max: 10, seconds: 86_400 },
} as const satisfies Record<string, RateWindow | readonly RateWindow[]>;

/** Messages of somebody younger than a day or not verified, before they are answered. `private.check_before_reply` counts them. */
export const newcomerMessagesBeforeReply = 3;
