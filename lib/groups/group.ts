import { type Conversation, type ConversationRow, toConversation } from '../conversations/conversation.ts';

/** How long a group's name is at most, in characters. `conversations.title` in the migrations says the same. */
export const maxTitleCharacters = 80;

/** How many people a group has room for, those who are asked to join included. */
export const maxGroupSize = 50;

/** Somebody whom one may ask into a group. */
export interface FoundPerson {
  id: string;
  name: string;
  avatarUrl: string | null;
  verifiedAt: string | null;
}

/** A group that I am asked to join. Times are ISO 8601. */
export interface Invitation {
  id: string;
  conversationId: string;
  title: string | null;
  inviter: FoundPerson;
  gear: { title: string; imageUrl: string | null } | null;
  memberCount: number;
  createdAt: string;
  expiresAt: string;
}

/** What became of an invitation; with the conversation when I am in it. */
export interface AnsweredInvitation {
  status: 'accepted' | 'declined';
  conversation: Conversation | null;
}

/** Whom somebody has taken out of which conversation; as the caller sees it now, null when they left it themselves. */
export interface EndedParticipation {
  conversationId: string;
  conversation: Conversation | null;
}

interface PersonRow {
  id: string;
  name: string;
  avatar_url: string | null;
  verified_at: string | null;
}

export interface InvitationRow {
  id: string;
  conversation_id: string;
  title: string | null;
  inviter: PersonRow;
  gear: { title: string; image_url: string | null } | null;
  member_count: number;
  created_at: string;
  expires_at: string;
}

export function toFoundPerson(row: PersonRow): FoundPerson {
  return { id: row.id, name: row.name, avatarUrl: row.avatar_url, verifiedAt: row.verified_at };
}

export function toInvitation(row: InvitationRow): Invitation {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    title: row.title,
    inviter: toFoundPerson(row.inviter),
    gear: row.gear && { title: row.gear.title, imageUrl: row.gear.image_url },
    memberCount: row.member_count,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}

export function toConversationOrNull(row: ConversationRow | null): Conversation | null {
  return row && toConversation(row);
}
