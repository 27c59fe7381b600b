import { openAtRest, sealAtRest } from '../encryption/at-rest.ts';
import { toBase64 } from '../encryption/bytes.ts';
import type { KeyToPublish, MyEncryption } from '../encryption/encryption.ts';
import { readEnvelope } from '../encryption/envelope.ts';
import { type Identity, identityFrom, newIdentity, type PublishedKey } from '../encryption/identity.ts';
import { type OpenedMessage, openMessage } from '../encryption/open-message.ts';
import { type RecoverySecret, unwrapKeyring, wrapKeyring } from '../encryption/recovery.ts';
import { newRecoveryKey } from '../encryption/recovery-key.ts';
import { type RevealedMessage, revealMessage } from '../encryption/report.ts';
import { safetyNumber } from '../encryption/safety-number.ts';
import { sealMessage } from '../encryption/seal-message.ts';
import { isSealingError, SealingError } from '../encryption/sealing-error.ts';
import { AppError } from '../errors.ts';
import type { Message, SealedBody, SealingProblem } from '../messages/message.ts';
import type { ConversationStore } from './conversation-store.ts';
import type { KeptMessage } from './device-storage.ts';
import { sealedMark } from './drafts.ts';
import { findHeld } from './held-messages.ts';
import { createKeyPins } from './key-pins.ts';
import type { KeyStorage } from './key-storage.ts';
import { createSealingApi } from './sealing-api.ts';
import { createScoring } from './sealing-score.ts';
import type { Seals } from './seals.ts';
import type { MessengerApi, SealingState, Timeline } from './types.ts';

/** As many as a page may have. */
const pageSize = 100;
const openedAtOnce = 50;

export type Sealing = Awaited<ReturnType<typeof createSealing>>;

export type SealingActions = Sealing['actions'];

export interface SafetyNumber {
  userId: string;
  /** 60 digits. */
  digits: string;
  isVerified: boolean;
}

/**
 * What sealed conversations take on a device: my keys, others' keys as I know them, and opening and sealing. Loaded with the
 * first one that is opened.
 */
export async function createSealing(core: {
  me: { id: string };
  api: MessengerApi;
  store: ConversationStore;
  seals: Seals;
  keys: KeyStorage;
  /** What waits may get through now. */
  onReady(): void;
  /** Fetches what is missing of a conversation. */
  catchUp(conversationId: string): Promise<void>;
}) {
  const { me, store, seals, keys, onReady, catchUp } = core;
  const api = createSealingApi(core.api);
  const pins = createKeyPins(keys);
  const published = new Map<string, readonly PublishedKey[]>();
  const fetching = new Map<string, Promise<void>>();
  /** The event after which the keys of a conversation were asked for last. */
  const fetchedAfter = new Map<string, string | undefined>();
  const askedFor = new Set<string>();
  const openedTexts = new WeakMap<Message, string>();
  /** What was read to search it, by conversation. */
  const listed = new Map<string, { change: number; atMost: number; messages: readonly Message[] }>();
  let identities: Identity[] = [];
  let status: SealingState['status'] = 'unknown';
  let shown = new WeakMap<Message, Message>();
  let shownTimelines = new WeakMap<Timeline, Timeline>();
  const scoring = createScoring(showAgain, (conversationId) => ({
    rentalStatus: store.conversations.get(conversationId)?.rental?.status ?? null,
  }));

  await pins.read();
  holdIdentities(await keys.listIdentities());

  // --- my keys -----------------------------------------------------------------------------------------------------

  function holdIdentities(kept: readonly { version: number; secretKey: Uint8Array }[]): void {
    identities = [...kept]
      .sort((a, b) => a.version - b.version)
      .map(({ version, secretKey }) => identityFrom(me.id, version, secretKey));
  }

  function newest(): Identity {
    const identity = identities.at(-1);
    if (!identity) {
      throw new AppError('conflict', 'This device has no keys', { details: { reason: 'no_keys' } });
    }
    return identity;
  }

  /** Compares what this device has with what the server says are my keys. */
  function judge(mine: readonly PublishedKey[]): void {
    const current = mine.at(-1);
    const held = identities.at(-1);
    if (!current) {
      status = 'none';
    } else {
      const isMine = held?.version === current.version && toBase64(held.publicKey) === current.publicKey;
      status = isMine ? 'ready' : 'elsewhere';
    }
  }

  async function keep(next: readonly Identity[], mine: MyEncryption): Promise<void> {
    await keys.putIdentities(next);
    holdIdentities(next);
    judge(mine.keys);
    showAgain();
    onReady();
  }

  async function publish(secrets: readonly RecoverySecret[], kept: readonly Identity[]): Promise<void> {
    const mine = await api.getMine();
    const identity = newIdentity(me.id, (mine.keys.at(-1)?.version ?? 0) + 1);
    if (kept.some(({ version }) => version >= identity.version)) {
      // It would take the place of a key that messages are sealed to.
      throw new AppError('conflict', 'The server knows of fewer keys than this device has');
    }
    const next = [...kept, identity];
    const recovery: KeyToPublish['recovery'] = [];
    for (const secret of secrets) {
      recovery.push({ kind: secret.kind, wrapped: await wrapKeyring(next, secret) });
    }
    const publicKey = toBase64(identity.publicKey);
    await keep(next, await api.publishKey({ version: identity.version, publicKey, recovery }));
  }

  // --- everybody's keys --------------------------------------------------------------------------------------------

  /** Asks for the keys of a conversation, once at a time. */
  function fetchKeys(conversationId: string): Promise<void> {
    const known = fetching.get(conversationId);
    if (known) {
      return known;
    }
    const asked = api
      .getOf(conversationId)
      .then(async ({ keys: found, sealed, sinceSeq }) => {
        published.set(conversationId, found);
        if (sealed) {
          noteSeal(conversationId, sinceSeq);
        }
        judge(found.filter(({ userId }) => userId === me.id));
        await pins.meet(found.filter(({ userId }) => userId !== me.id));
        showAgain();
      })
      .finally(() => fetching.delete(conversationId));
    fetching.set(conversationId, asked);
    return asked;
  }

  function noteSeal(conversationId: string, sinceSeq: number | null): void {
    const isGroup = store.conversations.get(conversationId)?.kind === 'group';
    seals.note({ conversationId, sinceSeq, userIds: isGroup ? null : peopleIn(conversationId) });
  }

  /** Ids of those who are in it now, as the server says. */
  function peopleIn(conversationId: string): string[] {
    const people = store.conversations.get(conversationId)?.participants ?? [];
    return people.filter(({ leftAt }) => leftAt === null).map(({ userId }) => userId);
  }

  /** Of two people's conversation: whoever wasn't in it when this device met it. */
  function strangersIn(conversationId: string): string[] {
    const known = seals.find(conversationId)?.userIds;
    return known ? peopleIn(conversationId).filter((userId) => !known.includes(userId)) : [];
  }

  /** Whose key isn't the one that this device knows, or who isn't somebody it knows to be in this conversation. */
  function changedIn(conversationId: string): string[] {
    return [...new Set([...pins.findChanged(othersKeys(conversationId)), ...strangersIn(conversationId)])];
  }

  function othersKeys(conversationId: string): readonly PublishedKey[] {
    return (published.get(conversationId) ?? []).filter(({ userId }) => userId !== me.id);
  }

  /** The current key of each of those who are in it, as this device knows it. */
  function recipientsOf(conversationId: string): PublishedKey[] {
    const people = peopleIn(conversationId).filter((userId) => userId !== me.id);
    return people.flatMap((userId) => {
      const current = othersKeys(conversationId).findLast((key) => key.userId === userId);
      return current ? [current] : [];
    });
  }

  // --- opening -----------------------------------------------------------------------------------------------------

  function open(message: Message, body: SealedBody): OpenedMessage {
    return openMessage({
      conversationId: message.conversationId,
      messageId: message.id,
      senderId: message.senderId ?? '',
      body,
      identities,
      findSenderKey: (version) => findKey(message, version),
    });
  }

  function findKey({ senderId, conversationId }: Message, version: number): string | null {
    if (senderId === null || strangersIn(conversationId).includes(senderId)) {
      return null;
    }
    return senderId === me.id ? myKey(version) : pins.find(senderId, version);
  }

  function myKey(version: number): string | null {
    const mine = identities.find((identity) => identity.version === version);
    return mine ? toBase64(mine.publicKey) : null;
  }

  /** A message as it is shown: opened, or with why it isn't. */
  function show(message: Message): Message {
    const { body } = message;
    if (body?.kind !== 'sealed' && !isInClear(message)) {
      return message;
    }
    const known =
      shown.get(message) ?? (body?.kind === 'sealed' ? toShown(message, body) : withheld(message));
    shown.set(message, known);
    return known;
  }

  /** Whether the server passes off as said here what nobody has sealed. */
  function isInClear({ conversationId, kind, seq, body }: Message): boolean {
    const sinceSeq = seals.find(conversationId)?.sinceSeq ?? null;
    return kind === 'text' && body?.kind === 'plain' && sinceSeq !== null && seq > sinceSeq;
  }

  function withheld(message: Message): Message {
    return { ...message, body: { kind: 'sealed', envelope: '', commitment: '', problem: 'in_clear' } };
  }

  function toShown(message: Message, body: SealedBody): Message {
    if (identities.length === 0) {
      return status === 'unknown' ? message : { ...message, body: { ...body, problem: 'no_keys' } };
    }
    if (!published.has(message.conversationId)) {
      return message;
    }
    try {
      const { text } = open(message, body);
      const verdict = scoring.verdictOn(message, text);
      return { ...message, body: { kind: 'plain', text, isOpened: true }, verdict };
    } catch (error) {
      const problem = problemOf(error);
      if (problem === 'key_changed' && isNewsOf(message, body)) {
        return message;
      }
      const isElsewhere = problem === 'not_for_me' && status === 'elsewhere';
      return { ...message, body: { ...body, problem: isElsewhere ? 'no_keys' : problem } };
    }
  }

  /** Whether it was sealed with a key that was published after the keys were asked for, which are then asked for again. */
  function isNewsOf({ conversationId, senderId }: Message, { envelope }: SealedBody): boolean {
    const version = readEnvelope(envelope).keys.find(({ userId }) => userId === senderId)?.version;
    const isPublished = othersKeys(conversationId).some(
      (key) => key.userId === senderId && key.version === version,
    );
    const name = `${conversationId} ${senderId} ${version}`;
    if (isPublished || askedFor.has(name)) {
      return false;
    }
    askedFor.add(name);
    fetchKeys(conversationId).catch(() => askedFor.delete(name));
    return true;
  }

  /** Opens everything again: keys have come, or a score. */
  function showAgain(): void {
    shown = new WeakMap();
    shownTimelines = new WeakMap();
    const changedKeys = Object.fromEntries([...published.keys()].map((id) => [id, changedIn(id)]));
    store.showSealing({ status, changedKeys });
  }

  /** The newest messages, as they came, back to where the conversation was sealed. */
  async function readNewest(conversationId: string, atMost: number): Promise<readonly Message[]> {
    const change = store.conversations.get(conversationId)?.lastChange ?? -1;
    const known = listed.get(conversationId);
    if (known && known.change === change && known.atMost >= atMost) {
      return known.messages;
    }
    const sinceSeq = seals.find(conversationId)?.sinceSeq ?? 0;
    let messages: readonly Message[] = [];
    let page: readonly Message[];
    do {
      const before = messages[0]?.seq;
      ({ data: page } = await core.api.listMessages(conversationId, {
        ...(before !== undefined && { before }),
        limit: pageSize,
      }));
      messages = [...page, ...messages];
    } while (page.length === pageSize && messages.length < atMost && (page[0]?.seq ?? 0) > sinceSeq);
    listed.set(conversationId, { change, atMost, messages });
    return messages;
  }

  /** Without a verdict, which takes longer than opening. What can't be opened is left out. */
  function openToList(message: Message): Message[] {
    const { body } = message;
    if (body?.kind !== 'sealed') {
      return [];
    }
    try {
      const text = openedTexts.get(message) ?? open(message, body).text;
      openedTexts.set(message, text);
      return [{ ...message, body: { kind: 'plain', text, isOpened: true } }];
    } catch {
      return [];
    }
  }

  // --- sealing -----------------------------------------------------------------------------------------------------

  function sealFor(
    recipients: readonly PublishedKey[],
    place: { conversationId: string; messageId: string },
    text: string,
  ) {
    return sealMessage({ ...place, text, sender: newest(), recipients });
  }

  /** The keys as they are now, when all of them are known to be theirs. Throws `conflict`. */
  async function currentRecipients(conversationId: string, isAgain: boolean): Promise<PublishedKey[]> {
    if (isAgain) {
      await catchUp(conversationId);
    }
    if (isAgain || !published.has(conversationId)) {
      await fetchKeys(conversationId);
    }
    if (status !== 'ready') {
      throw new AppError('conflict', 'This device has not got my keys', { details: { reason: 'no_keys' } });
    }
    if (changedIn(conversationId).length > 0) {
      throw new AppError('conflict', 'A key has changed', { details: { reason: 'key_changed' } });
    }
    return recipientsOf(conversationId);
  }

  function openOwn(conversationId: string, messageId: string, body: SealedBody): string {
    return openMessage({
      conversationId,
      messageId,
      senderId: me.id,
      body,
      identities,
      findSenderKey: myKey,
    }).text;
  }

  return {
    /** A timeline with its messages opened. The same one for the same one. */
    decorate(timeline: Timeline): Timeline {
      const { id } = timeline.conversation;
      const newest = timeline.messages.findLast(changesKeys)?.id;
      if ((!published.has(id) || fetchedAfter.get(id) !== newest) && !fetching.has(id)) {
        fetchedAfter.set(id, newest);
        // Without an answer it is asked for again with the next alteration.
        fetchKeys(id).catch(() => undefined);
      }
      const known = shownTimelines.get(timeline) ?? {
        ...timeline,
        messages: timeline.messages.map(show),
        excerpt: timeline.excerpt && { ...timeline.excerpt, messages: timeline.excerpt.messages.map(show) },
        quotes: Object.fromEntries(
          Object.entries(timeline.quotes).map(([quoteId, quote]) => [quoteId, quote && show(quote)]),
        ),
        pending: timeline.pending.map((message) => {
          const { body } = message;
          if (body.kind !== 'sealed' || identities.length === 0) {
            return message;
          }
          const text = openOwn(message.conversationId, message.id, body);
          return { ...message, body: { kind: 'plain' as const, text } };
        }),
      };
      shownTimelines.set(timeline, known);
      return known;
    },

    /** To myself alone: how it waits on this device until it is known whom else it goes to. */
    sealForMe: (place: { conversationId: string; messageId: string }, text: string) =>
      sealFor([], place, text),

    /** To everybody who is in the conversation now. */
    async sealForAll(
      place: { conversationId: string; messageId: string },
      text: string,
      isAgain = false,
    ): Promise<SealedBody> {
      return sealFor(await currentRecipients(place.conversationId, isAgain), place, text);
    },

    /** A message of mine as it may be sent. `isAgain` when the server says that it was sealed to others than are in it now. */
    async prepare(message: KeptMessage, isAgain: boolean): Promise<KeptMessage> {
      const { id: messageId, conversationId, body } = message;
      if (message.isSealedForAll && !isAgain) {
        return message;
      }
      const text = body.kind === 'plain' ? body.text : openOwn(conversationId, messageId, body);
      const recipients = await currentRecipients(conversationId, isAgain);
      return {
        ...message,
        body: sealFor(recipients, { conversationId, messageId }, text),
        isSealedForAll: true,
      };
    },

    /** Null when this device has no key. */
    sealDraft(conversationId: string, text: string): string | null {
      const identity = identities.at(-1);
      return identity ? sealedMark + sealAtRest(identity, `draft ${conversationId}`, text) : null;
    },

    /** Null when this device hasn't got the key that it was sealed with. */
    openDraft(conversationId: string, kept: string): string | null {
      const sealed = kept.slice(sealedMark.length);
      for (const identity of identities.toReversed()) {
        try {
          return openAtRest(identity, `draft ${conversationId}`, sealed);
        } catch {
          // Perhaps with an earlier key.
        }
      }
      return null;
    },

    /** Somebody's key may be another one now. */
    refresh: (conversationId: string) => fetchKeys(conversationId),

    actions: {
      newRecoveryKey,

      /** What readers would be warned of in this text. */
      verdictOf: scoring.verdictOf,

      /** The newest messages of a sealed conversation that this device can open, opened: what a search looks through. */
      async list(conversationId: string, atMost: number): Promise<readonly Message[]> {
        if (!published.has(conversationId)) {
          await fetchKeys(conversationId);
        }
        const opened: Message[] = [];
        for (const message of identities.length === 0 ? [] : await readNewest(conversationId, atMost)) {
          opened.push(...openToList(message));
          if (opened.length % openedAtOnce === 0) {
            // The page goes on answering meanwhile.
            await new Promise((resolve) => setTimeout(resolve));
          }
        }
        return opened;
      },

      /** What the server has of mine: whether I am set up, and how I can get my keys back. */
      async lookUp(): Promise<MyEncryption> {
        const mine = await api.getMine();
        judge(mine.keys);
        showAgain();
        return mine;
      },

      /** Makes my first key. Rejects with a SealingError for a weak passphrase, with an AppError otherwise. */
      setUp: (secrets: readonly RecoverySecret[]) => publish(secrets, identities),

      /** Makes a new key, for when everything is lost: what was sealed to the old one stays closed. */
      startOver: (secrets: readonly RecoverySecret[]) => publish(secrets, identities),

      /** Gets my keys back. Rejects with a SealingError when the secret isn't the one, or the server's wrap can't be trusted. */
      async restore(secret: RecoverySecret): Promise<void> {
        const mine = await api.getMine();
        const current = mine.keys.at(-1);
        const wrap = mine.recovery.find(({ kind }) => kind === secret.kind);
        if (!current || !wrap) {
          throw new SealingError('wrong_recovery_secret');
        }
        const restored = await unwrapKeyring(wrap.wrapped, secret, {
          userId: me.id,
          version: current.version,
        });
        const last = restored.at(-1);
        if (!last || toBase64(last.publicKey) !== current.publicKey) {
          throw new SealingError('not_genuine');
        }
        await keep(restored, mine);
      },

      /** Another passphrase, or another recovery key, in the place of the one before. */
      async changeRecovery(secret: RecoverySecret): Promise<void> {
        const keyVersion = newest().version;
        await api.storeRecovery(secret.kind, { keyVersion, wrapped: await wrapKeyring(identities, secret) });
      },

      isOffered: async (conversationId: string): Promise<boolean> =>
        (await api.getOf(conversationId)).offered,

      async agree(conversationId: string): Promise<void> {
        store.hold(await api.agree(conversationId));
        await catchUp(conversationId);
        await fetchKeys(conversationId);
      },

      async decline(conversationId: string): Promise<void> {
        store.hold(await api.decline(conversationId));
        await catchUp(conversationId);
      },

      /** The new keys of those whose keys have changed are theirs. What waits goes out. */
      async acknowledgeKeys(conversationId: string): Promise<void> {
        const changed = changedIn(conversationId);
        for (const userId of changed) {
          await pins.acknowledge(userId, othersKeys(conversationId));
        }
        seals.admit(conversationId, changed);
        showAgain();
        onReady();
      },

      /** One for each of the others in it who has a key. */
      async listSafetyNumbers(conversationId: string): Promise<SafetyNumber[]> {
        await fetchKeys(conversationId);
        const mine = { userId: me.id, publicKey: toBase64(newest().publicKey) };
        return recipientsOf(conversationId).map(({ userId, version, publicKey }) => ({
          userId,
          digits: safetyNumber(mine, { userId, publicKey }),
          isVerified: pins.find(userId, version) === publicKey && pins.isVerified(userId, version),
        }));
      },

      /** I have compared it with them, or I take that back. */
      async setVerified(conversationId: string, userId: string, isVerified: boolean): Promise<void> {
        await fetchKeys(conversationId);
        const current = recipientsOf(conversationId).find((key) => key.userId === userId);
        if (current && pins.find(userId, current.version) !== current.publicKey) {
          await pins.acknowledge(userId, othersKeys(conversationId));
        }
        await pins.setVerified(userId, isVerified && current ? current.version : null);
        if (isVerified) {
          seals.admit(conversationId, [userId]);
        }
        showAgain();
        onReady();
      },

      /** What proves to a moderator that this message was sent so; null when it isn't one that this device opens. */
      reveal(
        conversationId: string,
        messageId: string,
      ): (RevealedMessage & { countersignature: { at: number; signature: string } }) | null {
        const timeline = store.timelines.get(conversationId);
        const message = timeline && findHeld(timeline, messageId);
        if (message?.body?.kind !== 'sealed' || !message.body.countersignature) {
          return null;
        }
        const { countersignature } = message.body;
        return { ...revealMessage(message.body, open(message, message.body)), countersignature };
      },
    },

    async forget(): Promise<void> {
      await keys.destroy();
      listed.clear();
      holdIdentities([]);
      status = 'unknown';
      showAgain();
    },
  };
}

/** After this, somebody has a key that wasn't there before. */
function changesKeys({ body }: Message): boolean {
  return (
    body?.kind === 'event' &&
    (body.event === 'encryption.key_changed' ||
      body.event === 'encryption.started' ||
      body.event === 'participant.joined')
  );
}

function problemOf(error: unknown): SealingProblem {
  if (!isSealingError(error)) {
    throw error;
  }
  switch (error.code) {
    case 'not_for_me':
      return 'not_for_me';
    case 'unknown_sender_key':
      return 'key_changed';
    default:
      return 'not_genuine';
  }
}
