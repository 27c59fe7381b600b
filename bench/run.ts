import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { budgetBytes, measureClientSize } from './client-size.ts';
import { measureInserts } from './insert.ts';
import { startLendline } from './lendline/start-lendline.ts';
import { measurePageSpeed, printPageSpeed } from './page-speed.ts';
import { printChats, printInserts } from './print-figures.ts';
import { measureSealing, printSealing } from './sealing.ts';
import { compareChats } from './speed.ts';
import { createDatabase, startPostgres } from './start-postgres.ts';
import { startRedisServer } from './start-redis.ts';

// npm run bench [-- insert|chats|client|page|sealing]: figures of this machine, side by side in one run. docs/performance.md says what they mean.

const { positionals } = parseArgs({ allowPositionals: true });
const isAsked = (part: string) => positionals.length === 0 || positionals.includes(part);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => process.exit(1));
}
const server = await startPostgres().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
const redis = await startRedisServer();
try {
  console.log(
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`,
  );
  console.log(`${server.description}; ${redis?.description ?? 'no Redis installed: a mock in memory'}`);
  console.log(
    `load before the run ${loadavg()[0]?.toFixed(1)} (beyond the number of cores, read the ratios only)`,
  );
  if (isAsked('insert')) {
    printInserts(await measureInserts(server));
  }
  if (isAsked('chats')) {
    printChats(await compareChats(server, redis));
  }
  if (isAsked('sealing')) {
    printSealing(measureSealing());
  }
  if (isAsked('client')) {
    const databaseUrl = await createDatabase(server, 'lendline_bench_client');
    const lendline = await startLendline({ databaseUrl, redisUrl: redis?.url });
    const bytes = await measureClientSize(lendline.addresses.app);
    await lendline.stop();
    console.log('\nA first visit to /messages');
    console.log(
      bytes === null
        ? '  not measured: there is no Chromium'
        : `  loads ${(bytes / 1000).toFixed(1)} kB of JavaScript, compressed (budget ${budgetBytes / 1000} kB)`,
    );
  }
  if (isAsked('page')) {
    const databaseUrl = await createDatabase(server, 'lendline_bench_page');
    const lendline = await startLendline({ databaseUrl, redisUrl: redis?.url });
    printPageSpeed(await measurePageSpeed(lendline.addresses.app));
    await lendline.stop();
  }
} finally {
  await redis?.stop();
  await server.stop();
}
process.exit(0);
