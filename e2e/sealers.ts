import { expect } from '@playwright/test';
import { toBase64 } from '../lib/encryption/bytes.ts';
import { type Identity, newIdentity } from '../lib/encryption/identity.ts';
import { wrapKeyring } from '../lib/encryption/recovery.ts';
import { newRecoveryKey } from '../lib/encryption/recovery-key.ts';
import { apiOf } from './api';
import { sql } from './database';
import { type Person, somebodyNew } from './people';

/** Somebody who was verified long ago and may seal. */
export interface Sealer extends Person {
  identity: Identity;
  recoveryKey: string;
}

/** Whoever has been here for long and is verified may seal without a rental. */
export async function oldFriend(name: string): Promise<Person> {
  const person = await somebodyNew(name);
  await sql(
    `update public.profiles set verified_at = now() - interval '50 days', created_at = now() - interval '60 days' where id = $1`,
    [person.id],
  );
  return person;
}

/** With a key that is published, and the recovery key that brings it onto a device. */
export async function sealer(name: string): Promise<Sealer> {
  const person = await oldFriend(name);
  const identity = newIdentity(person.id, 1);
  const recoveryKey = newRecoveryKey();
  await publishKey(person, identity, recoveryKey);
  return { ...person, identity, recoveryKey };
}

export async function publishKey(person: Person, identity: Identity, recoveryKey: string): Promise<void> {
  const { version } = identity;
  const wrapped = await wrapKeyring([identity], { kind: 'key', secret: recoveryKey });
  const key = { version, publicKey: toBase64(identity.publicKey), recovery: [{ kind: 'key', wrapped }] };
  const answer = await apiOf(person)('PUT', 'encryption/key', key);
  expect(answer).toMatchObject({ status: 200, body: { recovery: [{ kind: 'key', keyVersion: version }] } });
  expect(answer.body.keys.at(-1)).toMatchObject({ version, publicKey: key.publicKey });
}

export async function agree(person: Person, id: string) {
  return apiOf(person)('PUT', `conversations/${id}/encryption/consent`, {});
}

/** A group that these people are in. Gives its id. */
export async function groupOf(first: Person, second: Person, gear: string): Promise<string> {
  const direct = (await apiOf(first)('POST', 'conversations', { gearId: gear })).body.id;
  const id = crypto.randomUUID();
  await apiOf(first)('POST', 'groups', { id, fromConversationId: direct, userIds: [second.id] });
  await acceptInvitation(second);
  return id;
}

export async function acceptInvitation(person: Person) {
  const [invitation] = (await apiOf(person)('GET', 'invitations')).body.data;
  return apiOf(person)('PATCH', `invitations/${invitation.id}`, { status: 'accepted' });
}
