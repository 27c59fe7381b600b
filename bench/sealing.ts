import { toBase64 } from '../lib/encryption/bytes.ts';
import { newIdentity } from '../lib/encryption/identity.ts';
import { openMessage } from '../lib/encryption/open-message.ts';
import { sealMessage } from '../lib/encryption/seal-message.ts';
import { percentile } from './percentile.ts';

interface SealingFigures {
  people: number;
  characters: number;
  /** Milliseconds. */
  seal: { p50: number; p99: number };
  open: { p50: number; p99: number };
  /** The first message of a conversation agrees on a key with each person. */
  firstSeal: number;
}

const warmUps = 300;
const runs = 1_000;

/** What sealing and opening a message cost, in this process, once the people's keys are agreed on. */
export function measureSealing(): SealingFigures[] {
  return [
    { people: 2, characters: 200 },
    { people: 2, characters: 5_000 },
    { people: 10, characters: 200 },
  ].map(measure);
}

function measure({ people, characters }: { people: number; characters: number }): SealingFigures {
  const identities = Array.from({ length: people }, () => newIdentity(crypto.randomUUID(), 1));
  const [sender, reader] = identities;
  if (!sender || !reader) {
    throw new Error('Two people at least');
  }
  const recipients = identities.map(({ userId, version, publicKey }) => ({
    userId,
    version,
    publicKey: toBase64(publicKey),
    createdAt: '',
  }));
  const conversationId = crypto.randomUUID();
  const text = 'The tent is dry. '.repeat(300).slice(0, characters);
  const times: { seal: number[]; open: number[] } = { seal: [], open: [] };
  const place = () => ({ conversationId, messageId: crypto.randomUUID() });
  const firstStart = performance.now();
  sealMessage({ ...place(), text, sender, recipients });
  const firstSeal = performance.now() - firstStart;
  for (let run = -warmUps; run < runs; run += 1) {
    const where = place();
    const start = performance.now();
    const body = sealMessage({ ...where, text, sender, recipients });
    const sealed = performance.now();
    openMessage({
      ...where,
      senderId: sender.userId,
      body,
      identities: [reader],
      findSenderKey: () => recipients[0]?.publicKey ?? null,
    });
    const opened = performance.now();
    if (run >= 0) {
      times.seal.push(sealed - start);
      times.open.push(opened - sealed);
    }
  }
  const figures = (values: number[]) => ({ p50: percentile(values, 50), p99: percentile(values, 99) });
  return { people, characters, seal: figures(times.seal), open: figures(times.open), firstSeal };
}

export function printSealing(all: SealingFigures[]): void {
  console.log(`\nSealing a message on the device, ${runs} of each, in milliseconds`);
  for (const { people, characters, seal, open, firstSeal } of all) {
    console.log(
      `  ${people} people, ${characters} characters: seal p50 ${seal.p50.toFixed(2)}, p99 ${seal.p99.toFixed(2)}; ` +
        `open p50 ${open.p50.toFixed(2)}, p99 ${open.p99.toFixed(2)}; the first one of a conversation ${firstSeal.toFixed(1)}`,
    );
  }
}
