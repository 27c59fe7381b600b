import { createRequire } from 'node:module';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  browserLibrary,
  closeEverything,
  control,
  credentials,
  openServer,
  serverLibrary,
} from '../../local/channels/test-clients.ts';
import { createTestDevice } from '../messenger/test-device.ts';
import type { ConnectionState } from '../messenger/types.ts';
import { createRealtime } from './subscribe.ts';

const PusherForNode = createRequire(import.meta.url)('pusher-js');
const ana = '00000000-0000-4000-8000-00000000000a';
const ben = '00000000-0000-4000-8000-00000000000b';
const conversationId = '00000000-0000-4000-8000-0000000000c0';
const stops: (() => void)[] = [];
const { setTimeout: realSetTimeout } = globalThis;

beforeAll(async () => {
  // Loaded on demand, which takes real time.
  await import('./presence-channels.ts');
});

beforeEach(() => {
  // Sockets are real, and waiting is not.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});

afterEach(async () => {
  for (const stop of stops.splice(0)) {
    stop();
  }
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  await closeEverything();
});

/** Lets time pass, in steps between which the sockets get on, until this passes. */
async function until(check: () => void, stepMs = 5): Promise<void> {
  for (let step = 0; step < 2_000; step += 1) {
    try {
      check();
      return;
    } catch {
      await pass(stepMs);
    }
  }
  check();
}

async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await new Promise((resolve) => realSetTimeout(resolve, 1));
}

type Server = Awaited<ReturnType<typeof openServer>>;

/** The API's two routes for Channels; `refuse` answers with this status instead, as often as it says. */
function stubApi(server: Server, userId = ana) {
  const library = serverLibrary(server);
  const refusals: number[] = [];
  const asked: string[] = [];
  const { fetch: fetchForReal } = globalThis;
  vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => {
    if (!url.includes('/api/v1/')) {
      return fetchForReal(url, init);
    }
    asked.push(url.split('/api/v1/')[1] ?? '');
    const status = refusals.shift();
    if (status !== undefined) {
      return new Response('{}', { status });
    }
    const body = JSON.parse(String(init?.body)) as { socket_id: string; channel_name?: string };
    if (url.endsWith('user-auth')) {
      return Response.json(library.authenticateUser(body.socket_id, { id: userId }));
    }
    if (!body.channel_name) {
      return Response.json({});
    }
    const member = { user_id: userId, user_info: { name: userId } };
    const isPresence = body.channel_name.startsWith('presence-');
    return Response.json(
      library.authorizeChannel(body.socket_id, body.channel_name, isPresence ? member : undefined),
    );
  });
  return { refusals, asked };
}

function connect(server: Server, { key = credentials.key, userId = ana } = {}) {
  const device = createTestDevice();
  const states: ConnectionState[] = [];
  const events: [string, unknown][] = [];
  const realtime = createRealtime({
    key,
    host: server.host,
    port: server.port,
    useTls: false,
    userId,
    cluster: 'local',
    loadPusher: async () => PusherForNode,
    surroundings: device.surroundings,
  });
  const handlers = {
    onEvent: (name: string, payload: unknown) => events.push([name, payload]),
    onConnection: (state: ConnectionState) => states.push(state),
  };
  const stop = realtime.connect(handlers);
  stops.push(stop);
  return { realtime, device, states, events, handlers, stop };
}

const publish = (server: Server, data: unknown) =>
  serverLibrary(server).trigger(`private-encrypted-user-${ana}`, 'message.created', data);

describe('realtime', () => {
  it('hears my events, sealed for me', async () => {
    const server = await openServer();
    stubApi(server);
    const { states, events } = connect(server);
    await until(() => expect(states.at(-1)).toBe('connected'));
    await publish(server, { change: 2 });
    await until(() => expect(events).toEqual([['message.created', { change: 2 }]]));
    expect(states).toEqual(['connecting', 'connected']);
  });

  it('whose socket is cut waits for its moment, and hears again', async () => {
    const server = await openServer();
    stubApi(server);
    const { states, events } = connect(server);
    await until(() => expect(states.at(-1)).toBe('connected'));
    vi.spyOn(Math, 'random').mockReturnValue(0.2);
    await control(server, 'POST', 'cut');
    await until(() => expect(states.at(-1)).toBe('connecting'));
    await until(() => expect(states.at(-1)).toBe('connected'));
    await publish(server, { change: 3 });
    await until(() => expect(events).toEqual([['message.created', { change: 3 }]]));
    expect(states).toEqual(['connecting', 'connected', 'connecting', 'connected']);
  });

  it('whose connections the server has ended comes back, and hears what it still may', async () => {
    const server = await openServer();
    const { asked } = stubApi(server);
    const { states, events } = connect(server);
    await until(() => expect(states).toEqual(['connecting', 'connected']));
    await until(() => expect(asked).toContain('realtime/user-auth'));
    for (let step = 0; step < 20; step += 1) {
      await pass(5);
    }
    vi.spyOn(Math, 'random').mockReturnValue(0.2);
    await serverLibrary(server).terminateUserConnections(ana);
    await until(() => expect(states).toEqual(['connecting', 'connected', 'connecting']));
    await until(() => expect(states.at(-1)).toBe('connected'));
    await publish(server, { change: 3 });
    await until(() => expect(events).toEqual([['message.created', { change: 3 }]]));
  });

  it('a hundred devices whose sockets are cut together don’t come back together', async () => {
    const server = await openServer();
    stubApi(server);
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const all = Array.from({ length: 100 }, () => connect(server));
    await until(() => expect(all.every(({ states }) => states.at(-1) === 'connected')).toBe(true));
    await control(server, 'POST', 'cut');
    await until(() => expect(all.every(({ states }) => states.at(-1) === 'connecting')).toBe(true));
    // pusher-js alone would be back after a second; all of these have drawn the sixth.
    await until(() => expect(vi.getTimerCount()).toBeGreaterThanOrEqual(100));
    for (let step = 0; step < 55; step += 1) {
      await pass(100);
    }
    expect((await control(server, 'GET', 'stats')).openConnections).toBe(0);
    await until(() => expect(all.every(({ states }) => states.at(-1) === 'connected')).toBe(true));
  });

  it('connects at once when the network returns', async () => {
    const server = await openServer();
    stubApi(server);
    const { states, device } = connect(server);
    await until(() => expect(states.at(-1)).toBe('connected'));
    vi.spyOn(Math, 'random').mockReturnValue(1);
    device.change({ isOnline: false });
    await control(server, 'POST', 'cut');
    await until(() => expect(states.at(-1)).toBe('connecting'));
    await pass(1_100);
    device.change({ isOnline: true });
    await until(() => expect(states.at(-1)).toBe('connected'));
  });

  it('with a key that is not known can’t be had, and says so', async () => {
    const server = await openServer();
    stubApi(server);
    const { states } = connect(server, { key: 'wrong' });
    await until(() => expect(states).toEqual(['connecting', 'offline']));
    for (let step = 0; step < 40; step += 1) {
      await pass(1_000);
    }
    expect(states).toEqual(['connecting', 'offline']);
    expect((await control(server, 'GET', 'stats')).openConnections).toBe(0);
  });

  it('that nobody answers can’t be had, and comes by itself when there is somebody', async () => {
    const server = await openServer();
    stubApi(server);
    await control(server, 'PUT', 'faults', { refuse: 1 });
    const { states } = connect(server);
    await until(() => expect(states).toContain('offline'));
    await control(server, 'PUT', 'faults', {});
    await until(() => expect(states.at(-1)).toBe('connected'), 100);
  });

  it('is not connected while the API refuses to let it in, and tries again', async () => {
    const server = await openServer();
    const { refusals } = stubApi(server);
    refusals.push(503, 503);
    vi.spyOn(Math, 'random').mockReturnValue(0.02);
    const { states } = connect(server);
    await until(() => expect(states).toContain('offline'));
    await until(() => expect(states.at(-1)).toBe('connected'));
  });

  it('refreshes a session that has expired, unnoticed', async () => {
    const server = await openServer();
    const { refusals, asked } = stubApi(server);
    refusals.push(401);
    const { states } = connect(server);
    await until(() => expect(states.at(-1)).toBe('connected'));
    expect(states).toEqual(['connecting', 'connected']);
    expect(asked).toContain('session');
  });

  it('can be stopped and started again and again', async () => {
    const server = await openServer();
    stubApi(server);
    const { realtime, states, events, handlers, stop } = connect(server);
    const instances = PusherForNode.instances.length;
    stop();
    for (let cycle = 0; cycle < 5; cycle += 1) {
      realtime.connect(handlers)();
    }
    states.length = 0;
    stops.push(realtime.connect(handlers));
    await until(() => expect(states.at(-1)).toBe('connected'));
    await publish(server, { change: 2 });
    await until(() => expect(events).toHaveLength(1));
    expect((await control(server, 'GET', 'stats')).openConnections).toBe(1);
    expect(PusherForNode.instances.length).toBeLessThanOrEqual(instances + 1);
  });
});

describe('a conversation that is watched', () => {
  function watch(realtime: ReturnType<typeof connect>['realtime']) {
    const members: (readonly string[])[] = [];
    const typing: string[] = [];
    const watched = realtime.watchConversation(conversationId, {
      onMembers: (userIds) => members.push(userIds),
      onTyping: (userId) => typing.push(userId),
    });
    return { members, typing, ...watched };
  }

  const joinAsBen = (server: Server) =>
    browserLibrary(server, ben).subscribe(`presence-conversation-${conversationId}`);

  it('shows who else has it open and who writes, by what Channels says about them', async () => {
    const server = await openServer();
    stubApi(server);
    const { realtime } = connect(server);
    const { members, typing } = watch(realtime);
    const channel = joinAsBen(server);
    await until(() => expect(members.at(-1)).toEqual([ben]));
    channel.trigger('client-typing', { user_id: 'somebody else', userId: 'somebody else' });
    await until(() => expect(typing).toEqual([ben]));
    channel.pusher.disconnect();
    await until(() => expect(members.at(-1)).toEqual([]));
  });

  it('doesn’t show me that I write on another device', async () => {
    const server = await openServer();
    stubApi(server);
    const { realtime } = connect(server);
    const { members, typing } = watch(realtime);
    const other = browserLibrary(server, ana).subscribe(`presence-conversation-${conversationId}`);
    const channel = joinAsBen(server);
    await until(() => expect(members.at(-1)).toEqual([ben]));
    await until(() => expect(other.subscribed).toBe(true));
    other.trigger('client-typing', {});
    channel.trigger('client-typing', {});
    await until(() => expect(typing).toContain(ben));
    expect(typing).toEqual([ben]);
  });

  it('tells the others that I write', async () => {
    const server = await openServer();
    stubApi(server);
    const { realtime } = connect(server);
    const { members, sendTyping } = watch(realtime);
    const heard: unknown[] = [];
    joinAsBen(server).bind('client-typing', (payload: unknown, metadata: { user_id?: string }) =>
      heard.push([payload, metadata.user_id]),
    );
    sendTyping();
    await until(() => expect(members.at(-1)).toEqual([ben]));
    sendTyping();
    await until(() => expect(heard).toEqual([[{}, ana]]));
  });

  it('goes on after the connection was lost, during which nobody is shown', async () => {
    const server = await openServer();
    stubApi(server);
    const { realtime, states } = connect(server);
    const { members } = watch(realtime);
    joinAsBen(server);
    await until(() => expect(members.at(-1)).toEqual([ben]));
    vi.spyOn(Math, 'random').mockReturnValue(0.01);
    await control(server, 'POST', 'cut');
    await until(() => expect(members.at(-1)).toEqual([]));
    await until(() => expect(states.at(-1)).toBe('connected'));
    await until(() => expect(members.at(-1)).toEqual([ben]));
  });

  it('is left by whoever stops watching, also while they are still joining, and can be joined again', async () => {
    const server = await openServer();
    stubApi(server);
    const { realtime, states } = connect(server);
    const bens: string[][] = [];
    const channel = joinAsBen(server) as unknown as {
      bind(name: string, callback: () => void): void;
      members: { members: object };
    };
    for (const name of ['pusher:subscription_succeeded', 'pusher:member_added', 'pusher:member_removed']) {
      channel.bind(name, () => bens.push(Object.keys(channel.members.members).sort()));
    }
    await until(() => expect(states.at(-1)).toBe('connected'));
    const first = watch(realtime);
    const second = watch(realtime);
    await until(() => expect(second.members.at(-1)).toEqual([ben]));
    first.leave();
    first.leave();
    expect(bens.at(-1)).toEqual([ana, ben]);
    second.leave();
    await until(() => expect(bens.at(-1)).toEqual([ben]));
    watch(realtime).leave();
    const { members } = watch(realtime);
    await until(() => expect(members.at(-1)).toEqual([ben]));
  });

  it('that is none at all is not joined', async () => {
    const server = await openServer();
    const { asked } = stubApi(server);
    const { realtime, states } = connect(server);
    const { leave, sendTyping } = realtime.watchConversation('nowhere', {
      onMembers: () => undefined,
      onTyping: () => undefined,
    });
    await until(() => expect(states.at(-1)).toBe('connected'));
    sendTyping();
    leave();
    expect(asked.filter((path) => path === 'realtime/auth')).toHaveLength(1);
  });
});
