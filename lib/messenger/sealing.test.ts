import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fromBase64, toBase64 } from '../encryption/bytes.ts';
import type { KeyToPublish, MyEncryption, WrappedKeyring } from '../encryption/encryption.ts';
import { readEnvelope } from '../encryption/envelope.ts';
import { newIdentity, type PublishedKey } from '../encryption/identity.ts';
import { newRecoveryKey } from '../encryption/recovery-key.ts';
import { sealMessage } from '../encryption/seal-message.ts';
import { AppError } from '../errors.ts';
import { createMessenger } from './create-messenger.ts';
import { createMemoryStorage } from './device-storage.ts';
import { createMemoryKeyStorage } from './key-storage.ts';
import { createTestDevice } from './test-device.ts';
import { keep, textsOf, timelineOf } from './test-messenger.ts';
import { createTestServer } from './test-server.ts';
import type { MessengerApi } from './types.ts';

const ana = 'a0000000-0000-4000-8000-00000000000a';
const ben = 'a0000000-0000-4000-8000-00000000000b';
const cara = 'a0000000-0000-4000-8000-00000000000c';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A server that keeps keys and wraps as the real one does, and a sealed conversation. */
async function setUpSealed(people = [ana, ben]) {
  const server = createTestServer({ me: ana });
  const conversationId = server.start(people);
  const published: PublishedKey[] = [];
  const recovery = new Map<string, WrappedKeyring[]>();
  /** What the server says of the conversation, which may be a lie. */
  const said = { sealed: true };

  const mineOf = (userId: string): MyEncryption => ({
    keys: published.filter((key) => key.userId === userId),
    recovery: recovery.get(userId) ?? [],
  });

  function requestOf(userId: string): MessengerApi['request'] {
    // biome-ignore lint/suspicious/noExplicitAny: it answers each path with what belongs to it
    return async (method: string, path: string, body?: unknown): Promise<any> => {
      if (path === 'encryption') {
        return mineOf(userId);
      }
      if (path === 'encryption/key') {
        const { version, publicKey, recovery: wraps } = body as KeyToPublish;
        published.push({ userId, version, publicKey, createdAt: '2026-01-01T00:00:00Z' });
        recovery.set(
          userId,
          wraps.map((wrap) => ({ ...wrap, keyVersion: version })),
        );
        return mineOf(userId);
      }
      if (path.startsWith('encryption/recovery/')) {
        const kind = path.endsWith('key') ? ('key' as const) : ('passphrase' as const);
        recovery.set(userId, [{ kind, ...(body as { keyVersion: number; wrapped: string }) }]);
        return mineOf(userId);
      }
      if (method === 'GET' && path === `conversations/${conversationId}/encryption`) {
        return structuredClone({ ...said, offered: false, sinceSeq: 0, keys: published });
      }
      throw new AppError('not_found', path);
    };
  }

  /** A device of somebody's, with what an earlier page left on it. */
  async function deviceOf(userId: string, keys = createMemoryKeyStorage(), storage = createMemoryStorage()) {
    const connected = server.deviceOf(userId);
    const api: MessengerApi = {
      ...connected.api,
      // The conversation is sealed, and the server takes nothing else.
      getConversation: async (id) => ({ ...(await connected.api.getConversation(id)), ...said }),
      async listConversations(cursor) {
        const page = await connected.api.listConversations(cursor);
        return { ...page, data: page.data.map((conversation) => ({ ...conversation, ...said })) };
      },
      listChanges: async (id, after) => {
        const changes = await connected.api.listChanges(id, after);
        return { ...changes, conversation: { ...changes.conversation, ...said } };
      },
      sendMessage(message) {
        if (message.body.kind !== 'sealed') {
          if (said.sealed) {
            throw new AppError('invalid_input', 'It is sealed');
          }
          return connected.api.sendMessage(message);
        }
        const people = server
          .conversation(conversationId, userId)
          .participants.filter(({ leftAt }) => leftAt === null);
        const current = people.flatMap((one) => published.findLast((key) => key.userId === one.userId) ?? []);
        const name = (key: { userId: string; version: number }) => `${key.userId} ${key.version}`;
        if (!isSame(readEnvelope(message.body.envelope).keys.map(name), current.map(name))) {
          throw new AppError('conflict', 'Sealed to others', { details: { reason: 'recipients' } });
        }
        return connected.api.sendMessage(message);
      },
      request: requestOf(userId),
    };
    const messenger = createMessenger({
      me: { id: userId },
      api,
      realtime: connected.realtime,
      surroundings: createTestDevice().surroundings,
      keeping: keep(storage, undefined, keys),
    });
    const stop = messenger.start();
    server.say('connected', userId);
    await messenger.openConversation(conversationId);
    const sealing = await messenger.sealing();
    const settle = async () => {
      await vi.advanceTimersByTimeAsync(400);
      server.deliverAll();
      await vi.advanceTimersByTimeAsync(400);
    };
    return {
      api,
      messenger,
      sealing,
      keys,
      storage,
      stop,
      settle,
      texts: () => textsOf(messenger, conversationId),
      shown: () => timelineOf(messenger, conversationId),
      state: () => messenger.getState().sealing,
    };
  }

  async function ready(userId: string) {
    const device = await deviceOf(userId);
    await device.sealing.setUp([{ kind: 'key', secret: newRecoveryKey() }]);
    return device;
  }

  return { server, conversationId, published, recovery, said, deviceOf, ready, requestOf };
}

function isSame(some: string[], others: string[]): boolean {
  return JSON.stringify(some.toSorted()) === JSON.stringify(others.toSorted());
}

describe('a sealed conversation', () => {
  it('carries what is said from one device to the other, and the server reads nothing', async () => {
    const { server, conversationId, ready } = await setUpSealed();
    const [anas, bens] = [await ready(ana), await ready(ben)];
    anas.messenger.send(conversationId, 'The key is under the third stone');
    expect(anas.shown().pending.map(({ body }) => body)).toEqual([]);
    await anas.settle();
    await bens.settle();
    expect(anas.texts()).toEqual(['The key is under the third stone']);
    expect(bens.texts()).toEqual(['The key is under the third stone']);
    expect(JSON.stringify(server.messages(conversationId))).not.toContain('stone');
    expect(bens.messenger.getState().inbox?.[0]?.lastMessage?.body?.kind).toBe('sealed');
  });

  it('shows what waits in clear to me, and keeps it sealed', async () => {
    const { server, conversationId, ready } = await setUpSealed();
    const anas = await ready(ana);
    await ready(ben);
    server.failNext('sendMessage');
    anas.messenger.send(conversationId, 'The canary sings');
    anas.messenger.saveDraft(conversationId, 'A canary in a draft');
    await vi.advanceTimersByTimeAsync(0);
    expect(anas.shown().pending[0]?.body).toEqual({ kind: 'plain', text: 'The canary sings' });
    const kept = JSON.stringify([await anas.storage.listOutgoing(), await anas.storage.listDrafts()]);
    expect(kept).toContain('envelope');
    expect(kept).not.toContain('canary');
  });

  it('gives a draft back on the same device', async () => {
    const { conversationId, ready, deviceOf } = await setUpSealed();
    const anas = await ready(ana);
    anas.messenger.saveDraft(conversationId, 'Half a sentence');
    await vi.advanceTimersByTimeAsync(0);
    anas.stop();
    const again = await deviceOf(ana, anas.keys, anas.storage);
    await again.settle();
    expect(again.messenger.getState().drafts[conversationId]).toBe('Half a sentence');
  });

  it('says why a device without keys shows nothing, and shows it once they are restored', async () => {
    const { conversationId, deviceOf, ready } = await setUpSealed();
    const anas = await deviceOf(ana);
    const secret = newRecoveryKey();
    await anas.sealing.setUp([{ kind: 'key', secret }]);
    const bens = await ready(ben);
    bens.messenger.send(conversationId, 'See you at nine');
    await bens.settle();
    const another = await deviceOf(ana);
    await another.settle();
    expect(another.state()?.status).toBe('elsewhere');
    expect(another.shown().messages[0]?.body).toMatchObject({ kind: 'sealed', problem: 'no_keys' });
    await expect(another.sealing.restore({ kind: 'key', secret: newRecoveryKey() })).rejects.toMatchObject({
      code: 'wrong_recovery_secret',
    });
    await another.sealing.restore({ kind: 'key', secret });
    expect(another.texts()).toEqual(['See you at nine']);
    expect(another.state()?.status).toBe('ready');
  });

  it('lists what was said long before this page, opened, and nothing to a device without keys', async () => {
    const { server, conversationId, published, ready, deviceOf } = await setUpSealed();
    const anas = await ready(ana);
    await ready(ben);
    const second = newIdentity(ben, 1);
    published.splice(1, 1, {
      userId: ben,
      version: 1,
      publicKey: toBase64(second.publicKey),
      createdAt: '2026-01-01T00:00:00Z',
    });
    for (let place = 1; place <= 250; place += 1) {
      const messageId = crypto.randomUUID();
      const text = place === 1 ? 'The first lighthouse' : `Number ${place}`;
      const body = sealMessage({ conversationId, messageId, text, sender: second, recipients: published });
      server.write(conversationId, ben, body as never, { id: messageId });
    }
    const again = await deviceOf(ana, anas.keys, anas.storage);
    expect(again.texts()).not.toContain('The first lighthouse');
    const listOn = async ({ sealing }: typeof again) => {
      const listing = sealing.list(conversationId, 2_000);
      await vi.advanceTimersByTimeAsync(1_000);
      return listing;
    };
    const listed = await listOn(again);
    expect(listed).toHaveLength(250);
    expect(listed[0]?.body).toEqual({ kind: 'plain', text: 'The first lighthouse', isOpened: true });
    expect(await listOn(await deviceOf(ana))).toEqual([]);
  });

  it('edits a message sealed', async () => {
    const { server, conversationId, ready } = await setUpSealed();
    const [anas, bens] = [await ready(ana), await ready(ben)];
    const id = anas.messenger.send(conversationId, 'At nine');
    await anas.settle();
    await anas.messenger.edit(conversationId, id, 'At ten');
    await anas.settle();
    expect(bens.texts()).toEqual(['At ten']);
    expect(server.messages(conversationId)[0]?.body?.kind).toBe('sealed');
  });

  it('shows a safety note on a text that would get one in the clear', async () => {
    const { conversationId, ready } = await setUpSealed();
    const [anas, bens] = [await ready(ana), await ready(ben)];
    anas.messenger.send(conversationId, 'Pay me by western union before you pick it up, my friend');
    await anas.settle();
    await vi.waitFor(() => expect(bens.shown().messages[0]?.verdict).toBe('nudge'), { timeout: 15_000 });
  });

  it('warns whoever writes such a text before it is sealed', async () => {
    const { conversationId, ready } = await setUpSealed();
    const anas = await ready(ana);
    const verdictOf = (text: string) => anas.sealing.verdictOf(conversationId, text);
    expect(await verdictOf('Pay me by western union before you pick it up, my friend')).toBe('nudge');
    expect(await verdictOf('See you at nine')).toBe('allow');
  });

  it('is sealed when it became so while a message was on its way, and not sent in clear', async () => {
    const { server, conversationId, ready } = await setUpSealed();
    const anas = await ready(ana);
    await ready(ben);
    const refused = new AppError('invalid_input', 'It is sealed', {
      details: { fields: [{ path: 'body', message: 'It is sealed' }] },
    });
    server.failNext('sendMessage', refused);
    anas.messenger.send(conversationId, 'Just now');
    await anas.settle();
    expect(server.messages(conversationId).map(({ body }) => body?.kind)).toEqual(['sealed']);
  });

  it('stays sealed on a device that knows it to be, whatever the server says later', async () => {
    const { server, conversationId, said, deviceOf, ready } = await setUpSealed();
    const anas = await ready(ana);
    await ready(ben);
    anas.messenger.send(conversationId, 'Before');
    await anas.settle();
    anas.stop();
    said.sealed = false;
    const again = await deviceOf(ana, anas.keys, anas.storage);
    expect(again.shown().conversation.sealed).toBe(true);
    again.messenger.send(conversationId, 'The canary sings');
    again.messenger.saveDraft(conversationId, 'A canary in a draft');
    await again.settle();
    await again.messenger.edit(
      conversationId,
      server.messages(conversationId)[0]?.id ?? '',
      'Another canary',
    );
    await again.settle();
    expect(again.texts()).toEqual(['Another canary', 'The canary sings']);
    expect(server.messages(conversationId).map(({ body }) => body?.kind)).toEqual(['sealed', 'sealed']);
    expect(JSON.stringify(await again.storage.listDrafts())).not.toContain('canary');
  });

  it('shows no text that came in clear after it was sealed, and says why', async () => {
    const { server, conversationId, ready } = await setUpSealed();
    const anas = await ready(ana);
    await ready(ben);
    server.write(conversationId, ben, 'Here is my new account number');
    await anas.settle();
    expect(anas.shown().messages[0]?.body).toMatchObject({ kind: 'sealed', problem: 'in_clear' });
    expect(JSON.stringify(anas.shown().messages)).not.toContain('account number');
  });

  it('can’t be restored from a wrap that the server has weakened to one round, and says so', async () => {
    const { recovery, deviceOf } = await setUpSealed();
    const secret = { kind: 'passphrase', secret: 'seven kayaks under the bridge' } as const;
    await (await deviceOf(ana)).sealing.setUp([secret]);
    const [wrap] = recovery.get(ana) ?? [];
    const bytes = fromBase64(wrap?.wrapped ?? '');
    bytes.set([0, 0, 0, 1], 2);
    recovery.set(ana, [{ kind: 'passphrase', keyVersion: 1, wrapped: toBase64(bytes) }]);
    const deriveBits = vi.spyOn(crypto.subtle, 'deriveBits');
    const another = await deviceOf(ana);
    await expect(another.sealing.restore(secret)).rejects.toMatchObject({ code: 'weak_derivation' });
    expect(deriveBits).not.toHaveBeenCalled();
    expect(another.state()?.status).toBe('elsewhere');
  });

  it('lets no server that has forgotten my keys have them made anew in the place of those on the device', async () => {
    const { published, conversationId, ready } = await setUpSealed();
    const [anas, bens] = [await ready(ana), await ready(ben)];
    bens.messenger.send(conversationId, 'See you at nine');
    await bens.settle();
    published.splice(0, published.length, ...published.filter(({ userId }) => userId !== ana));
    await anas.sealing.lookUp();
    await expect(anas.sealing.setUp([{ kind: 'key', secret: newRecoveryKey() }])).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await anas.keys.listIdentities()).toHaveLength(1);
    expect(anas.texts()).toEqual(['See you at nine']);
  });

  it('is got back with the new passphrase after a change, and with nothing from before', async () => {
    const { deviceOf } = await setUpSealed();
    const anas = await deviceOf(ana);
    const first = { kind: 'key', secret: newRecoveryKey() } as const;
    const second = { kind: 'passphrase', secret: 'seven kayaks under the bridge' } as const;
    const third = { kind: 'passphrase', secret: 'a dozen paddles in the shed' } as const;
    await anas.sealing.setUp([first]);
    await anas.sealing.changeRecovery(second);
    await anas.sealing.changeRecovery(third);
    const another = await deviceOf(ana);
    for (const former of [first, second]) {
      await expect(another.sealing.restore(former)).rejects.toMatchObject({ code: 'wrong_recovery_secret' });
    }
    await another.sealing.restore(third);
    expect(another.state()?.status).toBe('ready');
  });

  it('proves a message to a moderator, and only one that it opens', async () => {
    const { server, conversationId, ready } = await setUpSealed();
    const [anas, bens] = [await ready(ana), await ready(ben)];
    const id = anas.messenger.send(conversationId, 'You will regret this');
    await anas.settle();
    expect(bens.sealing.reveal(conversationId, id)).toBeNull();
    const countersignature = { at: 1, signature: '00' };
    const stored = server.messages(conversationId)[0]?.body;
    server.edit(conversationId, id, { ...stored, countersignature } as never);
    await bens.settle();
    expect(bens.sealing.reveal(conversationId, id)).toMatchObject({
      text: 'You will regret this',
      countersignature,
    });
  });
});

describe('a key that has changed', () => {
  async function setUpChanged() {
    const parts = await setUpSealed();
    const anas = await parts.ready(ana);
    const bens = await parts.ready(ben);
    anas.messenger.send(parts.conversationId, 'Before');
    await anas.settle();
    expect(anas.texts()).toEqual(['Before']);
    // Ben starts over on another device, or somebody pretends that he did.
    const second = newIdentity(ben, 2);
    parts.published.push({
      userId: ben,
      version: 2,
      publicKey: toBase64(second.publicKey),
      createdAt: '2026-01-02T00:00:00Z',
    });
    await anas.sealing.listSafetyNumbers(parts.conversationId);
    return { ...parts, anas, bens, second };
  }

  it('is noticed, holds up what I send, and lets it go once I have acknowledged it', async () => {
    const { server, conversationId, anas } = await setUpChanged();
    expect(anas.state()?.changedKeys[conversationId]).toEqual([ben]);
    anas.messenger.send(conversationId, 'After');
    await anas.settle();
    expect(server.messages(conversationId)).toHaveLength(1);
    expect(anas.shown().pending[0]).toMatchObject({ state: 'sending', failure: { code: 'key_changed' } });
    await anas.sealing.acknowledgeKeys(conversationId);
    await anas.settle();
    expect(server.messages(conversationId)).toHaveLength(2);
    expect(anas.state()?.changedKeys[conversationId]).toEqual([]);
  });

  it('shows nothing that was sealed with it, before I have acknowledged it', async () => {
    const { server, conversationId, anas, second, published } = await setUpChanged();
    const messageId = crypto.randomUUID();
    const body = sealMessage({
      conversationId,
      messageId,
      text: 'Here is my new account number',
      sender: second,
      recipients: published.filter(({ userId }) => userId === ana),
    });
    server.write(conversationId, ben, body as never, { id: messageId });
    await anas.settle();
    expect(anas.shown().messages.at(-1)?.body).toMatchObject({ kind: 'sealed', problem: 'key_changed' });
    await anas.sealing.acknowledgeKeys(conversationId);
    expect(anas.texts().at(-1)).toBe('Here is my new account number');
  });

  it('is no longer a verified one', async () => {
    const { conversationId, ready, published } = await setUpSealed();
    const anas = await ready(ana);
    await ready(ben);
    await anas.sealing.setVerified(conversationId, ben, true);
    expect(await anas.sealing.listSafetyNumbers(conversationId)).toMatchObject([
      { userId: ben, isVerified: true },
    ]);
    published.push({
      ...(published.at(-1) as PublishedKey),
      version: 2,
      publicKey: toBase64(newIdentity(ben, 2).publicKey),
    });
    expect(await anas.sealing.listSafetyNumbers(conversationId)).toMatchObject([
      { userId: ben, isVerified: false },
    ]);
  });

  it('is what somebody has who turns up in a conversation of two: nothing is sealed to them unasked', async () => {
    const { server, conversationId, ready } = await setUpSealed();
    const anas = await ready(ana);
    await ready(ben);
    anas.messenger.send(conversationId, 'Between us');
    await anas.settle();
    // The server has somebody of its own read along, in Ben's name perhaps.
    server.add(conversationId, cara);
    const caras = await ready(cara);
    await anas.messenger.catchUp();
    await anas.sealing.listSafetyNumbers(conversationId);
    expect(anas.state()?.changedKeys[conversationId]).toEqual([cara]);
    anas.messenger.send(conversationId, 'Is it still only us?');
    await anas.settle();
    expect(anas.shown().pending[0]).toMatchObject({ failure: { code: 'key_changed' } });
    caras.messenger.send(conversationId, 'Of course');
    await anas.settle();
    expect(anas.shown().messages.at(-1)?.body).toMatchObject({ problem: 'key_changed' });
    await anas.sealing.acknowledgeKeys(conversationId);
    await anas.settle();
    expect(anas.texts()).toEqual(['Between us', 'Of course', 'Is it still only us?']);
  });

  it('in the place of one that was known is noticed, too (swapped key)', async () => {
    const { conversationId, ready, published } = await setUpSealed();
    const anas = await ready(ana);
    await ready(ben);
    await anas.sealing.listSafetyNumbers(conversationId);
    const bens = published.find(({ userId }) => userId === ben) as PublishedKey;
    bens.publicKey = toBase64(newIdentity(ben, 1).publicKey);
    await anas.sealing.listSafetyNumbers(conversationId);
    expect(anas.state()?.changedKeys[conversationId]).toEqual([ben]);
  });
});

describe('people coming and going', () => {
  it('a message that was sealed to others than are in it is sealed again, under the same id', async () => {
    const { server, conversationId, ready } = await setUpSealed([ana, ben, cara]);
    const [anas, bens] = [await ready(ana), await ready(ben)];
    // Cara sets up after Ana has asked for the keys.
    const caras = await ready(cara);
    anas.messenger.send(conversationId, 'Hello all');
    await anas.settle();
    expect(server.messages(conversationId)).toHaveLength(1);
    expect(bens.texts()).toEqual(['Hello all']);
    expect(caras.texts()).toEqual(['Hello all']);
  });

  it('whoever has left can’t open what is said afterwards', async () => {
    const { server, conversationId, ready } = await setUpSealed([ana, ben, cara]);
    const anas = await ready(ana);
    await ready(ben);
    const caras = await ready(cara);
    anas.messenger.send(conversationId, 'With Cara');
    await anas.settle();
    server.remove(conversationId, cara);
    await anas.settle();
    await anas.messenger.catchUp();
    anas.messenger.send(conversationId, 'Without Cara');
    await anas.settle();
    const last = server.messages(conversationId).at(-1);
    expect(anas.texts().at(-1)).toBe('Without Cara');
    const identities = await caras.keys.listIdentities();
    expect(identities).toHaveLength(1);
    const envelope = last?.body?.kind === 'sealed' ? readEnvelope(last.body.envelope) : null;
    expect(envelope?.keys.map(({ userId }) => userId)).toEqual([ana, ben]);
  });
});
