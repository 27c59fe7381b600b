import { describe, expect, it } from 'vitest';
import { channelAuthSchema, readAuthRequest, userAuthSchema } from './read-auth-request.ts';

const channel = 'private-encrypted-user-11111111-1111-4111-8111-111111111111';

function post(body: string, type: string) {
  return new Request('https://lendline.example', { method: 'POST', body, headers: { 'content-type': type } });
}

const form = (fields: Record<string, string>) =>
  post(new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded; charset=UTF-8');
const json = (value: unknown) => post(JSON.stringify(value), 'application/json');

describe('what pusher-js asks with', () => {
  it('is read from its form, or from JSON', async () => {
    const asked = { socket_id: '123.456', channel_name: channel };
    expect(await readAuthRequest(form(asked), channelAuthSchema)).toEqual(asked);
    expect(await readAuthRequest(json(asked), channelAuthSchema)).toEqual(asked);
    expect(await readAuthRequest(form({ socket_id: '1.2' }), userAuthSchema)).toEqual({ socket_id: '1.2' });
  });

  it.each([
    { socket_id: `1.1:${channel}`, channel_name: channel },
    { socket_id: '1.1\n', channel_name: channel },
    { socket_id: '1.1::user::{"id":"ben"}', channel_name: channel },
    { socket_id: '', channel_name: channel },
    { socket_id: '1.1', channel_name: `${channel}\n` },
    { socket_id: '1.1', channel_name: `${channel}:x` },
    { socket_id: '1.1', channel_name: '#server-to-user-ben' },
    { socket_id: '1.1', channel_name: '' },
    { socket_id: '1.1' },
  ])('is refused when it is not what would be signed: %j', async (asked) => {
    await expect(
      readAuthRequest(form(asked as Record<string, string>), channelAuthSchema),
    ).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(readAuthRequest(json(asked), channelAuthSchema)).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it.each([
    { socket_id: ['1.1'], channel_name: channel },
    { socket_id: 1.1, channel_name: channel },
    null,
    [[]],
  ])('is refused when it has another shape: %j', async (asked) => {
    await expect(readAuthRequest(json(asked), channelAuthSchema)).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('is refused as broken JSON, and in other types', async () => {
    await expect(readAuthRequest(post('{', 'application/json'), userAuthSchema)).rejects.toMatchObject({
      code: 'invalid_input',
    });
    for (const type of ['text/plain', 'multipart/form-data']) {
      await expect(readAuthRequest(post('socket_id=1.1', type), userAuthSchema)).rejects.toMatchObject({
        code: 'unsupported_media_type',
      });
    }
  });
});
