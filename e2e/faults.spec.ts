import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { isAppError } from '../lib/errors.ts';
import { type Message, textOf } from '../lib/messages/message.ts';
import { signVerdict } from '../lib/supabase/server-signature.ts';
import { apiOf, textMessage } from './api';
import { type Device, deviceOf, until } from './browserless';
import { newGear, sql } from './database';
import { databaseOf, type Person, somebodyNew } from './people';
import { setChannelsFaults } from './stand-ins';

const serverEnvironment: Record<string, string> = JSON.parse(process.env.LENDLINE_SERVER_ENVIRONMENT ?? '{}');

const compileCache = join(tmpdir(), 'lendline-compile-cache');

let devices: Device[] = [];

async function connect(person: Person): Promise<Device> {
  const device = await deviceOf(person);
  devices.push(device);
  return device;
}

async function startAbout(renter: Person, gearId: string): Promise<string> {
  const { status, body } = await apiOf(renter)('POST', 'conversations', { gearId });
  expect(status).toBe(201);
  return body.id;
}

async function startBetween([lister, renter]: Person[]): Promise<string> {
  return startAbout(renter as Person, await newGear(lister as Person));
}

async function messagesOf(person: Person, conversationId: string): Promise<Message[]> {
  return (await apiOf(person)('GET', `conversations/${conversationId}/messages?limit=100`)).body.data;
}

async function conversationOf(person: Person, conversationId: string) {
  const { body } = await apiOf(person)('GET', `conversations/${conversationId}`);
  return withoutLastSeen(body);
}

/** When somebody was last seen is told at the time of asking and by no event. */
function withoutLastSeen<C extends { participants: { lastSeenAt: unknown }[] }>(conversation: C | undefined) {
  return (
    conversation && {
      ...conversation,
      participants: conversation.participants.map((one) => ({ ...one, lastSeenAt: null })),
    }
  );
}

const held = ({ messenger }: Device, conversationId: string) =>
  messenger.getState().timelines[conversationId];

test.afterEach(async () => {
  await setChannelsFaults({});
  for (const device of devices) {
    device.stop();
  }
  devices = [];
});

test('with events lost, doubled, late and out of order, every device ends with what the database has', async () => {
  test.setTimeout(300_000);
  const conversations: { id: string; sides: Device[] }[] = [];
  // In a group each change is an event for six.
  for (const size of [2, 2, 6, 6, 6, 6]) {
    const people = await Promise.all(Array.from({ length: size }, (_, n) => somebodyNew(`Number ${n}`)));
    const id = size === 2 ? await startBetween(people) : await newGroup(people);
    const sides = await Promise.all(people.map(connect));
    await Promise.all(sides.map(({ messenger }) => messenger.openConversation(id)));
    conversations.push({ id, sides });
  }
  await setChannelsFaults({ drop: 0.2, duplicate: 0.2, shuffleMs: 2_000 });

  const unreadAfterAcknowledged: string[] = [];
  await Promise.all(
    conversations.map(async ({ id, sides }) => {
      // Within what a person may do in ten seconds: five messages, edits among them.
      const rounds = sides.length === 2 ? 3 : 1;
      for (let round = 0; round < rounds; round += 1) {
        for (const { person, messenger } of sides) {
          const messageId = messenger.send(id, `${person.name} says ${round}`);
          await until(
            messenger,
            () => messenger.getState().timelines[id]?.pending.every((one) => one.id !== messageId) ?? false,
          );
          const found = await apiOf(person)('GET', `messages/${messageId}`);
          if (found.status !== 200) {
            unreadAfterAcknowledged.push(`${found.status} ${JSON.stringify(found.body)}`);
          }
          for (const [emoji, isOn] of [
            ['👍', true],
            ['❤️', true],
            ['👍', false],
            ['😂', true],
          ] as const) {
            await answered(() => messenger.react(id, messageId, emoji, isOn));
          }
          if (round < 2) {
            await answered(() => messenger.edit(id, messageId, `${person.name} says ${round}, or so`));
          }
          messenger.markRead(id, messenger.getState().timelines[id]?.messages.at(-1)?.seq ?? 0);
        }
      }
      const [first] = sides as [Device];
      await answered(() => first.messenger.unsend(id, held(first, id)?.messages[0]?.id ?? ''));
    }),
  );
  const [events] = await sql<{ count: number }>(
    'select sum(last_change * cardinality(participant_ids))::int as count from public.conversations where id = any ($1::uuid[])',
    [conversations.map(({ id }) => id)],
  );
  expect(events?.count).toBeGreaterThan(1_000);

  // The last event may take two seconds; within five more everybody has it. Whoever gets a message tells that it has arrived,
  // which is an event again.
  let lastChanges = '';
  let lastEventAt = Date.now();
  let askedAt = Date.now();
  await expect(async () => {
    askedAt = Date.now();
    const changes = await lastChangesOf(conversations.map(({ id }) => id));
    if (JSON.stringify(changes) !== lastChanges) {
      lastChanges = JSON.stringify(changes);
      lastEventAt = askedAt;
    }
    const sides = conversations.flatMap(({ id, sides }) => sides.map((side) => ({ id, side })));
    const behind = sides
      .filter(({ id, side }) => held(side, id)?.change !== changes[id])
      .map(({ id, side }) => `${side.person.name}: ${held(side, id)?.change} of ${changes[id]}`);
    expect(behind, `${askedAt - lastEventAt} ms after the last event`).toEqual([]);
    // Only then: it takes a busy machine as long as what is measured.
    const unlike: string[] = [];
    for (const { id, side } of sides) {
      const stored = await messagesOf(side.person, id);
      const conversation = await conversationOf(side.person, id);
      const timeline = held(side, id);
      if (
        JSON.stringify(timeline?.messages) !== JSON.stringify(stored) ||
        JSON.stringify(withoutLastSeen(timeline?.conversation)) !== JSON.stringify(conversation)
      ) {
        unlike.push(`${side.person.name}: ${timeline?.change} of ${conversation?.lastChange}`);
      }
    }
    expect(unlike, `${askedAt - lastEventAt} ms after the last event`).toEqual([]);
  }).toPass({ timeout: 60_000, intervals: [100] });
  expect(askedAt - lastEventAt).toBeLessThan(7_000);
  expect(unreadAfterAcknowledged).toEqual([]);

  for (const { asked, gaps, person } of devices) {
    // The last event of all has no successor that would show its loss: it is found by comparing.
    expect(asked.listChanges ?? 0, `catch-ups of ${person.name}`).toBeLessThanOrEqual(gaps() + 1);
  }
});

test('the last event before a silence, lost on a connection that has lost nothing, is made up for', async () => {
  const people = [await somebodyNew('Lily Lister'), await somebodyNew('Rosa Renter')];
  const id = await startBetween(people);
  const reader = await connect(people[0] as Person);
  await reader.messenger.openConversation(id);
  const write = (text: string) =>
    apiOf(people[1] as Person)('POST', `conversations/${id}/messages`, textMessage(text));
  await write('Here');
  await until(reader.messenger, () => textsOf(reader, id)?.length === 1);
  await setChannelsFaults({ drop: 1 });
  await write('Lost');
  await setChannelsFaults({});
  await expect
    // The relay takes it after three seconds, and looks once a second.
    .poll(() => textsOf(reader, id), { timeout: 10_000, intervals: [100] })
    .toEqual(['Here', 'Lost']);
  expect(reader.messenger.getState().connection).toBe('connected');
});

test('100 messages whose processes are killed before publishing arrive all the same, each of them once', async () => {
  test.setTimeout(300_000);
  const lister = await somebodyNew('Lena Lister');
  const gear = await newGear(lister);
  const conversations: { renter: Person; id: string }[] = [];
  await Promise.all(
    Array.from({ length: 20 }, async (_, number) => {
      const renter = await somebodyNew(`Renter ${number}`);
      conversations.push({ renter, id: await startAbout(renter, gear) });
    }),
  );
  const device = await connect(lister);
  await Promise.all(conversations.map(({ id }) => device.messenger.openConversation(id)));
  const queue = conversations.flatMap(({ renter, id }) =>
    Array.from({ length: 5 }, (_, number) => ({ renter, id, text: `Message ${number}` })),
  );
  const killed: string[] = [];
  let relaysKilled = 0;
  async function killSenders(): Promise<void> {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { renter, id: conversationId, text } = next;
      const { id: userId, accessToken } = renter;
      const signal = await run('die-before-publishing.ts', { userId, accessToken, conversationId, text });
      expect(signal).toBe('SIGKILL');
      killed.push(conversationId);
    }
  }
  async function killRelays(): Promise<void> {
    while (queue.length > 0) {
      // It dies only when it found something to publish, which is then its own for a while.
      relaysKilled += (await run('die-while-relaying.ts', {})) === 'SIGKILL' ? 1 : 0;
    }
  }
  await Promise.all([killSenders(), killSenders(), killSenders(), killRelays()]);
  expect(killed).toHaveLength(100);
  expect(relaysKilled).toBeGreaterThan(0);

  await expect
    .poll(() => conversations.map(({ id }) => textsOf(device, id)?.toSorted()), {
      timeout: 30_000,
      intervals: [500],
    })
    .toEqual(conversations.map(() => Array.from({ length: 5 }, (_, number) => `Message ${number}`)));
  expect(device.messenger.getState().connection).toBe('connected');
  // A row goes only once its event is out.
  await expect
    .poll(() => countUnpublished(conversations.map(({ id }) => id)), { timeout: 30_000, intervals: [500] })
    .toBe(0);
});

test('fifty people write forty messages each into one conversation: their places are 1 to 2,000', async () => {
  test.setTimeout(300_000);
  const writers = await Promise.all(Array.from({ length: 50 }, (_, n) => somebodyNew(`Writer ${n}`)));
  const id = await newGroup(writers);
  await Promise.all(
    writers.map(async (writer) => {
      const published: string[] = [];
      for (let number = 0; number < 40; number += 1) {
        published.push(await storeUncounted(writer, id, `Message ${number}`, published.splice(0)));
      }
    }),
  );
  const [row] = await sql<{ places: number; first: number; last: number; change: number }>(
    `select count(distinct m.seq)::int as places, min(m.seq)::int as first, max(m.seq)::int as last, max(c.last_change)::int as change
     from public.messages m join public.conversations c on c.id = m.conversation_id where c.id = $1`,
    [id],
  );
  expect(row).toEqual({ places: 2_000, first: 1, last: 2_000, change: 2_000 });
});

function textsOf(device: Device, conversationId: string): (string | null)[] | undefined {
  return held(device, conversationId)?.messages.map(({ body }) => textOf(body));
}

/** Runs a program of this folder on the server's environment. Gives the signal that ended it. */
function run(program: string, input: Record<string, unknown>): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(import.meta.dirname, program), JSON.stringify({ id: crypto.randomUUID(), ...input })],
      // A hundred processes that begin with the same modules.
      { env: { ...process.env, ...serverEnvironment, NODE_COMPILE_CACHE: compileCache } },
      (error, _, complaint) => {
        if (error && !error.signal) {
          console.error(complaint);
        }
        resolve(error?.signal ?? null);
      },
    );
  });
}

async function lastChangesOf(conversationIds: string[]): Promise<Record<string, number>> {
  const rows = await sql<{ id: string; change: number }>(
    'select id, last_change::int as change from public.conversations where id = any ($1::uuid[]) order by id',
    [conversationIds],
  );
  return Object.fromEntries(rows.map(({ id, change }) => [id, change]));
}

async function countUnpublished(conversationIds: string[]): Promise<number | undefined> {
  const [row] = await sql<{ count: number }>(
    "select count(*)::int as count from public.outbox where conversation_id = any ($1::uuid[]) and event = 'message.created'",
    [conversationIds],
  );
  return row?.count;
}

async function newGroup(people: Person[]): Promise<string> {
  const ids = people.map(({ id }) => id);
  const [group] = await sql<{ id: string }>(
    "insert into public.conversations (kind, participant_ids) values ('group', $1::uuid[]) returning id",
    [ids],
  );
  await sql(
    "insert into public.participants (conversation_id, user_id, role) select $1, unnest($2::uuid[]), 'member'",
    [group?.id, ids],
  );
  return group?.id as string;
}

/**
 * Stores a message as the server does, without counting how fast this person goes and without telling anybody. Gives what the
 * server would name as published in its next call.
 */
async function storeUncounted(
  sender: Person,
  conversationId: string,
  text: string,
  published: string[],
): Promise<string> {
  const { id, body } = textMessage(text);
  const verdict = await signVerdict(serverEnvironment.SIGNING_KEY as string, {
    senderId: sender.id,
    conversationId,
    messageId: id,
    kind: 'text',
    body: body as { kind: 'plain'; text: string },
    action: 'allow',
    score: 0,
    reasons: [],
  });
  const { data, error } = await databaseOf(sender).rpc('send_message', {
    p_id: id,
    p_conversation_id: conversationId,
    p_kind: 'text',
    p_body: body,
    p_reply_to_id: null,
    p_verdict: verdict,
    p_published_ids: published,
  });
  if (error) {
    throw error;
  }
  return data.outboxId;
}

/** Somebody who is told that the server can't be reached right now tries again. */
async function answered(attempt: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isAppError(error) || error.code !== 'unavailable') {
        throw error;
      }
    }
  }
}
