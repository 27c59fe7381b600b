import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

interface Import {
  /** A file of this project, or a package. */
  target: string;
  isType: boolean;
}

const root = fileURLToPath(new URL('../', import.meta.url));
const isTest = (file: string) => /\.test\.tsx?$|(^|\/)test-[\w-]+\.ts$/.test(file);
const files = globSync('{app,components,lib,local}/**/*.{ts,tsx}', { cwd: root }).map((file) =>
  normalize(file),
);
const sources = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
const imports = new Map([...sources].map(([file, source]) => [file, importsOf(file, source)]));
const product = files.filter((file) => !file.startsWith('local/') && !isTest(file));

/** `import … from`, `export … from`, `import '…'` and `import('…')`. */
function importsOf(file: string, source: string): Import[] {
  const withoutComments = source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
  const clauses = withoutComments.matchAll(
    /^\s*(?:import|export)\s+(?:([^'";]*?)\s+from\s+)?['"]([^'"]+)['"]/gm,
  );
  const dynamic = withoutComments.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g);
  return [
    ...Array.from(clauses, ([, clause = '', target = '']) => ({
      target: resolve(file, target),
      isType: isTypeOnly(clause),
    })),
    ...Array.from(dynamic, ([, target = '']) => ({ target: resolve(file, target), isType: false })),
  ];
}

function isTypeOnly(clause: string): boolean {
  if (/^type\b(?!\s*,|\s+from\b)/.test(clause)) {
    return true;
  }
  const names = /^\{([\s\S]*)\}$/.exec(clause.trim())?.[1];
  return names?.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type ')) ?? false;
}

function resolve(file: string, target: string): string {
  if (!target.startsWith('.') && !target.startsWith('@/')) {
    return target;
  }
  const path = target.startsWith('@/') ? target.slice(2) : join(dirname(file), target);
  const candidates = [path, `${path}.ts`, `${path}.tsx`, join(path, 'index.ts')];
  return (
    candidates.find((each) => existsSync(join(root, each)) && statSync(join(root, each)).isFile()) ?? path
  );
}

/** The values that a file imports, and what those import, with the way there. */
function reachableFrom(starts: readonly string[], isClosed = (_: string) => false): Map<string, string> {
  const ways = new Map(starts.map((file) => [file, file]));
  // A map that grows while it is walked: what is added is walked too.
  for (const [file, way] of ways) {
    for (const { target, isType } of imports.get(file) ?? []) {
      if (!isType && !ways.has(target) && !isClosed(target)) {
        ways.set(target, `${way} → ${target}`);
      }
    }
  }
  return ways;
}

const packageOf = (target: string) =>
  target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
const isPackage = (target: string) =>
  !sources.has(target) && !/^(app|components|lib|local|locales)\//.test(target);

function offenders(
  among: readonly string[],
  isForbidden: (target: string, file: string, isType: boolean) => boolean,
) {
  return among.flatMap((file) =>
    (imports.get(file) ?? [])
      .filter(({ target, isType }) => isForbidden(target, file, isType))
      .map(({ target }) => `${file} imports ${target}`),
  );
}

function waysTo(ways: Map<string, string>, isForbidden: (target: string) => boolean) {
  return [...ways].filter(([target]) => isForbidden(target)).map(([, way]) => way);
}

const inFolder = (folder: string) => product.filter((file) => file.startsWith(`${folder}/`));

describe('the imports of this project', () => {
  it('are understood by this test', () => {
    const example = `
      import a, { type B } from './errors.ts';
      import type { C } from './env.server.ts';
      import {
        type D,
        type E,
      } from '@/lib/http/route';
      import 'server-only';
      export * from 'zod';
      // import { f } from 'commented';
      const g = () => import('pusher-js');
    `;
    expect(importsOf('lib/example.ts', example)).toEqual([
      { target: 'lib/errors.ts', isType: false },
      { target: 'lib/env.server.ts', isType: true },
      { target: 'lib/http/route.ts', isType: true },
      { target: 'server-only', isType: false },
      { target: 'zod', isType: false },
      { target: 'pusher-js', isType: false },
    ]);
    expect(product.length).toBeGreaterThan(100);
  });

  it('lead to files that exist', () => {
    const missing = offenders(
      files,
      (target) => /^(app|components|lib|local)\//.test(target) && !existsSync(join(root, target)),
    );
    expect(missing).toEqual([]);
  });

  it('go from app to components to lib, never back', () => {
    expect(offenders(inFolder('lib'), (target) => /^(app|components)\//.test(target))).toEqual([]);
    expect(offenders(inFolder('components'), (target) => target.startsWith('app/'))).toEqual([]);
  });

  it('bring no framework into lib', () => {
    const frameworks = ['next', 'next-intl', 'react', 'react-dom'];
    expect(offenders(inFolder('lib'), (target) => frameworks.includes(packageOf(target)))).toEqual([]);
  });

  it.each([
    ['@supabase/supabase-js', /^lib\/supabase\//],
    ['@supabase/ssr', /^lib\/supabase\//],
    ['jose', /^lib\/supabase\//],
    ['pusher-js', /^lib\/realtime\//],
    ['tweetnacl', /^lib\/(encryption|realtime)\//],
    ['@noble/ciphers', /^lib\/realtime\//],
    ['@noble/hashes', /^lib\/(encryption|realtime|supabase)\//],
    ['@upstash/redis', /^lib\/upstash\//],
    ['@upstash/ratelimit', /^lib\/rate-limits\//],
    ['idb', /^lib\/messenger\//],
  ])('bring %s in by its door only', (name, door) => {
    const isTypeForDoor = (file: string, isType: boolean) => isType && file.startsWith('lib/rate-limits/');
    expect(
      offenders(
        product,
        (target, file, isType) =>
          packageOf(target) === name && !door.test(file) && !isTypeForDoor(file, isType),
      ),
    ).toEqual([]);
    expect(product.some((file) => imports.get(file)?.some(({ target }) => packageOf(target) === name))).toBe(
      true,
    );
  });

  it('keep the server’s packages to development: nothing imports the pusher package or a Redis client', () => {
    const development = [
      'pusher',
      'ioredis',
      'ws',
      'postgres',
      '@supabase/lite',
      '@electric-sql/pglite',
      '@hono/node-server',
    ];
    expect(offenders(product, (target) => development.includes(packageOf(target)))).toEqual([]);
  });

  it('take nothing from local/, which is for development and tests', () => {
    expect(offenders(product, (target) => target.startsWith('local/'))).toEqual([]);
  });
});

describe('what a browser gets', () => {
  const ways = reachableFrom(inFolder('components'));

  it('has neither the server’s environment nor a way into the database', () => {
    const secret = [
      'lib/env.server.ts',
      'lib/supabase/database-client.ts',
      'lib/realtime/channels.ts',
      'lib/upstash/redis.ts',
    ];
    expect(secret.filter((file) => !sources.has(file))).toEqual([]);
    expect(waysTo(ways, (target) => secret.includes(target))).toEqual([]);
  });

  it('has no zod, no database client and nothing of Node in it', () => {
    const heavy = [
      'zod',
      '@supabase/supabase-js',
      '@supabase/ssr',
      '@upstash/redis',
      '@upstash/ratelimit',
      'jose',
    ];
    expect(waysTo(ways, (target) => heavy.includes(packageOf(target)) || target.startsWith('node:'))).toEqual(
      [],
    );
  });

  it('loads the realtime client when it connects, not before', () => {
    const source = sources.get('lib/realtime/subscribe.ts') ?? '';
    expect(source).toContain("import('pusher-js')");
    expect(source).not.toMatch(/^import (?!type\b).*pusher-js/m);
  });
});

describe('what runs at the edge', () => {
  const routes = inFolder('app').filter((file) => /runtime = 'edge'/.test(sources.get(file) ?? ''));

  it('has nothing of Node in it', () => {
    expect(routes.length).toBeGreaterThan(5);
    const builtIn = /^(fs|path|crypto|http|https|net|stream|util|os|buffer|url|child_process)(\/|$)/;
    expect(
      waysTo(reachableFrom(routes), (target) => target.startsWith('node:') || builtIn.test(target)),
    ).toEqual([]);
  });
});

describe('the messenger', () => {
  const sealing = ['lib/messenger/sealing.ts', 'lib/messenger/sealing-score.ts'];
  const ways = reachableFrom(
    inFolder('lib').filter((file) => file.startsWith('lib/messenger/') && !sealing.includes(file)),
    (target) => sealing.includes(target),
  );

  it('reaches no package but the one that stores, which it loads when it is needed', () => {
    expect(waysTo(ways, (target) => isPackage(target) && target !== 'idb')).toEqual([]);
    expect(sources.get('lib/messenger/sealed-conversations.ts')).toMatch(/import\('\.\/sealing\.ts'\)/);
  });

  it('loads what only conversations need when the first one is opened', () => {
    const lazy = [...sources].flatMap(([file, source]) =>
      file.startsWith('lib/messenger/') && !isTest(file)
        ? Array.from(source.matchAll(/import\('(\.\/[\w-]+\.ts)'\)/g), ([, target = '']) =>
            resolve(file, target),
          )
        : [],
    );
    expect(new Set(lazy)).toEqual(
      new Set(
        ['conversation-parts', 'indexed-db-storage', 'device-storage', 'key-storage', 'sealing', 'tabs'].map(
          (name) => `lib/messenger/${name}.ts`,
        ),
      ),
    );
    const statically = product
      .filter((file) => !lazy.includes(file))
      .flatMap((file) =>
        Array.from(
          sources.get(file)?.matchAll(/^import (?!type\b)[^;]*from '(\.[^']+)'/gm) ?? [],
          ([, target = '']) => resolve(file, target),
        ),
      );
    expect(lazy.filter((file) => statically.includes(file))).toEqual([]);
  });

  it('touches no page while it is imported', async () => {
    expect(typeof globalThis.document).toBe('undefined');
    expect(typeof globalThis.window).toBe('undefined');
    const modules = await Promise.all([
      import('./messenger/create-messenger.ts'),
      import('./messenger/http-api.ts'),
      import('./messenger/surroundings.ts'),
      import('./messenger/indexed-db-storage.ts'),
      import('./messenger/tabs.ts'),
      import('./realtime/subscribe.ts'),
    ]);
    expect(modules).toHaveLength(6);
  });
});
