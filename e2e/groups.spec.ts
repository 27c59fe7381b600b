import { expect, type Page } from '@playwright/test';
import { apiOf, textMessage } from './api';
import { expectNoViolations } from './axe';
import { newGear } from './database';
import { browserOf, somebodyNew } from './people';
import { test } from './test';

const field = (page: Page) => page.getByRole('textbox', { name: 'Message' });
const log = (page: Page) => page.getByRole('log', { name: 'Messages' });
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });
const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const nameOf = (first: string) => `${first} ${crypto.randomUUID().slice(0, 6)}`;

async function say(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await page.keyboard.press('Enter');
}

async function openMembers(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Members of/ }).click();
  await expect(dialog(page, 'Members')).toBeVisible();
}

test('three people in a group: asked, joined, writing, named, removed and left, each live for the others', async ({
  browser,
}) => {
  const [gita, hana, ivo] = await Promise.all(
    ['Gita', 'Hana', 'Ivo'].map((first) => somebodyNew(nameOf(first))),
  );
  if (!gita || !hana || !ivo) {
    throw new Error('Somebody is missing');
  }
  const gear = await newGear(hana, 'Sea kayak');
  const direct = (await apiOf(gita)('POST', 'conversations', { gearId: gear })).body.id;
  await apiOf(gita)('POST', `conversations/${direct}/messages`, textMessage('Between the two of us'));
  const [gitas, hanas, ivos] = [
    await browserOf(browser, gita),
    await browserOf(browser, hana),
    await browserOf(browser, ivo),
  ];
  await Promise.all([hanas.goto('/messages'), ivos.goto('/messages'), gitas.goto(`/messages/${direct}`)]);

  // Started out of the conversation about the gear, by keyboard.
  await gitas.getByRole('button', { name: 'Add people' }).click();
  const adding = dialog(gitas, 'Add people');
  await expect(adding.getByRole('list', { name: 'Chosen people' })).toContainText(hana.name);
  await adding.getByRole('combobox', { name: 'Search people' }).fill(ivo.name.toLowerCase());
  await expect(adding.getByRole('option', { name: ivo.name })).toBeVisible();
  await expectNoViolations(gitas);
  await gitas.keyboard.press('Enter');
  await expect(adding.getByRole('button', { name: `Remove ${ivo.name}` })).toBeVisible();
  await adding.getByLabel('Group name').fill('Kayak week');
  await gitas.keyboard.press('Enter');
  await expect(heading(gitas)).toHaveText('Kayak week');
  const groupPath = new URL(gitas.url()).pathname;
  expect(groupPath).not.toBe(`/messages/${direct}`);
  await say(gitas, 'Before you came');

  // Asked and joined: what was written before stays where it is.
  for (const page of [hanas, ivos]) {
    const asked = page.getByRole('region', { name: 'Invitations' });
    await expect(asked).toContainText(`${gita.name} invites you to Kayak week`);
    if (page === hanas) {
      await expectNoViolations(page);
    }
    await asked.getByRole('button', { name: `Accept the invitation of ${gita.name}` }).press('Enter');
    await expect(page).toHaveURL(new RegExp(`${groupPath}$`));
    await expect(asked).toHaveCount(0);
  }
  await expect(gitas.getByText('3 people')).toBeVisible();
  await expect(log(gitas)).toContainText(`${hana.name} joined`);
  await say(gitas, 'Welcome aboard');
  for (const page of [hanas, ivos]) {
    await expect(log(page)).toContainText('Welcome aboard');
    await expect(log(page)).not.toContainText('Before you came');
  }
  await expect(log(gitas)).toContainText(`Seen by ${hana.name} and ${ivo.name}`);

  // Names stand above what others say, and several write at once.
  await say(hanas, 'What a morning');
  await expect(log(gitas).getByRole('article', { name: new RegExp(`^${hana.name}, `) })).toContainText(
    hana.name,
  );
  // As people type, until it is seen: it is told at most once a second, and forgotten after five.
  await expect(async () => {
    await Promise.all([
      field(hanas).pressSequentially('I also', { delay: 300 }),
      field(ivos).pressSequentially('So do I', { delay: 300 }),
      expect(gitas.getByRole('status', { name: / and .+ are typing…/ })).toBeVisible({ timeout: 4_000 }),
    ]);
  }).toPass();

  // Named by anybody, live for everybody.
  await openMembers(hanas);
  await expectNoViolations(hanas);
  await dialog(hanas, 'Members').getByRole('button', { name: 'Rename' }).click();
  await dialog(hanas, 'Members').getByLabel('Group name').fill('Kayak & tent');
  await hanas.keyboard.press('Enter');
  await expect(heading(gitas)).toHaveText('Kayak & tent');
  await expect(dialog(hanas, 'Members').getByRole('button', { name: /^Remove/ })).toHaveCount(0);
  await hanas.keyboard.press('Escape');

  // Removed by who started it: their page says so, and what follows doesn't reach it.
  await openMembers(gitas);
  await dialog(gitas, 'Members')
    .getByRole('button', { name: `Remove ${ivo.name}` })
    .click();
  await gitas.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(heading(ivos)).toHaveText('You’re no longer in this conversation');
  await expect(dialog(gitas, 'Members')).not.toContainText(ivo.name);
  await gitas.keyboard.press('Escape');
  await say(gitas, 'Without Ivo');
  await expect(log(hanas)).toContainText('Without Ivo');
  await expect(log(hanas)).toContainText(`${gita.name} removed ${ivo.name}`);
  await expect(ivos.getByRole('navigation', { name: 'Conversations' })).not.toContainText('Kayak');
  await expect(ivos.locator('body')).not.toContainText('Without Ivo');
  await ivos.reload();
  await expect(heading(ivos)).toHaveText('This conversation isn’t here');

  // Left by one who wants to.
  await openMembers(hanas);
  await dialog(hanas, 'Members').getByRole('button', { name: 'Leave group' }).click();
  await hanas.getByRole('alertdialog').getByRole('button', { name: 'Leave group' }).click();
  await expect(heading(hanas)).toHaveText('You’re no longer in this conversation');
  await expect(log(gitas)).toContainText(`${hana.name} left`);
  // The direct one is still there.
  await hanas.goto(`/messages/${direct}`);
  await expect(log(hanas)).toContainText('Between the two of us');
});

test('a group about nothing in particular is started from the inbox, and may be declined', async ({
  browser,
}) => {
  const [jon, kim] = await Promise.all(['Jon', 'Kim'].map((first) => somebodyNew(nameOf(first))));
  if (!jon || !kim) {
    throw new Error('Somebody is missing');
  }
  const [jons, kims] = [await browserOf(browser, jon), await browserOf(browser, kim)];
  await Promise.all([jons.goto('/messages'), kims.goto('/messages')]);
  await jons.getByRole('button', { name: 'New group' }).click();
  const starting = dialog(jons, 'New group');
  await expect(starting.getByRole('button', { name: 'Start group' })).toBeDisabled();
  await starting.getByRole('combobox', { name: 'Search people' }).fill('Nobody Of This Name');
  await expect(starting).toContainText('Nobody found');
  await starting.getByRole('combobox', { name: 'Search people' }).fill(kim.name);
  await starting.getByRole('option', { name: kim.name }).click();
  await starting.getByRole('button', { name: 'Start group' }).click();
  await expect(heading(jons)).toHaveText(kim.name);

  const asked = kims.getByRole('region', { name: 'Invitations' });
  await expect(asked).toContainText(`${jon.name} invites you to a group`);
  await openMembers(jons);
  await expect(dialog(jons, 'Members').getByRole('region', { name: 'Invited' })).toContainText(kim.name);
  await asked.getByRole('button', { name: 'Decline' }).click();
  await expect(asked).toHaveCount(0);
  await expect(dialog(jons, 'Members').getByRole('region', { name: 'Invited' })).toHaveCount(0);
});
