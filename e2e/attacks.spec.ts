import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, type Page } from '@playwright/test';
import { Ratelimit } from '@upstash/ratelimit';
import { Redis } from '@upstash/redis';
import { limits } from '../lib/rate-limits/limits.ts';
import { findPort } from '../local/find-port.ts';
import { waitForApp } from '../local/wait-for-app.ts';
import { addresses } from './addresses';
import { apiOf, conversationAbout, textMessage } from './api';
import { newGear, sql } from './database';
import { browserOf, type Person, seeded, somebodyNew } from './people';
import { openSocket } from './sockets';
import { setRedisFaults } from './stand-ins';
import { test } from './test';

const serverEnvironment: Record<string, string> = JSON.parse(process.env.LENDLINE_SERVER_ENVIRONMENT ?? '{}');

const nowhere = '00000000-0000-4000-8000-0000000000ee';

/** What anybody may ask for, or what has another key than a person's. */
const open = [
  'get /api/v1/health',
  'post /api/v1/session',
  'post /api/v1/realtime/webhook',
  'get /api/v1/gear/{id}/questions',
];

interface Operation {
  method: string;
  path: string;
}

async function everyOperation(): Promise<Operation[]> {
  const { paths } = (await apiOf(null)('GET', 'openapi.json')).body as {
    paths: Record<string, Record<string, unknown>>;
  };
  return Object.entries(paths)
    .flatMap(([path, operations]) => Object.keys(operations).map((method) => ({ method, path })))
    .filter(({ method, path }) => !open.includes(`${method} ${path}`));
}

function ask(person: Person | null, { method, path }: Operation, id: string, headers = {}) {
  const address = path
    .replace('/api/v1/', '')
    .replace('{emoji}', encodeURIComponent('👍'))
    .replace('{kind}', 'passphrase')
    .replaceAll(/\{\w+\}/g, id);
  return apiOf(person)(method.toUpperCase(), address, method === 'get' ? undefined : {}, headers);
}

test('every route refuses whoever is not signed in, whatever headers the request carries', async () => {
  const ana = await seeded('ana');
  const conversationId = await conversationAbout(ana, 'mountain-bike');
  const operations = await everyOperation();
  expect(operations.length).toBeGreaterThan(30);
  for (const operation of operations) {
    for (const headers of [
      {},
      { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy', 'x-middleware-next': '1' },
      { 'x-user-id': ana.id, 'x-forwarded-user': ana.id, 'x-middleware-invoke': '1' },
      { authorization: `Bearer ${addresses.supabase.publishableKey}` },
    ]) {
      const { status } = await ask(null, operation, conversationId, headers);
      expect(status, `${operation.method} ${operation.path} ${JSON.stringify(headers)}`).toBe(401);
    }
  }
});

test('to a stranger what is others’ answers like what does not exist, on every route', async () => {
  const ana = await somebodyNew('Attacked');
  const conversationId = await conversationAbout(ana, 'mountain-bike');
  const message = await apiOf(ana)(
    'POST',
    `conversations/${conversationId}/messages`,
    textMessage('Private'),
  );
  const cara = await somebodyNew('Stranger');
  for (const operation of (await everyOperation()).filter(({ path }) => path.includes('{'))) {
    const missing = await ask(cara, operation, nowhere);
    for (const id of [conversationId, message.body.id]) {
      const { status, body } = await ask(cara, operation, id);
      const name = `${operation.method} ${operation.path}`;
      expect(status, name).toBe(missing.status);
      expect(status, name).toBeLessThan(500);
      expect(
        JSON.stringify(body)
          .replaceAll(id, nowhere)
          .replace(/"requestId":"[^"]+"/, ''),
        name,
      ).toBe(JSON.stringify(missing.body).replace(/"requestId":"[^"]+"/, ''));
    }
  }
  expect(await apiOf(ana)('GET', `messages/${message.body.id}`)).toMatchObject({
    status: 200,
    body: { body: { text: 'Private' }, reactions: [] },
  });
});

test('events that people make up are not shown, nor is one of something that isn’t there', async ({
  browser,
}) => {
  const [renter, lister] = await Promise.all([somebodyNew('Forger Fern'), somebodyNew('Lars Lister')]);
  const gear = await newGear(lister, 'Forged gear');
  const conversationId = (await apiOf(renter)('POST', 'conversations', { gearId: gear })).body.id;
  await apiOf(renter)('POST', `conversations/${conversationId}/messages`, textMessage('Genuine'));
  const page = await browserOf(browser, lister);
  await page.goto(`/messages/${conversationId}`);
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Connected');
  const channel = `presence-conversation-${conversationId}`;
  const socket = await openSocket(renter, [`private-encrypted-user-${renter.id}`, channel]);
  await expect(
    page.getByRole('region', { name: /^Conversation with/ }).getByText('Online', { exact: true }),
  ).toBeVisible();

  const forged = {
    conversationId,
    change: 3,
    message: {
      ...textMessage('Forged'),
      conversationId,
      seq: 2,
      change: 3,
      senderId: lister.id,
      replyToId: null,
      reactions: [],
      verdict: 'allow',
      createdAt: new Date().toISOString(),
      editedAt: null,
      unsentAt: null,
    },
  };
  for (const event of [
    'client-message.created',
    'client-message.updated',
    'client-conversation.updated',
    'message.created',
  ]) {
    socket.say(event, forged, channel);
    socket.say(event, forged, `private-encrypted-user-${lister.id}`);
  }
  // Somebody who says that another is typing: Channels says who sent it.
  socket.say('client-typing', { userId: lister.id, user_id: lister.id }, channel);
  await expect(page.getByRole('status', { name: 'Forger Fern is typing…' })).toBeVisible();

  // What is true comes through, and is the only thing that came.
  await apiOf(renter)('POST', `conversations/${conversationId}/messages`, textMessage('Also genuine'));
  const log = page.getByRole('log', { name: 'Messages' });
  await expect(log).toContainText('Also genuine');
  await expect(log.getByRole('article')).toHaveCount(2);
  await expect(page.locator('body').getByText('Forged', { exact: true })).toHaveCount(0);
});

test('markup in names, titles, groups, messages and gear is shown as text, and no script of it runs', async ({
  browser,
}) => {
  const markup = '"><img src=x onerror=alert(1)><script>alert(2)</script>';
  const [renter, lister] = await Promise.all([somebodyNew(`Rita ${markup}`), somebodyNew(`Leo ${markup}`)]);
  const gear = await newGear(lister, `Tent ${markup}`);
  await sql('update public.gear set description = $1, place = $2 where id = $3', [
    markup,
    markup.slice(0, 60),
    gear,
  ]);
  const [{ slug = '' } = {}] = await sql<{ slug: string }>('select slug from public.gear where id = $1', [
    gear,
  ]);
  const direct = (await apiOf(renter)('POST', 'conversations', { gearId: gear })).body.id;
  const send = (text: string) => apiOf(renter)('POST', `conversations/${direct}/messages`, textMessage(text));
  await send(`${markup} javascript:alert(3) data:text/html,<script>alert(4)</script> {{7*7}} \${7*7}`);
  const group = crypto.randomUUID();
  const title = '<svg onload=alert(5)>';
  const started = await apiOf(renter)('POST', 'groups', {
    id: group,
    fromConversationId: direct,
    title,
    userIds: [lister.id],
  });
  expect(started.status).toBe(201);

  const page = await browserOf(browser, lister);
  const alarms = alarmsOf(page);
  for (const path of ['/messages', `/messages/${direct}`, `/gear/${slug}`, `/ar/messages/${direct}`]) {
    await page.goto(path);
    await expect(page.locator('main')).toContainText('<script>alert(2)</script>');
    await page.getByRole('banner').getByRole('button').first().click();
  }
  await page.goto('/messages');
  const asked = page.getByRole('region', { name: 'Invitations' });
  await expect(asked).toContainText(title);
  await asked.getByRole('button', { name: /^Accept/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  await page.getByRole('button', { name: /^Members of/ }).click();
  await expect(page.getByRole('dialog', { name: 'Members' })).toContainText(markup);
  await expect(
    page.locator('img[src="x"], svg[onload], main script:not([src]):has-text("alert")'),
  ).toHaveCount(0);
  await expect(page.locator('a[href^="javascript"], a[href^="data"]')).toHaveCount(0);
  expect(alarms).toEqual([]);
});

test('a forged X-Forwarded-For dodges no limit of an address behind a trusted proxy, and makes none without one', async () => {
  test.skip(serverEnvironment.UPSTASH_REDIS_REST_URL === undefined, 'needs the environment of the server');
  const port = await findPort(Number(new URL(addresses.app).port) + 19);
  const app = spawn(process.execPath, ['.next/standalone/server.js'], {
    env: {
      ...process.env,
      ...serverEnvironment,
      NODE_ENV: 'production',
      PORT: String(port),
      TRUSTED_PROXIES: '1',
    },
    stdio: 'ignore',
  });
  try {
    const proxied = `http://localhost:${port}`;
    await waitForApp(proxied, app);
    const farm = '203.0.113.7';
    const { max, seconds } = limits.messagesByAddress;
    // As if accounts behind this address had sent nearly as much as one address may.
    const limiter = new Ratelimit({
      redis: new Redis({ url: addresses.redis.url, token: addresses.redis.token }),
      limiter: Ratelimit.slidingWindow(max, `${seconds} s`),
      prefix: `rate:messages-by-address:${seconds}`,
      ephemeralCache: false,
    });
    const senders = await Promise.all(
      Array.from({ length: 4 }, async (_, number) => {
        const person = await somebodyNew(`Farmed ${number}`);
        return { person, path: `conversations/${await conversationAbout(person, 'mountain-bike')}/messages` };
      }),
    );
    const send = async (number: number, forwarded: string, app = proxied) => {
      const { person, path } = senders[number] ?? senders[0] ?? { person: null, path: '' };
      const response = await fetch(`${app}/api/v1/${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${person?.accessToken}`,
          'content-type': 'application/json',
          'x-forwarded-for': forwarded,
        },
        body: JSON.stringify(textMessage(`From ${forwarded}`)),
      });
      return { status: response.status, retryAfter: Number(response.headers.get('retry-after')) };
    };
    // They count in whole minutes, weighed: all within one.
    await expect.poll(() => seconds - ((Date.now() / 1_000) % seconds)).toBeGreaterThan(15);
    expect((await limiter.limit(farm, { rate: max - 1 })).success).toBe(true);
    // What stands before what the proxy has added is the client's to invent.
    expect((await send(0, `198.51.100.1, ${farm}`)).status).toBe(201);
    const refused = await send(1, `198.51.100.2, 198.51.100.3, ${farm}`);
    expect(refused.status).toBe(429);
    expect(refused.retryAfter).toBeGreaterThan(0);
    expect((await send(2, `${farm}, 198.51.100.4`)).status).toBe(201);
    // Without a proxy that is trusted the header says nothing: it limits nobody, and shields nobody.
    expect((await send(3, farm, addresses.app)).status).toBe(201);
    const { body } = await apiOf(senders[1]?.person ?? null)('GET', senders[1]?.path ?? '');
    expect(body.data).toEqual([]);
  } finally {
    app.kill('SIGTERM');
    await once(app, 'exit');
  }
});

for (const [name, faults] of [
  ['refused', { refuse: true }],
  ['ten seconds slow', { delayMs: 10_000 }],
] as const) {
  test(`with Redis ${name} nobody sends without limit, and nobody waits for it`, async () => {
    const gear = await newGear(await seeded('ben'), `Gear while Redis is ${name}`);
    const people = await Promise.all(
      Array.from({ length: 2 }, (_, number) => somebodyNew(`Waiting ${number}`)),
    );
    const paths: string[] = [];
    for (const person of people) {
      paths.push(
        `conversations/${(await apiOf(person)('POST', 'conversations', { gearId: gear })).body.id}/messages`,
      );
    }
    await setRedisFaults(faults);
    try {
      const longest: number[] = [];
      for (const [number, person] of people.entries()) {
        // At once: one after the other they could take longer than the ten seconds in which they count.
        const statuses = await Promise.all(
          Array.from({ length: 7 }, async (_, count) => {
            const before = performance.now();
            const { status } = await apiOf(person)('POST', paths[number] ?? '', textMessage(`${count}`));
            longest.push(performance.now() - before);
            return status;
          }),
        );
        expect(statuses.sort()).toEqual([201, 201, 201, 201, 201, 429, 429]);
      }
      // A request waits for Redis three times at most, and would for 10 seconds each time.
      expect(Math.max(...longest)).toBeLessThan(10_000);
    } finally {
      await setRedisFaults();
    }
  });
}

/** Dialogs that scripts open, and what the content security policy had to refuse. */
function alarmsOf(page: Page): string[] {
  const alarms: string[] = [];
  page.on('dialog', (dialog) => {
    alarms.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) {
      alarms.push(message.text());
    }
  });
  return alarms;
}
