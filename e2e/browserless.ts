import { createRequire } from 'node:module';
import type PusherClient from 'pusher-js';
import { createMessenger } from '../lib/messenger/create-messenger.ts';
import { createHttpApi } from '../lib/messenger/http-api.ts';
import type { Messenger, MessengerApi, MessengerRealtime } from '../lib/messenger/types.ts';
import { createRealtime } from '../lib/realtime/subscribe.ts';
import { addresses } from './addresses';
import type { Person } from './people';

const Pusher: typeof PusherClient = createRequire(import.meta.url)('pusher-js');

/** Somebody's device without a browser: the product's own messenger over real HTTP and real sockets. */
export interface Device {
  person: Person;
  messenger: Messenger;
  /** What it asked the server for, by the name of the call. */
  asked: Record<string, number>;
  /** How often it learned that it was behind, by an event or an answer, while nothing was known to be missing. */
  gaps(): number;
  stop(): void;
}

export async function deviceOf(person: Person): Promise<Device> {
  const door = { baseUrl: addresses.app, accessToken: () => person.accessToken };
  const asked: Record<string, number> = {};
  const counting = countGaps();
  const messenger = createMessenger({
    me: { id: person.id },
    api: counted(createHttpApi(door), asked, counting.seeAnswer),
    realtime: counting.observe(
      createRealtime({
        ...door,
        key: addresses.channels.key,
        host: addresses.channels.host,
        port: addresses.channels.port,
        useTls: false,
        userId: person.id,
        loadPusher: async () => Pusher,
      }),
    ),
  });
  counting.follow(messenger);
  const device = { person, messenger, asked, gaps: counting.gaps, stop: messenger.start() };
  await until(messenger, () => messenger.getState().connection === 'connected');
  return device;
}

/** Resolves once the messenger's state is as told. */
export function until(messenger: Messenger, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    let stop = () => {};
    const look = () => {
      if (isSo()) {
        stop();
        resolve();
      }
    };
    stop = messenger.subscribe(look);
    look();
  });
}

function counted(
  api: MessengerApi,
  asked: Record<string, number>,
  seeAnswer: (answer: unknown) => void,
): MessengerApi {
  return new Proxy(api, {
    get(target, name: keyof MessengerApi & string) {
      return async (...given: unknown[]) => {
        asked[name] = (asked[name] ?? 0) + 1;
        const answer = await (target[name] as (...given: unknown[]) => Promise<unknown>)(...given);
        seeAnswer(answer);
        return answer;
      };
    },
  });
}

interface Known {
  conversationId?: string;
  change?: number;
}

/** Watches what a device learns of changes it has not applied. A gap is open until everything known of has been applied. */
function countGaps() {
  const wanted = new Map<string, number>();
  let messenger: Messenger | undefined;
  let gaps = 0;

  /** `next` is the first change that can't be applied by itself. */
  function see({ conversationId: id = '', change = 0 }: Known, next: 1 | 2): void {
    const applied = messenger?.getState().timelines[id]?.change ?? 0;
    const isOpen = (wanted.get(id) ?? 0) > applied;
    if (change >= applied + next && !isOpen) {
      gaps += 1;
      wanted.set(id, change);
    } else if (isOpen) {
      wanted.set(id, Math.max(wanted.get(id) ?? 0, change));
    }
  }

  return {
    gaps: () => gaps,
    follow(followed: Messenger) {
      messenger = followed;
    },
    /** A message, markers, or conversations: of these only the version is told, and not what changed. */
    seeAnswer(answer: unknown) {
      const { data = [answer] } = answer as { data?: unknown };
      for (const one of data as (Known & { id?: string; lastChange?: number })[]) {
        if (one.lastChange === undefined) {
          see(one, 2);
        } else if (one.id !== undefined) {
          see({ conversationId: one.id, change: one.lastChange }, 1);
        }
      }
    },
    observe: (realtime: MessengerRealtime): MessengerRealtime => ({
      ...realtime,
      connect: (handlers) =>
        realtime.connect({
          ...handlers,
          onEvent(name, payload) {
            see(payload as Known, 2);
            handlers.onEvent(name, payload);
          },
        }),
    }),
  };
}
