import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readJson, readQuery, readText } from './read-json.ts';

const schema = z.object({ name: z.string().min(2), tags: z.array(z.string()).optional() });

function post(
  body: BodyInit | null,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) {
  return new Request('https://lendline.example', {
    method: 'POST',
    body,
    headers,
    duplex: 'half',
  } as RequestInit);
}

function streamOf(chunks: number, bytesEach: number) {
  let sent = 0;
  let isCancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1;
      if (sent > chunks) {
        controller.close();
      } else {
        controller.enqueue(new Uint8Array(bytesEach).fill(32));
      }
    },
    cancel() {
      isCancelled = true;
    },
  });
  return { stream, sent: () => sent, isCancelled: () => isCancelled };
}

describe('reading JSON', () => {
  it.each(['application/json', 'Application/JSON; charset=utf-8', ' application/json ;x=y'])(
    'takes content-type %s',
    async (type) => {
      expect(await readJson(post('{"name":"Ana"}', { 'content-type': type }), schema)).toEqual({
        name: 'Ana',
      });
    },
  );

  it.each([
    'text/plain',
    'application/jsonp',
    'application/x-www-form-urlencoded',
    'text/plain; application/json',
    '',
  ])('refuses content-type "%s", which another site could send without asking', async (type) => {
    const request = post('{"name":"Ana"}', { 'content-type': type });
    await expect(readJson(request, schema)).rejects.toMatchObject({ code: 'unsupported_media_type' });
  });

  it('refuses a body that says it is too large before reading it', async () => {
    const { stream, sent } = streamOf(1_000, 1_000);
    const request = post(stream, { 'content-type': 'application/json', 'content-length': '1000000' });
    await expect(readJson(request, schema)).rejects.toMatchObject({ code: 'payload_too_large' });
    expect(sent()).toBeLessThanOrEqual(1);
  });

  it.each([{}, { 'content-length': '10' }])(
    'stops reading a body that is too large, with headers %j',
    async (length) => {
      const { stream, sent, isCancelled } = streamOf(1_000, 1_000);
      const request = post(stream, { 'content-type': 'application/json', ...length });
      await expect(readJson(request, schema)).rejects.toMatchObject({ code: 'payload_too_large' });
      expect(sent()).toBeLessThan(110);
      expect(isCancelled()).toBe(true);
    },
  );

  it('takes 5,000 characters in their longest spelling', async () => {
    const name = '\\ud83d\\ude00'.repeat(5_000);
    const read = await readJson(post(`{"name":"${name}"}`), schema);
    expect([...read.name]).toHaveLength(5_000);
  });

  it('puts a character back together that was cut between two chunks', async () => {
    const bytes = new TextEncoder().encode('{"name":"😀😀"}');
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) {
          controller.enqueue(Uint8Array.of(byte));
        }
        controller.close();
      },
    });
    expect(await readJson(post(stream), schema)).toEqual({ name: '😀😀' });
  });

  it.each([
    ['broken JSON', '{"name":'],
    ['an empty body', ''],
    [
      'invalid UTF-8',
      Buffer.concat([Buffer.from('{"name":"Ana'), Uint8Array.of(0xff, 0xfe), Buffer.from('"}')]),
    ],
    ['UTF-8 that is cut off', Uint8Array.of(0x22, 0xf0, 0x9f)],
    ['a list', '[]'],
    ['null', 'null'],
    ['a number', '7'],
    ['100,000 nested lists', '['.repeat(50_000) + ']'.repeat(50_000)],
    ['deep nesting in a field', `{"name":${'['.repeat(40_000)}${']'.repeat(40_000)}}`],
    ['deep nesting in a list', `{"name":"Ana","tags":${'['.repeat(40_000)}${']'.repeat(40_000)}}`],
  ])('refuses %s as invalid input', async (_, body) => {
    await expect(readJson(post(body), schema)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('refuses no body at all', async () => {
    await expect(readJson(post(null), schema)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('leaves out fields that nobody asked for, __proto__ among them', async () => {
    const read = await readJson(
      post(
        '{"name":"Ana","seq":1,"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}',
      ),
      schema,
    );
    expect(Object.keys(read)).toEqual(['name']);
    expect((read as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('names every wrong field', async () => {
    await expect(readJson(post('{"name":"A","tags":["x",7]}'), schema)).rejects.toMatchObject({
      message: expect.stringMatching(/^name: /),
      details: { fields: [{ path: 'name' }, { path: 'tags.1' }] },
    });
  });

  it('reads an empty body as an empty text', async () => {
    expect(await readText(post(null))).toBe('');
  });
});

describe('reading a query', () => {
  const querySchema = z.object({ limit: z.coerce.number().int().max(100).default(30) });

  it('reads parameters, with defaults', () => {
    expect(readQuery(new Request('https://lendline.example/?limit=5'), querySchema)).toEqual({ limit: 5 });
    expect(readQuery(new Request('https://lendline.example/'), querySchema)).toEqual({ limit: 30 });
  });

  it('names a wrong parameter', () => {
    const request = new Request('https://lendline.example/?limit=many');
    expect(() => readQuery(request, querySchema)).toThrow(/^limit: /);
  });
});
