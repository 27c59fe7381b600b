import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Everything that runs locally, and with which keys. Written to `.local/addresses.json` while the stack runs. */
export interface Addresses {
  app: string;
  supabase: { url: string; publishableKey: string; secretKey: string; databaseUrl?: string };
  channels: { appId: string; key: string; secret: string; host: string; port: number };
  redis: { url: string; token: string };
  mailbox: string;
}

export const localFolder = join(import.meta.dirname, '../.local');

const file = join(localFolder, 'addresses.json');

export async function writeAddresses(addresses: Addresses): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(addresses, null, 2)}\n`);
}

export async function forgetAddresses(): Promise<void> {
  await rm(file, { force: true });
}

/** The addresses of the stack running here, or of the one in LENDLINE_ADDRESSES. Throws when there is none. */
export async function readAddresses(): Promise<Addresses> {
  return JSON.parse(process.env.LENDLINE_ADDRESSES ?? (await readFile(file, 'utf8')));
}
