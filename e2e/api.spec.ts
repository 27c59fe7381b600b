import { expect, test } from '@playwright/test';
import { addresses } from './addresses';
import { apiOf, conversationAbout, textMessage } from './api';
import { databaseOf, gearId, type Person, seeded, somebodyNew } from './people';
import { requestCounts, resetStats, setRedisFaults, startChannels, stopChannels } from './stand-ins';

// Each route once and more, on the built app: an edge function can pass the types and the build and still fail here.

async function renterWithConversation(name: string): Promise<{ renter: Person; path: string }> {
  const renter = await somebodyNew(name);
  return { renter, path: `conversations/${await conversationAbout(renter, 'mountain-bike')}` };
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
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => apiOf(renter)('POST', `${path}/messages`, message)),
  );
  expect(answers.map((answer) => answer.status).sort()).toEqual([...Array(49).fill(200), 201]);
  expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
  expect((await apiOf(renter)('GET', `${path}/messages`)).body.data).toHaveLength(1);
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
    ['PUT', '/read-marker', { seq: 1 }],
  ] as const) {
    const theirs = await cara(method, path + end, body);
    const nothing = await cara(method, nowhere + end, body);
    expect(theirs.status).toBe(404);
    expect({ ...theirs.body.error, requestId: '' }).toEqual({ ...nothing.body.error, requestId: '' });
    expect((await apiOf(null)(method, path + end, body)).status).toBe(401);
  }
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
  await resetStats();
  const { status } = await apiOf(renter)('POST', `${path}/messages`, textMessage('Counted'));
  expect(status).toBe(201);
  expect(await requestCounts()).toEqual({ redis: 1, supabase: 1, channels: 1 });
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
  expect(paged).toEqual(everything);
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
  const message = { id: crypto.randomUUID(), conversation_id: conversationId, sender_id: renter.id };
  const body = { kind: 'plain', text: 'Around the scoring' };
  const forged = {
    action: 'allow',
    score: 0,
    reasons: [],
    expiresAt: Math.floor(Date.now() / 1000) + 60,
    signature: 'ab',
  };
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
  };
  for (const [name, write] of Object.entries(writes)) {
    const { error } = await write;
    expect(error?.code, name).toBe('42501');
  }
  expect((await database.schema('private').from('signing_keys').select()).error).not.toBeNull();
  expect((await apiOf(renter)('GET', `${path}/messages`)).body.data).toEqual([]);
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
    failed: 0,
  });
});

test('the API describes itself, and says that it is well', async () => {
  const { status, body } = await apiOf(null)('GET', 'openapi.json');
  expect(status).toBe(200);
  expect(body.openapi).toBe('3.1.0');
  expect(Object.keys(body.paths)).toContain('/api/v1/conversations/{id}/messages');
  expect((await apiOf(null)('GET', 'health')).body).toEqual({ status: 'ok' });
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
