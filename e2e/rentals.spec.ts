import { expect, type Locator, type Page } from '@playwright/test';
import { apiOf, conversationAbout } from './api';
import { expectNoViolations } from './axe';
import { browserOf, databaseOf, gearId, type Person, seeded, somebodyNew } from './people';
import { test } from './test';

const log = (page: Page) => page.getByRole('log', { name: 'Messages' });

async function connected(page: Page): Promise<void> {
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Connected');
}

/** A worker that began anew meets the rentals of the one before it. */
let daysAhead = 30 + 90 * (Number(process.env.TEST_WORKER_INDEX ?? 0) % 7);

/** Three days that nobody else has, `YYYY-MM-DD`. */
function someDays(): { startsOn: string; endsOn: string } {
  const first = Date.now() + daysAhead * 86_400_000;
  daysAhead += 4;
  const day = (offset: number) => new Date(first + offset * 86_400_000).toISOString().slice(0, 10);
  return { startsOn: day(0), endsOn: day(2) };
}

async function fillDays(
  dialog: Locator,
  { startsOn, endsOn }: { startsOn: string; endsOn: string },
): Promise<void> {
  await dialog.getByLabel('From').fill(startsOn);
  await dialog.getByLabel('To').fill(endsOn);
}

async function rentalsOf(renter: Person): Promise<{ status: string; price_minor: number | null }[]> {
  const { data } = await databaseOf(renter).from('rentals').select('status, price_minor');
  return data ?? [];
}

test('a renter asks for days and the lister accepts, each seeing it at once, with all of it beside the conversation', async ({
  browser,
}) => {
  const renter = await somebodyNew('Rhea Request');
  const rheasPage = await browserOf(browser, renter, { viewport: { width: 1280, height: 800 } });
  await rheasPage.goto('/gear/mountain-bike');
  await rheasPage.getByRole('button', { name: 'Request to rent' }).click();
  const asking = rheasPage.getByRole('dialog', { name: 'Request Mountain bike' });
  await fillDays(asking, someDays());
  await expect(asking.getByText(/^3 days: /)).toBeVisible();
  await asking.getByRole('button', { name: 'Send request' }).click();
  await expect(rheasPage).toHaveURL(/\/messages\/[0-9a-f-]{36}$/);
  await expect(log(rheasPage).getByText(/^You asked to rent this/)).toBeVisible();
  await expect(log(rheasPage).getByRole('separator', { name: /^New rental · / })).toBeVisible();
  await connected(rheasPage);

  const bensPage = await browserOf(browser, await seeded('ben'), { viewport: { width: 390, height: 844 } });
  await bensPage.goto(new URL(rheasPage.url()).pathname);
  await connected(bensPage);
  await log(bensPage).getByRole('button', { name: 'Accept' }).click();
  await expect(log(rheasPage).getByText(/^Ben.* confirmed the rental/)).toBeVisible();
  await expect(
    rheasPage.getByRole('banner').last().or(rheasPage.locator('header')).getByText('Confirmed').first(),
  ).toBeVisible();
  await expect(log(bensPage).getByText(/^You confirmed the rental/)).toBeVisible();
  await expect(log(bensPage).getByRole('button', { name: 'Accept' })).toHaveCount(0);

  // A sheet on his phone.
  await bensPage.getByRole('button', { name: 'Details', exact: true }).click();
  const sheet = bensPage.getByRole('dialog', { name: 'Details' });
  await expect(sheet.getByText('1 rental together')).toBeVisible();
  await expectNoViolations(bensPage);
  await sheet.getByRole('button', { name: 'Handed over' }).click();
  await expect(log(rheasPage).getByText(/handed the gear over/)).toBeVisible();
  await expect(sheet.getByRole('button', { name: 'Got it back' })).toBeVisible();
  await bensPage.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(bensPage.getByRole('button', { name: 'Details', exact: true })).toBeFocused();

  // Beside the conversation on her screen, by keyboard: what is the lister's to do isn't offered to her, and she goes on writing.
  const detailsButton = rheasPage.getByRole('button', { name: 'Details', exact: true });
  await detailsButton.focus();
  await rheasPage.keyboard.press('Enter');
  const details = rheasPage.getByRole('complementary', { name: 'Details' });
  await expect(details.getByText('Picked up')).toBeVisible();
  await expect(details.getByText(/Member since/)).toBeVisible();
  await expect(details.getByRole('button', { name: 'Got it back' })).toHaveCount(0);
  await expect(detailsButton).toHaveAttribute('aria-expanded', 'true');
  await expectNoViolations(rheasPage);
  await rheasPage.getByRole('textbox', { name: 'Message' }).fill('See you on Friday');
  await rheasPage.keyboard.press('Enter');
  await expect(log(bensPage).getByText('See you on Friday')).toBeVisible();
  // The device keeps it; where there is too little room the same button shows them over the page.
  await rheasPage.reload();
  await expect(details.getByText('Picked up')).toBeVisible();
  await rheasPage.setViewportSize({ width: 1100, height: 800 });
  await expect(details).toBeHidden();
  await detailsButton.click();
  await expect(rheasPage.getByRole('dialog', { name: 'Details' }).getByText('Picked up')).toBeVisible();
  await rheasPage.keyboard.press('Escape');
  await rheasPage.setViewportSize({ width: 1280, height: 800 });
  await details.getByRole('button', { name: 'Close details' }).focus();
  await rheasPage.keyboard.press('Escape');
  await expect(details).toBeHidden();
  await expect(detailsButton).toBeFocused();
  await rheasPage.setViewportSize({ width: 1600, height: 800 });
  await rheasPage.reload();
  await connected(rheasPage);
  await expect(details).toHaveCount(0);
});

test('an offer is countered, and of who accepts and who withdraws at once exactly one is first', async ({
  browser,
}) => {
  const renter = await somebodyNew('Odette Offer');
  const id = await conversationAbout(renter, 'mountain-bike');
  const [herPage, bensPage] = await Promise.all([
    browserOf(browser, renter),
    browserOf(browser, await seeded('ben')),
  ]);
  await Promise.all([herPage.goto(`/messages/${id}`), bensPage.goto(`/messages/${id}`)]);
  await Promise.all([connected(herPage), connected(bensPage)]);

  await herPage.getByRole('button', { name: 'Make an offer' }).click();
  const making = herPage.getByRole('dialog', { name: 'Make an offer' });
  // What is wrong is said of its field until it is right, by the page and by the server.
  await making.getByRole('button', { name: 'Send offer' }).click();
  await expect(making.getByLabel('From')).toBeFocused();
  await expect(making.getByLabel('From')).toHaveAccessibleDescription('Choose the first day.');
  await expect(making.getByLabel('To')).toHaveAccessibleDescription('Choose the last day.');
  await expectNoViolations(herPage);
  await fillDays(making, someDays());
  await making.getByLabel(/^Price/).fill('12.345');
  await expect(making.getByLabel(/^Price/)).toHaveAccessibleDescription('Did you mean €12.35?');
  await making.getByLabel(/^Price/).fill('40');
  const note = making.getByLabel(/^Note/);
  await note.fill('Call me on +49 151 23456789 and pay by western union');
  await expect(making.locator('[aria-invalid]')).toHaveCount(0);
  await making.getByRole('button', { name: 'Send offer' }).click();
  await expect(note).toHaveAccessibleDescription(/^This note can’t go with an offer/);
  await note.fill('Three days for forty?');
  await expect(making.locator('[aria-invalid], [role=alert]')).toHaveCount(0);
  await making.getByRole('button', { name: 'Send offer' }).click();
  await expect(making).toBeHidden();

  const first = log(bensPage).getByRole('article').filter({ hasText: 'Three days for forty?' });
  await expect(first.getByText('€40')).toBeVisible();
  await first.getByRole('button', { name: 'Counter' }).click();
  const countering = bensPage.getByRole('dialog', { name: 'Make a counter-offer' });
  await countering.getByLabel(/^Price/).fill('55');
  await countering.getByRole('button', { name: 'Send offer' }).click();
  await expect(log(herPage).getByText('Countered')).toBeVisible();

  const accept = log(herPage).getByRole('button', { name: 'Accept' });
  const withdraw = log(bensPage).getByRole('button', { name: 'Withdraw' });
  await expect(accept).toBeVisible();
  await expect(withdraw).toBeVisible();
  // At once: neither waits for what the other makes of the page.
  const buttons = await Promise.all([accept.elementHandle(), withdraw.elementHandle()]);
  await Promise.all(buttons.map((button) => button?.evaluate((element) => (element as HTMLElement).click())));
  const outcome = /^(Accepted|Withdrawn)$/;
  await expect(log(herPage).getByText(outcome)).toBeVisible();
  await expect(log(bensPage).getByText(outcome)).toBeVisible();
  const [mine, his] = await Promise.all(
    [herPage, bensPage].map((page) => log(page).getByText(outcome).textContent()),
  );
  expect(mine).toBe(his);
  // Whoever was second is told.
  const second = mine === 'Accepted' ? bensPage : herPage;
  await expect(log(second).getByRole('alert')).toContainText('isn’t on the table any more');
  const rentals = await rentalsOf(renter);
  expect(rentals).toEqual(mine === 'Accepted' ? [{ status: 'confirmed', price_minor: 5500 }] : []);
  // Again, it is what it was.
  const offers = await apiOf(renter)('GET', `conversations/${id}/messages`);
  const last = offers.body.data.findLast((message: { kind: string }) => message.kind === 'offer');
  const again = await apiOf(renter)('PATCH', `offers/${last.id}`, { status: 'accepted' });
  expect(again.status).toBe(mine === 'Accepted' ? 200 : 409);
  expect(await rentalsOf(renter)).toHaveLength(rentals.length);
});

test('beside the gear one can talk in a small window, and go on in a whole page', async ({ browser }) => {
  const page = await browserOf(browser, await somebodyNew('Willa Window'), {
    viewport: { width: 1280, height: 800 },
  });
  await page.goto('/gear/mountain-bike');
  await page.getByRole('button', { name: 'Chat here' }).click();
  const chat = page.getByRole('region', { name: 'Chat', exact: true });
  await chat.getByRole('textbox', { name: 'Message' }).fill('Is there a pump with it?');
  await page.keyboard.press('Enter');
  await expect(chat.getByRole('article')).toContainText('Sent');
  await expectNoViolations(page);
  await page.keyboard.press('Escape');
  await expect(chat).toBeHidden();
  await page.getByRole('button', { name: 'Chat here' }).click();
  await chat.getByRole('link', { name: 'Open full page' }).click();
  await expect(page).toHaveURL(/\/messages\/[0-9a-f-]{36}$/);
  await expect(log(page).getByText('Is there a pump with it?')).toBeVisible();

  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/gear/mountain-bike');
  await expect(page.getByRole('button', { name: 'Message owner' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Chat here' })).toBeHidden();
});

test('a question is asked in public and answered, and what looks unsafe is refused', async ({
  browser,
  page,
}) => {
  const asker = await somebodyNew('Quinn Question');
  const quinnsPage = await browserOf(browser, asker);
  await quinnsPage.goto('/gear/mountain-bike');
  const field = quinnsPage.getByLabel('Your question');
  await field.fill('Call me on +49 151 23456789 and pay by western union');
  await quinnsPage.getByRole('button', { name: 'Ask in public' }).click();
  await expect(quinnsPage.getByRole('alert').filter({ hasText: 'can’t be published' })).toBeVisible();
  await expect(field).toHaveValue(/western union/);
  await expect(quinnsPage.getByRole('button', { name: 'Ask privately instead' })).toBeVisible();
  await field.fill('Does the saddle fit somebody of 190 cm?');
  await quinnsPage.getByRole('button', { name: 'Ask in public' }).click();
  await expect(quinnsPage.getByText('Asked by Quinn Question')).toBeVisible();

  const bensPage = await browserOf(browser, await seeded('ben'));
  await bensPage.goto('/gear/mountain-bike');
  const question = bensPage.getByRole('listitem').filter({ hasText: 'somebody of 190 cm' });
  await question.getByRole('button', { name: 'Answer' }).click();
  await question.getByLabel('Your answer').fill('It does, up to two metres.');
  await question.getByRole('button', { name: 'Publish answer' }).click();
  await expect(question.getByText(/^Answer of Ben/)).toBeVisible();
  await expect(question.getByRole('paragraph').getByText('It does, up to two metres.')).toBeVisible();
  // Who has the page open learns of it when they look at it again, if not before.
  const lookAgain = (page: Page) =>
    page.evaluate(() => void document.dispatchEvent(new Event('visibilitychange')));
  await lookAgain(quinnsPage);
  await expect(quinnsPage.getByText('It does, up to two metres.')).toBeVisible();

  await page.goto('/gear/mountain-bike');
  await expect(page.getByText('It does, up to two metres.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Ask a question' })).toBeVisible();
  await expectNoViolations(page);
  // Nobody answers for the lister.
  const { body } = await apiOf(asker)('GET', `gear/${await gearId('mountain-bike')}/questions`);
  const refused = await apiOf(asker)('PATCH', `gear/${body.data[0].gearId}/questions/${body.data[0].id}`, {
    text: 'Sure',
  });
  expect(refused.status).toBe(403);
  await quinnsPage
    .getByRole('listitem')
    .filter({ hasText: '190 cm' })
    .getByRole('button', { name: 'Remove question' })
    .click();
  await expect(quinnsPage.getByText('It does, up to two metres.')).toHaveCount(0);
  await lookAgain(page);
  await expect(page.getByText('It does, up to two metres.')).toHaveCount(0);
  // Asked privately instead, it is a message.
  await field.fill('Could my brother pick it up?');
  await quinnsPage.getByRole('button', { name: 'Ask privately instead' }).click();
  await expect(quinnsPage).toHaveURL(/\/messages\/[0-9a-f-]{36}$/);
  await expect(quinnsPage.getByRole('textbox', { name: 'Message' })).toHaveValue(
    'Could my brother pick it up?',
  );
});
