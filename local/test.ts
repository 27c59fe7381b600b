import { spawn } from 'node:child_process';

// `npm test`: everything, in two lanes as long as that is possible, since most steps keep one core busy. What a step says is
// shown when it has ended. The browser tests come last: they need the build, and both lanes for themselves.

const lanes = [
  ['check', 'build'],
  ['test:unit', 'test:database'],
];

const results = await Promise.all(lanes.map(runInTurn));
const isWell = results.every(Boolean) && (await run('test:browser', 'inherit'));
process.exit(isWell ? 0 : 1);

async function runInTurn(scripts: string[]): Promise<boolean> {
  for (const script of scripts) {
    if (!(await run(script, 'pipe'))) {
      return false;
    }
  }
  return true;
}

function run(script: string, output: 'pipe' | 'inherit'): Promise<boolean> {
  const began = performance.now();
  const child = spawn('npm', ['run', script], { stdio: ['ignore', output, output] });
  const said: Buffer[] = [];
  child.stdout?.on('data', (part) => said.push(part));
  child.stderr?.on('data', (part) => said.push(part));
  return new Promise((resolve) => {
    child.once('close', (code) => {
      process.stdout.write(Buffer.concat(said));
      const seconds = Math.round((performance.now() - began) / 1000);
      console.log(`${code === 0 ? 'Passed' : 'FAILED'}: npm run ${script}, ${seconds} s\n`);
      resolve(code === 0);
    });
  });
}
