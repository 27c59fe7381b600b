import { expect } from '@playwright/test';
import { apiOf, conversationAbout, textMessage } from './api';
import { emptyOutbox, sql } from './database';
import { databaseOf, type Person, seeded, somebodyNew } from './people';
import { openSocket } from './sockets';
import { test } from './test';

/** A group of ana's kind of renter: she has started it, and these have joined. Gives its id. */
async function groupOf(starter: Person, ...members: Person[]): Promise<string> {
  const id = crypto.randomUUID();
  const userIds = members.map((member) => member.id);
  const started = await apiOf(starter)('POST', 'groups', { id, userIds });
  expect(started.status).toBe(201);
  for (const member of members) {
    const [invitation] = (await apiOf(member)('GET', 'invitations')).body.data;
    expect(
      (await apiOf(member)('PATCH', `invitations/${invitation.id}`, { status: 'accepted' })).status,
    ).toBe(200);
  }
  return id;
}

async function threePeople(name: string): Promise<[Person, Person, Person]> {
  return Promise.all([
    somebodyNew(`${name} Starter`),
    somebodyNew(`${name} Member`),
    somebodyNew(`${name} Other`),
  ]);
}

test('a group is started, joined, named and left, and everybody reads from joining on', async () => {
  const [starter, member, other] = await threePeople('Group');
  const direct = await conversationAbout(starter, 'mountain-bike');
  const id = crypto.randomUUID();
  const group = {
    id,
    fromConversationId: direct,
    title: '  Bike\u202Eweek ',
    userIds: [member.id, other.id],
  };
  const started = await apiOf(starter)('POST', 'groups', group);
  expect(started).toMatchObject({
    status: 201,
    body: { id, kind: 'group', title: 'Bike week', startedBy: starter.id, gear: { slug: 'mountain-bike' } },
  });
  expect(started.body.participants).toHaveLength(1);
  expect(started.body.invited).toHaveLength(2);
  expect((await apiOf(starter)('POST', 'groups', group)).status).toBe(200);
  await apiOf(starter)('POST', `conversations/${id}/messages`, textMessage('Before anybody joined'));

  const [asked] = (await apiOf(member)('GET', 'invitations')).body.data;
  expect(asked).toMatchObject({ title: 'Bike week', inviter: { id: starter.id }, memberCount: 1 });
  expect((await apiOf(member)('GET', `conversations/${id}`)).status).toBe(404);
  const accept = () => apiOf(member)('PATCH', `invitations/${asked.id}`, { status: 'accepted' });
  expect((await accept()).body).toMatchObject({ status: 'accepted', conversation: { id, unreadCount: 0 } });
  expect((await accept()).status).toBe(200);
  expect((await apiOf(member)('PATCH', `invitations/${asked.id}`, { status: 'declined' })).status).toBe(409);

  await apiOf(starter)('POST', `conversations/${id}/messages`, textMessage('Welcome'));
  const texts = async (person: Person) =>
    (await apiOf(person)('GET', `conversations/${id}/messages`)).body.data
      .filter((message: { kind: string }) => message.kind === 'text')
      .map((message: { body: { text: string } }) => message.body.text);
  expect(await texts(member)).toEqual(['Welcome']);
  expect(await texts(starter)).toEqual(['Before anybody joined', 'Welcome']);

  const named = await apiOf(member)('PUT', `conversations/${id}/title`, { title: 'Two wheels' });
  expect(named.body.title).toBe('Two wheels');
  for (const title of ['', ' \u200D ', 'x'.repeat(81), 5]) {
    expect((await apiOf(member)('PUT', `conversations/${id}/title`, { title })).status).toBe(422);
  }
  const blocked = await apiOf(member)('PUT', `conversations/${id}/title`, {
    title: 'Pay by wire transfer to IBAN DE89370400440532013000',
  });
  expect(blocked).toMatchObject({ status: 422, body: { error: { code: 'message_blocked' } } });

  const left = await apiOf(starter)('DELETE', `conversations/${id}/participants/me`);
  expect(left.body).toEqual({ conversationId: id, conversation: null });
  expect((await apiOf(starter)('GET', `conversations/${id}`)).status).toBe(404);
  const seen = (await apiOf(member)('GET', `conversations/${id}`)).body;
  expect(seen.startedBy).toBe(member.id);
  expect(
    seen.participants.find(({ userId }: { userId: string }) => userId === starter.id).leftAt,
  ).not.toBeNull();
  // What she had asked went with her.
  expect((await apiOf(other)('GET', 'invitations')).body.data).toEqual([]);
});

test('somebody who was removed keeps the socket and the token, and hears, reads and says nothing more', async () => {
  const [starter, member, other] = await threePeople('Removed');
  const id = await groupOf(starter, member, other);
  const sent = (await apiOf(member)('POST', `conversations/${id}/messages`, textMessage('Mine'))).body;
  await apiOf(starter)('POST', `conversations/${id}/messages`, textMessage('Secret word heliotrope'));
  const socket = await openSocket(member, [
    `private-encrypted-user-${member.id}`,
    `presence-conversation-${id}`,
  ]);

  expect((await apiOf(other)('DELETE', `conversations/${id}/participants/${member.id}`)).status).toBe(403);
  const removed = await apiOf(starter)('DELETE', `conversations/${id}/participants/${member.id}`);
  expect(removed.status).toBe(200);

  // Told that something has changed, and then let go of.
  expect(await socket.closed).toBe(4009);
  expect(socket.heard).toContain('participant.changed');
  // Nothing from before the removal is published once more.
  await emptyOutbox(id);
  const again = await openSocket(member, [`private-encrypted-user-${member.id}`]);
  const auth = { socket_id: again.socketId, channel_name: `presence-conversation-${id}` };
  expect((await apiOf(member)('POST', 'realtime/auth', auth)).status).toBe(403);

  const api = apiOf(member);
  for (const [method, path, body] of [
    ['GET', `conversations/${id}`],
    ['GET', `conversations/${id}/messages`],
    ['GET', `conversations/${id}/changes?after=0`],
    ['GET', `messages/${sent.id}`],
    ['POST', `conversations/${id}/messages`, textMessage('Still here')],
    ['PATCH', `messages/${sent.id}`, { body: 'Changed' }],
    ['DELETE', `messages/${sent.id}`],
    ['PUT', `messages/${sent.id}/reactions/${encodeURIComponent('👍')}`, {}],
    ['PUT', `conversations/${id}/read-marker`, { seq: 1 }],
    ['PUT', `conversations/${id}/title`, { title: 'Mine' }],
    ['POST', `conversations/${id}/invitations`, { userIds: [other.id] }],
    ['DELETE', `conversations/${id}/participants/me`],
  ] as const) {
    expect((await api(method, path, body)).status, `${method} ${path}`).toBe(404);
  }
  const inbox = (await api('GET', 'conversations')).body.data;
  expect(inbox.map((conversation: { id: string }) => conversation.id)).not.toContain(id);
  expect(JSON.stringify((await api('GET', 'search?q=heliotrope')).body)).not.toContain(id);

  // Around the server, with the token alone.
  const database = databaseOf(member);
  for (const table of ['conversations', 'messages', 'participants', 'hidden_messages'] as const) {
    const { data } = await database
      .from(table)
      .select('*', { count: 'exact' })
      .eq(table === 'conversations' ? 'id' : 'conversation_id', id);
    expect(data ?? [], table).toEqual([]);
  }

  // What is said now goes to the others alone.
  await apiOf(starter)('POST', `conversations/${id}/messages`, textMessage('Without you'));
  const rows = await sql<{ count: string }>(
    'select count(*) from public.messages where conversation_id = $1 and $2::uuid = any (participant_ids)',
    [id, member.id],
  );
  expect(Number(rows[0]?.count)).toBe(0);
  // An event for them from after it would have come before this one.
  await conversationAbout(member, 'mountain-bike');
  await expect.poll(() => again.heard).toContain('conversation.created');
  expect(again.heard.filter((name) => name !== 'conversation.created')).toEqual([]);
});

test('cara, a stranger, and somebody signed out get the same answers as for a group that does not exist', async () => {
  const [starter, member] = await threePeople('Strange');
  const id = await groupOf(starter, member);
  const invited = await somebodyNew('Asked');
  await apiOf(starter)('POST', `conversations/${id}/invitations`, { userIds: [invited.id] });
  const [invitation] = (await apiOf(invited)('GET', 'invitations')).body.data;
  const cara = await seeded('cara');
  const nowhere = crypto.randomUUID();
  const ask = (person: Person | null, [method, path, body]: readonly [string, string, unknown?]) =>
    apiOf(person)(method, path, body);
  for (const path of [
    (one: string) => ['PUT', `conversations/${one}/title`, { title: 'Mine' }] as const,
    (one: string) =>
      ['POST', `conversations/${one}/invitations`, { userIds: [cara.id, invited.id] }] as const,
    (one: string) => ['DELETE', `conversations/${one}/participants/me`] as const,
    (one: string) => ['DELETE', `conversations/${one}/participants/${member.id}`] as const,
    (one: string) =>
      [
        'POST',
        'groups',
        { id: crypto.randomUUID(), fromConversationId: one, userIds: [invited.id] },
      ] as const,
  ]) {
    for (const person of [cara, invited]) {
      const { status, body } = await ask(person, path(id));
      const missing = await ask(person, path(nowhere));
      expect(status).toBe(404);
      expect({ ...body.error, requestId: '' }).toEqual({ ...missing.body.error, requestId: '' });
    }
    expect((await ask(null, path(id))).status).toBe(401);
  }
  for (const one of [invitation.id, nowhere]) {
    expect((await apiOf(cara)('PATCH', `invitations/${one}`, { status: 'accepted' })).status).toBe(404);
    expect((await apiOf(cara)('DELETE', `invitations/${one}`)).status).toBe(404);
  }
  expect((await apiOf(cara)('GET', 'invitations')).body.data).toEqual([]);
  for (const path of ['invitations', 'users?q=anna']) {
    expect((await apiOf(null)('GET', path)).status).toBe(401);
  }
});

test('a newcomer asks no stranger into a group, and is told when to come back', async () => {
  const [newcomer, stranger] = await Promise.all([
    somebodyNew('Nico Newcomer', { isNewcomer: true }),
    somebodyNew('Sten Stranger'),
  ]);
  const group = { id: crypto.randomUUID(), userIds: [stranger.id] };
  const refused = await apiOf(newcomer)('POST', 'groups', group);
  expect(refused).toMatchObject({ status: 429, body: { error: { code: 'rate_limited' } } });
  expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
  expect((await apiOf(stranger)('GET', 'invitations')).body.data).toEqual([]);
});

test('people are found by those who know them, and by their whole name, and nobody reads the directory out', async () => {
  const ana = await seeded('ana');
  const find = async (q: string) => (await apiOf(ana)('GET', `users?q=${encodeURIComponent(q)}`)).body.data;
  expect((await find('ben ok')).map(({ name }: { name: string }) => name)).toContain('Ben Okafor');
  const unknown = `Xavier ${crypto.randomUUID().slice(0, 8)}`;
  const stranger = await somebodyNew(unknown);
  expect(await find('Xavier')).toEqual([]);
  const found = await find(unknown.toUpperCase());
  expect(found).toEqual([
    { id: stranger.id, name: unknown, avatarUrl: null, verifiedAt: expect.any(String) },
  ]);
  for (const q of ['', 'x', ' x ', 'x'.repeat(81)]) {
    expect((await apiOf(ana)('GET', `users?q=${encodeURIComponent(q)}`)).status).toBe(422);
  }
  const person = await somebodyNew('Curious');
  const answers = await Promise.all(
    Array.from({ length: 45 }, () => apiOf(person)('GET', 'users?q=some+body')),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(40);
  expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toMatch(/^\d+$/);
});
