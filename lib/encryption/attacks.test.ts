import { sha256 } from '@noble/hashes/sha2.js';
import { hexToBytes } from '@noble/hashes/utils.js';
import nacl from 'tweetnacl';
import { describe, expect, it } from 'vitest';
import type { SealedBody } from '../messages/message.ts';
import { readBytes } from './byte-reader.ts';
import { concat, fromBase64, randomBytes, toBase64 } from './bytes.ts';
import { hashContext } from './context.ts';
import { type Envelope, readEnvelope, writeEnvelope } from './envelope.ts';
import { commitTo, isCommittedTo } from './franking.ts';
import { type Identity, isSafePublicKey, newIdentity } from './identity.ts';
import { pad } from './padding.ts';
import { writePayload } from './payload.ts';
import { sealMessage } from './seal-message.ts';
import { sharedKey } from './shared-keys.ts';
import {
  ana,
  ben,
  cara,
  conversationId,
  failureOf,
  messageId,
  open,
  publishedKey,
  seal,
} from './test-people.ts';
import { twoKeyCiphertext } from './test-two-keys.ts';

const everybody = [ana, ben, cara];

/** The content key, as every honest recipient learns it. */
function contentKeyOf(envelope: Envelope, reader: Identity, sender: Identity): Uint8Array {
  const mine = envelope.keys.find(({ userId }) => userId === reader.userId);
  const opened = mine && nacl.box.open(mine.box, mine.nonce, sender.publicKey, reader.secretKey);
  return readBytes(opened ?? new Uint8Array()).take(32);
}

function bodyOf(envelope: Envelope, commitment: Uint8Array): SealedBody {
  return { kind: 'sealed', envelope: toBase64(writeEnvelope(envelope)), commitment: toBase64(commitment) };
}

/** Another text under a known content key, with a commitment that fits. */
function forgeText(envelope: Envelope, contentKey: Uint8Array, text: string, senderId = ana.userId) {
  const frankingKey = randomBytes(32);
  const payload = writePayload(text);
  const contextHash = hashContext({ conversationId, messageId, senderId, recipients: envelope.keys });
  const ciphertext = nacl.secretbox(pad(concat(frankingKey, payload)), envelope.nonce, contentKey);
  return { ciphertext, contextHash, commitment: commitTo(payload, contextHash, frankingKey) };
}

describe('somebody in the conversation', () => {
  it('can’t write in the sender’s name with the content key that everybody has (insider forgery)', () => {
    const envelope = readEnvelope(seal('Meet at nine', ana, everybody).envelope);
    const contentKey = contentKeyOf(envelope, ben, ana);
    const { ciphertext, commitment } = forgeText(envelope, contentKey, 'Wire me the money');
    // The attack is real: under the content key, and beside Ana's genuine box for Cara, this opens.
    expect(nacl.secretbox.open(ciphertext, envelope.nonce, contentKey)).not.toBeNull();
    const forged = bodyOf({ ...envelope, ciphertext }, commitment);
    expect(failureOf(() => open(forged, cara))).toBe('not_genuine');
  });

  it('can’t take the sender’s boxes over into an envelope of their own', () => {
    const envelope = readEnvelope(seal('Meet at nine', ana, everybody).envelope);
    const mine = readEnvelope(seal('Wire me the money', ben, everybody).envelope);
    const mixed = bodyOf({ ...mine, keys: envelope.keys }, randomBytes(32));
    expect(failureOf(() => open(mixed, cara))).toBe('not_genuine');
  });

  it('can’t send a message back to its sender as their own (reflection)', () => {
    const sealed = seal('I’ll bring the deposit');
    // Two people share one key, whoever writes: without the sender in the context this would open as Ben's.
    expect(sharedKey(ana, publishedKey(ben).publicKey)).toEqual(sharedKey(ben, publishedKey(ana).publicKey));
    expect(open(sealed, ana).text).toBe('I’ll bring the deposit');
    expect(failureOf(() => open(sealed, ana, { sender: ben }))).toBe('not_genuine');
    // Ben's box in the place of Ana's: it does open for Ana under the key that they share, as if he had sealed it for her.
    const envelope = readEnvelope(sealed.envelope);
    const bens = envelope.keys.find(({ userId }) => userId === ben.userId);
    const keys = envelope.keys.map((key) => ({
      ...key,
      nonce: bens?.nonce ?? key.nonce,
      box: bens?.box ?? key.box,
    }));
    const mine = keys.find(({ userId }) => userId === ana.userId);
    expect(mine && nacl.box.open(mine.box, mine.nonce, ben.publicKey, ana.secretKey)).not.toBeNull();
    const reflected = bodyOf({ ...envelope, keys }, fromBase64(sealed.commitment));
    expect(failureOf(() => open(reflected, ana, { sender: ben }))).toBe('not_genuine');
  });
});

describe('the server, or whoever holds its database', () => {
  const sealed = seal('Yes, agreed');

  it('can’t show an earlier message again as a new one (replay)', () => {
    const another = 'd0000000-0000-4000-8000-000000000002';
    expect(failureOf(() => open(sealed, ben, { messageId: another }))).toBe('not_genuine');
  });

  it('can’t move a message to another conversation', () => {
    const another = 'c0000000-0000-4000-8000-000000000002';
    expect(failureOf(() => open(sealed, ben, { conversationId: another }))).toBe('not_genuine');
  });

  it('can’t pass a message off as somebody else’s', () => {
    expect(failureOf(() => open(sealed, ben, { sender: cara }))).toBe('unknown_sender_key');
    const withCara = seal('Yes, agreed', ana, everybody);
    expect(failureOf(() => open(withCara, ben, { sender: cara }))).toBe('not_genuine');
  });

  it('can’t claim that it was sealed to other people, or to another version of a key', () => {
    const envelope = readEnvelope(seal('Yes', ana, everybody).envelope);
    const { commitment } = seal('Yes', ana, everybody);
    const fewer = { ...envelope, keys: envelope.keys.slice(0, 2) };
    expect(failureOf(() => open(bodyOf(fewer, fromBase64(commitment))))).toBe('not_genuine');
    const older = {
      ...envelope,
      keys: envelope.keys.map((key, at) => (at === 2 ? { ...key, version: 7 } : key)),
    };
    expect(failureOf(() => open(bodyOf(older, fromBase64(commitment))))).toBe('not_genuine');
  });

  it('can’t put another commitment beside a message, which would spoil a report of it', () => {
    const other = { ...sealed, commitment: seal('Yes, agreed').commitment };
    expect(failureOf(() => open(other))).toBe('commitment_mismatch');
  });

  it('can’t answer with a key of its own for somebody whose key is known (swapped key)', () => {
    const mallory = newIdentity(ana.userId, ana.version);
    const forged = seal('New account number', mallory);
    expect(open(forged, ben, { sender: mallory }).text).toBe('New account number');
    expect(failureOf(() => open(forged, ben, { sender: ana }))).toBe('not_genuine');
  });
});

describe('a sender', () => {
  it('can’t show two people two texts with one ciphertext', () => {
    const keys = [ana, ben, cara].map(({ userId, version }) => ({ userId, version }));
    const contextHash = hashContext({ conversationId, messageId, senderId: ana.userId, recipients: keys });
    // One ciphertext that is genuine under two keys: Poly1305 doesn't commit to its key.
    const forBen = randomBytes(32);
    const forCara = randomBytes(32);
    const nonce = randomBytes(24);
    const frankingKey = randomBytes(32);
    const payload = writePayload('The deposit is 50 euros');
    const ciphertext = twoKeyCiphertext(pad(concat(frankingKey, payload)), nonce, forBen, forCara);
    expect(nacl.secretbox.open(ciphertext, nonce, forBen)).not.toBeNull();
    expect(nacl.secretbox.open(ciphertext, nonce, forCara)).not.toBeNull();

    const box = (reader: Identity, contentKey: Uint8Array) => {
      const boxNonce = randomBytes(24);
      const secret = concat(contentKey, sha256(concat(nonce, ciphertext)), contextHash);
      const { userId, version } = reader;
      return {
        userId,
        version,
        nonce: boxNonce,
        box: nacl.box(secret, boxNonce, reader.publicKey, ana.secretKey),
      };
    };
    const envelope = { keys: [box(ana, forBen), box(ben, forBen), box(cara, forCara)], nonce, ciphertext };
    const readByBen = readBytes(nacl.secretbox.open(ciphertext, nonce, forBen) ?? new Uint8Array());
    readByBen.uint32();
    const readByBenKey = readByBen.take(32);
    const commitment = commitTo(payload, contextHash, readByBenKey);
    const body = bodyOf(envelope, commitment);
    expect(open(body, ben).text).toBe('The deposit is 50 euros');
    expect(failureOf(() => open(body, cara))).toMatch(/commitment_mismatch|malformed/);
    // Whatever the other text is, the commitment is to one of them.
    const readByCara = readBytes(nacl.secretbox.open(ciphertext, nonce, forCara) ?? new Uint8Array());
    readByCara.uint32();
    const other = { frankingKey: readByCara.take(32), payload: readByCara.rest(), contextHash };
    expect(isCommittedTo(commitment, other)).toBe(false);
    expect(isCommittedTo(commitment, { ...other, frankingKey: readByBenKey })).toBe(false);
  });

  it('can’t be committed to another text than the one they sent', () => {
    const sealed = seal('You will regret this');
    expect(failureOf(() => open({ ...sealed, commitment: toBase64(randomBytes(32)) }))).toBe(
      'commitment_mismatch',
    );
    expect(failureOf(() => open({ ...sealed, commitment: toBase64(randomBytes(31)) }))).toBe(
      'commitment_mismatch',
    );
  });
});

/**
 * The points of low order of Curve25519 and its twist (https://cr.yp.to/ecdh.html#validate). X25519 ignores the highest bit, so
 * each of them is two keys.
 */
const lowOrderKeys = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
].flatMap((hex) => [
  hex,
  hex.slice(0, 62) + (Number.parseInt(hex.slice(62), 16) ^ 0x80).toString(16).padStart(2, '0'),
]);

describe('a key of low order', () => {
  it.each(lowOrderKeys)('%s is refused, whatever is done with it', (hex) => {
    const publicKey = hexToBytes(hex);
    const weak = { ...publishedKey(ben), publicKey: toBase64(publicKey) };
    // tweetnacl itself would seal to most of them, with a key that everybody can work out.
    expect(isSafePublicKey(publicKey)).toBe(false);
    const toWeak = () =>
      sealMessage({ conversationId, messageId, text: 'Hello', sender: ana, recipients: [weak] });
    expect(failureOf(toWeak)).toBe('weak_key');
    expect(failureOf(() => open(seal('Hello'), ben, { sender: { ...ana, publicKey } }))).toBe('weak_key');
  });

  it('is not what people make', () => {
    expect(isSafePublicKey(newIdentity(ana.userId, 1).publicKey)).toBe(true);
    expect(isSafePublicKey(randomBytes(31))).toBe(false);
  });
});
