import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macApps = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** A Chromium to test with: CHROMIUM_PATH, Playwright's own, the system's, or one that this installs. Says which. */
export function findChromium(log: (line: string) => void): string {
  const found = installed();
  if (found) {
    log(`Using ${found}`);
    return found;
  }
  log('No Chromium here; installing one');
  for (const [program, args] of installers()) {
    try {
      log(`  ${program} ${args.join(' ')}`);
      execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    } catch (error) {
      log(
        `  did not work: ${String((error as Error).message)
          .split('\n')
          .slice(0, 3)
          .join(' ')}`,
      );
    }
    const now = installed();
    if (now) {
      log(`Using ${now}`);
      return now;
    }
  }
  throw new Error('The browser tests need Chromium. Install it, or set CHROMIUM_PATH to where it is.');
}

function installed(): string | undefined {
  const candidates = [
    process.env.CHROMIUM_PATH,
    chromium.executablePath(),
    ...(process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))),
    ...macApps,
  ];
  return candidates.find((path) => path !== undefined && path !== '' && existsSync(path));
}

function installers(): [string, string[]][] {
  const playwright: [string, string[]] = [
    process.execPath,
    ['node_modules/@playwright/test/cli.js', 'install', 'chromium'],
  ];
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  return isDebianRoot
    ? [
        ['apt-get', ['update', '-q']],
        ['apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium']],
        playwright,
      ]
    : [playwright];
}
