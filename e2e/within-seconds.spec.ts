import { expect } from '@playwright/test';
import { apiOf, textMessage } from './api';
import { emptyOutbox, newGear } from './database';
import { databaseOf, type Person, seeded, somebodyNew } from './people';
import { openSocket } from './sockets';
import { test } from './test';

// What is promised in seconds.

const moderator = () => seeded('mod');

/** A conversation of two people of the test's own. */
async function twoPeople(
  name: string,
): Promise<{ renter: Person; lister: Person; id: string; path: string; gear: string }> {
  const [renter, lister] = await Promise.all([somebodyNew(`${name} Renter`), somebodyNew(`${name} Lister`)]);
  const gear = await newGear(lister, `${name} kayak`);
  const { body } = await apiOf(renter)('POST', 'conversations', { gearId: gear });
  return { renter, lister, id: body.id, path: `conversations/${body.id}`, gear };
}

const day = (fromToday: number) => new Date(Date.now() + fromToday * 86_400_000).toISOString().slice(0, 10);

test('nothing passes between blocked people on any device within five seconds, until one unblocks', async () => {
  const { renter, lister, id, path, gear } = await twoPeople('Parted');
  const said = await apiOf(renter)('POST', `${path}/messages`, textMessage('Hello quokka'));
  const answered = await apiOf(lister)('POST', `${path}/messages`, textMessage('Hello yourself, quokka'));
  const channelsOf = (person: Person) => [
    `private-encrypted-user-${person.id}`,
    `presence-conversation-${id}`,
  ];
  const devices = await Promise.all(
    [renter, renter, lister, lister].map((person) => openSocket(person, channelsOf(person))),
  );
  await apiOf(lister)('PUT', `blocks/${renter.id}`, {});
  const blockedAt = Date.now();
  await Promise.all(devices.map(({ closed }) => closed));
  expect(Date.now() - blockedAt).toBeLessThan(5_000);

  // Nothing from before the block is published once more.
  await emptyOutbox(id);
  // They come back into what they still may: their own channels, and not the one on which one sees the other write.
  const again = await Promise.all(
    [renter, lister].map((person) => openSocket(person, channelsOf(person).slice(0, 1))),
  );
  const dates = { startsOn: day(30), endsOn: day(31) };
  for (const person of [renter, lister]) {
    const api = apiOf(person);
    const presence = { socket_id: '1.1', channel_name: `presence-conversation-${id}` };
    const offer = { id: crypto.randomUUID(), ...dates, priceMinor: 100, currency: 'EUR' };
    const tried = [
      await api('POST', 'realtime/auth', presence),
      await api('POST', `${path}/messages`, textMessage('Hello?')),
      await api('POST', `${path}/offers`, offer),
      await api('PUT', `messages/${said.body.id}/reactions/${encodeURIComponent('👍')}`, {}),
    ];
    // For whoever is blocked the message isn't there any more.
    expect(tried.map(({ status }) => status)).toEqual([403, 403, 403, person === renter ? 404 : 403]);
  }
  const api = apiOf(renter);
  const tried = [
    await api('POST', 'rentals', { gearId: gear, ...dates }),
    await api('POST', `gear/${gear}/questions`, { id: crypto.randomUUID(), text: 'Is it light?' }),
    await api('PATCH', `messages/${said.body.id}`, { body: 'Hello you' }),
  ];
  expect(tried.map(({ status }) => status)).toEqual([403, 403, 404]);

  // They read nothing either: lists are empty, also of what they wrote themselves. Whoever blocked reads everything.
  const doors = [
    `${path}/messages`,
    `${path}/messages?around=1`,
    `${path}/messages?ids=${said.body.id},${answered.body.id}`,
    `${path}/changes?after=0`,
    `${path}/context`,
    `search?q=quokka&conversationId=${id}`,
    'search?q=quokka',
    'conversations',
    path,
  ];
  for (const door of doors) {
    const { status, body } = await api('GET', door);
    expect([door, status]).toEqual([door, 200]);
    expect(JSON.stringify(body)).not.toContain('quokka');
  }
  expect((await api('GET', `messages/${answered.body.id}`)).status).toBe(404);
  expect((await api('GET', path)).body).toMatchObject({ withheld: true, lastMessage: null, unreadCount: 0 });
  expect((await api('GET', 'unread-count')).body).toMatchObject({ messages: 0 });
  const { data } = await databaseOf(renter).from('messages').select('id').eq('conversation_id', id);
  expect(data).toEqual([]);
  expect((await apiOf(lister)('GET', `${path}/messages`)).body.data).toHaveLength(2);

  // What was written goes with a report.
  const about = { userId: lister.id, conversationId: id, reason: 'scam' };
  const report = await api('POST', 'reports', about);
  expect(report.status).toBe(201);
  const seen = await apiOf(await moderator())('POST', `moderation/reviews/${report.body.id}/views`);
  expect(JSON.stringify(seen.body.around)).toContain('Hello yourself, quokka');
  expect((await apiOf(await moderator())('POST', 'reports', about)).status).toBe(404);

  await apiOf(lister)('PUT', `${path}/read-marker`, { seq: 1 });
  expect(again[0]?.heard.filter((event) => event !== 'conversation.updated')).toEqual([]);

  await apiOf(lister)('DELETE', `blocks/${renter.id}`);
  expect((await api('POST', `${path}/messages`, textMessage('Back'))).status).toBe(201);
  await expect.poll(() => again[1]?.heard).toContain('message.created');
  expect((await api('GET', `${path}/messages`)).body.data).toHaveLength(3);
  expect((await api('GET', path)).body.unreadCount).toBe(1);
});

test('somebody banned or removed who keeps socket and token hears, reads, joins and sends nothing after five seconds', async () => {
  const [starter, removed, banned] = await Promise.all([
    somebodyNew('Steady Starter'),
    somebodyNew('Rowdy Removed'),
    somebodyNew('Barred Banned'),
  ]);
  // Both are in a group alone; the banned one in no conversation of two.
  const gear = await newGear(starter, 'Group canoe');
  const direct = (await apiOf(removed)('POST', 'conversations', { gearId: gear })).body.id;
  await apiOf(removed)('POST', `conversations/${direct}/messages`, textMessage('Hello'));
  const id = crypto.randomUUID();
  await apiOf(starter)('POST', 'groups', { id, title: 'Trip', userIds: [removed.id, banned.id] });
  for (const person of [removed, banned]) {
    const [invitation] = (await apiOf(person)('GET', 'invitations')).body.data;
    expect(
      (await apiOf(person)('PATCH', `invitations/${invitation.id}`, { status: 'accepted' })).status,
    ).toBe(200);
  }
  await apiOf(starter)('POST', `conversations/${id}/messages`, textMessage('Before'));
  const channelsOf = (person: Person) => [
    `private-encrypted-user-${person.id}`,
    `presence-conversation-${id}`,
  ];
  const [first, second] = await Promise.all(
    [removed, banned].map((person) => openSocket(person, channelsOf(person))),
  );
  const report = await apiOf(starter)('POST', 'reports', { userId: banned.id, reason: 'harassment' });
  await apiOf(starter)('DELETE', `conversations/${id}/participants/${removed.id}`);
  const ban = { kind: 'ban', reason: 'Threats' };
  await apiOf(await moderator())('POST', `moderation/reviews/${report.body.id}/sanctions`, ban);
  const endedAt = Date.now();
  await Promise.all([first?.closed, second?.closed]);
  expect(Date.now() - endedAt).toBeLessThan(5_000);

  const join = (person: Person, channel_name: string) =>
    apiOf(person)('POST', 'realtime/auth', { socket_id: '1.1', channel_name });
  expect((await join(removed, `presence-conversation-${id}`)).status).toBe(403);
  for (const channel of channelsOf(banned)) {
    expect((await join(banned, channel)).status).toBe(403);
  }
  await apiOf(starter)('POST', `conversations/${id}/messages`, textMessage('After'));
  for (const [person, refusal] of [
    [removed, 404],
    [banned, 403],
  ] as const) {
    const api = apiOf(person);
    expect((await api('GET', `conversations/${id}/messages`)).status).toBe(404);
    expect((await api('GET', `conversations/${id}/changes?after=0`)).status).toBe(404);
    expect((await api('POST', `conversations/${id}/messages`, textMessage('Still here'))).status).toBe(
      refusal,
    );
    const { data } = await databaseOf(person).from('messages').select('id').eq('conversation_id', id);
    expect(data).toEqual([]);
    expect(JSON.stringify((await api('GET', 'search?q=Before')).body)).not.toContain(id);
  }
});
