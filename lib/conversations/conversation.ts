import { type Message, type MessageRow, toMessage } from '../messages/message.ts';

type ParticipantRole = 'renter' | 'lister' | 'member';

export type RentalStatus = 'requested' | 'confirmed' | 'picked_up' | 'returned' | 'declined' | 'cancelled';

/** Where a conversation stands for its lister, by the status of its rental. `private.rental_stage` says the same. */
export const rentalStages = ['inquiry', 'requested', 'confirmed', 'ongoing', 'past'] as const;

export type RentalStage = (typeof rentalStages)[number];

export function stageOf(rental: { status: RentalStatus } | null): RentalStage {
  switch (rental?.status) {
    case undefined:
      return 'inquiry';
    case 'requested':
    case 'confirmed':
      return rental.status;
    case 'picked_up':
      return 'ongoing';
    default:
      return 'past';
  }
}

/** Somebody in a conversation, with how far they have read. Times are ISO 8601. */
export interface Participant {
  userId: string;
  role: ParticipantRole;
  name: string;
  avatarUrl: string | null;
  verifiedAt: string | null;
  memberSince: string;
  /**
   * Read marker: they have seen every message up to this seq. Of others only as far as they show it: it stands still while
   * they hide their read receipts, and is 0 while I hide mine.
   */
  readSeq: number;
  /** Delivered marker: a device of theirs has every message up to this seq. */
  deliveredSeq: number;
  /** The newest message when they joined: they read from the next one on. */
  joinedSeq: number;
  /** They are in it no more, and what they wrote still is. */
  leftAt: string | null;
  /** When they were last connected, at the time of asking; null when that is not known. */
  lastSeenAt: string | null;
  /** The conversation's change that last moved these markers. */
  change: number;
}

/** Somebody who was asked to join a group and has not answered. */
interface InvitedPerson {
  /** The invitation's. */
  id: string;
  userId: string;
  name: string;
  avatarUrl: string | null;
  /** Who asked them. */
  inviterId: string;
  expiresAt: string;
}

export interface ConversationGear {
  id: string;
  slug: string;
  title: string;
  imageUrl: string | null;
  /** In the currency's minor unit. */
  dailyPriceMinor: number;
  /** ISO 4217. */
  currency: string;
}

export interface ConversationRental {
  id: string;
  status: RentalStatus;
  /** `YYYY-MM-DD`, inclusive. */
  startsOn: string;
  endsOn: string;
}

/** How a person's own inbox shows a conversation. Nobody else learns of it. */
export interface Place {
  /** When I put it away; a new message brings it back. */
  archivedAt: string | null;
  /** No notifications until then. */
  mutedUntil: string | null;
  /** When I put it on top of my inbox. */
  pinnedAt: string | null;
  /** Ids of labels of mine; one that has been deleted since may be among them. */
  labels: string[];
  /** I want to come back to it. Reading on takes it away. */
  markedUnread: boolean;
}

/** A conversation as one of its participants sees it. */
export interface Conversation extends Place {
  id: string;
  kind: 'direct' | 'group';
  /** Whether new messages are end-to-end encrypted. */
  sealed: boolean;
  /** What a group calls itself; null shows the names of its people. */
  title: string | null;
  /** Who may remove people from a group. */
  startedBy: string | null;
  /** Empty but for groups. */
  invited: InvitedPerson[];
  /** Ids of those who have agreed to seal it, first who asked. Empty when nobody has, and once it is sealed. */
  sealingConsents: string[];
  lastSeq: number;
  /** Version of the conversation: whoever holds it with this number has missed nothing. */
  lastChange: number;
  lastMessage: Message | null;
  gear: ConversationGear | null;
  rental: ConversationRental | null;
  participants: Participant[];
  unreadCount: number;
  /** Its place in my inbox; null while it is not in it. */
  sortAt: string | null;
  /** Why I can’t write in it: I have blocked them, or they can’t be reached. Left out when I can. */
  closed?: 'blocked' | 'unavailable' | undefined;
  /** The other one has blocked me: I read nothing of it while that lasts. Left out when I do. */
  withheld?: true | undefined;
  createdAt: string;
}

/** A page of what changed in a conversation. `lastChange` is where to go on from, at once while `more`. */
export interface Changes {
  messages: Message[];
  /** Messages that I have deleted for myself. */
  hiddenMessageIds: string[];
  participants: Participant[];
  conversation: Conversation;
  lastChange: number;
  more: boolean;
}

/** What `private.place_row` returns. */
export interface PlaceRow {
  archived_at: string | null;
  muted_until: string | null;
  pinned_at: string | null;
  labels: string[];
  marked_unread: boolean;
}

/** What `public.get_conversation` and its relatives return. */
export interface ConversationRow {
  id: string;
  kind: 'direct' | 'group';
  sealed: boolean;
  title: string | null;
  started_by: string | null;
  invited: {
    id: string;
    user_id: string;
    name: string;
    avatar_url: string | null;
    inviter_id: string;
    expires_at: string;
  }[];
  sealing_consents: string[];
  last_seq: number;
  last_change: number;
  last_message: MessageRow | null;
  gear: {
    id: string;
    slug: string;
    title: string;
    image_url: string | null;
    daily_price_minor: number;
    currency: string;
  } | null;
  rental: { id: string; status: RentalStatus; starts_on: string; ends_on: string } | null;
  participants: {
    user_id: string;
    role: ParticipantRole;
    name: string;
    avatar_url: string | null;
    verified_at: string | null;
    member_since: string;
    read_seq: number;
    delivered_seq: number;
    joined_seq: number;
    left_at: string | null;
    last_seen_at: string | null;
    change: number;
  }[];
  mine: PlaceRow & { unread_count: number; sort_at: string | null };
  closed?: 'blocked' | 'unavailable' | null;
  withheld?: boolean;
  created_at: string;
}

export function toConversation(row: ConversationRow): Conversation {
  return {
    id: row.id,
    kind: row.kind,
    sealed: row.sealed,
    title: row.title,
    startedBy: row.started_by,
    invited: row.invited.map((one) => ({
      id: one.id,
      userId: one.user_id,
      name: one.name,
      avatarUrl: one.avatar_url,
      inviterId: one.inviter_id,
      expiresAt: one.expires_at,
    })),
    sealingConsents: row.sealing_consents,
    lastSeq: row.last_seq,
    lastChange: row.last_change,
    lastMessage: row.last_message && toMessage(row.last_message),
    gear: row.gear && {
      id: row.gear.id,
      slug: row.gear.slug,
      title: row.gear.title,
      imageUrl: row.gear.image_url,
      dailyPriceMinor: row.gear.daily_price_minor,
      currency: row.gear.currency,
    },
    rental: row.rental && {
      id: row.rental.id,
      status: row.rental.status,
      startsOn: row.rental.starts_on,
      endsOn: row.rental.ends_on,
    },
    participants: row.participants.map((participant) => ({
      userId: participant.user_id,
      role: participant.role,
      name: participant.name,
      avatarUrl: participant.avatar_url,
      verifiedAt: participant.verified_at,
      memberSince: participant.member_since,
      readSeq: participant.read_seq,
      deliveredSeq: participant.delivered_seq,
      joinedSeq: participant.joined_seq,
      leftAt: participant.left_at,
      lastSeenAt: participant.last_seen_at,
      change: participant.change,
    })),
    unreadCount: row.mine.unread_count,
    sortAt: row.mine.sort_at,
    ...toPlace(row.mine),
    ...(row.closed ? { closed: row.closed } : {}),
    ...(row.withheld ? { withheld: true } : {}),
    createdAt: row.created_at,
  };
}

export function toPlace(row: PlaceRow): Place {
  return {
    archivedAt: row.archived_at,
    mutedUntil: row.muted_until,
    pinnedAt: row.pinned_at,
    labels: row.labels,
    markedUnread: row.marked_unread,
  };
}
