import { vi } from 'vitest';
import { textOf } from '../messages/message.ts';
import { createMessenger } from './create-messenger.ts';
import { createMemoryStorage, type DeviceStorage } from './device-storage.ts';
import type { Keeping } from './keeping.ts';
import { createMemoryKeyStorage, type KeyStorage } from './key-storage.ts';
import { noOtherTabs, type Tabs } from './tabs.ts';
import { createTestDevice } from './test-device.ts';
import { createTestServer } from './test-server.ts';
import type { Messenger } from './types.ts';

/** Whose device it is, unless a test says otherwise. */
export const ana = 'ana';

/** Lets everything run that waits for nothing but answers. */
export const settled = () => vi.advanceTimersByTimeAsync(0);

export interface SetUpOptions {
  storage?: DeviceStorage;
  tabs?: Tabs;
  inboxPage?: number;
  changesPage?: number;
  withRealtime?: boolean;
  people?: string[];
}

/** A browser that keeps things here. */
export function keep(
  storage: DeviceStorage = createMemoryStorage(),
  tabs: Tabs = noOtherTabs,
  keys: KeyStorage = createMemoryKeyStorage(),
): Keeping {
  return { isUsed: async () => true, open: async () => ({ storage, tabs }), openKeys: async () => keys };
}

/** Ana's device, with her inbox as the server rendered it, and one conversation. */
export async function setUp(options: SetUpOptions = {}) {
  const { withRealtime = true, storage, tabs, people = [ana, 'ben'], ...serverOptions } = options;
  const server = createTestServer({ me: ana, ...serverOptions });
  const device = createTestDevice();
  const conversationId = server.start(people);
  const [page, unread] = await Promise.all([server.api.listConversations(), server.api.countUnread()]);
  const messenger = createMessenger({
    me: { id: ana },
    api: server.api,
    realtime: withRealtime ? server.realtime : null,
    inbox: { data: page.data, unreadCount: unread.messages },
    surroundings: device.surroundings,
    keeping: keep(storage, tabs),
  });
  server.calls.length = 0;
  return { server, device, conversationId, messenger };
}

/** Ana has the conversation on her screen and is connected. */
export async function setUpOpen(options: SetUpOptions = {}) {
  const parts = await setUp(options);
  await parts.messenger.openConversation(parts.conversationId);
  const stop = parts.messenger.start();
  parts.server.say('connected');
  await settled();
  parts.server.calls.length = 0;
  return { ...parts, stop, see: () => timelineOf(parts.messenger, parts.conversationId) };
}

export function timelineOf(messenger: Messenger, conversationId: string) {
  const timeline = messenger.getState().timelines[conversationId];
  if (!timeline) {
    throw new Error('The conversation is not open');
  }
  return timeline;
}

export function textsOf(messenger: Messenger, conversationId: string) {
  return timelineOf(messenger, conversationId).messages.map((message) => textOf(message.body));
}
