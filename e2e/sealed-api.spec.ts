import { expect } from '@playwright/test';
import { toBase64 } from '../lib/encryption/bytes.ts';
import { newIdentity, type PublishedKey } from '../lib/encryption/identity.ts';
import { openMessage } from '../lib/encryption/open-message.ts';
import { newRecoveryKey } from '../lib/encryption/recovery-key.ts';
import { revealMessage } from '../lib/encryption/report.ts';
import { sealMessage } from '../lib/encryption/seal-message.ts';
import { apiOf, textMessage } from './api';
import { newGear, sql } from './database';
import { somebodyNew } from './people';
import { acceptInvitation, agree, groupOf, publishKey, type Sealer, sealer } from './sealers';
import { test } from './test';

/** As a device does: to everybody whose key it is given. */
function sealedMessage(sender: Sealer, conversationId: string, recipients: readonly Sealer[], text: string) {
  const id = crypto.randomUUID();
  const keys = recipients.map(({ identity }): PublishedKey => {
    const { userId, version, publicKey } = identity;
    return { userId, version, publicKey: toBase64(publicKey), createdAt: '' };
  });
  return {
    id,
    kind: 'text',
    body: sealMessage({ conversationId, messageId: id, text, sender: sender.identity, recipients: keys }),
  };
}

test('people seal a group, and who joins or leaves can open what was sealed while they were in it', async () => {
  const [ada, bo, cy] = await Promise.all([sealer('Ada Sealed'), sealer('Bo Sealed'), sealer('Cy Sealed')]);
  const gear = await newGear(bo);
  const id = await groupOf(ada, bo, gear);
  const send = (sender: Sealer, message: object) =>
    apiOf(sender)('POST', `conversations/${id}/messages`, message);

  expect((await apiOf(cy)('GET', `conversations/${id}/encryption`)).status).toBe(404);
  expect((await agree(cy, id)).status).toBe(404);
  expect((await send(bo, sealedMessage(bo, id, [ada, bo], 'Too early'))).status).toBe(422);
  expect((await agree(ada, id)).body).toMatchObject({ sealed: false, sealingConsents: [ada.id] });
  expect((await agree(bo, id)).body).toMatchObject({ sealed: true, sealingConsents: [] });
  expect(await send(bo, textMessage('In the clear'))).toMatchObject({
    status: 422,
    body: { error: { code: 'invalid_input' } },
  });

  const first = await send(ada, sealedMessage(ada, id, [ada, bo], 'Before Cy'));
  expect(first.status).toBe(201);
  expect(first.body.body.countersignature.signature).toMatch(/^[0-9a-f]{64}$/);

  expect(
    (await apiOf(ada)('POST', `conversations/${id}/invitations`, { userIds: [cy.id] })).status,
  ).toBeLessThan(300);
  await acceptInvitation(cy);
  const stale = await send(ada, sealedMessage(ada, id, [ada, bo], 'Not to Cy'));
  expect(stale).toMatchObject({
    status: 409,
    body: { error: { code: 'conflict', details: { reason: 'recipients' } } },
  });
  const second = await send(ada, sealedMessage(ada, id, [ada, bo, cy], 'With Cy'));
  expect(second.status).toBe(201);
  const seen = (await apiOf(cy)('GET', `conversations/${id}/messages`)).body.data;
  expect(seen.map((message: { id: string }) => message.id)).not.toContain(first.body.id);

  await apiOf(bo)('DELETE', `conversations/${id}/participants/me`);
  expect((await send(ada, sealedMessage(ada, id, [ada, bo, cy], 'Still to Bo'))).status).toBe(409);
  const third = await send(ada, sealedMessage(ada, id, [ada, cy], 'Without Bo'));
  expect(third.status).toBe(201);
  // Whose keys are told: of whoever has left, those that they had here.
  await publishKey(bo, newIdentity(bo.id, 2), newRecoveryKey());
  const { keys } = (await apiOf(ada)('GET', `conversations/${id}/encryption`)).body;
  const versions = keys
    .filter((key: PublishedKey) => key.userId === bo.id)
    .map((key: PublishedKey) => key.version);
  expect(versions).toEqual([1]);
  const opened = (reader: Sealer, message: { id: string; body: never }) =>
    openMessage({
      conversationId: id,
      messageId: message.id,
      senderId: ada.id,
      body: message.body,
      identities: [reader.identity],
      findSenderKey: () => toBase64(ada.identity.publicKey),
    });
  expect(opened(cy, third.body).text).toBe('Without Bo');
  expect(() => opened(bo, third.body)).toThrow('not_for_me');
  expect(() => opened(cy, first.body)).toThrow('not_for_me');
});

test('a true report of a sealed message is verified, and a false one isn’t', async () => {
  const [eve, mallory] = await Promise.all([sealer('Eve Reporter'), sealer('Mallory Threat')]);
  const gear = await newGear(mallory);
  const { id } = (await apiOf(eve)('POST', 'conversations', { gearId: gear })).body;
  await agree(eve, id);
  await agree(mallory, id);
  const threat = sealedMessage(mallory, id, [eve, mallory], 'You will regret this');
  const stored = (await apiOf(mallory)('POST', `conversations/${id}/messages`, threat)).body;
  const opened = openMessage({
    conversationId: id,
    messageId: stored.id,
    senderId: mallory.id,
    body: stored.body,
    identities: [eve.identity],
    findSenderKey: () => toBase64(mallory.identity.publicKey),
  });
  const truth = {
    messageId: stored.id,
    conversationId: id,
    senderId: mallory.id,
    ...revealMessage(stored.body, opened),
    countersignature: stored.body.countersignature,
  };
  const verify = async (report: object) =>
    (await apiOf(eve)('POST', 'encryption/verifications', { ...truth, ...report })).body.result;
  expect(await verify({})).toBe('verified');
  expect(await verify({ text: 'I will hurt you' })).toBe('unverified');
  expect(await verify({ senderId: eve.id })).toBe('unverified');
  expect(await verify({ messageId: crypto.randomUUID() })).toBe('unverified');
  expect(await verify({ frankingKey: `${truth.frankingKey.slice(0, -4)}AAAA` })).toBe('unverified');
  const later = { ...truth.countersignature, at: truth.countersignature.at + 60 };
  expect(await verify({ countersignature: later })).toBe('unverified');
  expect(await verify({ countersignature: { ...later, signature: 'f'.repeat(64) } })).toBe('unverified');
  // The moderator reads what was revealed, and whether it is true.
  const { messageId, conversationId: _, senderId: __, ...revealed } = truth;
  const report = await apiOf(eve)('POST', 'reports', { messageId, reason: 'harassment', revealed });
  expect(report.status).toBe(201);
  const [review] = await sql<{ summary: object }>(
    'select private.review_summary(r) as summary from public.reviews r where r.id = $1',
    [report.body.id],
  );
  expect(review?.summary).toMatchObject({
    text: 'You will regret this',
    verification: 'verified',
    subject: { id: mallory.id },
  });
  // Unsent, it can still be proved: the countersignature is on the device that received it.
  expect((await apiOf(mallory)('DELETE', `messages/${stored.id}`)).status).toBe(200);
  expect(await verify({})).toBe('verified');
  expect((await apiOf(null)('POST', 'encryption/verifications', truth)).status).toBe(401);
});

test('a key that gives everybody the same secret is refused', async () => {
  const person = await somebodyNew('Low Order');
  const recovery = [{ kind: 'key', wrapped: 'A'.repeat(200) }];
  for (const hex of ['00'.repeat(32), `01${'00'.repeat(31)}`, `ed${'ff'.repeat(30)}7f`]) {
    const publicKey = Buffer.from(hex, 'hex').toString('base64');
    expect(await apiOf(person)('PUT', 'encryption/key', { version: 1, publicKey, recovery })).toMatchObject({
      status: 422,
      body: { error: { code: 'invalid_input' } },
    });
  }
});
