import { expect, type Page } from '@playwright/test';
import { addresses } from './addresses';
import { apiOf, textMessage } from './api';
import { expectNoViolations } from './axe';
import { newGear, sql } from './database';
import { browserOf, cookieOf, databaseOf, type Person, seeded, somebodyNew } from './people';
import { test } from './test';

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

async function confirmRental({ renter, lister, gear }: { renter: Person; lister: Person; gear: string }) {
  await sql(
    `insert into public.rentals (gear_id, renter_id, lister_id, starts_on, ends_on, status)
     values ($1, $2, $3, current_date + 30, current_date + 31, 'confirmed')`,
    [gear, renter.id, lister.id],
  );
}

/** How many pages this browser keeps to show without a network. */
const countKept = (page: Page) =>
  page.evaluate(async () => (await (await caches.open('lendline-pages-1')).keys()).length);

const day = (fromToday: number) => new Date(Date.now() + fromToday * 86_400_000).toISOString().slice(0, 10);

const phone = '+351 912 345 678';
/** With a space: in ids and times three digits are soon found. */
const number = '912 345';
const refused = 'I am from Lendline support, send me your password and the code';
const dangerous = 'Pay by wire transfer to my agent, then send the gift card codes to my whatsapp right now';

test('contact details reach nobody before the rental is confirmed, and everybody after it', async () => {
  const two = await twoPeople('Masked');
  const { renter, lister, path } = two;
  const sent = await apiOf(renter)('POST', `${path}/messages`, textMessage(`Call me on ${phone}`));
  expect(sent.body).toMatchObject({
    verdict: 'mask',
    body: { text: 'Call me on ••••••' },
    notice: { original: { text: `Call me on ${phone}` }, reasons: expect.arrayContaining(['contact']) },
  });
  const seen = async () => JSON.stringify((await apiOf(lister)('GET', `${path}/changes?after=0`)).body);
  expect(await seen()).not.toContain(number);
  expect(await seen()).not.toContain('notice');
  // No door: not the inbox, a search, a quote, what is beside the conversation, or the database itself.
  const answer = { ...textMessage('Which one?'), replyToId: sent.body.id };
  await apiOf(lister)('POST', `${path}/messages`, answer);
  const edited = await apiOf(renter)('PATCH', `messages/${sent.body.id}`, {
    body: `Call me on ${phone} please`,
  });
  expect(edited.body).toMatchObject({ verdict: 'mask', body: { text: 'Call me on •••••• please' } });
  for (const door of [
    'conversations',
    'search?q=912',
    `${path}/context`,
    `${path}/messages`,
    `messages/${sent.body.id}`,
  ]) {
    expect(JSON.stringify((await apiOf(lister)('GET', door)).body), door).not.toContain(number);
  }
  for (const table of [
    'messages',
    'message_versions',
    'message_notices',
    'conversations',
    'blocked_messages',
    'reviews',
  ]) {
    const { data } = await databaseOf(lister).from(table).select();
    expect(JSON.stringify(data), table).not.toContain(number);
  }
  const page = await fetch(`${addresses.app}/messages/${two.id}`, { headers: { cookie: cookieOf(lister) } });
  expect(await page.text()).toContain('Call me on ••••••');
  expect(await (await fetch(page.url, { headers: { cookie: cookieOf(lister) } })).text()).not.toContain(
    number,
  );
  await confirmRental(two);
  expect(await seen()).toContain(phone);
  expect(JSON.stringify((await apiOf(lister)('GET', 'search?q=912')).body)).toContain(sent.body.id);
});

test('a number in pieces is masked where it becomes one, and an edit can’t bring it in', async () => {
  const { renter, path } = await twoPeople('Pieces');
  const api = apiOf(renter);
  await api('POST', `${path}/messages`, textMessage('my number'));
  await api('POST', `${path}/messages`, textMessage('+351 91'));
  const last = await api('POST', `${path}/messages`, textMessage('2 345 678'));
  expect(last.body).toMatchObject({ verdict: 'mask', body: { text: '••••••' } });
  const harmless = await api('POST', `${path}/messages`, textMessage('See you there'));
  const edited = await api('PATCH', `messages/${harmless.body.id}`, { body: `Call ${phone}` });
  expect(edited.body).toMatchObject({ verdict: 'mask', body: { text: 'Call ••••••' } });
});

test('what is risky is asked about first, what is dangerous waits, and what certainly is never arrives', async () => {
  const { renter, lister, path } = await twoPeople('Verdicts');
  const api = apiOf(renter);
  const nudged = {
    ...textMessage('Can you pay me with an Amazon gift card?'),
    acknowledged: false,
  };
  const asked = await api('POST', `${path}/messages`, nudged);
  expect(asked).toMatchObject({
    status: 422,
    body: { error: { code: 'message_blocked', details: { canSendAnyway: true } } },
  });
  expect((await api('POST', `${path}/messages`, { ...nudged, acknowledged: true })).status).toBe(201);
  const held = await api('POST', `${path}/messages`, textMessage(dangerous));
  expect(held).toMatchObject({ status: 201, body: { verdict: 'hold' } });
  expect(JSON.stringify((await apiOf(lister)('GET', `${path}/messages`)).body)).not.toContain(
    'gift card codes',
  );
});

test('the reader of a letter that is masked and reads like a scam is told to be careful, of a mere number not', async () => {
  const { renter, lister, path } = await twoPeople('Letter');
  const sent = await apiOf(renter)('POST', `${path}/messages`, textMessage(`Call me on ${phone}`));
  expect(sent.body.verdict).toBe('mask');
  const risky = await apiOf(renter)(
    'POST',
    `${path}/messages`,
    textMessage(`Kindly get back to me at ${phone}. I am a widow and want to entrust it to you.`),
  );
  expect(risky.body.verdict).toBe('mask');
  const { body } = await apiOf(lister)('GET', `${path}/messages`);
  expect(body.data.map((message: { isRisky?: boolean }) => message.isRisky ?? false)).toEqual([false, true]);
});

test('contact details in an offer’s note are hidden until it is accepted, in a public question for good', async () => {
  const { renter, lister, path, gear } = await twoPeople('Notes');
  const offer = {
    id: crypto.randomUUID(),
    startsOn: day(40),
    endsOn: day(41),
    priceMinor: 5000,
    currency: 'EUR',
    text: `Call me on ${phone}`,
  };
  const made = await apiOf(renter)('POST', `${path}/offers`, offer);
  expect(made).toMatchObject({ status: 201, body: { verdict: 'mask', body: { text: 'Call me on ••••••' } } });
  expect(JSON.stringify((await apiOf(lister)('GET', `${path}/messages`)).body)).not.toContain(number);
  const refusal = await apiOf(renter)('POST', `${path}/offers`, {
    ...offer,
    id: crypto.randomUUID(),
    text: dangerous,
  });
  expect(refusal).toMatchObject({
    status: 422,
    body: { error: { code: 'message_blocked', details: { reasons: expect.arrayContaining(['payment']) } } },
  });
  const accepted = await apiOf(lister)('PATCH', `offers/${offer.id}`, { status: 'accepted' });
  expect(accepted.body).toMatchObject({ body: { status: 'accepted', text: `Call me on ${phone}` } });

  const question = { id: crypto.randomUUID(), text: `Is it light? My number is ${phone}` };
  const asked = await apiOf(await somebodyNew('Asking'))('POST', `gear/${gear}/questions`, question);
  expect(asked).toMatchObject({ status: 201, body: { question: 'Is it light? My number is ••••••' } });
  expect(JSON.stringify((await apiOf(null)('GET', `gear/${gear}/questions`)).body)).not.toContain(number);
});

test('newcomers write three messages before an answer, send no links and start five conversations', async () => {
  const [newcomer, lister] = await Promise.all([
    somebodyNew('Newcomer', { isNewcomer: true }),
    somebodyNew('Patient Lister'),
  ]);
  const api = apiOf(newcomer);
  const gear = await Promise.all(Array.from({ length: 6 }, (_, place) => newGear(lister, `Thing ${place}`)));
  const started: number[] = [];
  for (const one of gear) {
    started.push((await api('POST', 'conversations', { gearId: one })).status);
  }
  expect(started).toEqual([201, 201, 201, 201, 201, 429]);
  const { body } = await api('POST', 'conversations', { gearId: gear[0] });
  const send = (text: string, person = newcomer) =>
    apiOf(person)('POST', `conversations/${body.id}/messages`, textMessage(text));
  expect(await send('Look at https://example.org/bike')).toMatchObject({
    status: 422,
    body: { error: { code: 'message_blocked', details: { reasons: ['newcomer-link'] } } },
  });
  expect([(await send('One')).status, (await send('Two')).status, (await send('Three')).status]).toEqual([
    201, 201, 201,
  ]);
  expect(await send('Four')).toMatchObject({
    status: 429,
    body: { error: { code: 'rate_limited', details: { until: 'reply' } } },
  });
  expect((await send('Hello', lister)).status).toBe(201);
});

test('what was refused can be appealed against once, and goes out when a moderator agrees', async () => {
  const { renter, lister, path } = await twoPeople('Refused');
  const api = apiOf(renter);
  const message = textMessage(refused);
  expect((await api('POST', `${path}/messages`, message)).status).toBe(422);
  expect((await apiOf(lister)('POST', `messages/${message.id}/appeal`, {})).status).toBe(404);
  expect(await api('POST', `messages/${message.id}/appeal`, { note: 'A quote' })).toMatchObject({
    status: 201,
    body: { appeal: 'open' },
  });
  expect((await api('POST', `messages/${message.id}/appeal`, {})).status).toBe(409);
  expect((await api('POST', `${path}/messages`, message)).status).toBe(422);
  const mod = apiOf(await moderator());
  const review = (await mod('GET', 'moderation/reviews?limit=200')).body.data.find(
    (one: { kind: string; messageId: string }) => one.kind === 'appeal' && one.messageId === message.id,
  );
  expect(review).toMatchObject({ text: refused, verdict: 'block', note: 'A quote' });
  expect(
    (await mod('PUT', `moderation/reviews/${review.id}/decision`, { decision: 'release', reason: 'Fine' }))
      .status,
  ).toBe(200);
  expect((await api('GET', `messages/${message.id}/appeal`)).body).toEqual({
    appeal: 'granted',
    explanation: 'Fine',
  });
  expect(
    (await api('POST', `${path}/messages`, { ...message, body: { kind: 'plain', text: `${refused} now` } }))
      .status,
  ).toBe(422);
  expect((await api('POST', `${path}/messages`, message)).status).toBe(201);
  expect(JSON.stringify((await apiOf(lister)('GET', `${path}/messages`)).body)).toContain(refused);
});

test('somebody blocked or banned neither writes, nor joins, nor learns anything', async () => {
  const { renter, lister, id, path } = await twoPeople('Blocked');
  await apiOf(renter)('POST', `${path}/messages`, textMessage('Hello'));
  const join = (person: Person) =>
    apiOf(person)('POST', 'realtime/auth', { socket_id: '1.1', channel_name: `presence-conversation-${id}` });
  expect((await join(renter)).status).toBe(200);
  expect((await apiOf(lister)('PUT', `blocks/${renter.id}`, {})).status).toBe(200);
  expect((await apiOf(renter)('POST', `${path}/messages`, textMessage('Hello?'))).status).toBe(403);
  expect((await apiOf(lister)('POST', `${path}/messages`, textMessage('Hello?'))).status).toBe(403);
  expect((await join(renter)).status).toBe(403);
  expect((await apiOf(lister)('GET', 'blocks')).body.data).toMatchObject([{ userId: renter.id }]);
  await apiOf(lister)('DELETE', `blocks/${renter.id}`);
  expect((await apiOf(renter)('POST', `${path}/messages`, textMessage('Back'))).status).toBe(201);

  const reported = await apiOf(lister)('POST', 'reports', { userId: renter.id, reason: 'scam' });
  const mod = apiOf(await moderator());
  // Muted, one is told until when.
  const mute = { kind: 'mute', hours: 24, reason: 'Asked for money' };
  expect((await mod('POST', `moderation/reviews/${reported.body.id}/sanctions`, mute)).status).toBe(201);
  expect(await apiOf(renter)('POST', `${path}/messages`, textMessage('Hello?'))).toMatchObject({
    status: 403,
    body: {
      error: { code: 'forbidden', details: { reason: 'muted', until: expect.stringMatching(/^\d{4}-/) } },
    },
  });
  const ban = { kind: 'ban', reason: 'Asked for money' };
  expect((await mod('POST', `moderation/reviews/${reported.body.id}/sanctions`, ban)).status).toBe(201);
  expect((await apiOf(renter)('POST', `${path}/messages`, textMessage('Hello?'))).status).toBe(403);
  expect((await apiOf(renter)('GET', 'conversations')).body.data).toEqual([]);
  expect((await apiOf(renter)('GET', `${path}/messages`)).status).toBe(404);
  expect((await join(renter)).status).toBe(403);
  const own = { socket_id: '1.1', channel_name: `private-encrypted-user-${renter.id}` };
  expect((await apiOf(renter)('POST', 'realtime/auth', own)).status).toBe(403);
});

test('moderation isn’t there for anybody but moderators', async ({ browser }) => {
  const ana = await seeded('ana');
  for (const path of ['reviews', 'actions', 'figures', 'decisions']) {
    expect((await apiOf(ana)('GET', `moderation/${path}`)).status).toBe(404);
    expect((await apiOf(null)('GET', `moderation/${path}`)).status).toBe(401);
  }
  const page = await browserOf(browser, ana);
  expect((await page.goto('/moderation'))?.status()).toBe(404);
});

test('a sender is asked before a risky message, edits it, and sees what is hidden until the rental is confirmed', async ({
  browser,
}) => {
  const two = await twoPeople('Live');
  const { renter, lister, id } = two;
  await apiOf(renter)('POST', `conversations/${id}/messages`, textMessage('Hello'));
  const [mine, theirs] = await Promise.all([browserOf(browser, renter), browserOf(browser, lister)]);
  await Promise.all([mine.goto(`/messages/${id}`), theirs.goto(`/messages/${id}`)]);
  // What to mind with somebody new, on both sides, until one dismisses it on one's device.
  for (const page of [mine, theirs]) {
    await expect(page.getByRole('note', { name: 'Staying safe.' })).toContainText('Pay and talk here');
  }
  await theirs.getByRole('button', { name: 'Dismiss this note' }).click();
  await expect(theirs.getByRole('note', { name: 'Staying safe.' })).toHaveCount(0);
  await theirs.reload();
  await expect(theirs.getByRole('log', { name: 'Messages' }).getByText('Hello')).toBeVisible();
  await expect(theirs.getByRole('textbox', { name: 'Message' })).toBeEditable();
  await expect(theirs.getByRole('note', { name: 'Staying safe.' })).toHaveCount(0);
  const field = mine.getByRole('textbox', { name: 'Message' });
  await field.fill('Can you pay me with an Amazon gift card?');
  await field.press('Enter');
  await expect(mine.getByRole('alert').getByText('It is about paying outside Lendline.')).toBeVisible();
  // What was begun meanwhile stays behind what comes back.
  await field.fill('Thanks');
  await mine.getByRole('button', { name: 'Edit', exact: true }).click();
  await expect(field).toHaveValue('Can you pay me with an Amazon gift card?\nThanks');
  // What is refused can be looked at by a moderator, when one asks for it.
  await field.fill(refused);
  await field.press('Enter');
  await mine.getByRole('button', { name: 'Ask for a review' }).click();
  await expect(mine.getByText('A moderator will look at it again.')).toBeVisible();
  await mine.getByRole('button', { name: 'Discard' }).click();
  // An edit asks first, as sending does.
  await field.press('ArrowUp');
  const edited = mine.getByRole('textbox', { name: 'Edit message' });
  await edited.fill('Can you pay me with an Amazon gift card?');
  await edited.press('Enter');
  await expect(mine.getByRole('button', { name: 'Save anyway' })).toBeVisible();
  await edited.press('Escape');
  await field.fill(`Call me on ${phone}`);
  await field.press('Enter');
  await expect(mine.getByText('You wrote:')).toBeAttached();
  await expect(mine.locator('mark').getByText(phone)).toBeVisible();
  await expect(theirs.getByRole('log', { name: 'Messages' }).getByText('Call me on ••••••')).toBeVisible();
  await expect(theirs.getByText('Contact details are hidden until the rental is confirmed.')).toBeVisible();
  await expect(theirs.getByRole('log', { name: 'Messages' }).getByText('gift card')).toHaveCount(0);
  await confirmRental(two);
  await expect(theirs.getByRole('log', { name: 'Messages' }).getByText(`Call me on ${phone}`)).toBeVisible();
  await expect(mine.getByRole('log', { name: 'Messages' }).getByText('Call me on ••••••')).toHaveCount(0);

  // Blocking, with both looking.
  await expect.poll(() => countKept(mine)).toBeGreaterThan(0);
  await theirs.getByRole('button', { name: `Safety: ${renter.name}` }).click();
  await theirs.getByRole('menuitem', { name: `Block ${renter.name}` }).click();
  await expect(theirs.getByText(`You have blocked ${renter.name}.`)).toBeVisible();
  await expect(theirs.getByText(`Call me on ${phone}`)).toHaveCount(1);
  const isClosed = mine.getByRole('heading', { name: 'This conversation is closed' });
  await expect(isClosed).toBeVisible();
  await expect(mine.getByRole('log', { name: 'Messages' })).toHaveCount(0);
  await expect(mine.getByText(phone)).toHaveCount(0);
  await expect(
    mine.getByRole('link', { name: lister.name }).getByText('This conversation is closed'),
  ).toBeVisible();
  // Nor is anything of it kept for when there is no network.
  await expect.poll(() => countKept(mine)).toBe(0);
  await expectNoViolations(mine);
  await mine.getByRole('button', { name: `Report ${lister.name}` }).click();
  await mine.getByRole('button', { name: 'Send report' }).click();
  await expect(mine.getByText('Thank you. A moderator will look at it.')).toBeVisible();
  await theirs.getByRole('button', { name: 'Unblock' }).click();
  await expect(theirs.getByRole('textbox', { name: 'Message' })).toBeVisible();
  await expect(mine.getByRole('textbox', { name: 'Message' })).toBeVisible();
  await expect(isClosed).toHaveCount(0);
  await expect(mine.getByRole('log', { name: 'Messages' }).getByText(`Call me on ${phone}`)).toBeVisible();
});

test('a moderator’s day by keyboard: what is held is looked at and released, what is reported is upheld, all of it is logged', async ({
  browser,
}) => {
  const { renter, lister, id, path } = await twoPeople('Desk');
  await apiOf(renter)('POST', `${path}/messages`, textMessage(dangerous));
  await apiOf(renter)('POST', `${path}/messages`, textMessage('Is it still free?'));
  const [desk, theirs, mine] = await Promise.all([
    browserOf(browser, await moderator()),
    browserOf(browser, lister),
    browserOf(browser, renter),
  ]);
  await Promise.all([theirs.goto(`/messages/${id}`), mine.goto(`/messages/${id}`)]);
  await expect(mine.getByText('We’re checking this message before it’s delivered.')).toBeVisible();
  const log = theirs.getByRole('log', { name: 'Messages' });
  const bothering = log.getByRole('article').filter({ hasText: 'Is it still free?' });
  await bothering.hover();
  await bothering.getByRole('button', { name: 'Message actions' }).click();
  await theirs.getByRole('menuitem', { name: 'Report' }).click();
  await theirs.getByRole('radio', { name: 'Spam' }).check();
  await theirs.getByRole('textbox', { name: /^Anything else/ }).fill('Again and again');
  await theirs.getByRole('button', { name: 'Send report' }).click();
  await expect(theirs.getByText('Thank you. A moderator will look at it.')).toBeVisible();
  await theirs.getByRole('button', { name: 'Close' }).click();
  await desk.goto('/moderation');
  const held = desk.getByRole('listitem').filter({ hasText: 'Held' }).filter({ hasText: renter.name });
  // From the page as it comes, wherever in the queue it is: each press once the one before has done its work.
  const focused = () => desk.evaluate(() => document.activeElement?.closest('li')?.textContent ?? null);
  const isFocused = () => held.getByRole('button').evaluate((button) => button === document.activeElement);
  await expect(held).toBeVisible();
  while (!(await isFocused())) {
    const before = await focused();
    await expect(async () => {
      await desk.keyboard.press('j');
      await expect.poll(focused, { timeout: 2_000 }).not.toBe(before);
    }).toPass();
  }
  await desk.keyboard.press('Enter');
  const panel = desk.getByRole('region', { name: 'Held' });
  await expect(panel.locator('mark').first()).toBeVisible();
  await expect(panel.getByText('Is it still free?')).toBeVisible();
  await desk.keyboard.press('1');
  await expect(desk.getByText('Done: Release')).toBeVisible();
  await expect(log.getByText(dangerous)).toBeVisible();
  await expect(log.getByRole('article').last()).toContainText('Is it still free?');
  await desk.keyboard.press('u');
  await expect(log.getByText(dangerous)).toHaveCount(0);
  await held.getByRole('button').focus();
  await desk.keyboard.press('Enter');
  await expect(panel).toBeVisible();
  await desk.keyboard.press('2');
  await expect(desk.getByText('Done: Reject')).toBeVisible();
  await expect(mine.getByText('This message was not delivered.')).toBeVisible();
  await expect(log.getByText(dangerous)).toHaveCount(0);

  const report = desk.getByRole('listitem').filter({ hasText: 'Report' }).filter({ hasText: renter.name });
  await report.getByRole('button').focus();
  await desk.keyboard.press('Enter');
  await expect(desk.getByText('Note: Again and again')).toBeVisible();
  await desk.keyboard.press('2');
  await expect(desk.getByText('Done: Uphold')).toBeVisible();
  await theirs.goto('/settings/messaging');
  await expect(theirs.getByText('We acted on it')).toBeVisible();

  const logged = (await apiOf(await moderator())('GET', 'moderation/actions')).body.data
    .filter(({ subject }: { subject: string }) => subject === renter.name)
    .map(({ action }: { action: string }) => action);
  expect(logged.reverse()).toEqual(['look', 'release', 'undo', 'look', 'reject', 'look', 'uphold']);
});
