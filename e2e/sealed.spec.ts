import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, expect, type Locator, type Page } from '@playwright/test';
import { readEnvelope } from '../lib/encryption/envelope.ts';
import { addresses } from './addresses';
import { apiOf } from './api';
import { expectNoViolations } from './axe';
import { newGear, sql } from './database';
import { browserOf, type Person, seeded, somebodyNew } from './people';
import { agree, groupOf, oldFriend, sealer } from './sealers';
import { test } from './test';

const log = (page: Page) => page.getByRole('log', { name: 'Messages' });
const dialog = (page: Page) => page.getByRole('dialog');
const passphrase = 'seven kayaks under the bridge';

/** Two people whose rental is confirmed. */
async function setUpRental() {
  const [rosa, leo] = await Promise.all([somebodyNew('Rosa Quiet'), somebodyNew('Leo Quiet')]);
  const gear = await newGear(leo, 'Quiet kayak');
  const { id } = (await apiOf(rosa)('POST', 'conversations', { gearId: gear })).body;
  await sql(
    `with rented as (insert into public.rentals (gear_id, renter_id, lister_id, status, starts_on, ends_on)
       values ($1, $2, $3, 'confirmed', current_date, current_date + 2) returning id)
     update public.conversations set rental_id = rented.id from rented where conversations.id = $4`,
    [gear, rosa.id, leo.id, id],
  );
  return { rosa, leo, id };
}

async function openConversation(browser: Browser, person: Person, id: string, options = {}): Promise<Page> {
  const page = await browserOf(browser, person, options);
  await page.goto(`/messages/${id}`);
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Connected');
  return page;
}

async function send(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.keyboard.press('Enter');
}

async function choose(message: Locator, item: string): Promise<void> {
  await message.hover();
  await message.getByRole('button', { name: 'Message actions' }).click();
  await message.page().getByRole('menuitem', { name: item }).click();
}

/** Everything a page puts on a socket or into a request, and gets from a socket. */
function listen(page: Page): string[] {
  const heard: string[] = [];
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => heard.push(String(payload)));
    socket.on('framereceived', ({ payload }) => heard.push(String(payload)));
  });
  page.on('request', (request) => heard.push(request.url(), request.postData() ?? ''));
  return heard;
}

/** Everything that the database holds, as text. */
async function dumpDatabase(): Promise<string> {
  const tables = await sql<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const dumps = await Promise.all(
    tables.map(({ name }) =>
      sql<{ rows: string | null }>(`select string_agg(t::text, e'\\n') as rows from ${name} t`),
    ),
  );
  return dumps.map(([dump]) => dump?.rows ?? '').join('\n');
}

/** What the stand-ins tell of themselves, the mails, and what the app has printed. */
async function dumpTheRest(): Promise<string> {
  const channels = `http://${addresses.channels.host}:${addresses.channels.port}`;
  const pages = [
    `${channels}/local/stats`,
    `${addresses.redis.url}/local/stats`,
    `${addresses.supabase.url}/local/stats`,
    addresses.mailbox,
  ];
  const texts = await Promise.all(pages.map(async (page) => (await fetch(page)).text()));
  const redis = await fetch(addresses.redis.url, {
    method: 'POST',
    headers: { authorization: `Bearer ${addresses.redis.token}` },
    body: JSON.stringify(['KEYS', '*']),
  });
  const printed = readFileSync(join(tmpdir(), `lendline-app-${new URL(addresses.app).port}.log`), 'utf8');
  return [...texts, await redis.text(), printed].join('\n');
}

/** Everything that a browser keeps of its person: databases, storages and caches. */
function dumpDevice(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const kept: unknown[] = [{ ...localStorage }, { ...sessionStorage }];
    const answerOf = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    for (const { name } of await indexedDB.databases()) {
      const database = await answerOf(indexedDB.open(name ?? ''));
      for (const store of database.objectStoreNames) {
        kept.push(store, await answerOf(database.transaction(store).objectStore(store).getAll()));
      }
      database.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        kept.push(request.url, await (await cache.match(request))?.text());
      }
    }
    return JSON.stringify(kept);
  });
}

test('two people seal a conversation, talk, reload and restore, and nobody else reads a word', async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const { rosa, leo, id } = await setUpRental();
  // Nothing that seals is loaded for a conversation that isn't sealed.
  const rosas = await browserOf(browser, rosa);
  const scripts: Promise<string>[] = [];
  rosas.on('response', (response) => {
    if (response.request().resourceType() === 'script') {
      scripts.push(response.text().catch(() => ''));
    }
  });
  await rosas.goto(`/messages/${id}`);
  await expect(rosas.getByRole('status', { name: 'Connection' })).toHaveText('Connected');
  await send(rosas, 'In the clear');
  await expect(log(rosas).getByText('In the clear')).toBeVisible();
  const holdsSealing = async () =>
    (await Promise.all(scripts)).some((one) => one.includes('lendline-franking'));
  expect(scripts.length).toBeGreaterThan(5);
  expect(await holdsSealing()).toBe(false);
  const leos = await openConversation(browser, leo, id);
  const heard = [listen(rosas), listen(leos)];
  await rosas.reload();
  await leos.reload();

  // Rosa asks, and keeps a recovery key.
  await rosas.getByRole('button', { name: 'Seal this conversation' }).click();
  await expect(dialog(rosas).getByText('there is no forward secrecy')).toBeHidden();
  await expect.poll(holdsSealing).toBe(true);
  await dialog(rosas).getByText('What sealing doesn’t do').click();
  await expect(dialog(rosas).getByText('there is no forward secrecy')).toBeVisible();
  await dialog(rosas).getByRole('button', { name: 'Ask to seal it' }).click();
  await expect(dialog(rosas).getByText('If you lose your devices and this')).toBeVisible();
  const recoveryKey = await dialog(rosas).getByRole('status', { name: 'Recovery key' }).textContent();
  await dialog(rosas).getByRole('button', { name: 'Go on' }).click();
  await expect(dialog(rosas).getByRole('alert')).toContainText('Copy, download or print');
  await dialog(rosas).getByRole('checkbox', { name: 'I have kept the recovery key' }).check();
  await dialog(rosas).getByRole('button', { name: 'Go on' }).click();
  await dialog(rosas).getByRole('button', { name: 'Ask to seal it' }).click();
  await expect(rosas.getByText('Waiting for Leo Quiet')).toBeVisible();

  // Leo agrees, with a passphrase.
  await expect(leos.getByText('Rosa Quiet asks to seal this conversation')).toBeVisible();
  await leos.getByRole('button', { name: 'See what changes' }).click();
  await dialog(leos).getByRole('button', { name: 'Agree and seal it' }).click();
  await dialog(leos).getByRole('radio', { name: 'Passphrase' }).check();
  await dialog(leos).getByLabel('Passphrase', { exact: true }).last().fill('short');
  await dialog(leos).getByRole('button', { name: 'Go on' }).click();
  await expect(dialog(leos).getByRole('alert')).toContainText('That could be guessed');
  await dialog(leos).getByLabel('Passphrase', { exact: true }).last().fill(passphrase);
  await dialog(leos).getByRole('button', { name: 'Go on' }).click();
  await dialog(leos).getByRole('button', { name: 'Agree and seal it' }).click();
  await expect(leos.getByRole('button', { name: 'Sealed', exact: true })).toBeVisible();
  await expect(rosas.getByRole('button', { name: 'Sealed', exact: true })).toBeVisible();

  // They talk, and what they say comes back after a reload.
  // Letters alone: digits may look like somebody's number.
  const canary = `canary-${crypto.randomUUID().replaceAll(/[\d-]/g, (sign) => 'ghijklmnopq'[Number(sign) || 10] ?? '')}`;
  await send(rosas, `The key is under the stone, ${canary}`);
  await expect(log(leos).getByText(canary)).toBeVisible();
  await send(leos, `Thank you, ${canary} too`);
  await expect(log(rosas).getByText(`Thank you, ${canary} too`)).toBeVisible();
  await rosas.getByRole('textbox', { name: 'Message' }).press('ArrowUp');
  await rosas.getByRole('textbox', { name: 'Edit message' }).fill(`Under the third stone, ${canary}`);
  await rosas.keyboard.press('Enter');
  await expect(log(leos).getByText(`Under the third stone, ${canary}`)).toBeVisible();
  // No server reads it, so the device warns before something risky is sealed.
  const warning = rosas.getByText(
    'The others will be warned about this message: it looks like asking for money, codes or contact outside Lendline.',
  );
  await rosas.getByRole('textbox', { name: 'Message' }).fill('Pay me by Western Union wire transfer today');
  await expect(warning).toBeVisible();
  await rosas.getByRole('textbox', { name: 'Message' }).fill(`A draft about ${canary}`);
  await expect(warning).toHaveCount(0);
  await rosas.reload();
  await expect(log(rosas).getByText(`Thank you, ${canary} too`)).toBeVisible();
  await expect(rosas.getByRole('textbox', { name: 'Message' })).toHaveValue(`A draft about ${canary}`);
  await expect(
    rosas.getByRole('navigation', { name: 'Conversations' }).getByText('Sealed message'),
  ).toBeVisible();

  // A page that has opened none of it shows what was begun, and finds what was said.
  await rosas.goto('/messages');
  const list = rosas.getByRole('navigation', { name: 'Conversations' });
  await expect(list.getByText(`A draft about ${canary}`)).toBeVisible();
  await rosas.getByRole('searchbox', { name: 'Search conversations' }).fill('thank canary');
  await rosas
    .getByRole('link')
    .filter({ hasText: `Thank you, ${canary} too` })
    .click();
  await expect(rosas).toHaveURL(new RegExp(`/messages/${id}\\?message=`));
  await expect(log(rosas).getByText(`Thank you, ${canary} too`)).toBeVisible();
  await expect(rosas.getByRole('textbox', { name: 'Message' })).toHaveValue(`A draft about ${canary}`);
  await rosas.goto(`/messages/${id}`);
  await expect(log(rosas).getByText(`Thank you, ${canary} too`)).toBeVisible();

  // Answers, reactions and taking back work as everywhere.
  const thanks = log(rosas)
    .getByRole('article')
    .filter({ hasText: `Thank you, ${canary} too` });
  await choose(thanks, 'Reply');
  await send(rosas, `See you then, ${canary}`);
  const answer = log(leos)
    .getByRole('article')
    .filter({ hasText: `See you then, ${canary}` });
  await expect(answer.getByText(`Thank you, ${canary} too`)).toBeVisible();
  await answer.hover();
  await answer.getByRole('button', { name: 'React', exact: true }).click();
  await leos.getByRole('button', { name: '👍' }).click();
  await expect(
    log(rosas).getByRole('article').filter({ hasText: 'See you then' }).getByRole('button', { name: /👍/ }),
  ).toBeVisible();
  await send(rosas, `Not that, ${canary}`);
  const regretted = log(rosas)
    .getByRole('article')
    .filter({ hasText: `Not that, ${canary}` });
  await expect(log(leos).getByText(`Not that, ${canary}`)).toBeVisible();
  await choose(regretted, 'Unsend');
  await rosas.getByRole('button', { name: 'Unsend', exact: true }).click();
  await expect(log(leos).getByText('Message unsent')).toBeVisible();

  // What waits for a network, and what is begun, is kept sealed.
  await rosas.context().setOffline(true);
  await send(rosas, `Written in a tunnel, ${canary}`);
  await rosas.getByRole('textbox', { name: 'Message' }).fill(`Begun in a tunnel, ${canary}`);
  const device = await dumpDevice(rosas);
  expect(device).toContain('outgoing');
  expect(device).toContain('envelope');
  expect(device).not.toContain(canary);
  await rosas.context().setOffline(false);
  await expect(log(leos).getByText('Written in a tunnel')).toBeVisible();

  // What was sealed is found on the device that opened it.
  await rosas.getByRole('button', { name: 'Search in conversation' }).click();
  await rosas.getByRole('searchbox', { name: 'Search in conversation' }).fill('third stone');
  await expect(rosas.getByRole('status').filter({ hasText: '1 of 1' })).toBeVisible();
  await rosas.keyboard.press('Escape');

  // Safety numbers are the same on both sides.
  await rosas.getByRole('button', { name: 'Sealed', exact: true }).click();
  await leos.getByRole('button', { name: 'Sealed', exact: true }).click();
  const number = (page: Page) => dialog(page).getByRole('img', { name: /^Safety number with/ });
  const digits = await number(rosas).textContent();
  expect(digits).toMatch(/^\d{60}$/);
  await expect(number(leos)).toHaveText(digits ?? '');
  await expect(dialog(rosas).getByRole('img', { name: /^QR code/ })).toBeVisible();
  await dialog(rosas).getByRole('button', { name: 'It’s the same' }).click();
  await expect(dialog(rosas).getByText('Compared', { exact: true })).toBeVisible();
  await expectNoViolations(rosas);
  await rosas.keyboard.press('Escape');
  await leos.keyboard.press('Escape');

  // Nobody else has a word of it.
  expect(await dumpDatabase()).toContain(rosa.id);
  expect(await dumpDatabase()).not.toContain(canary);
  const rest = await dumpTheRest();
  expect(rest).toContain('requests');
  expect(rest).not.toContain(canary);
  expect(heard.flat().length).toBeGreaterThan(20);
  expect(heard.flat().join('\n')).not.toContain(canary);

  // Unless somebody reports it: then moderators read that message, and that it is proven.
  const told = log(leos).getByRole('article').filter({ hasText: 'Under the third stone' });
  await choose(told, 'Report');
  await leos.getByRole('button', { name: 'Send report' }).click();
  await expect(leos.getByText('Thank you. A moderator will look at it.')).toBeVisible();
  const desk = await browserOf(browser, await seeded('mod'));
  await desk.goto('/moderation');
  await desk.getByRole('listitem').filter({ hasText: canary }).getByRole('button').click();
  await expect(desk.getByText('Verified: the sender’s device vouches for this text.')).toBeVisible();

  // Another device of Rosa's: her recovery key opens everything again.
  const second = await openConversation(browser, rosa, id);
  await expect(log(second).getByText('this device doesn’t have your keys').first()).toBeVisible();
  await expect(second.getByRole('textbox', { name: 'Message' })).toHaveCount(0);
  await second.getByRole('button', { name: 'Restore keys' }).click();
  const field = dialog(second).getByLabel('Recovery key');
  await field.fill(`${recoveryKey?.slice(0, -1)}?`);
  await dialog(second).getByRole('button', { name: 'Restore keys' }).click();
  await expect(dialog(second).getByRole('alert')).toContainText('typing error');
  await field.fill(recoveryKey?.toLowerCase() ?? '');
  await dialog(second).getByRole('button', { name: 'Restore keys' }).click();
  await expect(log(second).getByText(`Thank you, ${canary} too`).first()).toBeVisible();

  // And one of Leo's: a wrong passphrase says so, the right one opens.
  const leosSecond = await openConversation(browser, leo, id);
  await leosSecond.getByRole('button', { name: 'Restore keys' }).click();
  await dialog(leosSecond).getByLabel('Passphrase').fill('six kayaks under the bridge');
  await dialog(leosSecond).getByRole('button', { name: 'Restore keys' }).click();
  await expect(dialog(leosSecond).getByRole('alert')).toContainText('That isn’t the one');
  await dialog(leosSecond).getByLabel('Passphrase').fill(passphrase);
  await dialog(leosSecond).getByRole('button', { name: 'Restore keys' }).click();
  await expect(log(leosSecond).getByText(`Under the third stone, ${canary}`)).toBeVisible();

  // Leo loses everything and starts over: Rosa notices, and nothing goes out until she has said that the key is his.
  const third = await openConversation(browser, leo, id);
  await third.getByRole('button', { name: 'Restore keys' }).click();
  await dialog(third).getByRole('button', { name: 'I have lost both' }).click();
  await dialog(third).getByRole('button', { name: 'Start over with a new key' }).click();
  await dialog(third).getByRole('checkbox', { name: 'I have kept the recovery key' }).check();
  await dialog(third).getByRole('button', { name: 'Go on' }).click();
  await third.keyboard.press('Escape');
  await expect(rosas.getByText('The key of Leo Quiet has changed')).toBeVisible();
  await send(rosas, 'Is that you?');
  await expect(log(rosas).getByText('Once you have said that it’s theirs, this goes out.')).toBeVisible();
  await rosas.getByRole('button', { name: 'It’s theirs, go on' }).click();
  await expect(log(third).getByText('Is that you?')).toBeVisible();
  await expect(log(third).getByText('sealed before you had a key').first()).toBeVisible();
});

test('whoever joins a sealed group reads from then on and is told why, and whoever leaves is sealed to no more', async ({
  browser,
}) => {
  const [ada, bo, cy] = [await sealer('Ada Group'), await sealer('Bo Group'), await oldFriend('Cy Group')];
  const id = await groupOf(ada, bo, await newGear(bo, 'Group tent'));
  await agree(ada, id);
  expect((await agree(bo, id)).body).toMatchObject({ sealed: true });
  const [adas, bos] = [await openConversation(browser, ada, id), await openConversation(browser, bo, id)];
  for (const [page, { recoveryKey }] of [
    [adas, ada],
    [bos, bo],
  ] as const) {
    await page.getByRole('button', { name: 'Restore keys' }).click();
    await dialog(page).getByLabel('Recovery key').fill(recoveryKey);
    await dialog(page).getByRole('button', { name: 'Restore keys' }).click();
    await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible();
    await expect(dialog(page)).toHaveCount(0);
  }
  await send(adas, 'Before Cy came');
  await expect(log(bos).getByText('Before Cy came')).toBeVisible();

  // Cy joins without keys: what is written meanwhile isn't for him to open, and each device says why.
  await apiOf(ada)('POST', `conversations/${id}/invitations`, { userIds: [cy.id] });
  const cys = await browserOf(browser, cy);
  await cys.goto('/messages');
  await cys.getByRole('button', { name: 'Accept the invitation of Ada Group' }).click();
  await expect(log(cys).getByText('What was written before you joined was sealed')).toBeVisible();
  await expect(log(adas).getByText('Cy Group joined')).toBeVisible();
  await send(adas, 'Cy has no key yet');
  await expect(log(bos).getByText('Cy has no key yet')).toBeVisible();
  await expect(cys.getByText('You have no keys yet')).toBeVisible();
  await expect(cys.getByRole('textbox', { name: 'Message' })).toHaveCount(0);
  const asked = Date.now();
  await cys.getByRole('button', { name: 'Set up keys' }).click();
  await dialog(cys).getByRole('checkbox', { name: 'I have kept the recovery key' }).check();
  await dialog(cys).getByRole('button', { name: 'Go on' }).click();
  await expect(cys.getByRole('textbox', { name: 'Message' })).toBeVisible();
  expect(Date.now() - asked).toBeLessThan(60_000);
  await send(adas, 'Welcome, Cy');
  await expect(log(cys).getByText('Welcome, Cy')).toBeVisible();
  await expect(log(cys).getByText('sealed before you had a key')).toBeVisible();
  await expect(log(cys)).not.toContainText('Before Cy came');
  await send(cys, 'Glad to be here');
  await expect(log(adas).getByText('Glad to be here')).toBeVisible();
  await expect(log(bos).getByText('Glad to be here')).toBeVisible();

  // Bo leaves: the others see it, and what they write is sealed to him no more.
  await bos.getByRole('button', { name: /^Members of/ }).click();
  await dialog(bos).getByRole('button', { name: 'Leave group' }).click();
  await bos.getByRole('alertdialog').getByRole('button', { name: 'Leave group' }).click();
  await expect(log(adas).getByText('Bo Group left')).toBeVisible();
  await expect(log(cys).getByText('Bo Group left')).toBeVisible();
  await send(adas, 'Now without Bo');
  await expect(log(cys).getByText('Now without Bo')).toBeVisible();
  await expect(bos.locator('body')).not.toContainText('Now without Bo');
  const messages = await sql<{ envelope: string }>(
    `select body ->> 'envelope' as envelope from public.messages
     where conversation_id = $1 and body ->> 'kind' = 'sealed' order by seq`,
    [id],
  );
  const sealedTo = messages.map(({ envelope }) => readEnvelope(envelope).keys.map(({ userId }) => userId));
  const [both, all, rest] = [
    [ada, bo],
    [ada, bo, cy],
    [ada, cy],
  ].map((people) => people.map((person) => person.id).sort());
  expect(sealedTo).toEqual([both, both, all, all, rest]);
});
