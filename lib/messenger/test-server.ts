import type { Conversation, Participant } from '../conversations/conversation.ts';
import { AppError } from '../errors.ts';
import type { Message, VisibleVerdict } from '../messages/message.ts';
import type { Surroundings } from './surroundings.ts';
import type { ConnectionState, MessengerApi, MessengerRealtime } from './types.ts';

/** An event on its way to my device. */
export interface OutgoingEvent {
  name: string;
  payload: { conversationId: string; change: number; [detail: string]: unknown };
}

interface Stored {
  base: Omit<Conversation, 'unreadCount' | 'sortAt' | 'participants' | 'lastMessage'>;
  participants: Participant[];
  messages: Message[];
  lastMessageId: string | null;
  unreadOf: Map<string, number>;
  sortAtOf: Map<string, string | null>;
}

interface TestServerOptions {
  /** Whose device it is. */
  me: string;
  inboxPage?: number;
  changesPage?: number;
}

/**
 * Server and realtime in memory, with the rules of the migrations: one counter row a conversation, changes stamped on
 * what they alter. Events wait in `outgoing` until the test delivers them, in whatever order and as often as it likes.
 */
export function createTestServer({ me, inboxPage = 30, changesPage = 100 }: TestServerOptions) {
  const stored = new Map<string, Stored>();
  let clock = Date.parse('2026-01-01T00:00:00Z');
  let made = 0;

  function now(): string {
    clock += 1_000;
    return new Date(clock).toISOString().replace('Z', '+00:00');
  }

  function newId(kind: string): string {
    made += 1;
    return `${kind}-${String(made).padStart(6, '0')}`;
  }

  // --- realtime ----------------------------------------------------------------------------------------------------

  const outgoing: OutgoingEvent[] = [];
  const sockets = new Set<Parameters<MessengerRealtime['connect']>[0]>();

  function publish(
    conversation: Stored,
    name: string,
    change: number,
    detail: Record<string, unknown> = {},
  ): void {
    if (
      conversation.participants.some(
        (participant) => participant.userId === me && participant.leftAt === null,
      )
    ) {
      outgoing.push({
        name,
        payload: structuredClone({ conversationId: conversation.base.id, change, ...detail }),
      });
    }
  }

  function deliver(...events: OutgoingEvent[]): void {
    for (const event of events) {
      for (const socket of [...sockets]) {
        socket.onEvent(event.name, structuredClone(event.payload));
      }
    }
  }

  const realtime: MessengerRealtime = {
    connect(handlers) {
      sockets.add(handlers);
      return () => {
        // Like pusher-js, which says that it was disconnected while it is.
        handlers.onConnection('offline');
        sockets.delete(handlers);
      };
    },
  };

  // --- what happens ------------------------------------------------------------------------------------------------

  function find(conversationId: string, readerId = me): Stored {
    const found = stored.get(conversationId);
    if (
      !found?.participants.some(
        (participant) => participant.userId === readerId && participant.leftAt === null,
      )
    ) {
      throw new AppError('not_found', 'There is no such thing here');
    }
    return found;
  }

  function nextChange(conversation: Stored): number {
    conversation.base = { ...conversation.base, lastChange: conversation.base.lastChange + 1 };
    return conversation.base.lastChange;
  }

  function start(people: string[] = [me, 'ben']): string {
    const id = newId('conversation');
    const createdAt = now();
    stored.set(id, {
      base: {
        id,
        kind: 'direct',
        sealed: false,
        lastSeq: 0,
        lastChange: 1,
        gear: null,
        rental: null,
        archivedAt: null,
        mutedUntil: null,
        pinnedAt: null,
        labels: [],
        createdAt,
      },
      participants: people.map((userId) => ({
        userId,
        role: 'member',
        name: userId,
        avatarUrl: null,
        verifiedAt: null,
        memberSince: createdAt,
        readSeq: 0,
        deliveredSeq: 0,
        leftAt: null,
        change: 1,
      })),
      messages: [],
      lastMessageId: null,
      unreadOf: new Map(),
      sortAtOf: new Map([[people[0] ?? me, createdAt]]),
    });
    return id;
  }

  function write(
    conversationId: string,
    senderId: string,
    text: string,
    { id = newId('message'), verdict = 'allow' as VisibleVerdict, replyToId = null as string | null } = {},
  ): Message {
    const conversation = find(conversationId, senderId);
    const known = conversation.messages.find((message) => message.id === id);
    if (known) {
      return structuredClone(known);
    }
    const change = nextChange(conversation);
    const seq = conversation.base.lastSeq + 1;
    conversation.base = { ...conversation.base, lastSeq: seq };
    const createdAt = now();
    const message: Message = {
      id,
      conversationId,
      seq,
      change,
      senderId,
      kind: 'text',
      body: { kind: 'plain', text },
      replyToId,
      verdict,
      createdAt,
      editedAt: null,
      unsentAt: null,
    };
    conversation.messages.push(message);
    const recipients =
      verdict === 'hold' ? [senderId] : conversation.participants.map(({ userId }) => userId);
    for (const userId of recipients) {
      conversation.sortAtOf.set(userId, createdAt);
      conversation.unreadOf.set(
        userId,
        (conversation.unreadOf.get(userId) ?? 0) + (userId === senderId ? 0 : 1),
      );
    }
    if (verdict !== 'hold') {
      conversation.lastMessageId = id;
    }
    if (recipients.includes(me)) {
      publish(conversation, 'message.created', change, { message });
    }
    return structuredClone(message);
  }

  function edit(conversationId: string, messageId: string, text: string): void {
    const conversation = find(conversationId);
    const change = nextChange(conversation);
    conversation.messages = conversation.messages.map((message) =>
      message.id === messageId
        ? { ...message, body: { kind: 'plain', text }, editedAt: now(), change }
        : message,
    );
    publish(conversation, 'conversation.updated', change);
  }

  function moveMarker(conversationId: string, userId: string, seq: number) {
    const conversation = find(conversationId, userId);
    const marker = conversation.participants.find((participant) => participant.userId === userId);
    if (!marker) {
      throw new AppError('not_found', 'There is no such thing here');
    }
    const target = Math.min(seq, conversation.base.lastSeq);
    if (target > marker.readSeq) {
      marker.readSeq = target;
      marker.deliveredSeq = Math.max(marker.deliveredSeq, target);
      marker.change = nextChange(conversation);
      conversation.unreadOf.set(
        userId,
        visibleTo(conversation, userId).filter(
          (message) => message.seq > target && message.senderId !== userId,
        ).length,
      );
      const { readSeq, deliveredSeq } = marker;
      publish(conversation, 'marker.moved', marker.change, { marker: { userId, readSeq, deliveredSeq } });
    }
    const { readSeq, deliveredSeq, change } = marker;
    return { readSeq, deliveredSeq, unreadCount: conversation.unreadOf.get(userId) ?? 0, change };
  }

  function remove(conversationId: string, userId: string): void {
    const conversation = find(conversationId, userId);
    nextChange(conversation);
    conversation.participants = conversation.participants.map((participant) =>
      participant.userId === userId ? { ...participant, leftAt: now() } : participant,
    );
  }

  // --- what my device reads ----------------------------------------------------------------------------------------

  function visibleTo(conversation: Stored, readerId: string): Message[] {
    return conversation.messages.filter(
      (message) => message.verdict !== 'hold' || message.senderId === readerId,
    );
  }

  function view(conversation: Stored): Conversation {
    return {
      ...conversation.base,
      participants: conversation.participants,
      lastMessage: conversation.messages.find((message) => message.id === conversation.lastMessageId) ?? null,
      unreadCount: conversation.unreadOf.get(me) ?? 0,
      sortAt: conversation.sortAtOf.get(me) ?? null,
    };
  }

  function mine(): Conversation[] {
    return [...stored.values()]
      .filter(({ participants }) =>
        participants.some(({ userId, leftAt }) => userId === me && leftAt === null),
      )
      .map(view);
  }

  const answers: MessengerApi = {
    async listConversations(cursor) {
      const inbox = mine()
        .filter((conversation) => conversation.sortAt !== null)
        .sort((a, b) => ((a.sortAt ?? '') < (b.sortAt ?? '') ? 1 : -1));
      const from = cursor === undefined ? 0 : Number(cursor);
      const data = inbox.slice(from, from + inboxPage);
      return { data, nextCursor: data.length === inboxPage ? String(from + inboxPage) : null };
    },
    async getConversation(conversationId) {
      return view(find(conversationId));
    },
    async listMessages(conversationId, { before = Number.POSITIVE_INFINITY, limit = 50 }) {
      const data = visibleTo(find(conversationId), me)
        .filter((message) => message.seq < before)
        .slice(-limit);
      return { data, nextCursor: data.length === limit && data[0]?.seq !== 1 ? String(data[0]?.seq) : null };
    },
    async listChanges(conversationId, after) {
      const conversation = find(conversationId);
      const changed = visibleTo(conversation, me)
        .filter((message) => message.change > after)
        .sort((a, b) => a.change - b.change);
      const messages = changed.slice(0, changesPage);
      const more = changed.length > changesPage;
      return {
        conversation: view(conversation),
        participants: conversation.participants.filter((participant) => participant.change > after),
        messages,
        lastChange: more ? (messages.at(-1)?.change ?? after) : conversation.base.lastChange,
        more,
      };
    },
    async sendMessage({ id, conversationId, body, replyToId }) {
      return write(conversationId, me, body.text, { id, replyToId });
    },
    async moveReadMarker(conversationId, seq) {
      return moveMarker(conversationId, me, seq);
    },
    async countUnread() {
      const counts = mine().map((conversation) => conversation.unreadCount);
      return {
        messages: counts.reduce((sum, count) => sum + count, 0),
        conversations: counts.filter(Boolean).length,
      };
    },
  };

  // --- the network -------------------------------------------------------------------------------------------------

  type Name = keyof MessengerApi;
  const calls: Name[] = [];
  const failures: { name: Name; error: unknown; isStored: boolean }[] = [];
  const gates: { name: Name; gate: Promise<void> }[] = [];
  const network = { beforeAnswering: (): Promise<void> => Promise.resolve() };

  async function call(name: Name, parameters: unknown[]): Promise<unknown> {
    calls.push(name);
    const failure = takeFirst(failures, name);
    if (failure && !failure.isStored) {
      throw failure.error;
    }
    const answer = structuredClone(
      await (answers[name] as (...all: unknown[]) => Promise<unknown>)(...parameters),
    );
    await takeFirst(gates, name)?.gate;
    await network.beforeAnswering();
    if (failure) {
      throw failure.error;
    }
    return answer;
  }

  const api = Object.fromEntries(
    (Object.keys(answers) as Name[]).map((name) => [
      name,
      (...parameters: unknown[]) => call(name, parameters),
    ]),
  ) as unknown as MessengerApi;

  return {
    api,
    realtime,
    /** How long the network takes. */
    network,
    calls,
    outgoing,
    sockets,
    start,
    write,
    edit,
    moveMarker,
    remove,
    deliver,
    deliverAll: () => deliver(...outgoing.splice(0)),
    drop: () => outgoing.splice(0),
    /** Takes the events on their way out of the queue. */
    take: () => outgoing.splice(0),
    say(state: ConnectionState) {
      for (const socket of [...sockets]) {
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
    countCalls: (name: Name) => calls.filter((call) => call === name).length,
    conversation: (conversationId: string) => structuredClone(view(find(conversationId))),
    messages: (conversationId: string) => structuredClone(visibleTo(find(conversationId), me)),
  };
}

function takeFirst<Item extends { name: string }>(items: Item[], name: string): Item | undefined {
  const index = items.findIndex((item) => item.name === name);
  return index < 0 ? undefined : items.splice(index, 1)[0];
}

/** A device that a test can put away, take offline and watch. */
export function createTestDevice() {
  const listeners = new Set<() => void>();
  const device = { isVisible: true, isOnline: true };
  const surroundings: Surroundings = {
    isVisible: () => device.isVisible,
    isOnline: () => device.isOnline,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    surroundings,
    listeners,
    change(next: Partial<typeof device>) {
      Object.assign(device, next);
      for (const listener of [...listeners]) {
        listener();
      }
    },
  };
}
