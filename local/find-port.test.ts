import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findPort } from './find-port.ts';

const module = join(import.meta.dirname, 'find-port.ts');

it('programs that start in the same moment choose different ports', async () => {
  const wished = await findPort(0x6c65);
  const programs = Array.from({ length: 5 }, () =>
    spawn(process.execPath, [
      '--input-type=module',
      '--eval',
      `import { findPort } from ${JSON.stringify(module)}; console.log(await findPort(${wished + 1})); setInterval(() => {}, 1000)`,
    ]),
  );
  try {
    const ports = await Promise.all(programs.map(async ({ stdout }) => Number(await once(stdout, 'data'))));
    expect(new Set(ports).size).toBe(5);
    expect(ports).toContain(wished + 1);
  } finally {
    for (const program of programs) {
      program.kill('SIGKILL');
    }
  }
  await Promise.all(
    programs.map((program) => program.exitCode ?? program.signalCode ?? once(program, 'exit')),
  );
  // What they had chosen is free again, though they could not say so.
  expect(await findPort(wished + 1)).toBe(wished + 1);
});
