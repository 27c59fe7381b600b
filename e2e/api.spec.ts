import { createHmac } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { addresses } from './addresses';
import { apiOf, conversationAbout, textMessage } from './api';
import { sql } from './database';
import { databaseOf, gearId, type Person, seeded, somebodyNew } from './people';
import { requestCounts, resetStats, setRedisFaults, startChannels, stopChannels } from './stand-ins';

// Each route once and more, on the built app: an edge function can pass the types and the build and still fail here.

async function renterWithConversation(name: string): Promise<{ renter: Person; path: string }> {
  const renter = await somebodyNew(name);
  return { renter, path: `conversations/${await conversationAbout(renter, 'mountain-bike')}` };
}

/** The relay has nothing left to do that would be counted too. */
async function countFromNow(): Promise<void> {
  await sql('delete from public.outbox where attempts = 0');
  await expect.poll(() => sql('select id from public.outbox')).toEqual([]);
  await resetStats();
}

test('starting a conversation gives a new one first and the same one after', async () => {
  const api = apiOf(await somebodyNew('Start'));
  const gear = { gearId: await gearId('mountain-bike') };
  const first = await api('POST', 'conversations', gear);
  const second = await api('POST', 'conversations', gear);
  expect([first.status, second.status]).toEqual([201, 200]);
  expect(second.body.id).toBe(first.body.id);
  expect(first.body.gear.slug).toBe('mountain-bike');
});

test('nobody can message themselves, and gear that is not there is not found', async () => {
  const ben = apiOf(await seeded('ben'));
  expect((await ben('POST', 'conversations', { gearId: await gearId('mountain-bike') })).status).toBe(403);
  expect((await ben('POST', 'conversations', { gearId: crypto.randomUUID() })).status).toBe(404);
  expect((await ben('GET', `gear/${crypto.randomUUID()}/questions`)).status).toBe(404);
  expect((await ben('GET', `gear/${await gearId('mountain-bike')}/questions`)).status).toBe(200);
});

test('a message is stored once for each id, whatever else happens', async () => {
  const { renter, path } = await renterWithConversation('Once');
  const api = apiOf(renter);
  const message = textMessage('Hello');
  const first = await api('POST', `${path}/messages`, message);
  const again = await api('POST', `${path}/messages`, message);
  const other = await api('POST', `${path}/messages`, textMessage('Something else', message.id));
  expect([first.status, again.status, other.status]).toEqual([201, 200, 409]);
  expect(again.body).toEqual(first.body);
  expect(other.body.error).toMatchObject({ code: 'conflict', retryable: false });
  expect((await api('GET', `${path}/messages`)).body.data).toEqual([first.body]);
});

test('one id posted fifty times at once is one message and fifty equal answers', async () => {
  const { renter, path } = await renterWithConversation('Fifty');
  const message = textMessage('Double double click');
  let untold = 0;
  // Who is told that the server is too busy asks again, as every client does.
  const post = async () => {
    for (;;) {
      const answer = await apiOf(renter)('POST', `${path}/messages`, message);
      if (answer.status !== 503) {
        return answer;
      }
      untold += 1;
    }
  };
  const answers = await Promise.all(Array.from({ length: 50 }, post));
  const first = answers.filter((answer) => answer.status === 201).length;
  expect([1, untold > 0 ? 0 : 1]).toContain(first);
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(50 - first);
  expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
  expect((await apiOf(renter)('GET', `${path}/messages`)).body.data).toHaveLength(1);
});

test('a message is answered the same in front of Next and by Next’s own route at the edge', async () => {
  const { renter, path } = await renterWithConversation('Both');
  const send = (text: string, isLengthSaid: boolean) => {
    const body = JSON.stringify(textMessage(text));
    return fetch(`${addresses.app}/api/v1/${path}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${renter.accessToken}`, 'content-type': 'application/json' },
      ...(isLengthSaid ? { body } : { body: new Blob([body]).stream(), duplex: 'half' }),
    } as RequestInit);
  };
  const answers = [await send('In front of Next', true), await send('By Next', false)];
  // Next streams what it passes on.
  expect(answers.map(({ headers }) => headers.has('content-length'))).toEqual([true, false]);
  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  const own = ['date', 'content-length', 'transfer-encoding', 'server-timing', 'vary'];
  const [front = {}, behind] = answers.map(({ headers }) =>
    Object.fromEntries([...headers].filter(([name]) => !own.includes(name))),
  );
  expect(behind).toEqual(front);
  const [first, second] = await Promise.all(answers.map((answer) => answer.json()));
  expect(Object.keys(second)).toEqual(Object.keys(first));
  expect([first.seq, second.seq]).toEqual([1, 2]);
  expect(second.body).toEqual({ kind: 'plain', text: 'By Next' });
});

test('what the server gives can’t be asked for', async () => {
  const { renter, path } = await renterWithConversation('Extra');
  const extra = { seq: 99, senderId: crypto.randomUUID(), score: 0, createdAt: '2001-01-01T00:00:00Z' };
  const { status, body } = await apiOf(renter)('POST', `${path}/messages`, {
    ...textMessage('Hi'),
    ...extra,
  });
  expect(status).toBe(201);
  expect(body).toMatchObject({ seq: 1, senderId: renter.id });
  expect(Date.parse(body.createdAt)).toBeGreaterThan(Date.parse('2026-01-01'));
});

test('a stranger and somebody signed out get the same answer as for what does not exist', async () => {
  const { path } = await renterWithConversation('Theirs');
  const cara = apiOf(await seeded('cara'));
  const nowhere = `conversations/${crypto.randomUUID()}`;
  for (const [method, end, body] of [
    ['GET', '', undefined],
    ['GET', '/messages', undefined],
    ['GET', '/changes?after=0', undefined],
    ['POST', '/messages', textMessage('Let me in')],
    ['GET', `/messages?ids=${crypto.randomUUID()}`, undefined],
    ['PUT', '/read-marker', { seq: 1 }],
    ['PUT', '/delivered-marker', { seq: 1 }],
  ] as const) {
    const theirs = await cara(method, path + end, body);
    const nothing = await cara(method, nowhere + end, body);
    expect(theirs.status).toBe(404);
    expect({ ...theirs.body.error, requestId: '' }).toEqual({ ...nothing.body.error, requestId: '' });
    expect((await apiOf(null)(method, path + end, body)).status).toBe(401);
  }
});

test('a message that one can’t read answers like one that does not exist, whatever is tried', async () => {
  const { renter, path } = await renterWithConversation('Unseen');
  const { body: message } = await apiOf(renter)('POST', `${path}/messages`, textMessage('Between us'));
  const cara = apiOf(await seeded('cara'));
  for (const [method, end, body] of [
    ['GET', '', undefined],
    ['PATCH', '', { body: 'Let me in' }],
    ['DELETE', '', undefined],
    ['DELETE', '?for=me', undefined],
    ['PUT', `/reactions/${encodeURIComponent('👍')}`, undefined],
    ['DELETE', `/reactions/${encodeURIComponent('👍')}`, undefined],
  ] as const) {
    const theirs = await cara(method, `messages/${message.id}${end}`, body);
    const nothing = await cara(method, `messages/${crypto.randomUUID()}${end}`, body);
    expect([theirs.status, nothing.status]).toEqual([404, 404]);
    expect({ ...theirs.body.error, requestId: '' }).toEqual({ ...nothing.body.error, requestId: '' });
    expect((await apiOf(null)(method, `messages/${message.id}${end}`, body)).status).toBe(401);
    expect((await cara(method, `messages/no-id${end}`, body)).status).toBe(404);
  }
  expect((await apiOf(renter)('GET', `messages/${message.id}`)).body).toEqual(message);
});

test('a bad body is refused with the name of the field', async () => {
  const { renter, path } = await renterWithConversation('Bad');
  const api = apiOf(renter);
  const refused = [
    [{ ...textMessage('x'), id: 'no-uuid' }, 'id'],
    [textMessage('   \n '), 'body'],
    [textMessage('\u200b\u200b'), 'body'],
    [textMessage('a\u0000b'), 'body'],
    [textMessage('a'.repeat(5_001)), 'body'],
    [{ id: crypto.randomUUID(), kind: 'text' }, 'body'],
    [{ ...textMessage('x'), kind: 'system' }, 'kind'],
    [{ ...textMessage('x'), replyToId: 7 }, 'replyToId'],
  ] as const;
  for (const [body, field] of refused) {
    const answer = await api('POST', `${path}/messages`, body);
    expect(answer.status).toBe(422);
    expect(answer.body.error.code).toBe('invalid_input');
    expect(answer.body.error.details.fields[0].path.split('.')[0]).toBe(field);
  }
  const loneSurrogate = `{"id":"${crypto.randomUUID()}","kind":"text","body":{"kind":"plain","text":"\\ud800"}}`;
  expect((await api('POST', `${path}/messages`, loneSurrogate)).status).toBe(422);
  expect((await api('POST', `${path}/messages`, '{"id":')).status).toBe(422);
  expect((await api('POST', `${path}/messages`, `${'['.repeat(40_000)}${']'.repeat(40_000)}`)).status).toBe(
    422,
  );
  expect((await api('POST', `${path}/messages`, textMessage('x'.repeat(1_000_000)))).status).toBe(413);
  expect((await api('POST', `${path}/messages`, '{}', { 'content-type': 'text/plain' })).status).toBe(415);
  expect((await api('GET', `${path}/messages`)).body.data).toEqual([]);
});

test('text that the database can’t store is refused with the name of the field, wherever one writes', async () => {
  const { renter, path } = await renterWithConversation('Unstorable');
  const ben = await seeded('ben');
  const mod = apiOf(await seeded('mod'));
  const api = apiOf(renter);
  const id = crypto.randomUUID();
  for (const text of ['a\u0000b', 'a\ud800b']) {
    for (const [field, answer] of [
      ['name', await api('PUT', `labels/${id}`, { name: text, hue: 1 })],
      ['note', await api('POST', 'reports', { userId: ben.id, reason: 'spam', note: text })],
      ['note', await api('POST', `messages/${id}/appeal`, { note: text })],
      ['shortcut', await api('POST', 'saved-replies', { shortcut: text, text: 'x' })],
      ['title', await api('POST', 'groups', { id, title: text, userIds: [ben.id] })],
      ['text', await api('POST', `gear/${id}/questions`, { id, text })],
      ['body', await api('PATCH', `messages/${id}`, { body: text })],
      ['q', await api('GET', `search?q=${encodeURIComponent(text.replace('\ud800', '\u0000'))}`)],
      ['q', await api('GET', `users?q=${encodeURIComponent(text.replace('\ud800', '\u0000'))}`)],
      ['cursor', await api('GET', 'conversations?cursor=%00')],
      [
        'reason',
        await mod('PUT', `moderation/reviews/${id}/decision`, { decision: 'release', reason: text }),
      ],
      ['reason', await mod('POST', `moderation/reviews/${id}/sanctions`, { kind: 'warn', reason: text })],
    ] as const) {
      expect(answer.status, field).toBe(422);
      expect(answer.body.error.details.fields[0].path).toBe(field);
    }
  }
  expect((await api('GET', `${path}/messages`)).body.data).toEqual([]);
});

test('five thousand characters pass, emoji and right-to-left included', async () => {
  const { renter, path } = await renterWithConversation('Long');
  const text = `${'🚲'.repeat(2_500)}${'م'.repeat(2_500)}`;
  const { status, body } = await apiOf(renter)('POST', `${path}/messages`, textMessage(text));
  expect(status).toBe(201);
  expect(body.body.text).toBe(text);
});

test('a burst in parallel lets exactly the limit pass, and refusals use no place', async () => {
  const { renter, path } = await renterWithConversation('Burst');
  const api = apiOf(renter);
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, index) => api('POST', `${path}/messages`, textMessage(`Burst ${index}`))),
  );
  const refused = answers.filter((answer) => answer.status === 429);
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(5);
  expect(refused).toHaveLength(7);
  for (const { headers, body } of refused) {
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(headers.get('ratelimit-limit')).toBe('5');
    expect(body.error).toMatchObject({ code: 'rate_limited', retryable: true });
  }
  const { body } = await api('GET', `${path}/messages`);
  expect(body.data.map((message: { seq: number }) => message.seq)).toEqual([1, 2, 3, 4, 5]);
});

for (const [name, faults] of [
  ['gone', { refuse: true }],
  ['too slow', { delayMs: 5_000 }],
] as const) {
  test(`when Redis is ${name} the database counts, and sending goes on within the limit`, async () => {
    const { renter, path } = await renterWithConversation(`Redis ${name}`);
    await setRedisFaults(faults);
    try {
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          apiOf(renter)('POST', `${path}/messages`, textMessage(`${index}`)),
        ),
      );
      expect(answers.map((answer) => answer.status).sort()).toEqual([201, 201, 201, 201, 201, 429, 429, 429]);
    } finally {
      await setRedisFaults();
    }
  });
}

test('when Channels is down a message is stored and acknowledged all the same', async () => {
  const { renter, path } = await renterWithConversation('Nochannels');
  await stopChannels();
  try {
    expect((await apiOf(renter)('POST', `${path}/messages`, textMessage('Stored'))).status).toBe(201);
  } finally {
    await startChannels();
  }
  expect((await apiOf(renter)('GET', `${path}/messages`)).body.data).toHaveLength(1);
});

test('one message costs one call to Redis, one to the database and one to Channels', async () => {
  const { renter, path } = await renterWithConversation('Cost');
  // The first message of a process teaches Redis its scripts.
  await apiOf(renter)('POST', `${path}/messages`, textMessage('Warm'));
  await countFromNow();
  const { status } = await apiOf(renter)('POST', `${path}/messages`, textMessage('Counted'));
  expect(status).toBe(201);
  expect(await requestCounts()).toEqual({ redis: 1, supabase: 1, channels: 1 });
});

test('an alteration costs as little, an edit one look more, and markers no count', async () => {
  const { renter, path } = await renterWithConversation('Cost of change');
  const api = apiOf(renter);
  const { body: sent } = await api('POST', `${path}/messages`, textMessage('Warm'));
  const costOf = async (method: string, end: string, body?: unknown) => {
    await countFromNow();
    expect((await api(method, end, body)).status).toBe(200);
    return requestCounts();
  };
  const reaction = `messages/${sent.id}/reactions/${encodeURIComponent('👍')}`;
  await api('PUT', reaction);
  expect(await costOf('DELETE', reaction)).toEqual({ redis: 1, supabase: 1, channels: 1 });
  expect(await costOf('PATCH', `messages/${sent.id}`, { body: 'Warmer' })).toEqual({
    redis: 1,
    supabase: 2,
    channels: 1,
  });
  const markers = [{ conversationId: sent.conversationId, readSeq: 1 }];
  expect(await costOf('PUT', 'markers', { markers })).toEqual({ redis: 0, supabase: 1, channels: 1 });
  expect(await costOf('PUT', 'markers', { markers })).toEqual({ redis: 0, supabase: 1, channels: 0 });
});

test('pages go back, forward and around, oldest first', async () => {
  const { renter, path } = await renterWithConversation('Pages');
  const api = apiOf(renter);
  for (let index = 1; index <= 5; index += 1) {
    await api('POST', `${path}/messages`, textMessage(`Message ${index}`));
  }
  const seqs = async (query: string) =>
    (await api('GET', `${path}/messages?${query}`)).body.data.map((message: { seq: number }) => message.seq);
  expect(await seqs('limit=2')).toEqual([4, 5]);
  expect(await seqs('limit=2&before=4')).toEqual([2, 3]);
  expect(await seqs('limit=2&after=1')).toEqual([2, 3]);
  expect(await seqs('limit=3&around=3')).toEqual([2, 3, 4]);
  const page = (await api('GET', `${path}/messages?limit=2`)).body;
  expect((await api('GET', `${path}/messages?limit=2&cursor=${page.nextCursor}`)).body.data[1].seq).toBe(3);
  expect((await api('GET', `${path}/messages?limit=0`)).status).toBe(422);
  expect((await api('GET', `${path}/messages?limit=101`)).status).toBe(422);
});

test('changes give everything after a change, in pages', async () => {
  const { renter, path } = await renterWithConversation('Changes');
  const api = apiOf(renter);
  for (let index = 1; index <= 4; index += 1) {
    await api('POST', `${path}/messages`, textMessage(`Message ${index}`));
  }
  const first = (await api('GET', `${path}/changes?after=0&limit=3`)).body;
  expect(first).toMatchObject({ more: true, messages: [{ seq: 1 }, { seq: 2 }, { seq: 3 }] });
  const second = (await api('GET', `${path}/changes?after=${first.lastChange}&limit=3`)).body;
  expect(second).toMatchObject({ more: false, messages: [{ seq: 4 }] });
  expect(second.lastChange).toBe(second.conversation.lastChange);
  expect((await api('GET', `${path}/changes`)).body.error.details.fields[0].path).toBe('after');
});

test('a message can be edited by whoever wrote it: it keeps its place, and says so', async () => {
  const { renter, path } = await renterWithConversation('Edit');
  const api = apiOf(renter);
  const lister = apiOf(await seeded('ben'));
  const first = textMessage('Is it free on Saturday?');
  const { body: sent } = await api('POST', `${path}/messages`, first);
  const edited = await api('PATCH', `messages/${sent.id}`, { body: ' Is it free on Sunday? ' });
  expect(edited.status).toBe(200);
  expect(edited.body).toEqual({
    ...sent,
    body: { kind: 'plain', text: 'Is it free on Sunday?' },
    change: sent.change + 1,
    editedAt: expect.any(String),
  });
  expect(await api('PATCH', `messages/${sent.id}`, { body: edited.body.body })).toMatchObject({
    status: 200,
    body: edited.body,
  });
  expect((await lister('GET', `messages/${sent.id}`)).body).toEqual(edited.body);
  expect((await lister('GET', `${path}/changes?after=${sent.change}`)).body).toMatchObject({
    messages: [edited.body],
    hiddenMessageIds: [],
    lastChange: edited.body.change,
  });
  // A retry of the send whose answer was lost finds the message as it is now.
  expect(await api('POST', `${path}/messages`, first)).toMatchObject({ status: 200, body: edited.body });
  const theirs = await lister('PATCH', `messages/${sent.id}`, { body: 'I owe you 100 euros' });
  expect(theirs).toMatchObject({ status: 403, body: { error: { code: 'forbidden', retryable: false } } });
  expect((await api('PATCH', `messages/${sent.id}`, { body: ' \n' })).status).toBe(422);
  expect((await api('PATCH', `messages/${sent.id}`, '{}', { 'content-type': 'text/plain' })).status).toBe(
    415,
  );
});

test('an unsent message leaves a tombstone, and its text leaves the database’s row', async () => {
  const { renter, path } = await renterWithConversation('Unsend');
  const api = apiOf(renter);
  const lister = await seeded('ben');
  const { body: first } = await api('POST', `${path}/messages`, textMessage('One'));
  const { body: sent } = await api('POST', `${path}/messages`, {
    ...textMessage('A slip of the tongue'),
    replyToId: first.id,
  });
  await apiOf(lister)('PUT', `messages/${sent.id}/reactions/${encodeURIComponent('😂')}`);
  expect((await apiOf(lister)('GET', path)).body.unreadCount).toBe(2);
  expect((await apiOf(lister)('DELETE', `messages/${sent.id}`)).status).toBe(403);
  const gone = await api('DELETE', `messages/${sent.id}`);
  expect(gone).toMatchObject({
    status: 200,
    body: { seq: 2, body: null, replyToId: null, reactions: [], unsentAt: expect.any(String) },
  });
  expect(await api('DELETE', `messages/${sent.id}`)).toMatchObject({ status: 200, body: gone.body });
  expect((await apiOf(lister)('GET', path)).body).toMatchObject({ unreadCount: 1, lastMessage: gone.body });
  expect((await api('PATCH', `messages/${sent.id}`, { body: 'Never mind' })).status).toBe(409);
  const { data } = await databaseOf(lister).from('messages').select('body, reactions').eq('id', sent.id);
  expect(data).toEqual([{ body: null, reactions: [] }]);
});

test('a message deleted for oneself is gone for oneself alone, on every device', async () => {
  const { renter, path } = await renterWithConversation('Hide');
  const lister = await seeded('ben');
  const said = textMessage('One');
  const { body: first } = await apiOf(renter)('POST', `${path}/messages`, said);
  const { body: second } = await apiOf(renter)('POST', `${path}/messages`, textMessage('Two'));
  const hidden = await apiOf(lister)('DELETE', `messages/${second.id}?for=me`);
  expect(hidden).toMatchObject({
    status: 200,
    body: { conversationId: first.conversationId, change: second.change + 1, hiddenMessageIds: [second.id] },
  });
  expect((await apiOf(lister)('DELETE', `messages/${second.id}?for=me`)).status).toBe(404);
  expect((await apiOf(lister)('DELETE', `messages/${first.id}?for=everybody`)).status).toBe(422);
  expect((await apiOf(lister)('GET', path)).body).toMatchObject({ unreadCount: 1, lastMessage: first });
  expect((await apiOf(lister)('GET', `${path}/messages`)).body.data).toEqual([first]);
  const changes = async (person: Person) =>
    (await apiOf(person)('GET', `${path}/changes?after=${second.change}`)).body;
  expect(await changes(lister)).toMatchObject({ messages: [], hiddenMessageIds: [second.id], more: false });
  expect(await changes(renter)).toMatchObject({ messages: [], hiddenMessageIds: [], more: false });
  expect((await apiOf(renter)('GET', path)).body.lastMessage).toEqual(second);
  // A device that never got its answer sends it again: it is told why it isn't there.
  expect((await apiOf(renter)('DELETE', `messages/${first.id}?for=me`)).status).toBe(200);
  expect(await apiOf(renter)('POST', `${path}/messages`, said)).toMatchObject({
    status: 409,
    body: { error: { code: 'conflict', details: { reason: 'deleted' } } },
  });
});

test('reactions are set and taken back once, and only emoji are', async () => {
  const { renter, path } = await renterWithConversation('React');
  const lister = await seeded('ben');
  const { body: sent } = await apiOf(renter)('POST', `${path}/messages`, textMessage('It was lovely!'));
  const at = (emoji: string) => `messages/${sent.id}/reactions/${encodeURIComponent(emoji)}`;
  await apiOf(lister)('PUT', at('👩‍👩‍👧'));
  await apiOf(renter)('PUT', at('❤️'));
  const both = await apiOf(renter)('PUT', at('👩‍👩‍👧'));
  expect(both).toMatchObject({ status: 200, body: { seq: 1, change: sent.change + 3, editedAt: null } });
  expect(both.body.reactions).toEqual([
    { emoji: '👩‍👩‍👧', userIds: [lister.id, renter.id] },
    { emoji: '❤️', userIds: [renter.id] },
  ]);
  expect((await apiOf(renter)('PUT', at('👩‍👩‍👧'))).body).toEqual(both.body);
  expect((await apiOf(lister)('DELETE', at('❤️'))).body).toEqual(both.body);
  expect((await apiOf(renter)('DELETE', at('❤️'))).body.reactions).toHaveLength(1);
  for (const none of ['x', '👍👍', '<b>', '1', '%F0']) {
    expect((await apiOf(renter)('PUT', at(none))).status).toBe(422);
  }
});

test('messages can be asked for by their ids', async () => {
  const { renter, path } = await renterWithConversation('Ids');
  const api = apiOf(renter);
  const sent = [];
  for (const text of ['One', 'Two', 'Three']) {
    sent.push((await api('POST', `${path}/messages`, textMessage(text))).body);
  }
  const ids = [sent[2].id, crypto.randomUUID(), sent[0].id];
  expect((await api('GET', `${path}/messages?ids=${ids}`)).body).toEqual({
    data: [sent[0], sent[2]],
    nextCursor: null,
  });
  expect((await api('GET', `${path}/messages?ids=${ids},x`)).status).toBe(422);
  expect((await api('GET', `${path}/messages?ids=${ids}&before=3`)).status).toBe(422);
});

test('alterations and messages at the same moment take changes without holes, and lose nothing', async () => {
  const { renter, path } = await renterWithConversation('Together');
  const lister = await seeded('ben');
  const { body: sent } = await apiOf(renter)('POST', `${path}/messages`, textMessage('All at once'));
  const emoji = ['👍', '❤️', '😂', '😮', '😢', '🙏', '🎉', '🔥'];
  const answers = await Promise.all([
    ...emoji.flatMap((each) =>
      [renter, lister].map((person) =>
        apiOf(person)('PUT', `messages/${sent.id}/reactions/${encodeURIComponent(each)}`),
      ),
    ),
    apiOf(renter)('PATCH', `messages/${sent.id}`, { body: 'All at the same moment' }),
    apiOf(lister)('POST', `${path}/messages`, textMessage('Me too')),
    apiOf(lister)('PUT', `${path}/delivered-marker`, { seq: 1 }),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([...Array(18).fill(200), 201]);
  expect(answers.map(({ body }) => body.change).sort((a, b) => a - b)).toEqual(
    Array.from(answers, (_, index) => sent.change + 1 + index),
  );
  const { body } = await apiOf(renter)('GET', `messages/${sent.id}`);
  expect(body.body.text).toBe('All at the same moment');
  expect(body.reactions).toHaveLength(8);
  for (const { userIds } of body.reactions) {
    expect(userIds.sort()).toEqual([renter.id, lister.id].sort());
  }
});

test('a burst of alterations is slowed down, also when Redis is gone', async () => {
  const { renter, path } = await renterWithConversation('Restless');
  const { body: sent } = await apiOf(renter)('POST', `${path}/messages`, textMessage('Again and again'));
  const react = (index: number) =>
    apiOf(renter)(index % 2 ? 'DELETE' : 'PUT', `messages/${sent.id}/reactions/${encodeURIComponent('👍')}`);
  const statuses = (count: number) =>
    Promise.all(Array.from({ length: count }, (_, index) => react(index).then(({ status }) => status)));
  await setRedisFaults({ refuse: true });
  try {
    // Those that found it so already count too: exactly sixty a minute.
    const answers = [...(await statuses(40)), ...(await statuses(40))];
    expect(answers.filter((status) => status === 200)).toHaveLength(60);
    expect(answers.filter((status) => status === 429)).toHaveLength(20);
    expect(Number((await react(0)).headers.get('retry-after'))).toBeGreaterThan(0);
  } finally {
    await setRedisFaults();
  }
  const other = await somebodyNew('Calm');
  expect((await apiOf(other)('GET', 'unread-count')).status).toBe(200);
});

test('a read marker only moves forward, and unread counts follow it', async () => {
  const renter = await somebodyNew('Marker');
  const lister = await seeded('ben');
  const path = `conversations/${await conversationAbout(renter, 'mountain-bike')}`;
  for (const text of ['One', 'Two', 'Three']) {
    await apiOf(renter)('POST', `${path}/messages`, textMessage(text));
  }
  const before = (await apiOf(lister)('GET', 'unread-count')).body.messages;
  const moved = await apiOf(lister)('PUT', `${path}/read-marker`, { seq: 2 });
  expect(moved.body).toMatchObject({ readSeq: 2, unreadCount: 1 });
  const back = await apiOf(lister)('PUT', `${path}/read-marker`, { seq: 1 });
  expect(back.body).toEqual(moved.body);
  const beyond = await apiOf(lister)('PUT', `${path}/read-marker`, { seq: 1_000 });
  expect(beyond.body).toMatchObject({ readSeq: 3, unreadCount: 0 });
  expect((await apiOf(lister)('GET', 'unread-count')).body.messages).toBe(before - 3);
  expect((await apiOf(lister)('PUT', `${path}/read-marker`, { seq: 'x' })).status).toBe(422);
});

test('markers of several conversations move in one request, read and delivered', async () => {
  const lister = await seeded('ben');
  const paths = [];
  for (const name of ['Batch one', 'Batch two']) {
    const { renter, path } = await renterWithConversation(name);
    await apiOf(renter)('POST', `${path}/messages`, textMessage('One'));
    await apiOf(renter)('POST', `${path}/messages`, textMessage('Two'));
    paths.push(path);
  }
  const [first, second] = paths.map((path) => path.split('/')[1]);
  const delivered = await apiOf(lister)('PUT', `conversations/${first}/delivered-marker`, { seq: 2 });
  expect(delivered.body).toEqual({
    conversationId: first,
    readSeq: 0,
    deliveredSeq: 2,
    unreadCount: 2,
    change: expect.any(Number),
  });
  const markers = [
    { conversationId: first, readSeq: 1 },
    { conversationId: second, deliveredSeq: 1 },
    { conversationId: crypto.randomUUID(), readSeq: 1 },
  ];
  const moved = await apiOf(lister)('PUT', 'markers', { markers });
  expect(moved).toMatchObject({ status: 200, body: { nextCursor: null } });
  expect(moved.body.data).toHaveLength(2);
  expect(moved.body.data).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ conversationId: first, readSeq: 1, deliveredSeq: 2, unreadCount: 1 }),
      expect.objectContaining({ conversationId: second, readSeq: 0, deliveredSeq: 1, unreadCount: 2 }),
    ]),
  );
  expect((await apiOf(lister)('PUT', 'markers', { markers })).body).toEqual(moved.body);
  for (const wrong of [[], Array(51).fill(markers[0]), [{ readSeq: 1 }], [{ ...markers[0], readSeq: -1 }]]) {
    expect((await apiOf(lister)('PUT', 'markers', { markers: wrong })).status).toBe(422);
  }
  expect((await apiOf(null)('PUT', 'markers', { markers })).status).toBe(401);
});

test('who hides their read receipts shows none and sees none', async () => {
  const { renter, path } = await renterWithConversation('Discreet');
  const lister = await seeded('ben');
  const readBy = async (reader: Person, viewer: Person) =>
    (await apiOf(viewer)('GET', path)).body.participants.find(
      (participant: { userId: string }) => participant.userId === reader.id,
    );
  await apiOf(renter)('POST', `${path}/messages`, textMessage('One'));
  await apiOf(lister)('POST', `${path}/messages`, textMessage('Two'));
  await apiOf(lister)('PUT', `${path}/read-marker`, { seq: 2 });
  expect((await apiOf(renter)('GET', 'preferences')).body).toEqual({
    hidesReadReceipts: false,
    locale: 'en',
  });
  const hides = { hidesReadReceipts: true };
  expect((await apiOf(renter)('PATCH', 'preferences', hides)).body).toEqual({ ...hides, locale: 'en' });
  expect((await apiOf(renter)('GET', 'preferences')).body).toEqual({ ...hides, locale: 'en' });
  await apiOf(renter)('PUT', `${path}/delivered-marker`, { seq: 2 });
  const before = await readBy(renter, lister);
  expect((await apiOf(renter)('PUT', `${path}/read-marker`, { seq: 2 })).body.readSeq).toBe(2);

  expect(before).toMatchObject({ readSeq: 0, deliveredSeq: 2 });
  expect(await readBy(renter, lister)).toEqual(before);
  expect(await readBy(renter, renter)).toMatchObject({ readSeq: 2, deliveredSeq: 2 });
  expect(await readBy(lister, renter)).toMatchObject({ readSeq: 0, deliveredSeq: 2 });
  expect(await readBy(lister, lister)).toMatchObject({ readSeq: 2 });
  await apiOf(renter)('PATCH', 'preferences', { hidesReadReceipts: false });
  expect(await readBy(lister, renter)).toMatchObject({ readSeq: 2 });
  expect((await apiOf(renter)('PATCH', 'preferences', { hidesReadReceipts: 'no' })).status).toBe(422);
  expect((await apiOf(renter)('PATCH', 'preferences', { locale: 'ar' })).body).toEqual({
    hidesReadReceipts: false,
    locale: 'ar',
  });
  expect((await apiOf(renter)('PATCH', 'preferences', { locale: 'np' })).status).toBe(422);
  expect((await apiOf(renter)('PATCH', 'preferences', {})).status).toBe(422);
  expect((await apiOf(null)('GET', 'preferences')).status).toBe(401);
});

test('Channels tells when people were last here, and nobody else can', async () => {
  const { renter, path } = await renterWithConversation('Seen');
  const lister = await seeded('ben');
  const lastSeen = async () =>
    (await apiOf(lister)('GET', path)).body.participants.find(
      (participant: { userId: string }) => participant.userId === renter.id,
    ).lastSeenAt;
  const tell = (time_ms: number, secret = addresses.channels.secret) => {
    const events = [{ name: 'channel_vacated', channel: `private-encrypted-user-${renter.id}` }];
    const body = JSON.stringify({ time_ms, events });
    return apiOf(null)('POST', 'realtime/webhook', body, {
      'x-pusher-key': addresses.channels.key,
      'x-pusher-signature': createHmac('sha256', secret).update(body).digest('hex'),
    });
  };
  expect(await lastSeen()).toBeNull();
  expect((await tell(Date.parse('2026-01-02T10:00:00Z'), 'a guess')).status).toBe(401);
  expect(await lastSeen()).toBeNull();
  expect((await tell(Date.parse('2026-01-02T10:00:00Z'))).status).toBe(200);
  expect((await tell(Date.parse('2026-01-01T10:00:00Z'))).status).toBe(200);
  expect(Date.parse(await lastSeen())).toBe(Date.parse('2026-01-02T10:00:00Z'));
  expect((await tell(Date.parse('2199-01-01T00:00:00Z'))).status).toBe(200);
  expect(Date.parse(await lastSeen())).toBeLessThanOrEqual(Date.now());
});

test('the inbox pages through everything once, newest first', async () => {
  const api = apiOf(await seeded('ben'));
  const everything = (await api('GET', 'conversations?limit=100')).body.data;
  expect(everything.length).toBeGreaterThan(5);
  const paged = [];
  let cursor = '';
  do {
    const { body } = await api('GET', `conversations?limit=3${cursor ? `&cursor=${cursor}` : ''}`);
    paged.push(...body.data);
    cursor = body.nextCursor;
  } while (cursor);
  // When somebody was last seen is told by Channels, at any time.
  const withoutLastSeen = (list: { participants: object[] }[]) =>
    list.map((one) => ({
      ...one,
      participants: one.participants.map((each) => ({ ...each, lastSeenAt: null })),
    }));
  expect(withoutLastSeen(paged)).toEqual(withoutLastSeen(everything));
  expect((await api('GET', 'conversations?cursor=nonsense')).status).toBe(422);
});

test('a socket is authorised for its own person’s channel and for presence in their conversations, for nothing else', async () => {
  const { renter, path } = await renterWithConversation('Socket');
  const conversationId = path.split('/')[1];
  const ask = async (person: Person | null, channel_name: string, socket_id = '123.456') =>
    apiOf(person)('POST', 'realtime/auth', { socket_id, channel_name });
  const own = `private-encrypted-user-${renter.id}`;
  const presence = `presence-conversation-${conversationId}`;
  const cara = await seeded('cara');

  expect((await ask(renter, own)).body).toMatchObject({
    auth: expect.any(String),
    shared_secret: expect.any(String),
  });
  expect((await ask(renter, presence)).body).toMatchObject({
    channel_data: expect.stringContaining(renter.id),
  });
  for (const answer of [
    await ask(cara, own),
    await ask(cara, presence),
    await ask(renter, presence, '1.1:private-encrypted-user-x'),
    await ask(renter, `${own}\n`),
    await ask(renter, 'private-everything'),
    await ask(renter, own, '1.1::user::'),
    await ask(null, own),
  ]) {
    expect([401, 403]).toContain(answer.status);
    expect(JSON.stringify(answer.body)).not.toContain('"auth"');
  }
});

test('pusher-js’s own form is understood, and a socket can sign in as its person only', async () => {
  const person = await somebodyNew('Form');
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const channel = await apiOf(person)(
    'POST',
    'realtime/auth',
    `socket_id=1.2&channel_name=private-encrypted-user-${person.id}`,
    form,
  );
  expect(channel.status).toBe(200);
  const user = await apiOf(person)('POST', 'realtime/user-auth', 'socket_id=1.2', form);
  expect(JSON.parse(user.body.user_data)).toEqual({ id: person.id });
});

test('the database takes no write from a person’s own token', async () => {
  const { renter, path } = await renterWithConversation('Direct');
  const conversationId = path.split('/')[1] ?? '';
  const database = databaseOf(renter);
  const { body: sent } = await apiOf(renter)('POST', `${path}/messages`, textMessage('Stays as it is'));
  const message = { id: crypto.randomUUID(), conversation_id: conversationId, sender_id: renter.id };
  const body = { kind: 'plain', text: 'Around the scoring' };
  const forged = {
    action: 'allow',
    score: 0,
    reasons: [],
    expiresAt: Math.floor(Date.now() / 1000) + 60,
    signature: 'ab',
  };
  const permit = { p_expires_at: forged.expiresAt, p_signature: 'abcd' };
  const writes = {
    insert: database.from('messages').insert({ ...message, kind: 'text', body }),
    forged: database.from('messages').insert({
      ...message,
      kind: 'text',
      body,
      verdict_action: 'allow',
      verdict_score: 0,
      verdict_reasons: [],
      verdict_expires_at: forged.expiresAt,
      verdict_signature: forged.signature,
    }),
    upsert: database.from('messages').upsert({ ...message, kind: 'text', body }),
    update: database.from('messages').update({ body }).eq('conversation_id', conversationId),
    remove: database.from('messages').delete().eq('conversation_id', conversationId),
    join: database
      .from('participants')
      .insert({ conversation_id: conversationId, user_id: renter.id, role: 'member' }),
    mark: database.from('participants').update({ read_seq: 9 }).eq('conversation_id', conversationId),
    rename: database.from('conversations').update({ sealed: true }).eq('id', conversationId),
    outbox: database
      .from('outbox')
      .insert({ conversation_id: conversationId, change: 1, event: 'x', recipient_ids: [] }),
    send: database.rpc('send_message', {
      p_id: message.id,
      p_conversation_id: conversationId,
      p_kind: 'text',
      p_body: body,
      p_reply_to_id: null,
      p_verdict: forged,
    }),
    start: database.rpc('start_conversation', {
      p_gear_id: await gearId('sea-kayak'),
      p_daily_limit: 1_000,
      p_expires_at: forged.expiresAt,
      p_signature: 'abcd',
    }),
    lease: database.rpc('lease_outbox', { batch_size: 1, lease_seconds: 1 }),
    lag: database.rpc('outbox_lag'),
    seen: database.rpc('note_last_seen', { p_seen: [] }),
    edit: database.rpc('edit_message', { p_id: sent.id, p_body: body, p_verdict: forged }),
    unsend: database.rpc('unsend_message', { p_id: sent.id, ...permit }),
    hide: database.rpc('hide_message', { p_id: sent.id, ...permit }),
    react: database.rpc('react_to_message', { p_id: sent.id, p_emoji: '👍', p_is_on: true, ...permit }),
    markers: database.rpc('move_markers', {
      p_markers: [{ conversation_id: conversationId, read_seq: 1 }],
      ...permit,
    }),
    reactions: database.from('messages').update({ reactions: [] }).eq('id', sent.id),
    versions: database.from('message_versions').select('body'),
    hidden: database.from('hidden_messages').delete().eq('user_id', renter.id),
    discreet: database.from('profiles').select('hides_read_receipts'),
  };
  for (const [name, write] of Object.entries(writes)) {
    const { error } = await write;
    expect(error?.code, name).toBe('42501');
  }
  expect((await database.schema('private').from('signing_keys').select()).error).not.toBeNull();
  expect((await apiOf(renter)('GET', `${path}/messages`)).body.data).toEqual([sent]);
});

test('cara, a stranger, reads nothing of theirs from the database', async () => {
  const { renter, path } = await renterWithConversation('Reading');
  const conversationId = path.split('/')[1] ?? '';
  await apiOf(renter)('POST', `${path}/messages`, textMessage('Not for cara'));
  const database = databaseOf(await seeded('cara'));
  expect((await database.from('messages').select('id').eq('conversation_id', conversationId)).data).toEqual(
    [],
  );
  expect((await database.from('conversations').select('id').eq('id', conversationId)).data).toEqual([]);
  expect(
    (await database.from('participants').select('user_id').eq('conversation_id', conversationId)).data,
  ).toEqual([]);
  const mine = await databaseOf(renter).from('messages').select('body').eq('conversation_id', conversationId);
  expect(mine.data).toEqual([{ body: { kind: 'plain', text: 'Not for cara' } }]);
});

test('another site can’t use somebody’s cookies', async ({ page }) => {
  const person = await somebodyNew('Csrf');
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('banner').getByRole('link', { name: /^Messages/ })).toBeVisible();
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const gear = { gearId: await gearId('mountain-bike') };
  const post = (headers: Record<string, string>) =>
    apiOf(null)('POST', 'conversations', gear, { cookie, ...headers });

  expect((await post({ origin: 'https://evil.example' })).status).toBe(403);
  expect((await post({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await post({})).status).toBe(403);
  expect((await post({ origin: addresses.app, 'content-type': 'text/plain' })).status).toBe(415);
  expect((await post({ origin: addresses.app })).status).toBe(201);
});

test('what can’t be done at an address, and an address that can’t be read, are answered like every failure', async ({
  request,
}) => {
  const conversations = await request.put('/api/v1/conversations', { data: {} });
  expect(conversations.status()).toBe(405);
  expect((await conversations.json()).error).toMatchObject({ code: 'method_not_allowed', retryable: false });
  expect(conversations.headers().allow).toBe('GET, POST, PATCH');
  const message = await request.post(`/api/v1/messages/${crypto.randomUUID()}`, { data: {} });
  expect(message.headers().allow).toBe('GET, PATCH, DELETE');
  expect((await request.fetch('/api/v1/conversations', { method: 'TRACE' })).status()).toBe(405);
  for (const id of ['%E0%A4%A', '%ff', '%']) {
    const answer = await request.get(`/api/v1/${id}`);
    expect(answer.status()).toBe(404);
    expect((await answer.json()).error.code).toBe('not_found');
    const page = await request.get(`/gear/${id}`);
    expect(page.status()).toBe(404);
    expect(page.headers()['content-type']).toContain('text/html');
  }
});

test('internal headers don’t open anything', async () => {
  const { path } = await renterWithConversation('Headers');
  for (const headers of [
    { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
    { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1' },
    { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4Iiwicm9sZSI6ImF1dGhlbnRpY2F0ZWQifQ.' },
  ]) {
    expect((await apiOf(null)('GET', path, undefined, headers)).status).toBe(401);
  }
});

test('the outbox’s route lets the scheduler in and nobody else', async () => {
  const ask = (secret: string) =>
    apiOf(null)('GET', 'cron/outbox', undefined, { authorization: `Bearer ${secret}` });
  expect((await ask('wrong')).status).toBe(401);
  expect((await apiOf(await seeded('ana'))('GET', 'cron/outbox')).status).toBe(401);
  expect((await ask(process.env.LENDLINE_CRON_SECRET ?? '')).body).toEqual({
    published: expect.any(Number),
    failed: expect.any(Number),
  });
});

test('the API describes itself, and says that it is well', async () => {
  const { status, body } = await apiOf(null)('GET', 'openapi.json');
  expect(status).toBe(200);
  expect(body.openapi).toBe('3.1.0');
  expect(Object.keys(body.paths)).toContain('/api/v1/conversations/{id}/messages');
  // A database that is too busy to be asked within half a second is left alone.
  await expect
    .poll(async () => (await apiOf(null)('GET', 'health')).body)
    .toEqual({
      status: 'ok',
      outbox: { waiting: expect.any(Number), oldestSeconds: expect.any(Number), dead: 0 },
    });
  expect((await apiOf(null)('POST', 'nowhere/at/all', {})).body.error.code).toBe('not_found');
  expect((await apiOf(null)('POST', 'session', {}, { origin: addresses.app })).status).toBe(401);
});

test('the limit holds in every stretch of ten seconds, and waiting as told is enough', async () => {
  const { renter, path } = await renterWithConversation('Window');
  const api = apiOf(renter);
  // Across at least one edge of the limiter's own windows, wherever they are now.
  const accepted: number[] = [];
  let retryAfter = 0;
  while (accepted.length < 7) {
    const { status, headers, body } = await api('POST', `${path}/messages`, textMessage('As fast as I may'));
    if (status === 201) {
      accepted.push(Date.parse(body.createdAt));
    } else {
      expect(status).toBe(429);
      retryAfter = Number(headers.get('retry-after'));
      await new Promise((resolve) => setTimeout(resolve, retryAfter * 1_000));
    }
  }
  for (let first = 0; first + 5 < accepted.length; first += 1) {
    expect((accepted[first + 5] ?? 0) - (accepted[first] ?? 0)).toBeGreaterThanOrEqual(10_000);
  }
});
