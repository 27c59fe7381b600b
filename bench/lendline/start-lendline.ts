import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import type { Addresses } from '../../local/addresses.ts';
import type { VendorCall } from './stack.ts';

/** What the app and the stand-ins have to say. */
const logFile = '.local/bench.log';

export interface Lendline {
  addresses: Addresses;
  environment: Record<string, string>;
  /** What the vendors were asked since the last time. */
  takeVendorCalls(): Promise<VendorCall[]>;
  stop(): Promise<void>;
}

/** Starts the built app on the stand-ins, with this database and this Redis behind them. Throws when there is no build. */
export async function startLendline(real: {
  databaseUrl: string;
  redisUrl: string | undefined;
}): Promise<Lendline> {
  if (!existsSync('.next/standalone/server.js')) {
    throw new Error('There is no production build yet. Run: npm run build');
  }
  await mkdir('.local', { recursive: true });
  const log = await open(logFile, 'w');
  const stack = fork(new URL('./stack.ts', import.meta.url), {
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
    env: {
      ...process.env,
      DATABASE_URL: real.databaseUrl,
      ...(real.redisUrl ? { REDIS_URL: real.redisUrl } : {}),
    },
  });
  await log.close();
  const [{ ready }] = (await Promise.race([
    once(stack, 'message'),
    once(stack, 'exit').then(() => {
      throw new Error(`Lendline did not start; ${logFile} says why`);
    }),
  ])) as [{ ready: Pick<Lendline, 'addresses' | 'environment'> }];
  return {
    ...ready,
    async takeVendorCalls() {
      stack.send('calls');
      const [{ calls }] = (await once(stack, 'message')) as [{ calls: VendorCall[] }];
      return calls;
    },
    async stop() {
      stack.send('stop');
      await once(stack, 'exit');
    },
  };
}
