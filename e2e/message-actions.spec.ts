import { type Browser, expect, type Locator, type Page } from '@playwright/test';
import { apiOf, textMessage } from './api';
import { expectNoViolations } from './axe';
import { newGear } from './database';
import { browserOf, type Person, somebodyNew } from './people';
import { test } from './test';

const log = (page: Page) => page.getByRole('log', { name: 'Messages' });
const field = (page: Page) => page.getByRole('textbox', { name: 'Message' });
const messageWith = (page: Page, text: string) => log(page).getByRole('article').filter({ hasText: text });
const bottom = (page: Page) => log(page).getByRole('article').last();

interface Talk {
  renter: Person;
  ben: Person;
  conversationId: string;
  /** The renter's. */
  page: Page;
}

/** A new renter looking at their conversation with a Ben of their own, in which they have said these things. */
async function talk(browser: Browser, name: string, said: string[], options = {}): Promise<Talk> {
  const [renter, ben] = await Promise.all([somebodyNew(name), somebodyNew('Ben Lister')]);
  const gearId = await newGear(ben);
  const conversationId: string = (await apiOf(renter)('POST', 'conversations', { gearId })).body.id;
  for (const text of said) {
    await say(renter, conversationId, text);
  }
  const page = await browserOf(browser, renter, options);
  await open(page, conversationId);
  return { renter, ben, conversationId, page };
}

async function open(page: Page, conversationId: string): Promise<void> {
  await page.goto(`/messages/${conversationId}`);
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Connected');
}

async function say(person: Person, conversationId: string, text: string, more = {}): Promise<string> {
  const { status, body } = await apiOf(person)('POST', `conversations/${conversationId}/messages`, {
    ...textMessage(text),
    ...more,
  });
  expect(status).toBe(201);
  return body.id;
}

async function choose(message: Locator, item: string): Promise<void> {
  await message.hover();
  await message.getByRole('button', { name: 'Message actions' }).click();
  await message.page().getByRole('menuitem', { name: item }).click();
}

test('what one edits is seen by the other at once, marked as edited', async ({ browser }) => {
  const { ben, conversationId, page } = await talk(browser, 'Edda Edit', ['I need size S']);
  const bensPage = await browserOf(browser, ben);
  await open(bensPage, conversationId);

  await choose(messageWith(page, 'I need size S'), 'Edit');
  await expect(field(page)).toHaveValue('I need size S');
  await field(page).fill('I need size M');
  await page.getByRole('button', { name: 'Save' }).click();

  for (const each of [page, bensPage]) {
    await expect(bottom(each)).toContainText('I need size M');
    await expect(bottom(each)).toContainText('edited');
  }
  await expect(field(page)).toHaveValue('');
});

test('what one unsends is gone for both, and says so', async ({ browser }) => {
  const { ben, conversationId, page } = await talk(browser, 'Una Unsend', ['Said too soon']);
  const bensPage = await browserOf(browser, ben);
  await open(bensPage, conversationId);

  await choose(messageWith(page, 'Said too soon'), 'Unsend');
  await page.getByRole('button', { name: 'Unsend', exact: true }).click();

  await expect(bottom(page)).toContainText('You unsent a message');
  await expect(bottom(bensPage)).toContainText('Message unsent');
  await expect(bensPage.getByText('Said too soon')).toHaveCount(0);

  await bottom(page).hover();
  await bottom(page).getByRole('button', { name: 'Message actions' }).click();
  await expect(page.getByRole('menuitem')).toHaveText(['Delete for me']);
});

test('a message deleted for me stays for the other, and stays away from me', async ({ browser }) => {
  const { ben, conversationId, page } = await talk(browser, 'Hilde Hide', ['Stays', 'Goes']);
  await choose(messageWith(page, 'Goes'), 'Delete for me');
  await page.getByRole('button', { name: 'Delete for me' }).click();
  await expect(log(page).getByRole('article')).toHaveCount(1);
  await page.reload();
  await expect(messageWith(page, 'Stays')).toBeVisible();
  await expect(messageWith(page, 'Goes')).toHaveCount(0);

  const bensPage = await browserOf(browser, ben);
  await open(bensPage, conversationId);
  await expect(messageWith(bensPage, 'Goes')).toBeVisible();
});

test('a reaction is seen by the other, who joins in and takes it back', async ({ browser }) => {
  const { ben, conversationId, page } = await talk(browser, 'Rea Reaction', ['See you at six']);
  const bensPage = await browserOf(browser, ben);
  await open(bensPage, conversationId);

  await bottom(page).hover();
  await bottom(page).getByRole('button', { name: 'React', exact: true }).click();
  await page.getByRole('button', { name: '👍' }).click();
  await expect(bottom(page).getByRole('button', { name: '👍 1, you' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );

  const chip = bottom(bensPage).getByRole('button', { name: /^👍/ });
  await expect(chip).toHaveAccessibleName('👍 1, Rea Reaction');
  await expect(chip).toHaveAttribute('aria-pressed', 'false');
  await chip.click();
  await expect(chip).toHaveAccessibleName('👍 2, Rea Reaction and you');
  await expect(bottom(page).getByRole('button', { name: /^👍 2, Ben .+ and you$/ })).toBeVisible();
  await chip.click();
  await expect(bottom(page).getByRole('button', { name: '👍 1, you' })).toBeVisible();
});

test('there are more emoji than the quick ones, and the arrow keys lead to them', async ({ browser }) => {
  const { page } = await talk(browser, 'Mora More', ['Great ride']);
  await bottom(page).hover();
  await bottom(page).getByRole('button', { name: 'React', exact: true }).click();
  await page.getByRole('button', { name: 'More emoji' }).click();
  await expect(page.getByRole('group', { name: 'Gear and travel' })).toBeVisible();
  await expect(page.getByRole('button', { name: '👍' }).first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(bottom(page).getByRole('button', { name: '😄 1, you' })).toBeVisible();
});

test('a reaction that is refused is taken back, and says why', async ({ browser }) => {
  const { page } = await talk(browser, 'Rudi Refused', ['Nobody likes this']);
  await page.route('**/api/v1/messages/*/reactions/*', (route) => route.abort());
  await bottom(page).hover();
  await bottom(page).getByRole('button', { name: 'React', exact: true }).click();
  await page.getByRole('button', { name: '👍' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'couldn’t be reached' })).toBeVisible();
  await expect(bottom(page).getByRole('button', { name: /^👍/ })).toHaveCount(0);
});

test('an answer quotes what it answers, for both, and says when that is unsent', async ({ browser }) => {
  const { ben, conversationId, page } = await talk(browser, 'Qing Quote', ['Is the helmet included?']);
  const bensPage = await browserOf(browser, ben);
  await open(bensPage, conversationId);

  await bottom(bensPage).hover();
  await bottom(bensPage).getByRole('button', { name: 'Reply' }).click();
  await expect(field(bensPage)).toBeFocused();
  await expect(bensPage.getByRole('button', { name: 'Cancel reply' })).toBeVisible();
  await bensPage.keyboard.type('It is');
  await bensPage.keyboard.press('Enter');
  await expect(bensPage.getByRole('button', { name: 'Cancel reply' })).toHaveCount(0);

  const quote = messageWith(page, 'It is').getByRole('button', { name: /In reply to/ });
  await expect(quote).toContainText('You');
  await expect(quote).toContainText('Is the helmet included?');
  await expect(messageWith(bensPage, 'It is').getByRole('button', { name: /In reply to/ })).toContainText(
    'Qing Quote',
  );

  await choose(log(page).getByRole('article').first(), 'Unsend');
  await page.getByRole('button', { name: 'Unsend', exact: true }).click();
  for (const each of [page, bensPage]) {
    await expect(messageWith(each, 'It is').getByRole('button', { name: /In reply to/ })).toContainText(
      'Message unsent',
    );
  }
});

test('a quote leads to the message it quotes', async ({ browser }) => {
  const { renter, ben, conversationId, page } = await talk(browser, 'Jo Jump', []);
  const first = await say(renter, conversationId, 'The very first');
  await say(ben, conversationId, `Long\n${'and longer\n'.repeat(80)}`);
  await say(ben, conversationId, 'About that first one', { replyToId: first });
  await open(page, conversationId);
  const quote = messageWith(page, 'About that first one').getByRole('button', { name: /In reply to/ });
  const original = log(page).getByRole('article', { name: /^Jo Jump/ });
  await log(page).focus();
  await page.keyboard.press('End');
  await expect(quote).toBeInViewport();
  await expect(original).not.toBeInViewport();
  await quote.click();
  await expect(original).toBeInViewport();
});

test('an answer and an edit that were begun are there again after a reload', async ({ browser }) => {
  const { page } = await talk(browser, 'Rena Reload', ['Is it free?', 'I need size S']);
  await choose(messageWith(page, 'Is it free?'), 'Reply');
  await field(page).fill('I mean on Friday');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Cancel reply' })).toBeVisible();
  await expect(field(page)).toHaveValue('I mean on Friday');
  // While something is edited, the draft waits beside it.
  await choose(messageWith(page, 'I need size S'), 'Edit');
  await field(page).fill('I need size M, or');
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Edit message' })).toHaveValue('I need size M, or');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(messageWith(page, 'I need size M, or')).toBeVisible();
  await expect(field(page)).toHaveValue('I mean on Friday');
  await field(page).press('Enter');
  await expect(bottom(page)).toContainText('Is it free?');
  await expect(bottom(page)).toContainText('I mean on Friday');
  await page.reload();
  await expect(bottom(page)).toContainText('I mean on Friday');
  await expect(page.getByRole('button', { name: 'Cancel reply' })).toHaveCount(0);
  await expect(field(page)).toHaveValue('');
});

test('ArrowUp in an empty field edits my last message, and Escape brings back an empty field', async ({
  browser,
}) => {
  const { ben, conversationId, page } = await talk(browser, 'Arno Arrow', ['Mine']);
  await say(ben, conversationId, 'Not mine');
  await expect(messageWith(page, 'Not mine')).toBeVisible();
  await field(page).focus();
  await page.keyboard.press('ArrowUp');
  await expect(field(page)).toHaveValue('Mine');
  await expect(page.getByText('Editing message')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(field(page)).toHaveValue('');
  await expect(field(page)).toBeFocused();

  await page.keyboard.type('Half a thought');
  await page.keyboard.press('ArrowUp');
  await expect(field(page)).toHaveValue('Half a thought');
  await choose(messageWith(page, 'Mine').first(), 'Edit');
  await expect(field(page)).toHaveValue('Mine');
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(field(page)).toHaveValue('Half a thought');
});

test('an edit that fails says why and loses nothing', async ({ browser }) => {
  const { page } = await talk(browser, 'Fritz Failed', ['Before']);
  await page.route('**/api/v1/messages/*', (route) => route.abort());
  await choose(messageWith(page, 'Before'), 'Edit');
  await field(page).fill('After');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'couldn’t be reached' })).toBeVisible();
  await expect(field(page)).toHaveValue('After');
  await expect(messageWith(page, 'Before')).toBeVisible();

  await page.unroute('**/api/v1/messages/*');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(messageWith(page, 'After')).toBeVisible();
  await expect(field(page)).toHaveValue('');
});

test('what another wrote can be neither edited nor unsent', async ({ browser }) => {
  const { ben, conversationId, page } = await talk(browser, 'Otto Other', []);
  await say(ben, conversationId, 'From Ben');
  await expect(messageWith(page, 'From Ben')).toBeVisible();
  await bottom(page).hover();
  await bottom(page).getByRole('button', { name: 'Message actions' }).click();
  await expect(page.getByRole('menuitem')).toHaveText([
    'React',
    'Reply',
    'Copy text',
    'Copy link',
    'Report',
    'Delete for me',
  ]);
});

test('after fifteen minutes a message can’t be edited any more, without a reload', async ({ browser }) => {
  const { conversationId, page } = await talk(browser, 'Lara Late', ['Too late soon']);
  await page.clock.install();
  await open(page, conversationId);
  await bottom(page).hover();
  await bottom(page).getByRole('button', { name: 'Message actions' }).click();
  await expect(page.getByRole('menuitem', { name: 'Edit' })).toBeVisible();
  await page.clock.fastForward('15:00');
  await expect(page.getByRole('menuitem', { name: 'Edit' })).toHaveCount(0);
  await expect(page.getByRole('menuitem', { name: 'Unsend' })).toBeVisible();
});

test('the text and the address of a message can be copied, and the address leads to it', async ({
  browser,
}) => {
  const { page } = await talk(browser, 'Cora Copy', ['Copy me'], {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await choose(messageWith(page, 'Copy me'), 'Copy text');
  await expect(page.getByText('Text copied')).toBeVisible();
  expect(await clipboard()).toBe('Copy me');
  await choose(messageWith(page, 'Copy me'), 'Copy link');
  await expect(page.getByText('Link copied')).toBeVisible();
  const address = await clipboard();
  expect(address).toMatch(/^http.*\/messages\/[0-9a-f-]{36}\?message=[0-9a-f-]{36}$/);
  await page.goto(address);
  await expect(messageWith(page, 'Copy me')).toBeVisible();
});

test('with a keyboard alone: to a message, through its menu, and back', async ({ browser }) => {
  const { page } = await talk(browser, 'Kai Keys', ['Older', 'Newer']);
  await log(page).focus();
  await page.keyboard.press('ArrowUp');
  await expect(bottom(page)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  const older = log(page).getByRole('article').first();
  await expect(older).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu', { name: 'Message actions' })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: 'React' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(older).toBeFocused();

  await page.keyboard.press('Shift+F10');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Reply' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('An answer to the older one');
  await page.keyboard.press('Enter');
  await expect(bottom(page).getByRole('button', { name: /In reply to/ })).toContainText('Older');
  await expect(bottom(page).getByText(/^(Sent|Delivered|Read)$/)).toBeVisible();

  await log(page).focus();
  await page.keyboard.press('ArrowUp');
  await expect(bottom(page)).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(bottom(page).getByRole('button', { name: 'React', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(bottom(page).getByRole('button', { name: '❤️ 1, you' })).toBeVisible();
});

test('on a phone a long press opens the menu as a sheet, and a short one doesn’t', async ({ browser }) => {
  const { page } = await talk(browser, 'Tina Touch', ['Press me'], {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const box = await messageWith(page, 'Press me').getByText('Press me').boundingBox();
  if (box === null) {
    throw new Error('The message is not on the page');
  }
  const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.touchscreen.tap(point.x, point.y);
  await expect(page.getByRole('menu')).toHaveCount(0);

  const touch = await page.context().newCDPSession(page);
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
  await expect(page.getByRole('menu', { name: 'Message actions' })).toBeVisible();
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await expect(page.getByRole('menu', { name: 'Message actions' })).toBeVisible();
  for (const item of await page.getByRole('menuitem').all()) {
    expect((await item.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  }

  await page.touchscreen.tap(195, 100);
  await expect(page.getByRole('menu')).toHaveCount(0);

  await messageWith(page, 'Press me').getByRole('button', { name: 'Message actions' }).tap();
  await page.getByRole('menuitem', { name: 'React' }).tap();
  await page.getByRole('button', { name: '🙏' }).tap();
  await expect(bottom(page).getByRole('button', { name: '🙏 1, you' })).toBeVisible();
});

test('what I began to write survives a reload, and is in another tab', async ({ browser }) => {
  const { conversationId, page } = await talk(browser, 'Dora Draft', []);
  await field(page).fill('A long thought about the bike');
  const other = await page.context().newPage();
  await open(other, conversationId);
  await expect(field(other)).toHaveValue('A long thought about the bike');

  await page.reload();
  await expect(field(page)).toHaveValue('A long thought about the bike');
  await page.keyboard.press('Escape');
  await field(page).focus();
  await page.keyboard.press('Enter');
  await expect(messageWith(page, 'A long thought about the bike')).toBeVisible();
  await expect(field(page)).toHaveValue('');
  await page.reload();
  await expect(field(page)).toHaveValue('');
});

test('signing out asks first while a message waits to be sent', async ({ browser }) => {
  const { page } = await talk(browser, 'Willi Wait', []);
  await page.route('**/api/v1/conversations/*/messages', (route) => route.abort());
  await field(page).fill('On its way');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Not sent yet. Trying again…')).toBeVisible();
  // One state in words, and the same in the list.
  await expect(messageWith(page, 'On its way')).not.toContainText('Sending');
  await expect(
    page.getByRole('navigation', { name: 'Conversations' }).getByRole('link').first(),
  ).toContainText('You: On its way· Not sent yet');

  await page.getByRole('button', { name: /account/i }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'has not been sent yet' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('banner').getByRole('link', { name: /sign in/i })).toBeVisible();
});

for (const [size, viewport, colorScheme] of [
  ['desktop', { width: 1280, height: 800 }, 'light'],
  ['phone', { width: 390, height: 844 }, 'dark'],
] as const) {
  test(`axe finds nothing around a message on a ${size}, ${colorScheme}`, async ({ browser }) => {
    test.slow();
    const { renter, ben, conversationId, page } = await talk(browser, 'Axel Axe', [], {
      viewport,
      colorScheme,
      // What is on its way in is not yet in its colours.
      reducedMotion: 'reduce',
    });
    const first = await say(ben, conversationId, 'Hello');
    await say(renter, conversationId, 'A reply', { replyToId: first });
    const gone = await say(renter, conversationId, 'Unsent soon');
    await apiOf(renter)('DELETE', `messages/${gone}`);
    await apiOf(ben)('PUT', `messages/${first}/reactions/${encodeURIComponent('👍')}`);
    await apiOf(renter)('PUT', `messages/${first}/reactions/${encodeURIComponent('🎉')}`);
    await open(page, conversationId);
    await expect(bottom(page)).toContainText('You unsent a message');
    await expectNoViolations(page);

    const reply = messageWith(page, 'A reply');
    await reply.hover();
    await reply.getByRole('button', { name: 'Message actions' }).click();
    await expectNoViolations(page);
    await page.getByRole('menuitem', { name: 'Unsend' }).click();
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await choose(reply, 'React');
    await page.getByRole('button', { name: 'More emoji' }).click();
    await expect(page.getByRole('group', { name: 'Gear and travel' })).toBeAttached();
    await expectNoViolations(page);
    await page.keyboard.press('Escape');
    await choose(reply, 'Reply');
    await expectNoViolations(page);
    await choose(reply, 'Edit');
    await expectNoViolations(page);
  });
}
