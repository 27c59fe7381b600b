import { type Conversation, type ConversationRow, toConversation } from '../conversations/conversation.ts';
import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import { type PermitPurpose, signPermit } from '../supabase/server-signature.ts';
import type { StoredGroupChange } from './change-group.ts';
import {
  type AnsweredInvitation,
  type EndedParticipation,
  type FoundPerson,
  toConversationOrNull,
  toFoundPerson,
} from './group.ts';

/** Who changes a group, what the server signs with, and which outbox rows the call takes along. */
export interface GroupChanger {
  client: DatabaseClient;
  userId: string;
  signingKey: string;
  publishedIds: string[];
}

/**
 * A group with the caller alone in it, and people asked. Throws `not_found` (the conversation it is about, or somebody), `conflict`
 * (the id), `invalid_input`, `rate_limited`.
 */
export async function storeGroup(
  by: GroupChanger,
  group: { id: string; fromConversationId: string | null; title: string | null; userIds: string[] },
): Promise<StoredGroupChange<{ conversation: Conversation; created: boolean }>> {
  const { id, fromConversationId, title, userIds } = group;
  const subject = [id, fromConversationId ?? '-', userIds.join(','), ...(title === null ? [] : [title])];
  const stored = read<{ created: boolean; conversation: ConversationRow }>(
    await by.client.rpc('start_group', {
      p_id: id,
      // The generated types don't know that these may be null.
      p_from_conversation_id: fromConversationId as string,
      p_title: title as string,
      p_user_ids: userIds,
      ...(await permit(by, 'start-group', subject.join(' '))),
    }),
  );
  const conversation = toConversation(stored.conversation);
  return { ...stored, conversationId: id, answer: { conversation, created: stored.created } };
}

/** Throws `not_found`, `conflict` (no group, full, or declined not long ago), `rate_limited`. */
export async function storeInvitations(
  by: GroupChanger,
  conversationId: string,
  userIds: string[],
): Promise<StoredGroupChange<Conversation>> {
  return toChanged(
    await by.client.rpc('invite_people', {
      p_conversation_id: conversationId,
      p_user_ids: userIds,
      ...(await permit(by, 'invite-people', `${conversationId} ${userIds.join(',')}`)),
    }),
  );
}

/** Throws `not_found`, `forbidden`, `rate_limited`. */
export async function storeWithdrawal(
  by: GroupChanger,
  invitationId: string,
): Promise<StoredGroupChange<Conversation>> {
  return toChanged(
    await by.client.rpc('withdraw_invitation', {
      p_id: invitationId,
      ...(await permit(by, 'withdraw-invitation', invitationId)),
    }),
  );
}

/** Throws `not_found`, `conflict` (answered otherwise, taken back, expired, or full), `rate_limited`. */
export async function storeAnswer(
  by: GroupChanger,
  invitationId: string,
  accepts: boolean,
): Promise<StoredGroupChange<AnsweredInvitation>> {
  const stored = read<{
    status: AnsweredInvitation['status'];
    conversation_id: string;
    conversation: ConversationRow | null;
  }>(
    await by.client.rpc('answer_invitation', {
      p_id: invitationId,
      p_accepts: accepts,
      ...(await permit(by, 'answer-invitation', `${invitationId} ${accepts ? 't' : 'f'}`)),
    }),
  );
  const answer = { status: stored.status, conversation: toConversationOrNull(stored.conversation) };
  return { ...stored, conversationId: stored.conversation_id, answer };
}

/** Throws `not_found`, `conflict` (no group), `invalid_input`, `rate_limited`. */
export async function storeTitle(
  by: GroupChanger,
  conversationId: string,
  title: string,
): Promise<StoredGroupChange<Conversation>> {
  return toChanged(
    await by.client.rpc('name_group', {
      p_conversation_id: conversationId,
      p_title: title,
      ...(await permit(by, 'name-group', `${conversationId} ${title}`)),
    }),
  );
}

/** The caller leaves, or takes somebody out. Throws `not_found`, `forbidden`, `rate_limited`. */
export async function storeEnd(
  by: GroupChanger,
  conversationId: string,
  userId: string,
): Promise<StoredGroupChange<EndedParticipation>> {
  const stored = read<{ conversation: ConversationRow | null }>(
    await by.client.rpc('end_participation', {
      p_conversation_id: conversationId,
      p_user_id: userId,
      ...(await permit(by, 'end-participation', `${conversationId} ${userId}`)),
    }),
  );
  const answer = { conversationId, conversation: toConversationOrNull(stored.conversation) };
  return { ...stored, conversationId, answer };
}

/** People whom the caller may ask, those they know first. At most 35. */
export async function findPeople(
  by: Omit<GroupChanger, 'publishedIds'>,
  query: string,
): Promise<FoundPerson[]> {
  const { userId, signingKey } = by;
  const signed = await signPermit(signingKey, { purpose: 'find-people', userId, subject: query });
  const rows = unwrap(await by.client.rpc('find_people', { p_query: query, ...signed }));
  return (rows as unknown as Parameters<typeof toFoundPerson>[0][]).map(toFoundPerson);
}

async function permit(by: GroupChanger, purpose: PermitPurpose, subject: string) {
  const signed = await signPermit(by.signingKey, { purpose, userId: by.userId, subject });
  return { ...signed, p_published_ids: by.publishedIds };
}

type RpcAnswer = Parameters<typeof unwrap>[0];

function read<Stored>(answer: RpcAnswer) {
  return unwrap(answer) as unknown as Stored & Pick<StoredGroupChange<unknown>, 'announcements'>;
}

function toChanged(answer: RpcAnswer): StoredGroupChange<Conversation> {
  const stored = read<{ conversation: ConversationRow }>(answer);
  const conversation = toConversation(stored.conversation);
  return { ...stored, conversationId: conversation.id, answer: conversation };
}
