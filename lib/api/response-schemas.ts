import * as z from 'zod';
import type { ChangedPlace } from '../conversations/change-places.ts';
import { type Changes, type Conversation, type Place, rentalStages } from '../conversations/conversation.ts';
import type { ConversationCounts } from '../conversations/count-conversations.ts';
import type { Label } from '../conversations/label.ts';
import type { ConversationEncryption, MyEncryption, Verification } from '../encryption/encryption.ts';
import type { AnsweredInvitation, EndedParticipation, FoundPerson, Invitation } from '../groups/group.ts';
import type { HiddenMessages } from '../messages/hide-message.ts';
import type { Body, Message, MessageNotice } from '../messages/message.ts';
import type { Question } from '../questions/question.ts';
import type { Marker } from '../read-markers/marker.ts';
import type { OutboxLag } from '../realtime/outbox-lag.ts';
import type { ConversationContext } from '../rentals/queries.ts';
import type { Rental } from '../rentals/rental.ts';
import type { SavedReply } from '../saved-replies/saved-reply.ts';
import type { SearchResults } from '../search/search.ts';

const time = z.iso.datetime({ offset: true });

const sealedSchema = z.object({
  kind: z.literal('sealed'),
  envelope: z.string(),
  commitment: z.string(),
  countersignature: z.object({ at: z.int(), signature: z.string() }).optional(),
});

const eventOf = { kind: z.literal('event'), actorId: z.uuid().nullable() };

const bodySchema = z.union([
  sealedSchema,
  z.object({ kind: z.literal('plain'), text: z.string() }),
  z.object({
    ...eventOf,
    event: z.enum([
      'rental.requested',
      'rental.confirmed',
      'rental.declined',
      'rental.cancelled',
      'rental.picked_up',
      'rental.returned',
      'rental.rescheduled',
    ]),
    rentalId: z.uuid(),
    startsOn: z.iso.date(),
    endsOn: z.iso.date(),
    isNew: z.boolean(),
  }),
  z.object({
    ...eventOf,
    event: z.enum(['participant.joined', 'participant.left', 'participant.removed']),
    userId: z.uuid(),
  }),
  z.object({ ...eventOf, event: z.literal('group.named'), title: z.string() }),
  z.object({
    ...eventOf,
    event: z.enum([
      'encryption.requested',
      'encryption.declined',
      'encryption.accepted',
      'encryption.started',
      'encryption.key_changed',
    ]),
  }),
  z.object({
    kind: z.literal('offer'),
    startsOn: z.iso.date(),
    endsOn: z.iso.date(),
    priceMinor: z.int(),
    depositMinor: z.int(),
    currency: z.string(),
    text: z.string(),
    status: z.enum(['open', 'accepted', 'declined', 'countered', 'withdrawn', 'expired']),
    expiresAt: time,
    settledById: z.uuid().nullable(),
    countersId: z.uuid().nullable(),
    rentalId: z.uuid().nullable(),
  }),
]) satisfies z.ZodType<Body>;

const noticeSchema = z.object({
  original: z.object({ kind: z.literal('plain'), text: z.string() }).nullable(),
  hidden: z.array(z.tuple([z.int(), z.int()])),
  reasons: z.array(z.string()),
  decision: z.enum(['released', 'rejected', 'unmasked', 'revealed']).nullable(),
  explanation: z.string().nullable(),
  appeal: z.enum(['open', 'granted', 'declined']).nullable(),
}) satisfies z.ZodType<MessageNotice>;

/** The `satisfies` below fail to compile when a type and its description go apart. */
export const messageSchema = z.object({
  id: z.uuid(),
  conversationId: z.uuid(),
  seq: z.int(),
  change: z.int(),
  senderId: z.uuid().nullable(),
  kind: z.enum(['text', 'image', 'file', 'voice', 'location', 'offer', 'handover', 'system']),
  body: bodySchema.nullable(),
  replyToId: z.uuid().nullable(),
  reactions: z.array(z.object({ emoji: z.string(), userIds: z.array(z.uuid()) })),
  verdict: z.enum(['allow', 'nudge', 'mask', 'hold']),
  isRisky: z.literal(true).optional(),
  notice: noticeSchema.optional(),
  createdAt: time,
  editedAt: time.nullable(),
  unsentAt: time.nullable(),
}) satisfies z.ZodType<Message>;

export const personSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  avatarUrl: z.string().nullable(),
  verifiedAt: time.nullable(),
}) satisfies z.ZodType<FoundPerson>;

const participantSchema = z.object({
  userId: z.uuid(),
  role: z.enum(['renter', 'lister', 'member']),
  name: z.string(),
  avatarUrl: z.string().nullable(),
  verifiedAt: time.nullable(),
  memberSince: time,
  readSeq: z.int(),
  deliveredSeq: z.int(),
  joinedSeq: z.int(),
  leftAt: time.nullable(),
  lastSeenAt: time.nullable(),
  change: z.int(),
});

const placeSchema = z.object({
  archivedAt: time.nullable(),
  mutedUntil: time.nullable(),
  pinnedAt: time.nullable(),
  labels: z.array(z.uuid()),
  markedUnread: z.boolean(),
}) satisfies z.ZodType<Place>;

export const conversationSchema = z.object({
  id: z.uuid(),
  kind: z.enum(['direct', 'group']),
  sealed: z.boolean(),
  title: z.string().nullable(),
  startedBy: z.uuid().nullable(),
  invited: z.array(
    z.object({
      id: z.uuid(),
      userId: z.uuid(),
      name: z.string(),
      avatarUrl: z.string().nullable(),
      inviterId: z.uuid(),
      expiresAt: time,
    }),
  ),
  sealingConsents: z.array(z.uuid()),
  lastSeq: z.int(),
  lastChange: z.int(),
  lastMessage: messageSchema.nullable(),
  gear: z
    .object({
      id: z.uuid(),
      slug: z.string(),
      title: z.string(),
      imageUrl: z.string().nullable(),
      dailyPriceMinor: z.int(),
      currency: z.string(),
    })
    .nullable(),
  rental: z
    .object({
      id: z.uuid(),
      status: z.enum(['requested', 'confirmed', 'picked_up', 'returned', 'declined', 'cancelled']),
      startsOn: z.iso.date(),
      endsOn: z.iso.date(),
    })
    .nullable(),
  participants: z.array(participantSchema),
  unreadCount: z.int(),
  sortAt: time.nullable(),
  ...placeSchema.shape,
  closed: z.enum(['blocked', 'unavailable']).optional(),
  withheld: z.literal(true).optional(),
  createdAt: time,
}) satisfies z.ZodType<Conversation>;

export const invitationSchema = z.object({
  id: z.uuid(),
  conversationId: z.uuid(),
  title: z.string().nullable(),
  inviter: personSchema,
  gear: z.object({ title: z.string(), imageUrl: z.string().nullable() }).nullable(),
  memberCount: z.int(),
  createdAt: time,
  expiresAt: time,
}) satisfies z.ZodType<Invitation>;

export const answeredInvitationSchema = z.object({
  status: z.enum(['accepted', 'declined']),
  conversation: conversationSchema.nullable(),
}) satisfies z.ZodType<AnsweredInvitation>;

export const endedParticipationSchema = z.object({
  conversationId: z.uuid(),
  conversation: conversationSchema.nullable(),
}) satisfies z.ZodType<EndedParticipation>;

export const changedPlaceSchema = z.object({
  conversationId: z.uuid(),
  change: z.int(),
  isChanged: z.boolean(),
  place: placeSchema,
}) satisfies z.ZodType<ChangedPlace>;

export const labelSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  hue: z.int().min(0).max(7),
  createdAt: time,
}) satisfies z.ZodType<Label>;

export const countsSchema = z.object({
  all: z.int(),
  unread: z.int(),
  archived: z.int(),
  stages: z.record(z.enum(rentalStages), z.int()),
  gear: z.array(
    z.object({
      id: z.uuid(),
      title: z.string(),
      imageUrl: z.string().nullable(),
      all: z.int(),
      unread: z.int(),
    }),
  ),
  isBounded: z.boolean(),
}) satisfies z.ZodType<ConversationCounts>;

export const changesSchema = z.object({
  messages: z.array(messageSchema),
  hiddenMessageIds: z.array(z.uuid()),
  participants: z.array(participantSchema),
  conversation: conversationSchema,
  lastChange: z.int(),
  more: z.boolean(),
}) satisfies z.ZodType<Changes>;

export const markerSchema = z.object({
  conversationId: z.uuid(),
  readSeq: z.int(),
  deliveredSeq: z.int(),
  unreadCount: z.int(),
  change: z.int(),
}) satisfies z.ZodType<Marker>;

export const hiddenMessagesSchema = z.object({
  conversationId: z.uuid(),
  change: z.int(),
  hiddenMessageIds: z.array(z.uuid()),
}) satisfies z.ZodType<HiddenMessages>;

const rentalStatus = z.enum(['requested', 'confirmed', 'picked_up', 'returned', 'declined', 'cancelled']);

export const rentalSchema = z.object({
  id: z.uuid(),
  gearId: z.uuid(),
  renterId: z.uuid(),
  listerId: z.uuid(),
  status: rentalStatus,
  startsOn: z.iso.date(),
  endsOn: z.iso.date(),
  priceMinor: z.int().nullable(),
  depositMinor: z.int().nullable(),
}) satisfies z.ZodType<Rental>;

export const requestedRentalSchema = z.object({ rental: rentalSchema, conversationId: z.uuid() });

export const conversationContextSchema = z.object({
  rental: rentalSchema.nullable(),
  earlierRentals: z.array(rentalSchema),
  rentalsTogether: z.int(),
  responseTime: z.enum(['hour', 'hours', 'day', 'days']).nullable(),
  messagesWithLinks: z.array(
    z.object({ id: z.uuid(), senderId: z.uuid().nullable(), createdAt: time, text: z.string() }),
  ),
}) satisfies z.ZodType<ConversationContext>;

export const questionSchema = z.object({
  id: z.uuid(),
  gearId: z.uuid(),
  asker: z.object({ id: z.uuid(), name: z.string() }),
  question: z.string(),
  askedAt: time,
  answer: z.string().nullable(),
  answeredAt: time.nullable(),
}) satisfies z.ZodType<Question>;

export const healthSchema = z.object({
  status: z.literal('ok'),
  outbox: (
    z.object({ waiting: z.int(), oldestSeconds: z.int(), dead: z.int() }) satisfies z.ZodType<OutboxLag>
  ).nullable(),
});

export const unreadSchema = z.object({ messages: z.int(), conversations: z.int() });

export const savedReplySchema = z.object({
  id: z.uuid(),
  shortcut: z.string(),
  text: z.string(),
  updatedAt: time,
}) satisfies z.ZodType<SavedReply>;

export const searchResultsSchema = z.object({
  people: z.array(conversationSchema),
  gear: z.array(conversationSchema),
  data: z.array(
    z.object({
      message: messageSchema,
      snippet: z.array(z.object({ text: z.string(), isHit: z.boolean() })),
    }),
  ),
  conversations: z.array(conversationSchema),
  total: z.int().nullable(),
  nextCursor: z.string().nullable(),
}) satisfies z.ZodType<SearchResults>;

/** A list of the API. */
export function pageOf(item: z.ZodType) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable() });
}

const publishedKeySchema = z.object({
  userId: z.uuid(),
  version: z.int(),
  publicKey: z.string(),
  createdAt: time,
});

export const encryptionSchema = z.object({
  sealed: z.boolean(),
  offered: z.boolean(),
  sinceSeq: z.int().nullable(),
  keys: z.array(publishedKeySchema),
}) satisfies z.ZodType<ConversationEncryption>;

export const myEncryptionSchema = z.object({
  keys: z.array(publishedKeySchema),
  recovery: z.array(
    z.object({ kind: z.enum(['key', 'passphrase']), keyVersion: z.int(), wrapped: z.string() }),
  ),
}) satisfies z.ZodType<MyEncryption>;

export const verificationSchema = z.object({
  result: z.enum(['verified', 'unverified']),
}) satisfies z.ZodType<{ result: Verification }>;
