import type { DeviceStorage, KeptMessage, KeptSeal } from './device-storage.ts';

/** How long anything waits for the storage: a blocked upgrade or a broken disk may never answer. */
const patienceMs = 2_000;

/** A storage that may fail or hang without holding up anything. No call rejects. */
export interface PatientStorage {
  /** Null when it could not be read. */
  listOutgoing(): Promise<KeptMessage[] | null>;
  /** Whether it is kept now. */
  putOutgoing(message: KeptMessage): Promise<boolean>;
  deleteOutgoing(messageId: string): Promise<boolean>;
  listDrafts(): Promise<Record<string, string> | null>;
  putDraft(conversationId: string, text: string): Promise<boolean>;
  listSeals(): Promise<KeptSeal[] | null>;
  putSeal(seal: KeptSeal): Promise<boolean>;
  destroy(): Promise<boolean>;
}

export function withPatience(storage: DeviceStorage): PatientStorage {
  /** While a call hangs, nobody waits for the others. */
  let hanging = 0;

  async function attempt<Answer>(call: () => Promise<Answer>): Promise<Answer | null> {
    const answer = call().catch(() => null);
    if (hanging > 0) {
      return null;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    const impatience = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), patienceMs);
    });
    const first = await Promise.race([answer, impatience]);
    clearTimeout(timer);
    if (first !== 'late') {
      return first;
    }
    hanging += 1;
    void answer.finally(() => {
      hanging -= 1;
    });
    return null;
  }

  const done = (call: () => Promise<void>) => attempt(() => call().then(() => true)).then(Boolean);

  return {
    listOutgoing: () => attempt(() => storage.listOutgoing()),
    putOutgoing: (message) => done(() => storage.putOutgoing(message)),
    deleteOutgoing: (messageId) => done(() => storage.deleteOutgoing(messageId)),
    listDrafts: () => attempt(() => storage.listDrafts()),
    putDraft: (conversationId, text) => done(() => storage.putDraft(conversationId, text)),
    listSeals: () => attempt(() => storage.listSeals()),
    putSeal: (seal) => done(() => storage.putSeal(seal)),
    destroy: () => done(() => storage.destroy()),
  };
}
