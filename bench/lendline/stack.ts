import diagnostics from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { runLabelled } from '../../local/run-labelled.ts';
import { startStack } from '../../local/start-stack.ts';
import { waitForApp } from '../../local/wait-for-app.ts';

// The built app on the vendors' stand-ins, in processes of their own: `fork` it, wait for `{ ready }`, and tell it to `stop`.
// It notes when each stand-in got a request and when it had answered, seen from the vendor's side.

/** One request to a vendor. Times are milliseconds since 1970, with fractions. */
export interface VendorCall {
  vendor: 'redis' | 'database' | 'channels';
  path: string;
  startedAt: number;
  endedAt: number;
}

const stack = await startStack({ fresh: true, inMemory: true, appPort: 3200, log: () => {} });
const { environment } = stack;
const addresses = { ...stack.addresses, app: stack.addresses.app.replace('localhost', '127.0.0.1') };
const vendors = new Map<number | undefined, VendorCall['vendor']>([
  [Number(new URL(addresses.redis.url).port), 'redis'],
  [Number(new URL(addresses.supabase.url).port), 'database'],
  [addresses.channels.port, 'channels'],
]);
let calls: VendorCall[] = [];
const startedAt = new WeakMap<IncomingMessage, number>();

diagnostics.subscribe('http.server.request.start', (event) => {
  const { request } = event as { request: IncomingMessage };
  startedAt.set(request, performance.timeOrigin + performance.now());
});
diagnostics.subscribe('http.server.response.finish', (event) => {
  const { request } = event as { request: IncomingMessage };
  const vendor = vendors.get(request.socket.localPort);
  const start = startedAt.get(request);
  if (vendor && start !== undefined) {
    const endedAt = performance.timeOrigin + performance.now();
    calls.push({ vendor, path: request.url ?? '', startedAt: start, endedAt });
  }
});

const app = runLabelled(
  'app',
  [...(process.env.BENCH_APP_ARGS?.split(' ') ?? []), '.next/standalone/server.js'],
  {
    environment: { ...environment, NODE_ENV: 'production', HOSTNAME: '0.0.0.0' },
  },
);
await waitForApp(addresses.app, app);

process.on('message', async (order) => {
  if (order === 'calls') {
    process.send?.({ calls });
    calls = [];
  }
  if (order === 'stop') {
    app.kill('SIGTERM');
    await once(app, 'exit');
    await stack.stop();
    process.exit(0);
  }
});
for (const ending of ['disconnect', 'SIGINT', 'SIGTERM'] as const) {
  process.on(ending, () => {
    app.kill('SIGKILL');
    process.exit(1);
  });
}
process.send?.({ ready: { addresses, environment } });
