import type { Conversation } from '../conversations/conversation.ts';
import type { AnsweredInvitation, EndedParticipation, FoundPerson } from '../groups/group.ts';
import { createCall, type HttpApiOptions } from './http-api.ts';

/** Groups over the server's HTTP API. Every call rejects with an AppError; without an answer it is `unavailable`. */
export interface GroupsApi {
  /** The same id again gives the first one. */
  start(group: {
    id: string;
    fromConversationId: string | null;
    title: string | null;
    userIds: readonly string[];
  }): Promise<Conversation>;
  invite(conversationId: string, userIds: readonly string[]): Promise<Conversation>;
  rename(conversationId: string, title: string): Promise<Conversation>;
  remove(conversationId: string, userId: string): Promise<EndedParticipation>;
  leave(conversationId: string): Promise<EndedParticipation>;
  answer(invitationId: string, status: AnsweredInvitation['status']): Promise<AnsweredInvitation>;
  withdraw(invitationId: string): Promise<Conversation>;
  findPeople(query: string): Promise<{ data: FoundPerson[] }>;
}

export function createGroupsApi(options: HttpApiOptions = {}): GroupsApi {
  const call = createCall(options);
  return {
    start: (group) => call('POST', 'groups', group),
    invite: (id, userIds) => call('POST', `conversations/${id}/invitations`, { userIds }),
    rename: (id, title) => call('PUT', `conversations/${id}/title`, { title }),
    remove: (id, userId) => call('DELETE', `conversations/${id}/participants/${userId}`),
    leave: (id) => call('DELETE', `conversations/${id}/participants/me`),
    answer: (id, status) => call('PATCH', `invitations/${id}`, { status }),
    withdraw: (id) => call('DELETE', `invitations/${id}`),
    findPeople: (query) => call('GET', `users?${new URLSearchParams({ q: query })}`),
  };
}
