import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localFolder } from './addresses.ts';

/** Secrets of this checkout's stack, made once, so that a session outlives a restart. */
export interface LocalKeys {
  supabasePublishableKey: string;
  supabaseSecretKey: string;
  jwtSecret: string;
  signingKey: string;
  channelsSecret: string;
  channelsEncryptionKey: string;
  redisToken: string;
  cronSecret: string;
}

export async function localKeys(): Promise<LocalKeys> {
  const file = join(localFolder, 'keys.json');
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    const keys = makeKeys();
    await mkdir(localFolder, { recursive: true });
    await writeFile(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
    return keys;
  }
}

function makeKeys(): LocalKeys {
  const hex = () => randomBytes(16).toString('hex');
  const base64 = () => randomBytes(32).toString('base64');
  return {
    supabasePublishableKey: `sb_publishable_${hex()}`,
    supabaseSecretKey: `sb_secret_${hex()}`,
    jwtSecret: base64(),
    signingKey: base64(),
    channelsSecret: hex(),
    channelsEncryptionKey: base64(),
    redisToken: hex(),
    cronSecret: hex(),
  };
}
