import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';

/** One line of a part of the stack, with that part's name in front. */
export function logAs(label: string): (line: string) => void {
  return (line) => console.log(`${`[${label}]`.padEnd(10)} ${line}`);
}

/** Starts a Node program whose output is shown line by line under a label. */
export function runLabelled(
  label: string,
  args: string[],
  options: {
    cwd?: string;
    environment: Record<string, string>;
    /** Told each line that it prints. */
    onLine?: (line: string) => void;
  },
): ChildProcess {
  const child = spawn(process.execPath, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = logAs(label);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      const text = stripVTControlCharacters(line).trimEnd();
      if (text !== '') {
        log(text);
        options.onLine?.(text);
      }
    });
  }
  return child;
}
