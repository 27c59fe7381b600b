import { expect, test } from '@playwright/test';
import { apiOf, conversationAbout, textMessage } from './api';
import { gearId, type Person, seeded, somebodyNew } from './people';

async function write(renter: Person, slug: string, text: string): Promise<string> {
  const id = await conversationAbout(renter, slug);
  await apiOf(renter)('POST', `conversations/${id}/messages`, textMessage(text));
  return id;
}

test('one’s place in a conversation is one’s own: put away, muted, pinned, labelled and marked, and nobody else learns of it', async () => {
  const renter = await somebodyNew('Placing Renter');
  const lister = await seeded('ben');
  const id = await write(renter, 'mountain-bike', 'Is it free?');
  const other = await write(renter, 'sea-kayak', 'And this one?');
  const api = apiOf(renter);
  const list = async (query = '') =>
    (await api('GET', `conversations${query}`)).body.data.map((one: { id: string }) => one.id);
  expect(await list()).toEqual([other, id]);

  // When somebody was last seen is told by Channels, at any time.
  const seenByLister = async () => {
    const { participants, ...rest } = (await apiOf(lister)('GET', `conversations/${id}`)).body;
    return { ...rest, participants: participants.map((one: object) => ({ ...one, lastSeenAt: null })) };
  };
  const before = await seenByLister();
  const archived = await api('PATCH', `conversations/${id}`, { archived: true });
  expect(archived).toMatchObject({
    status: 200,
    body: { conversationId: id, change: before.lastChange + 1, place: { archivedAt: expect.any(String) } },
  });
  expect(await list()).toEqual([other]);
  expect(await list('?filter=archived')).toEqual([id]);
  expect({ ...(await seenByLister()), lastChange: before.lastChange }).toEqual(before);
  await apiOf(lister)('POST', `conversations/${id}/messages`, textMessage('It is.'));
  expect(await list()).toEqual([id, other]);

  await api('PATCH', `conversations/${other}`, { pinned: true, mutedUntil: '9999-12-31T00:00:00Z' });
  expect(await list()).toEqual([other, id]);
  const first = (await api('GET', 'conversations?limit=1')).body;
  expect(first.data[0]).toMatchObject({ id: other, mutedUntil: expect.stringContaining('9999') });
  expect(await list(`?limit=1&cursor=${first.nextCursor}`)).toEqual([id]);

  await apiOf(renter)('PUT', `conversations/${id}/read-marker`, { seq: 2 });
  expect(await list('?filter=unread')).toEqual([]);
  const marked = await api('PATCH', 'conversations', { ids: [id, other], markedUnread: true });
  expect(marked.body.data).toHaveLength(2);
  expect((await api('GET', 'unread-count')).body).toEqual({ messages: 2, conversations: 2 });
  expect(await list('?filter=unread')).toEqual([other, id]);

  const labelId = crypto.randomUUID();
  expect(await api('PUT', `labels/${labelId}`, { name: ' Summer ', hue: 3 })).toMatchObject({
    status: 200,
    body: { id: labelId, name: 'Summer', hue: 3 },
  });
  await api('PATCH', 'conversations', { ids: [id], addLabels: [labelId] });
  expect(await list(`?label=${labelId}`)).toEqual([id]);
  expect((await api('GET', 'labels')).body.data).toMatchObject([{ name: 'Summer' }]);
  expect((await apiOf(lister)('DELETE', `labels/${labelId}`)).status).toBe(404);
  expect((await apiOf(lister)('PATCH', `conversations/${id}`, { labels: [labelId] })).status).toBe(422);
  expect((await api('PUT', `labels/${crypto.randomUUID()}`, { name: 'summer', hue: 1 })).status).toBe(409);
  expect((await api('PUT', `labels/${labelId}`, { name: '', hue: 9 })).status).toBe(422);
  expect((await api('DELETE', `labels/${labelId}`)).status).toBe(200);
  expect(await list(`?label=${labelId}`)).toEqual([]);

  const cara = apiOf(await seeded('cara'));
  expect((await cara('PATCH', `conversations/${id}`, { archived: true })).status).toBe(404);
  expect((await cara('PATCH', 'conversations', { ids: [id], archived: true })).body.data).toEqual([]);
  for (const bad of [{}, { archived: 'yes' }, { mutedUntil: 'infinity' }, { labels: ['x'] }, { seq: 4 }]) {
    expect((await api('PATCH', `conversations/${id}`, bad)).status).toBe(422);
  }
  expect((await api('PATCH', 'conversations', { ids: [], archived: true })).status).toBe(422);
});

test('the inbox is narrowed by gear, by stage and by role, and its tabs are counted', async () => {
  const renter = await somebodyNew('Narrowing Renter');
  const id = await write(renter, 'mountain-bike', 'Is it free in May?');
  await write(renter, 'sea-kayak', 'And this one?');
  const api = apiOf(renter);
  const bike = await gearId('mountain-bike');
  const list = async (query: string) =>
    (await api('GET', `conversations?${query}`)).body.data.map((one: { id: string }) => one.id);
  expect(await list(`gearId=${bike}`)).toEqual([id]);
  expect(await list('stage=inquiry')).toHaveLength(2);
  expect(await list('stage=past')).toEqual([]);
  expect(await list('role=lister')).toEqual([]);
  expect(await list(`role=renter&stage=inquiry&gearId=${bike}`)).toEqual([id]);
  expect((await api('GET', 'conversations?stage=later')).status).toBe(422);
  const counts = (await api('GET', 'conversation-counts?role=renter')).body;
  expect(counts).toMatchObject({
    all: 2,
    unread: 0,
    archived: 0,
    stages: { inquiry: 2, requested: 0, confirmed: 0, ongoing: 0, past: 0 },
    isBounded: false,
  });
  expect(counts.gear).toContainEqual(expect.objectContaining({ id: bike, title: 'Mountain bike', all: 1 }));
  expect((await api('GET', `conversation-counts?gearId=${bike}`)).body).toMatchObject({ all: 1 });
});
