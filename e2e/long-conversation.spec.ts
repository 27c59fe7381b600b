import { expect, type Locator, type Page } from '@playwright/test';
import { apiOf, textMessage } from './api';
import { longConversation, messageIdAt, readSeqOf, writeUntold } from './long-conversation';
import { browserOf, type Person, seeded, somebodyNew } from './people';
import { test } from './test';

const log = (page: Page) => page.getByRole('log', { name: 'Messages' });
const jump = (page: Page) => page.getByRole('button', { name: /^Jump to latest/ });
const separator = (page: Page) => log(page).getByRole('separator', { name: 'New messages' });
/** The message with this number. */
const numbered = (page: Page, n: number) =>
  log(page)
    .getByRole('article')
    .filter({ hasText: `Message ${n} ` });

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Connected');
}

async function say(person: Person, conversationId: string, text: string): Promise<void> {
  const message = textMessage(text);
  // Ben writes in many tests, and may have to wait for his turn.
  await expect
    .poll(
      async () => (await apiOf(person)('POST', `conversations/${conversationId}/messages`, message)).status,
      {
        timeout: 20_000,
      },
    )
    .toBe(201);
}

/** Opens it and waits until it stands at its end, as it does once the page can be used. */
async function openAtEnd(page: Page, path: string): Promise<void> {
  await open(page, path);
  await expect.poll(() => distanceToEnd(page)).toBeLessThan(2);
}

function distanceToEnd(page: Page): Promise<number> {
  return log(page).evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
}

async function scrollUp(page: Page, distance: number): Promise<void> {
  const before = await log(page).evaluate((box) => box.scrollTop);
  await log(page).hover();
  await page.mouse.wheel(0, -distance);
  await expect.poll(() => log(page).evaluate((box) => box.scrollTop)).toBeLessThan(before - distance / 2);
}

/** The first message that is wholly on screen, and where its upper edge is. */
function reading(page: Page): Promise<{ seq: string | null; top: number }> {
  return log(page).evaluate((box) => {
    const edge = box.getBoundingClientRect().top;
    const article = [...box.querySelectorAll('article')].find(
      (one) => one.getBoundingClientRect().top >= edge,
    );
    return {
      seq: article?.getAttribute('aria-posinset') ?? null,
      top: article?.getBoundingClientRect().top ?? 0,
    };
  });
}

function topOf(page: Page, seq: string | null): Promise<number> {
  return log(page).evaluate(
    (box, seq) =>
      box.querySelector(`article[aria-posinset="${seq}"]`)?.getBoundingClientRect().top ?? Number.NaN,
    seq,
  );
}

test('ten thousand messages are a few in the page, from the end to the beginning', async ({ browser }) => {
  test.setTimeout(300_000);
  const renter = await somebodyNew('Lena Long');
  const conversationId = await longConversation(renter, 10_000);
  const page = await browserOf(browser, renter);
  await open(page, `/messages/${conversationId}`);
  await expect(numbered(page, 10_000)).toBeInViewport();
  await log(page).focus();
  let most = 0;
  while ((await numbered(page, 1).count()) === 0) {
    await page.keyboard.press('Home');
    most = Math.max(most, await log(page).getByRole('article').count());
  }
  expect(most).toBeLessThan(150);
  await page.keyboard.press('End');
  await expect(numbered(page, 10_000)).toBeInViewport();
  expect(await log(page).getByRole('article').count()).toBeLessThan(150);
});

test('older messages come in above without moving what one reads', async ({ browser }) => {
  const renter = await somebodyNew('Olive Older');
  const conversationId = await longConversation(renter, 400);
  const page = await browserOf(browser, renter);
  let release: () => void = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/messages?*before=*', async (route) => {
    await released;
    await route.continue();
  });
  await openAtEnd(page, `/messages/${conversationId}`);
  const request = page.waitForRequest('**/messages?*before=*');
  await log(page).evaluate((box) => {
    box.scrollTop = 390;
  });
  await request;
  const { seq, top } = await reading(page);
  const response = page.waitForResponse('**/messages?*before=*');
  release();
  await response;
  await expect(numbered(page, 348)).toBeAttached();
  expect(Math.abs((await topOf(page, seq)) - top)).toBeLessThan(2);
});

test('scrolling up goes as far as one scrolls, whatever is rendered and measured meanwhile', async ({
  browser,
}) => {
  const renter = await somebodyNew('Wanda Wheel');
  const conversationId = await longConversation(renter, 400);
  const page = await browserOf(browser, renter);
  await openAtEnd(page, `/messages/${conversationId}`);
  const distance = 150;
  for (let turn = 0; turn < 80; turn += 1) {
    // Nobody scrolls beyond what is there: a busy server's page may still be on its way.
    await expect.poll(() => log(page).evaluate((box) => box.scrollTop)).toBeGreaterThan(distance);
    const { seq, top } = await reading(page);
    await log(page).evaluate(async (box, distance) => {
      box.scrollBy(0, -distance);
      // A browser tells of it with the next frame; a page that comes in before that takes this one step back.
      box.dispatchEvent(new Event('scroll'));
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    }, distance);
    expect(Math.abs((await topOf(page, seq)) - top - distance)).toBeLessThan(2);
  }
});

test('what comes in just while one scrolls doesn’t take the step back', async ({ browser }) => {
  const renter = await somebodyNew('Stella Step');
  const conversationId = await longConversation(renter, 300);
  const page = await browserOf(browser, renter);
  let release: () => void = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/messages?*before=*', async (route) => {
    await released;
    await route.continue();
  });
  await openAtEnd(page, `/messages/${conversationId}`);
  // A browser tells of scrolling with the next frame: here, with none until what comes in is on the page.
  await page.evaluate(() => {
    window.addEventListener(
      'scroll',
      (event) => {
        if (document.body.dataset.scrollsUntold !== undefined) {
          event.stopImmediatePropagation();
        }
      },
      { capture: true },
    );
  });
  async function scrollUntold(distance: number, comesIn: () => Promise<unknown>): Promise<void> {
    const { seq, top } = await reading(page);
    await log(page).evaluate((box, distance) => {
      document.body.dataset.scrollsUntold = '';
      box.scrollBy(0, -distance);
    }, distance);
    await comesIn();
    expect(Math.abs((await topOf(page, seq)) - top - distance)).toBeLessThan(2);
    await log(page).evaluate((box) => {
      delete document.body.dataset.scrollsUntold;
      box.dispatchEvent(new Event('scroll'));
    });
    expect(Math.abs((await topOf(page, seq)) - top - distance)).toBeLessThan(2);
  }

  await scrollUntold(200, async () => {
    await say(await seeded('ben'), conversationId, 'Did you see?');
    await expect(log(page).getByText('Did you see?')).toBeAttached();
  });
  const request = page.waitForRequest('**/messages?*before=*');
  await log(page).evaluate((box) => {
    box.scrollTop = 390;
  });
  await request;
  await scrollUntold(150, async () => {
    release();
    await expect(numbered(page, 249)).toBeAttached();
  });
});

test('a new message leaves one who reads older ones in peace, and is counted', async ({ browser }) => {
  const renter = await somebodyNew('Rea Reader');
  const conversationId = await longConversation(renter, 300);
  const page = await browserOf(browser, renter);
  await open(page, `/messages/${conversationId}`);
  await expect(numbered(page, 300)).toBeInViewport();
  await scrollUp(page, 1500);
  await expect(jump(page)).toHaveAccessibleName('Jump to latest');
  const { seq, top } = await reading(page);

  const ben = await seeded('ben');
  await say(ben, conversationId, 'News one');
  await say(ben, conversationId, 'News two');
  await expect(jump(page)).toHaveAccessibleName(/2 new messages/);
  expect(Math.abs((await topOf(page, seq)) - top)).toBeLessThan(2);
  expect(await readSeqOf(renter, conversationId)).toBe(300);

  await jump(page).click();
  await expect(log(page).getByText('News two')).toBeInViewport();
  await expect(separator(page)).toBeInViewport();
  await expect(jump(page)).toHaveCount(0);
  await expect.poll(() => readSeqOf(renter, conversationId)).toBe(302);
});

test('who reads older messages goes on reading them after hundreds were missed', async ({ browser }) => {
  const renter = await somebodyNew('Mia Missed');
  const conversationId = await longConversation(renter, 300);
  const page = await browserOf(browser, renter);
  await openAtEnd(page, `/messages/${conversationId}`);
  await scrollUp(page, 1500);
  const { seq, top } = await reading(page);
  await page.context().setOffline(true);
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Offline');
  await writeUntold(conversationId, 250);
  await page.context().setOffline(false);
  await expect(jump(page)).toHaveAccessibleName(/250 new messages/);
  expect(Math.abs((await topOf(page, seq)) - top)).toBeLessThan(2);
  // On from there, one comes to what was missed.
  await log(page).focus();
  while ((await numbered(page, 310).count()) === 0) {
    await page.keyboard.press('PageDown');
  }
  await jump(page).click();
  await expect(numbered(page, 550)).toBeInViewport();
  await expect.poll(() => readSeqOf(renter, conversationId)).toBe(550);
});

test('one who is at the end stays there, whatever comes and however the window changes', async ({
  browser,
}) => {
  const renter = await somebodyNew('Ed End');
  const conversationId = await longConversation(renter, 120);
  const page = await browserOf(browser, renter);
  await open(page, `/messages/${conversationId}`);
  await say(await seeded('ben'), conversationId, `A long one ${'and longer '.repeat(60)}`);
  await expect(log(page).getByText('A long one')).toBeInViewport();
  await expect.poll(() => distanceToEnd(page)).toBeLessThan(2);
  await page.setViewportSize({ width: 390, height: 420 });
  await expect.poll(() => distanceToEnd(page)).toBeLessThan(2);
  await page.setViewportSize({ width: 1280, height: 900 });
  await expect.poll(() => distanceToEnd(page)).toBeLessThan(2);
  await expect(separator(page)).toHaveCount(0);
});

test('what one sends is shown, wherever one was reading', async ({ browser }) => {
  const renter = await somebodyNew('Sam Sender');
  const conversationId = await longConversation(renter, 200);
  const page = await browserOf(browser, renter);
  await open(page, `/messages/${conversationId}`);
  await scrollUp(page, 1500);
  await page.getByRole('textbox', { name: 'Message' }).fill('Here I am');
  await page.keyboard.press('Enter');
  await expect(log(page).getByText('Here I am')).toBeInViewport();
  await expect.poll(() => distanceToEnd(page)).toBeLessThan(2);
});

test('many unread messages are read from the first of them on', async ({ browser }) => {
  const renter = await somebodyNew('Una Unread');
  const conversationId = await longConversation(renter, 300, 270);
  const page = await browserOf(browser, renter);
  await open(page, `/messages/${conversationId}`);
  await expect(separator(page)).toBeInViewport();
  await expect(numbered(page, 271)).toBeInViewport();
  await expect(numbered(page, 300)).not.toBeInViewport();
  // Only what was on screen is read.
  await expect.poll(() => readSeqOf(renter, conversationId)).toBeGreaterThan(270);
  expect(await readSeqOf(renter, conversationId)).toBeLessThan(295);
  await expect(jump(page)).toHaveAccessibleName(/new messages?$/);

  await log(page).focus();
  await page.keyboard.press('End');
  await expect.poll(() => readSeqOf(renter, conversationId)).toBe(299);
  await page.reload();
  await expect(numbered(page, 300)).toBeInViewport();
  await expect(separator(page)).toHaveCount(0);
});

test('hundreds of unread messages are read from the first of them on, and lead to the newest', async ({
  browser,
}) => {
  const renter = await somebodyNew('Hugo Hundreds');
  const conversationId = await longConversation(renter, 500, 200);
  const page = await browserOf(browser, renter);
  await open(page, `/messages/${conversationId}`);
  await expect(separator(page)).toBeInViewport();
  await expect(numbered(page, 202)).toBeInViewport();
  await jump(page).click();
  await expect(numbered(page, 500)).toBeInViewport();
  await expect.poll(() => readSeqOf(renter, conversationId)).toBe(500);
});

test('a link to a message shows it, with and without scripts', async ({ browser }) => {
  const renter = await somebodyNew('Dee Deeplink');
  const conversationId = await longConversation(renter, 1000);
  const path = `/messages/${conversationId}?message=${await messageIdAt(conversationId, 500)}`;
  const page = await browserOf(browser, renter);
  await open(page, path);
  await expect(numbered(page, 500)).toBeInViewport();
  await expect(numbered(page, 500)).toBeFocused();
  const middleOf = async (place: Locator) => {
    const box = await place.boundingBox();
    return box === null ? Number.NaN : box.y + box.height / 2;
  };
  await expect
    .poll(async () => Math.abs((await middleOf(log(page))) - (await middleOf(numbered(page, 500)))))
    .toBeLessThan(60);

  // On to the newest, page by page.
  await log(page).focus();
  while ((await numbered(page, 550).count()) === 0) {
    await page.keyboard.press('PageDown');
  }
  await jump(page).click();
  await expect(numbered(page, 1000)).toBeInViewport();
  await expect(jump(page)).toHaveCount(0);

  const plain = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  });
  const plainPage = await plain.newPage();
  await plainPage.goto(path);
  await expect(numbered(plainPage, 500)).toBeInViewport();
  await plainPage.goto(`/messages/${conversationId}`);
  await expect(numbered(plainPage, 1000)).toBeInViewport();
});

test('a link to a message that is not there shows the newest ones and says so', async ({ browser }) => {
  const renter = await somebodyNew('Nia Nowhere');
  const conversationId = await longConversation(renter, 80);
  const others = await longConversation(await somebodyNew('Otto Other'), 3);
  const page = await browserOf(browser, renter);
  for (const id of [crypto.randomUUID(), await messageIdAt(others, 2), 'nonsense']) {
    await open(page, `/messages/${conversationId}?message=${id}`);
    await expect(page.getByText('That message isn’t there any more')).toBeVisible();
    await expect(numbered(page, 80)).toBeInViewport();
  }
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByText('That message isn’t there any more')).toHaveCount(0);
});

for (const [where, hide] of [
  [
    'another tab',
    () => {
      Object.defineProperty(document, 'visibilityState', { get: () => 'hidden', configurable: true });
    },
  ],
  [
    'another window',
    () => {
      document.hasFocus = () => false;
    },
  ],
] as const) {
  test(`what arrives while one looks at ${where} is not read until one comes back`, async ({ browser }) => {
    const renter = await somebodyNew(`Tara ${where}`);
    const conversationId = await longConversation(renter, 60);
    const page = await browserOf(browser, renter);
    await open(page, `/messages/${conversationId}`);
    await page.evaluate(hide);
    await say(await seeded('ben'), conversationId, 'Are you there?');
    await expect(log(page).getByText('Are you there?')).toBeInViewport();
    await expect(separator(page)).toBeInViewport();
    await say(await seeded('ben'), conversationId, 'Hello?');
    await expect(log(page).getByText('Hello?')).toBeInViewport();
    expect(await readSeqOf(renter, conversationId)).toBe(60);

    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { get: () => 'visible', configurable: true });
      document.hasFocus = () => true;
      document.dispatchEvent(new Event('visibilitychange'));
      window.dispatchEvent(new Event('focus'));
    });
    await expect.poll(() => readSeqOf(renter, conversationId)).toBe(62);
  });
}
