import { expect } from '@playwright/test';
import { apiOf, textMessage } from './api';
import { newGear, sql } from './database';
import { browserOf, type Person, seeded, somebodyNew } from './people';
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

const phone = '+351 912 345 678';
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
  expect(await seen()).not.toContain('912');
  expect(await seen()).not.toContain('notice');
  expect(JSON.stringify((await apiOf(lister)('GET', 'conversations')).body)).not.toContain('912');
  await confirmRental(two);
  expect(await seen()).toContain(phone);
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
  const field = mine.getByRole('textbox', { name: 'Message' });
  await field.fill('Can you pay me with an Amazon gift card?');
  await field.press('Enter');
  await expect(mine.getByRole('alert').getByText('It is about paying outside Lendline.')).toBeVisible();
  // What was begun meanwhile stays behind what comes back.
  await field.fill('Thanks');
  await mine.getByRole('button', { name: 'Edit', exact: true }).click();
  await expect(field).toHaveValue('Can you pay me with an Amazon gift card?\nThanks');
  await field.fill('');
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
  await theirs.getByRole('button', { name: `Safety: ${renter.name}` }).click();
  await theirs.getByRole('menuitem', { name: `Block ${renter.name}` }).click();
  await expect(theirs.getByText(`You have blocked ${renter.name}.`)).toBeVisible();
  await expect(mine.getByText('You can’t write in this conversation any more.')).toBeVisible();
  await theirs.getByRole('button', { name: 'Unblock' }).click();
  await expect(theirs.getByRole('textbox', { name: 'Message' })).toBeVisible();
  await expect(mine.getByRole('textbox', { name: 'Message' })).toBeVisible();
});

test('a moderator’s day by keyboard: what is held is looked at and released, what is reported is upheld, all of it is logged', async ({
  browser,
}) => {
  const { renter, lister, id, path } = await twoPeople('Desk');
  await apiOf(renter)('POST', `${path}/messages`, textMessage(dangerous));
  const after = await apiOf(renter)('POST', `${path}/messages`, textMessage('Is it still free?'));
  await apiOf(lister)('POST', 'reports', {
    messageId: after.body.id,
    reason: 'spam',
    note: 'Again and again',
  });
  const [desk, theirs] = await Promise.all([
    browserOf(browser, await moderator()),
    browserOf(browser, lister),
  ]);
  await theirs.goto(`/messages/${id}`);
  const log = theirs.getByRole('log', { name: 'Messages' });
  await expect(log.getByText('Is it still free?')).toBeVisible();
  await desk.goto('/moderation');
  const held = desk.getByRole('listitem').filter({ hasText: 'Held' }).filter({ hasText: renter.name });
  await held.getByRole('button').focus();
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
