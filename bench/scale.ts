import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { openMigratedDatabase } from '../local/supabase/open-migrated-database.ts';
import { percentile } from './percentile.ts';
import { type Load, loadConversations } from './scale/load.ts';
import { explain, measure, type Places, placesOf, questions } from './scale/measure.ts';
import { createDatabase, startPostgres } from './start-postgres.ts';

// npm run bench:scale [-- --small 500000 --large 5000000 --times 40 --plans]: what reading costs with much and with ten times as much
// behind it, for people with few and with many conversations. docs/performance.md says what the figures mean.

const { values } = parseArgs({
  options: {
    small: { type: 'string', default: '500000' },
    large: { type: 'string', default: '5000000' },
    times: { type: 'string', default: '40' },
    plans: { type: 'boolean', default: false },
  },
});
const sizes = [50, 500, 5_000];

interface Loaded {
  messages: number;
  /** Medians and 99th percentiles, by question and number of conversations. */
  figures: Map<string, { p50: number; p99: number }[]>;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => process.exit(1));
}
const server = await startPostgres().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
try {
  console.log(
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`,
  );
  console.log(`${server.description}; load before the run ${loadavg()[0]?.toFixed(1)}`);
  const small = await measureWith(Number(values.small));
  const large = await measureWith(Number(values.large));
  print(small, large);
} finally {
  await server.stop();
}
process.exit(0);

async function measureWith(messages: number): Promise<Loaded> {
  const databaseUrl = await createDatabase(server, `lendline_bench_scale_${messages}`);
  await (await openMigratedDatabase({ databaseUrl })).close();
  // One connection, as a pooler gives one: what is prepared stays so.
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const started = performance.now();
  const load = await loadConversations(sql, messages);
  const [rows] =
    await sql`select (select count(*) from public.messages) as messages, (select count(*) from public.conversations) as conversations`;
  console.log(
    `${rows?.messages} messages in ${rows?.conversations} conversations, loaded in ${((performance.now() - started) / 1_000).toFixed(0)} s`,
  );
  const readers: Places[] = [];
  for (const reader of load.readers) {
    readers.push(await placesOf(sql, reader));
  }
  const figures: Loaded['figures'] = new Map();
  for (const question of questions) {
    const all: { p50: number; p99: number }[] = [];
    for (const size of sizes) {
      const some = readers.filter(({ conversations }) => conversations === size);
      const took = await measure(sql, question, some, load, Number(values.times));
      all.push({ p50: percentile(took, 50), p99: percentile(took, 99) });
    }
    figures.set(question.name, all);
  }
  if (values.plans) {
    await printPlans(sql, readers.at(-1) as Places, load);
  }
  await sql.end();
  return { messages, figures };
}

async function printPlans(sql: postgres.Sql, reader: Places, load: Load): Promise<void> {
  for (const question of questions.slice(0, 4)) {
    console.log(
      `\n${question.name}, ${reader.conversations} conversations\n${await explain(sql, question, reader, load)}`,
    );
  }
}

function print(small: Loaded, large: Loaded): void {
  const columns = sizes.flatMap((size) => [`${size}: p50`, 'p99', '×']);
  console.log(
    `\nWith ${large.messages} messages (ms), for people with so many conversations; × is the median by that with ${small.messages}`,
  );
  console.log(`${''.padEnd(34)}${columns.map((column) => column.padStart(10)).join('')}      aim`);
  for (const { name, aimMs } of questions) {
    const cells = sizes.flatMap((_, index) => {
      const now = large.figures.get(name)?.[index] ?? { p50: Number.NaN, p99: Number.NaN };
      const before = small.figures.get(name)?.[index]?.p50 ?? Number.NaN;
      return [now.p50, now.p99, now.p50 / before];
    });
    const row = cells.map((cell) => cell.toFixed(2).padStart(10)).join('');
    console.log(`${name.padEnd(34)}${row}${aimMs === null ? '' : `   < ${aimMs}`}`);
  }
}
