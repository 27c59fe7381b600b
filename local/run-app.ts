import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { logAs, runLabelled } from './run-labelled.ts';
import { startStack } from './start-stack.ts';

/** Runs the stack and, on it, the app given as a Node program; until Ctrl-C, or until the app ends. */
export async function runApp(program: {
  args: string[];
  environment?: Record<string, string>;
}): Promise<void> {
  const { values } = parseArgs({
    options: { fresh: { type: 'boolean', default: false }, port: { type: 'string' } },
  });
  const log = logAs('local');
  const stack = await startStack({
    fresh: values.fresh,
    inMemory: false,
    appPort: Number(values.port ?? process.env.PORT ?? 3000),
    log,
  }).catch((error: Error) => {
    log(`The stack could not start. ${error.message}`);
    process.exit(1);
  });
  const app = runLabelled('app', program.args, {
    environment: { ...stack.environment, ...program.environment },
  });
  log(`Lendline   ${stack.addresses.app}`);
  log(`Mailbox    ${stack.addresses.mailbox}`);
  log(`Supabase   ${stack.addresses.supabase.url}`);
  log('Sign in as ana@lendline.test (renter) or ben@lendline.test (lister), password lendline');
  log('Ctrl-C stops everything; npm run dev -- --fresh starts over');

  const [reason] = await Promise.race([once(app, 'exit'), stopSignal()]);
  await stopApp(app);
  await stack.stop();
  log('Stopped');
  process.exit(typeof reason === 'number' ? reason : 0);
}

function stopSignal(): Promise<[string]> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => resolve([signal]));
    }
  });
}

async function stopApp(app: ChildProcess): Promise<void> {
  if (app.exitCode !== null || app.signalCode !== null) {
    return;
  }
  const ended = once(app, 'exit');
  app.kill('SIGTERM');
  const tooLong = setTimeout(() => app.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(tooLong);
}
