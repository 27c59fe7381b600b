import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findPort } from '../local/find-port.ts';

export interface RealRedis {
  url: string;
  description: string;
  stop(): Promise<void>;
}

/** A Redis for this run, behind the stand-in's Upstash protocol; null when none is installed, and it is a mock in memory then. */
export async function startRedisServer(): Promise<RealRedis | null> {
  if (process.env.REDIS_URL) {
    return { url: process.env.REDIS_URL, description: 'Redis at REDIS_URL', stop: async () => {} };
  }
  const folder = mkdtempSync(join(tmpdir(), 'lendline-bench-redis-'));
  const port = await findPort(54331, '127.0.0.1');
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  process.once('exit', () => {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  const isRunning = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.once('exit', () => resolve(false));
    createInterface({ input: server.stdout }).on('line', (line) => {
      if (line.includes('Ready to accept connections')) {
        resolve(true);
      }
    });
  });
  if (!isRunning) {
    await rm(folder, { recursive: true, force: true });
    return null;
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    description: 'redis-server, made for this run',
    async stop() {
      const ended = once(server, 'exit');
      server.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
