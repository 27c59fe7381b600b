import { expect, type Page } from '@playwright/test';
import { apiOf, conversationAbout, textMessage } from './api';
import { expectNoViolations } from './axe';
import { browserOf, seeded, somebodyNew } from './people';
import { test } from './test';

const inbox = (page: Page) => page.getByRole('navigation', { name: 'Conversations' });
const items = (page: Page) => inbox(page).locator('a[data-conversation]');
const item = (page: Page, name: string | RegExp) => inbox(page).getByRole('link', { name });
const toast = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text });

/** A page that is connected, and whose list is there. */
async function openInbox(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Connected');
  await expect(items(page).first()).toBeVisible();
}

test('greta finds, narrows, answers and archives among forty conversations, by keyboard alone', async ({
  browser,
}) => {
  const page = await browserOf(browser, await seeded('greta'), { viewport: { width: 1280, height: 800 } });
  await openInbox(page, '/dashboard/messages');
  const keys = page.keyboard;
  await expect(page.getByRole('heading', { name: 'Lister inbox' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^All 40/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Requested 6/ })).toBeVisible();

  // Pinned first, and it survives going through all pages.
  await expect(items(page).first()).toContainText('Pinned');
  await keys.press('j');
  await expect(items(page).first()).toBeFocused();
  await keys.press('End');
  await expect(items(page)).toHaveCount(40);
  await keys.press('Home');
  await expect(items(page).first()).toBeFocused();

  // Find
  await keys.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search conversations' })).toBeFocused();
  await keys.type('sander tomasz');
  await expect(items(page)).toHaveCount(1);
  await keys.press('ArrowDown');
  await keys.press('Enter');
  const conversation = page.getByRole('region', { name: /^Conversation with Tomasz/ });
  await expect(conversation.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await expect(page).toHaveURL(/\/dashboard\/messages\/./);
  await keys.type('/doo');
  await expect(page.getByRole('option', { name: /\/door/ })).toHaveAttribute('aria-selected', 'true');
  await keys.press('Tab');
  await expect(conversation.getByRole('textbox', { name: 'Message' })).toHaveValue(/See you then, Tomasz!$/);
  await keys.press('Enter');
  await expect(
    conversation.getByRole('article').filter({ hasText: 'ring twice. See you then, Tomasz!' }),
  ).toBeVisible();
  await expect(item(page, /Tomasz/)).toContainText('You: Jægersborggade');

  // Back in the list: unread again, and quiet, and both taken back.
  await keys.press('Escape');
  await expect(item(page, /Tomasz/)).toBeFocused();
  await keys.press('u');
  await expect(item(page, /Tomasz/)).toContainText('Marked as unread');
  await expect(toast(page, 'Marked as unread')).toBeVisible();
  await keys.press('z');
  await expect(item(page, /Tomasz/)).not.toContainText('Marked as unread');
  await item(page, /Tomasz/).focus();
  await keys.press('m');
  await expect(page.getByRole('menuitem', { name: 'For 1 hour' })).toBeFocused();
  await keys.press('Enter');
  await expect(item(page, /Tomasz/)).toContainText('Muted');
  await item(page, /Tomasz/).focus();
  await keys.press('m');
  await expect(item(page, /Tomasz/)).not.toContainText('Muted');

  // Narrow
  await page.getByRole('searchbox').focus();
  await keys.press('Control+a');
  await keys.press('Delete');
  await page.getByRole('button', { name: 'Regulars' }).focus();
  await keys.press('Space');
  await expect(items(page)).toHaveCount(2);
  await keys.press('Space');
  await page.getByRole('button', { name: /^Ongoing/ }).focus();
  await keys.press('Space');
  await expect(items(page)).toHaveCount(5);
  await page.getByRole('button', { name: 'Regulars' }).focus();
  await keys.press('Space');
  await expect(inbox(page).getByText('No conversation fits these filters.')).toBeVisible();
  await keys.press('Space');
  await page.getByRole('button', { name: /^Past/ }).focus();
  await keys.press('Space');
  await expect(items(page)).toHaveCount(12);
  await page.getByRole('button', { name: 'Group by gear' }).focus();
  await keys.press('Space');
  await expect(inbox(page).getByRole('heading', { name: 'Floor sander' })).toBeVisible();

  // Archive: focus goes on to the next one, and it can be taken back.
  await items(page).first().focus();
  const idOf = (place: number) => items(page).nth(place).getAttribute('data-conversation');
  const [first, second] = [await idOf(0), await idOf(1)];
  await keys.press('e');
  await expect(toast(page, 'Conversation archived')).toBeVisible();
  await expect(items(page)).toHaveCount(11);
  await expect(items(page).first()).toBeFocused();
  expect(await idOf(0)).toBe(second);
  await keys.press('z');
  await expect(toast(page, 'Undone')).toBeVisible();
  await expect(items(page)).toHaveCount(12);
  expect(await idOf(0)).toBe(first);
  await items(page).first().focus();
  await keys.press('e');
  await expect(items(page)).toHaveCount(11);
  await page.getByRole('tab', { name: 'All' }).focus();
  await keys.press('ArrowRight');
  await keys.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Archived' })).toBeFocused();
  await expect(items(page)).toHaveCount(1);

  // All keys, and how to turn them off.
  await keys.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(help.getByText('Archive, or move to inbox')).toBeVisible();
  await expectNoViolations(page);
  await help.getByRole('switch').focus();
  await keys.press('Space');
  await keys.press('Escape');
  await expect(help).toBeHidden();
  await items(page).first().focus();
  await keys.press('e');
  await expect(items(page)).toHaveCount(1);
});

test('what greta does with her inbox is on her other device at once, and a new message brings back what she archived', async ({
  browser,
}) => {
  const greta = await seeded('greta');
  const renter = await somebodyNew('Rosa Renter');
  const other = await somebodyNew('Otto Other');
  const id = await conversationAbout(renter, 'greta-trangia');
  const write = (text: string) => apiOf(renter)('POST', `conversations/${id}/messages`, textMessage(text));
  await write('Hello Greta');
  const otherId = await conversationAbout(other, 'greta-trangia');
  await apiOf(other)('POST', `conversations/${otherId}/messages`, textMessage('Me too'));

  const page = await browserOf(browser, greta, { viewport: { width: 1280, height: 800 } });
  const phone = await browserOf(browser, greta, { viewport: { width: 390, height: 800 }, hasTouch: true });
  await Promise.all([openInbox(page, '/messages'), openInbox(phone, '/messages')]);

  // Nothing moves under the pointer.
  const unpinned = () => items(page).filter({ hasNotText: 'Pinned' });
  await expect(unpinned().nth(0)).toContainText('Otto Other');
  await expect(unpinned().nth(1)).toContainText('Rosa Renter');
  await unpinned().nth(1).hover();
  const listedBefore = await inbox(page).getByRole('list').first().boundingBox();
  await write('Are you there?');
  await expect(unpinned().nth(1)).toContainText('Are you there?');
  await expect(unpinned().nth(0)).toContainText('Otto Other');
  // What offers to show it lies over none of them, and has moved none of them.
  const news = page.getByRole('button', { name: 'Show what is new' });
  const list = inbox(page).getByRole('list').first();
  const [offered, listed] = await Promise.all([news.boundingBox(), list.boundingBox()]);
  expect(offered && listed && offered.y + offered.height <= listed.y).toBe(true);
  expect(listed).toEqual(listedBefore);
  await news.click();
  await expect(unpinned().nth(0)).toContainText('Rosa Renter');
  await expect(items(page).first()).toBeFocused();
  await expect(items(phone).filter({ hasNotText: 'Pinned' }).nth(0)).toContainText('Rosa Renter');

  // Archived by the menu here, gone there, and back with a message.
  await item(page, /Rosa Renter/).click({ button: 'right' });
  await expect(page.getByRole('menuitem', { name: 'Archive' })).toBeFocused();
  await expectNoViolations(page);
  await page.getByRole('menuitem', { name: 'Archive' }).click();
  await expect(toast(page, 'Conversation archived')).toBeVisible();
  await expect(item(page, /Rosa Renter/)).toHaveCount(0);
  await expect(item(phone, /Rosa Renter/)).toHaveCount(0);
  await write('One more question');
  await expect(item(phone, /Rosa Renter/)).toContainText('One more question');
  await page.mouse.move(900, 400);
  await expect(item(page, /Rosa Renter/)).toContainText('One more question');

  // Labels: made in the place where they are put on.
  await item(page, /Rosa Renter/).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Labels…' }).click();
  await page.getByRole('button', { name: 'New label' }).click();
  await page.getByLabel('Name').fill('Weekend');
  await page.getByRole('radio', { name: 'Colour 7' }).press('Space');
  await expect(page.getByRole('radio', { name: 'Colour 7' })).toBeChecked();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(item(page, /Rosa Renter/)).toContainText('Weekend');
  await page.keyboard.press('Escape');

  // Several at once, and undone at once.
  await item(page, /Rosa Renter/).focus();
  await page.keyboard.press('x');
  const bar = page.getByRole('toolbar', { name: 'With what is selected' });
  await expect(bar.getByText('1 selected')).toBeVisible();
  await item(page, /Otto Other/).click();
  await expect(bar.getByText('2 selected')).toBeVisible();
  await expectNoViolations(page);
  await bar.getByRole('button', { name: 'Mute…' }).click();
  await page.getByRole('menuitem', { name: 'For 8 hours' }).click();
  await expect(toast(page, '2 conversations muted')).toBeVisible();
  // It stays while one points at it.
  await page.getByRole('button', { name: 'Undo' }).hover();
  await expect(item(page, /Otto Other.*Muted|Muted.*Otto Other/)).toBeVisible();
  await expect(item(phone, /Rosa Renter.*Muted/)).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(item(page, /Muted/).filter({ hasText: 'Otto' })).toHaveCount(0);
  // What was pressed has gone, and the focus is at the first of those that came back.
  await expect(toast(page, 'Undone')).toBeVisible();
  await expect(page.locator('a[data-conversation]:focus')).toHaveCount(1);

  // Marked unread, and read by opening it.
  await item(phone, /Otto Other/).tap();
  await expect(phone.getByRole('region', { name: 'Conversation with Otto Other' })).toBeVisible();
  // On a phone no keyboard comes up that nobody asked for; back in the list one is where one left it.
  await expect(phone.getByRole('heading', { name: 'Otto Other' })).toBeFocused();
  await phone.getByRole('link', { name: 'Back to all conversations' }).tap();
  await expect(item(phone, /Otto Other/)).toBeFocused();
  await item(phone, /Otto Other/).tap();
  await expect(item(page, /Otto Other.*unread/)).toHaveCount(0);
  await phone.getByRole('button', { name: 'Conversation actions' }).click();
  await phone.getByRole('menuitem', { name: 'Mark as unread' }).click();
  await expect(phone).toHaveURL(/\/messages$/);
  await expect(item(page, /Otto Other.*Marked as unread/)).toBeVisible();
  await item(page, /Otto Other/).click();
  await expect(item(phone, /Otto Other.*Marked as unread/)).toHaveCount(0);

  // Left, after asking.
  await page.getByRole('region').getByRole('button', { name: 'Conversation actions' }).click();
  await page.getByRole('menuitem', { name: 'Leave conversation' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Leave conversation' }).click();
  await expect(toast(page, 'You have left the conversation')).toBeVisible();
  await expect(item(phone, /Otto Other/)).toHaveCount(0);

  // Without a network nothing is pretended.
  await page.context().setOffline(true);
  await item(page, /Rosa Renter/).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Archive' }).click();
  await expect(toast(page, 'can’t be reached')).toBeVisible();
  await page.mouse.move(900, 400);
  await expect(item(page, /Rosa Renter/)).toBeVisible();
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(item(page, /Rosa Renter/)).toHaveCount(0);
});

test('somebody who lists nothing is led from the lister’s inbox to their own', async ({ browser }) => {
  const page = await browserOf(browser, await somebodyNew('Nora Nothing'));
  await page.goto('/dashboard/messages');
  await expect(page.getByRole('heading', { name: 'You don’t list any gear yet' })).toBeVisible();
  await expectNoViolations(page);
  await page.getByRole('link', { name: 'Go to your messages' }).click();
  await expect(page).toHaveURL(/\/messages$/);
});
