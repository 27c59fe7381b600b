import { globSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sessionCookieName } from '../supabase/session-cookie.ts';
import { describeApi } from './openapi.ts';

interface Described {
  openapi: string;
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { securitySchemes: { session: { name: string } } };
}

interface Operation {
  parameters: { name: string; in: string; required: boolean }[];
  requestBody?: { content: { 'application/json': { schema: { properties: object; required: string[] } } } };
  responses: Record<string, { description: string }>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
// Without those that people don't call: the schedulers, and the document itself.
const unlisted = ['/api/v1/openapi.json'];
const methodExport = /export (?:async function|const) (GET|POST|PUT|PATCH|DELETE)\b/g;

/** `POST /api/v1/conversations/{id}/messages` and the like, out of the route files. */
function operationsOfFiles(): string[] {
  return globSync('app/api/v1/**/route.ts', { cwd: root })
    .filter((file) => !file.startsWith('app/api/v1/cron/'))
    .flatMap((file) => {
      const path = `/${relative('app', file)}`.replace(/\/route\.ts$/, '').replaceAll(/\[(\w+)\]/g, '{$1}');
      const source = readFileSync(`${root}${file}`, 'utf8');
      return unlisted.includes(path)
        ? []
        : Array.from(source.matchAll(methodExport), ([, method]) => `${method} ${path}`);
    });
}

const api = describeApi('https://lendline.example') as unknown as Described;
const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    operation,
  })),
);

describe('the description of the API', () => {
  it('describes every route there is, and none that there isn’t', () => {
    const files = operationsOfFiles().sort();
    expect(files.length).toBeGreaterThan(10);
    expect(operations.map(({ name }) => name).sort()).toEqual(files);
  });

  it('refers to nothing that is not in it', () => {
    const references: string[] = [];
    JSON.stringify(api, (key, value) => {
      if (key === '$ref') {
        references.push(value);
      }
      return value;
    });
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) {
      const found = reference
        .replace(/^#\//, '')
        .split('/')
        .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], api);
      expect(found, reference).toBeTypeOf('object');
    }
  });

  it.each(operations)('$name has a success, an error and its path parameters', ({ name, operation }) => {
    const statuses = Object.keys(operation.responses);
    expect(statuses.some((status) => status.startsWith('2'))).toBe(true);
    expect(statuses).toContain('default');
    const inPath = Array.from(name.matchAll(/\{(\w+)\}/g), ([, parameter]) => parameter);
    expect(operation.parameters.filter((each) => each.in === 'path').map((each) => each.name)).toEqual(
      inPath,
    );
  });

  it('survives being written as JSON, in the version that it names', () => {
    expect(JSON.parse(JSON.stringify(api))).toEqual(api);
    expect(api.openapi).toBe('3.1.0');
    expect(api.servers).toEqual([{ url: 'https://lendline.example' }]);
    expect(api.components.securitySchemes.session.name).toBe(sessionCookieName);
  });

  it('asks for what the handlers ask for, and lets out what they fill in', () => {
    const send = api.paths['/api/v1/conversations/{id}/messages']?.post;
    const { schema } = send?.requestBody?.content['application/json'] ?? {};
    expect(Object.keys(schema?.properties ?? {})).toEqual([
      'id',
      'kind',
      'body',
      'replyToId',
      'acknowledged',
    ]);
    expect(schema?.required).toEqual(['id', 'body']);
    const changes = api.paths['/api/v1/conversations/{id}/changes']?.get?.parameters;
    expect(changes?.filter(({ required }) => required).map(({ name }) => name)).toEqual(['id', 'after']);
  });
});
