// What is loaded on demand takes real time to load, which tests with fake timers don't wait for: here it is loaded before.
import './conversation-parts.ts';
import './device-storage.ts';
import './tabs.ts';
import { AppError } from '../errors.ts';
import type { VisibleVerdict } from '../messages/message.ts';
import { type Announced, createTestConversations } from './test-conversations.ts';
import type { ConnectionState, MessengerApi, MessengerRealtime } from './types.ts';

/** An event on its way to a person's devices. */
export interface OutgoingEvent {
  /** Mine without it. */
  userId?: string;
  name: string;
  payload: Announced['payload'];
}

interface TestServerOptions {
  /** Whose device it is. */
  me: string;
  inboxPage?: number;
  changesPage?: number;
}

type Socket = Parameters<MessengerRealtime['connect']>[0];
type Name = keyof MessengerApi;

/**
 * Server and realtime in memory. Events to my devices, and to those of others who have some, wait in `outgoing` until the
 * test delivers them, in whatever order and as often as it likes.
 */
export function createTestServer({ me, inboxPage = 30, changesPage = 100 }: TestServerOptions) {
  const outgoing: OutgoingEvent[] = [];
  const withDevice = new Set([me]);
  const conversations = createTestConversations({
    inboxPage,
    changesPage,
    announce(announced) {
      if (withDevice.has(announced.userId)) {
        outgoing.push(announced);
      }
    },
  });

  // --- realtime ----------------------------------------------------------------------------------------------------

  const sockets = new Set<Socket>();
  const owners = new Map<Socket, string>();
  const present = new Map<
    string,
    Set<{ userId: string; handlers: Parameters<MessengerRealtime['watchConversation']>[1] }>
  >();
  /** Whoever said that they are typing, and where. */
  const typed: string[] = [];

  function deliver(...events: OutgoingEvent[]): void {
    for (const { userId = me, name, payload } of events) {
      for (const socket of [...sockets].filter((each) => owners.get(each) === userId)) {
        socket.onEvent(name, structuredClone(payload));
      }
    }
  }

  function tellMembers(conversationId: string): void {
    const members = [...(present.get(conversationId) ?? [])];
    for (const { userId, handlers } of members) {
      handlers.onMembers([...new Set(members.map((member) => member.userId))].filter((id) => id !== userId));
    }
  }

  function join(
    conversationId: string,
    userId: string,
    handlers: Parameters<MessengerRealtime['watchConversation']>[1],
  ) {
    const member = { userId, handlers };
    const members = present.get(conversationId) ?? new Set();
    present.set(conversationId, members.add(member));
    tellMembers(conversationId);
    return {
      sendTyping() {
        typed.push(`${userId} ${conversationId}`);
        for (const other of members) {
          if (other !== member) {
            other.handlers.onTyping(userId);
          }
        }
      },
      leave() {
        members.delete(member);
        tellMembers(conversationId);
      },
    };
  }

  const realtimeOf = (userId: string): MessengerRealtime => ({
    connect(handlers) {
      sockets.add(handlers);
      owners.set(handlers, userId);
      return () => {
        // Like pusher-js, which says that it was disconnected while it is.
        handlers.onConnection('offline');
        sockets.delete(handlers);
      };
    },
    watchConversation: (conversationId, handlers) => join(conversationId, userId, handlers),
  });

  /** Whose devices are connected, as far as the server was told. */
  const online = new Set<string>();

  // --- the HTTP API ------------------------------------------------------------------------------------------------

  const answersTo = (userId: string): MessengerApi => ({
    listConversations: async (cursor) => conversations.listConversations(cursor, userId),
    getConversation: async (conversationId) => conversations.getConversation(conversationId, userId),
    listMessages: async (conversationId, page) => conversations.listMessages(conversationId, page, userId),
    listChanges: async (conversationId, after) => conversations.listChanges(conversationId, after, userId),
    sendMessage: async ({ id, conversationId, body, replyToId }) =>
      conversations.write(conversationId, userId, body, { id, replyToId }),
    editMessage: async (messageId, body) => conversations.edit(messageId, body, userId),
    unsendMessage: async (messageId) => conversations.unsend(messageId, userId),
    hideMessage: async (messageId) => conversations.hide(messageId, userId),
    putReaction: async (messageId, emoji) => conversations.react(messageId, emoji, true, userId),
    deleteReaction: async (messageId, emoji) => conversations.react(messageId, emoji, false, userId),
    async moveMarkers(moves) {
      const data = moves.flatMap((move) => {
        try {
          return conversations.moveMarkers(move, userId);
        } catch {
          return [];
        }
      });
      return { data };
    },
    listOnline: async () => ({ data: [...online].filter((id) => id !== userId) }),
    countUnread: async () => conversations.countUnread(userId),
    request: async () => {
      throw new AppError('not_found', 'There is no such thing here');
    },
    async changePlaces(ids, change) {
      const data = [...ids].sort().flatMap((id) => {
        try {
          return conversations.changePlace(id, change, userId);
        } catch {
          return [];
        }
      });
      return { data };
    },
  });

  // --- the network -------------------------------------------------------------------------------------------------

  const calls: Name[] = [];
  const failures: { name: Name; error: unknown; isStored: boolean }[] = [];
  const gates: { name: Name; gate: Promise<void> }[] = [];
  const network = { beforeAnswering: (): Promise<void> => Promise.resolve() };

  async function call(answers: MessengerApi, name: Name, parameters: unknown[]): Promise<unknown> {
    calls.push(name);
    const failure = takeFirst(failures, name);
    if (failure && !failure.isStored) {
      throw failure.error;
    }
    const answer = structuredClone(
      await (answers[name] as (...all: unknown[]) => Promise<unknown>)(...structuredClone(parameters)),
    );
    await takeFirst(gates, name)?.gate;
    await network.beforeAnswering();
    if (failure) {
      throw failure.error;
    }
    return answer;
  }

  function apiOf(userId: string): MessengerApi {
    const answers = answersTo(userId);
    return Object.fromEntries(
      (Object.keys(answers) as Name[]).map((name) => [
        name,
        (...parameters: unknown[]) => call(answers, name, parameters),
      ]),
    ) as unknown as MessengerApi;
  }

  return {
    api: apiOf(me),
    realtime: realtimeOf(me),
    /** What somebody else has on their device: its calls are counted and fail like mine. */
    deviceOf(userId: string) {
      withDevice.add(userId);
      return { api: apiOf(userId), realtime: realtimeOf(userId) };
    },
    /** How long the network takes. */
    network,
    calls,
    online,
    outgoing,
    sockets,
    typed,
    start: (people: string[] = [me, 'ben']) => conversations.start(people),
    write: (
      conversationId: string,
      senderId: string,
      text: string,
      options: { id?: string; verdict?: VisibleVerdict; replyToId?: string | null } = {},
    ) => conversations.write(conversationId, senderId, text, options),
    /** By whoever has written it. */
    edit(conversationId: string, messageId: string, text: string): void {
      const { senderId } = findMessage(conversationId, messageId);
      conversations.edit(messageId, text, senderId ?? '');
    },
    unsend(conversationId: string, messageId: string): void {
      const { senderId } = findMessage(conversationId, messageId);
      conversations.unsend(messageId, senderId ?? '');
    },
    hide: (messageId: string, userId: string) => conversations.hide(messageId, userId),
    react: (messageId: string, userId: string, emoji: string, isOn = true) =>
      conversations.react(messageId, emoji, isOn, userId),
    moveMarker: (conversationId: string, userId: string, readSeq: number) =>
      conversations.moveMarkers({ conversationId, readSeq }, userId),
    moveMarkers: conversations.moveMarkers,
    setHiding: conversations.setHiding,
    changePlace: conversations.changePlace,
    remove: conversations.remove,
    withhold: conversations.withhold,
    add: conversations.add,
    /** Somebody opens a conversation on a device that no test looks at. */
    join: (conversationId: string, userId: string) =>
      join(conversationId, userId, { onMembers: () => undefined, onTyping: () => undefined }),
    deliver,
    deliverAll: () => deliver(...outgoing.splice(0)),
    drop: () => outgoing.splice(0),
    /** Takes the events on their way out of the queue. */
    take: () => outgoing.splice(0),
    say(state: ConnectionState, userId?: string) {
      for (const socket of [...sockets].filter((each) => !userId || owners.get(each) === userId)) {
        socket.onConnection(state);
      }
    },
    /** The next call of this name fails; with `isStored` after the server has done it. */
    failNext(
      name: Name,
      error: unknown = new AppError('unavailable', 'There was no answer'),
      isStored = false,
    ) {
      failures.push({ name, error, isStored });
    },
    /** From now on nothing fails and nothing takes time. */
    recover() {
      failures.length = 0;
      network.beforeAnswering = () => Promise.resolve();
    },
    /** The next answer of this name is computed at once and arrives when the function given is called. */
    holdNext(name: Name): () => void {
      const { promise, resolve } = Promise.withResolvers<void>();
      gates.push({ name, gate: promise });
      return resolve;
    },
    /** What was asked for, without what was told: how far I have received, for instance. */
    asked: () =>
      calls.filter((name) => name.startsWith('list') || name.startsWith('get') || name.startsWith('count')),
    countCalls: (name: Name) => calls.filter((call) => call === name).length,
    conversation: (conversationId: string, userId = me) =>
      structuredClone(conversations.getConversation(conversationId, userId)),
    messages: (conversationId: string, userId = me) =>
      structuredClone(conversations.messagesOf(conversationId, userId)),
  };

  function findMessage(conversationId: string, messageId: string) {
    const message = conversations.allMessages(conversationId).find(({ id }) => id === messageId);
    if (!message) {
      throw new Error('There is no such message');
    }
    return message;
  }
}

function takeFirst<Item extends { name: string }>(items: Item[], name: string): Item | undefined {
  const index = items.findIndex((item) => item.name === name);
  return index < 0 ? undefined : items.splice(index, 1)[0];
}
