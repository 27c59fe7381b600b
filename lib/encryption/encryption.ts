import type { PublishedKey } from './identity.ts';

/** A person's secret keys as the server keeps them: wrapped on their device. */
export interface WrappedKeyring {
  kind: 'key' | 'passphrase';
  /** The newest key in it. */
  keyVersion: number;
  /** Base64. */
  wrapped: string;
}

/** What the server has of my own. */
export interface MyEncryption {
  /** Oldest first. */
  keys: PublishedKey[];
  recovery: WrappedKeyring[];
}

/** What sealing needs to know about a conversation. */
export interface ConversationEncryption {
  sealed: boolean;
  /** Whether it could be sealed, if everybody agrees. */
  offered: boolean;
  /** The seq with which it was sealed: what was written after it isn't in clear. */
  sinceSeq: number | null;
  /** All versions, of everybody who is or was in it. */
  keys: PublishedKey[];
}

/** A key to publish, with at least one way to get it back. */
export interface KeyToPublish {
  version: number;
  publicKey: string;
  recovery: { kind: 'key' | 'passphrase'; wrapped: string }[];
}

export type Verification = 'verified' | 'unverified';
