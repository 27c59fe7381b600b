/** A command's name and arguments, as Redis takes them. */
export type RedisCommand = string[];

/** What Redis answers. Buffers where the bytes may be anything. */
export type RedisReply = string | number | null | Buffer | RedisReply[];

export type RedisOutcome = { result: RedisReply } | { error: string };

/** Where the commands are carried out. */
export interface RedisBackend {
  /** Carries the commands out in their order; another caller's may come between them. */
  pipeline(commands: RedisCommand[]): Promise<RedisOutcome[]>;
  /** The same, with nothing in between. Rejects with TransactionDiscarded when one of them cannot be queued. */
  transaction(commands: RedisCommand[]): Promise<RedisOutcome[]>;
  stop(): Promise<void>;
}

/** Nothing of the transaction was carried out. */
export class TransactionDiscarded extends Error {
  constructor() {
    super('EXECABORT Transaction discarded because of previous errors.');
    this.name = 'TransactionDiscarded';
  }
}
