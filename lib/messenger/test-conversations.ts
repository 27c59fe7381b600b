import type { PlaceChange } from '../conversations/change-places.ts';
import type { Changes, Conversation, Participant, Place } from '../conversations/conversation.ts';
import { AppError } from '../errors.ts';
import { authorOf, type Body, type Message, type VisibleVerdict } from '../messages/message.ts';
import { withPlaceChange } from './changed-place.ts';
import { unreadOf as countedUnread } from './conversation-reducer.ts';
import { withReaction } from './reactions.ts';
import type { MarkerMove, MovedMarker } from './types.ts';

/** What is announced to one person. */
export interface Announced {
  userId: string;
  name: string;
  payload: { conversationId: string; change: number; [detail: string]: unknown };
}

interface StoredParticipant extends Participant {
  /** How far others are shown that they have read. */
  shownReadSeq: number;
  /** The change that last moved what only they may see. */
  ownChange: number;
}

interface Stored {
  base: Omit<Conversation, 'unreadCount' | 'sortAt' | 'participants' | 'lastMessage' | keyof Place>;
  participants: StoredParticipant[];
  messages: Message[];
  /** Of each person: the messages deleted for themselves, with the change that did it. */
  hiddenOf: Map<string, Map<string, number>>;
  /** Those whom the other one has blocked. */
  withheldFrom: Set<string>;
  sortAtOf: Map<string, string | null>;
  placeOf: Map<string, Place>;
}

/**
 * Conversations in memory, with the rules of the migrations: one counter row a conversation, changes stamped on what they
 * alter, and everybody sees what they may. Everything that happens is announced to those whom it concerns.
 */
export function createTestConversations(options: {
  changesPage: number;
  inboxPage: number;
  announce(announced: Announced): void;
}) {
  const stored = new Map<string, Stored>();
  const hiding = new Set<string>();
  let clock = Date.parse('2026-01-01T00:00:00Z');
  let made = 0;

  function now(): string {
    clock += 1_000;
    return new Date(clock).toISOString().replace('Z', '+00:00');
  }

  function newId(kind: string): string {
    made += 1;
    return `${kind === 'conversation' ? 'c' : 'd'}0000000-0000-4000-8000-${String(made).padStart(12, '0')}`;
  }

  // --- what everybody sees -----------------------------------------------------------------------------------------

  function isIn({ participants }: Stored, userId: string): boolean {
    return participants.some((participant) => participant.userId === userId && participant.leftAt === null);
  }

  function find(conversationId: string, readerId: string): Stored {
    const found = stored.get(conversationId);
    if (!found || !isIn(found, readerId)) {
      throw new AppError('not_found', 'There is no such thing here');
    }
    return found;
  }

  function visibleTo(conversation: Stored, readerId: string): Message[] {
    const hidden = conversation.hiddenOf.get(readerId);
    const joinedSeq = conversation.participants.find(({ userId }) => userId === readerId)?.joinedSeq ?? 0;
    return conversation.messages.filter(
      (message) =>
        (message.verdict !== 'hold' || message.senderId === readerId) &&
        message.seq > joinedSeq &&
        !hidden?.has(message.id) &&
        !conversation.withheldFrom.has(readerId),
    );
  }

  function findMessage(messageId: string, readerId: string): { conversation: Stored; message: Message } {
    for (const conversation of stored.values()) {
      const message = visibleTo(conversation, readerId).find(({ id }) => id === messageId);
      if (message && isIn(conversation, readerId)) {
        return { conversation, message };
      }
    }
    throw new AppError('not_found', 'There is no such thing here');
  }

  function toShown(stored: StoredParticipant, readerId: string): Participant {
    const { shownReadSeq, ownChange, ...participant } = stored;
    const isMine = participant.userId === readerId;
    return {
      ...participant,
      readSeq: isMine ? participant.readSeq : hiding.has(readerId) ? 0 : shownReadSeq,
      change: isMine ? Math.max(participant.change, ownChange) : participant.change,
    };
  }

  function placeIn(conversation: Stored, userId: string): Place {
    return (
      conversation.placeOf.get(userId) ?? {
        archivedAt: null,
        mutedUntil: null,
        pinnedAt: null,
        labels: [],
        markedUnread: false,
      }
    );
  }

  function unreadOf(conversation: Stored, readerId: string): number {
    const readSeq = conversation.participants.find(({ userId }) => userId === readerId)?.readSeq ?? 0;
    return visibleTo(conversation, readerId).filter(
      (message) => message.seq > readSeq && authorOf(message) !== readerId && message.unsentAt === null,
    ).length;
  }

  /** The newest that everybody may read; whoever has deleted it for themselves sees the newest that they can read. */
  function findLastMessage(conversation: Stored, readerId: string): Message | null {
    const newest = conversation.messages.findLast(({ verdict }) => verdict !== 'hold');
    const visible = visibleTo(conversation, readerId);
    return newest ? (visible.find(({ id }) => id === newest.id) ?? visible.at(-1) ?? null) : null;
  }

  function view(conversation: Stored, readerId: string): Conversation {
    return {
      ...conversation.base,
      participants: conversation.participants.map((participant) => toShown(participant, readerId)),
      lastMessage: findLastMessage(conversation, readerId),
      unreadCount: unreadOf(conversation, readerId),
      sortAt: conversation.sortAtOf.get(readerId) ?? null,
      ...placeIn(conversation, readerId),
      ...(conversation.withheldFrom.has(readerId) ? { closed: 'unavailable', withheld: true } : {}),
    };
  }

  function inboxOf(readerId: string): Conversation[] {
    return [...stored.values()]
      .filter((conversation) => isIn(conversation, readerId))
      .map((conversation) => view(conversation, readerId))
      .filter(({ sortAt, archivedAt }) => sortAt !== null && archivedAt === null)
      .sort(
        (a, b) =>
          Number(b.pinnedAt !== null) - Number(a.pinnedAt !== null) ||
          ((a.sortAt ?? '') < (b.sortAt ?? '') ? 1 : -1),
      );
  }

  // --- what happens ------------------------------------------------------------------------------------------------

  function nextChange(conversation: Stored): number {
    conversation.base = { ...conversation.base, lastChange: conversation.base.lastChange + 1 };
    return conversation.base.lastChange;
  }

  function announce(
    conversation: Stored,
    name: string,
    change: number,
    detailFor: (userId: string) => Record<string, unknown>,
  ): void {
    for (const { userId } of conversation.participants) {
      if (isIn(conversation, userId)) {
        const payload = { conversationId: conversation.base.id, change, ...detailFor(userId) };
        options.announce({ userId, name, payload: structuredClone(payload) });
      }
    }
  }

  /** To everybody who can read it; the others learn that nothing happened to them. */
  function announceMessage(conversation: Stored, name: string, message: Message): void {
    for (const { userId } of conversation.participants) {
      const canRead = visibleTo(conversation, userId).some(({ id }) => id === message.id);
      if (isIn(conversation, userId) && canRead) {
        const payload = { conversationId: conversation.base.id, change: message.change, message };
        options.announce({ userId, name, payload: structuredClone(payload) });
      }
    }
  }

  function start(people: string[]): string {
    const id = newId('conversation');
    const createdAt = now();
    stored.set(id, {
      base: {
        id,
        kind: people.length > 2 ? 'group' : 'direct',
        sealed: false,
        title: null,
        startedBy: people.length > 2 ? (people[0] ?? null) : null,
        invited: [],
        sealingConsents: [],
        lastSeq: 0,
        lastChange: 1,
        gear: null,
        rental: null,
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
        shownReadSeq: 0,
        ownChange: 1,
        deliveredSeq: 0,
        joinedSeq: 0,
        leftAt: null,
        lastSeenAt: null,
        change: 1,
      })),
      messages: [],
      withheldFrom: new Set(),
      hiddenOf: new Map(),
      sortAtOf: new Map([[people[0] ?? '', createdAt]]),
      placeOf: new Map(),
    });
    return id;
  }

  function write(
    conversationId: string,
    senderId: string,
    said: string | Body,
    { id = newId('message'), verdict = 'allow' as VisibleVerdict, replyToId = null as string | null } = {},
  ): Message {
    const conversation = find(conversationId, senderId);
    const known = conversation.messages.find((message) => message.id === id);
    if (known && conversation.hiddenOf.get(senderId)?.has(id)) {
      throw new AppError('conflict', 'You have deleted this message', { details: { reason: 'deleted' } });
    }
    if (known) {
      return structuredClone(known);
    }
    const change = nextChange(conversation);
    const seq = conversation.base.lastSeq + 1;
    conversation.base = { ...conversation.base, lastSeq: seq };
    const message: Message = {
      id,
      conversationId,
      seq,
      change,
      senderId,
      kind: 'text',
      body: typeof said === 'string' ? { kind: 'plain', text: said } : said,
      replyToId,
      reactions: [],
      verdict,
      createdAt: now(),
      editedAt: null,
      unsentAt: null,
    };
    conversation.messages.push(message);
    for (const { userId } of conversation.participants) {
      if (verdict !== 'hold' || userId === senderId) {
        conversation.sortAtOf.set(userId, message.createdAt);
        conversation.placeOf.set(userId, { ...placeIn(conversation, userId), archivedAt: null });
      }
    }
    announceMessage(conversation, 'message.created', message);
    return structuredClone(message);
  }

  function alter(conversation: Stored, message: Message, update: Partial<Message>, name: string): Message {
    const altered = { ...message, ...update, change: nextChange(conversation) };
    conversation.messages = conversation.messages.map((each) => (each.id === message.id ? altered : each));
    announceMessage(conversation, name, altered);
    return structuredClone(altered);
  }

  function findOwn(messageId: string, userId: string) {
    const found = findMessage(messageId, userId);
    if (found.message.senderId !== userId) {
      throw new AppError('forbidden', 'This is not yours');
    }
    return found;
  }

  function edit(messageId: string, said: string | Body, userId: string): Message {
    const body: Body = typeof said === 'string' ? { kind: 'plain', text: said } : said;
    const { conversation, message } = findOwn(messageId, userId);
    if (message.unsentAt !== null) {
      throw new AppError('conflict', 'It was unsent');
    }
    if (JSON.stringify(message.body) === JSON.stringify(body)) {
      return structuredClone(message);
    }
    return alter(conversation, message, { body, editedAt: now() }, 'message.updated');
  }

  function unsend(messageId: string, userId: string): Message {
    const { conversation, message } = findOwn(messageId, userId);
    if (message.unsentAt !== null) {
      return structuredClone(message);
    }
    const tombstone = { body: null, unsentAt: now(), replyToId: null, reactions: [] };
    return alter(conversation, message, tombstone, 'message.unsent');
  }

  function hide(messageId: string, userId: string) {
    const { conversation } = findMessage(messageId, userId);
    const change = nextChange(conversation);
    const hidden = conversation.hiddenOf.get(userId) ?? new Map<string, number>();
    conversation.hiddenOf.set(userId, hidden.set(messageId, change));
    announce(conversation, 'conversation.updated', change, (to) => ({
      hiddenMessageIds: to === userId ? [messageId] : [],
    }));
    return { conversationId: conversation.base.id, change, hiddenMessageIds: [messageId] };
  }

  function react(messageId: string, emoji: string, isOn: boolean, userId: string): Message {
    const { conversation, message } = findMessage(messageId, userId);
    if (message.unsentAt !== null) {
      throw new AppError('conflict', 'It was unsent');
    }
    const isThere = message.reactions.some((each) => each.emoji === emoji && each.userIds.includes(userId));
    if (isThere === isOn) {
      return structuredClone(message);
    }
    const reactions = withReaction(message.reactions, userId, { emoji, isOn });
    return alter(conversation, message, { reactions }, 'reaction.changed');
  }

  function moveMarkers(
    { conversationId, readSeq = 0, deliveredSeq = 0 }: MarkerMove,
    userId: string,
  ): MovedMarker {
    const conversation = find(conversationId, userId);
    const marker = conversation.participants.find((participant) => participant.userId === userId);
    if (!marker) {
      throw new AppError('not_found', 'There is no such thing here');
    }
    const read = Math.max(marker.readSeq, Math.min(readSeq, conversation.base.lastSeq));
    const delivered = Math.max(marker.deliveredSeq, read, Math.min(deliveredSeq, conversation.base.lastSeq));
    if (read > marker.readSeq || delivered > marker.deliveredSeq) {
      const shown = hiding.has(userId) ? marker.shownReadSeq : read;
      const isShown = shown > marker.shownReadSeq || delivered > marker.deliveredSeq;
      const change = nextChange(conversation);
      if (read > marker.readSeq) {
        conversation.placeOf.set(userId, { ...placeIn(conversation, userId), markedUnread: false });
      }
      Object.assign(marker, { readSeq: read, shownReadSeq: shown, deliveredSeq: delivered });
      Object.assign(marker, isShown ? { change } : { ownChange: change });
      announceMarker(conversation, marker, change, isShown);
    }
    const unreadCount = unreadOf(conversation, userId);
    return {
      conversationId,
      readSeq: marker.readSeq,
      deliveredSeq: marker.deliveredSeq,
      unreadCount,
      change: Math.max(marker.change, marker.ownChange),
    };
  }

  /** The truth to the reader, and to everybody else what they may see: perhaps only that there is a change. */
  function announceMarker(
    conversation: Stored,
    marker: StoredParticipant,
    change: number,
    isShown: boolean,
  ): void {
    const { userId } = marker;
    for (const { userId: to } of conversation.participants.filter((each) =>
      isIn(conversation, each.userId),
    )) {
      const { readSeq, deliveredSeq } = toShown(marker, to);
      const isTold = isShown || to === userId;
      const detail = isTold ? { marker: { userId, readSeq, deliveredSeq } } : { hiddenMessageIds: [] };
      const payload = structuredClone({ conversationId: conversation.base.id, change, ...detail });
      options.announce({ userId: to, name: isTold ? 'marker.moved' : 'conversation.updated', payload });
    }
  }

  function changePlace(conversationId: string, asked: PlaceChange, userId: string) {
    const conversation = find(conversationId, userId);
    const before = placeIn(conversation, userId);
    const unreadCount = unreadOf(conversation, userId);
    const { unreadCount: _, ...place } = withPlaceChange({ ...before, unreadCount }, asked, now());
    if (JSON.stringify(place) === JSON.stringify(before)) {
      return { conversationId, change: conversation.base.lastChange, isChanged: false, place };
    }
    const change = nextChange(conversation);
    conversation.placeOf.set(userId, place);
    const marker = conversation.participants.find((participant) => participant.userId === userId);
    Object.assign(marker ?? {}, { ownChange: change });
    for (const { userId: to } of conversation.participants.filter((each) =>
      isIn(conversation, each.userId),
    )) {
      const detail = to === userId ? { place } : { hiddenMessageIds: [] };
      const payload = structuredClone({ conversationId, change, ...detail });
      options.announce({
        userId: to,
        name: to === userId ? 'participant.changed' : 'conversation.updated',
        payload,
      });
    }
    return { conversationId, change, isChanged: true, place };
  }

  function remove(conversationId: string, userId: string): void {
    const conversation = find(conversationId, userId);
    const change = nextChange(conversation);
    conversation.participants = conversation.participants.map((participant) =>
      participant.userId === userId ? { ...participant, leftAt: now(), change } : participant,
    );
    announce(conversation, 'participant.changed', change, () => ({}));
    options.announce({ userId, name: 'participant.changed', payload: { conversationId, change } });
  }

  /** Somebody joins, or joins again: they read from now on. */
  /** The other one blocks this person, or unblocks them. */
  function withhold(conversationId: string, userId: string, isOn = true): void {
    const conversation = find(conversationId, userId);
    conversation.withheldFrom[isOn ? 'add' : 'delete'](userId);
    announce(conversation, 'conversation.updated', nextChange(conversation), () => ({}));
  }

  function add(conversationId: string, userId: string): void {
    const conversation = stored.get(conversationId);
    if (!conversation || isIn(conversation, userId)) {
      throw new AppError('not_found', 'There is no such thing here');
    }
    const change = nextChange(conversation);
    const { lastSeq } = conversation.base;
    const joinedAt = now();
    conversation.participants = [
      ...conversation.participants.filter((participant) => participant.userId !== userId),
      {
        userId,
        role: 'member',
        name: userId,
        avatarUrl: null,
        verifiedAt: null,
        memberSince: joinedAt,
        readSeq: lastSeq,
        shownReadSeq: lastSeq,
        ownChange: change,
        deliveredSeq: lastSeq,
        joinedSeq: lastSeq,
        leftAt: null,
        lastSeenAt: null,
        change,
      },
    ];
    conversation.sortAtOf.set(userId, joinedAt);
    announce(conversation, 'participant.changed', change, () => ({}));
  }

  // --- what everybody reads ----------------------------------------------------------------------------------------

  function listMessages(
    conversationId: string,
    page: { before?: number; after?: number; around?: number; ids?: readonly string[]; limit?: number },
    readerId: string,
  ): { data: Message[]; nextCursor: string | null } {
    const all = visibleTo(find(conversationId, readerId), readerId);
    const { before = Number.POSITIVE_INFINITY, after, around, ids, limit = 50 } = page;
    if (ids) {
      return { data: all.filter(({ id }) => ids.includes(id)), nextCursor: null };
    }
    if (after !== undefined) {
      const data = all.filter(({ seq }) => seq > after).slice(0, limit);
      return { data, nextCursor: data.length === limit ? String(data.at(-1)?.seq) : null };
    }
    if (around !== undefined) {
      const half = Math.floor(limit / 2);
      const data = [
        ...all.filter(({ seq }) => seq < around).slice(-half),
        ...all.filter(({ seq }) => seq >= around).slice(0, limit - half),
      ];
      const first = data[0];
      const hasOlder = first !== undefined && first.seq > 1 && first.seq < around;
      return { data, nextCursor: hasOlder ? String(first.seq) : null };
    }
    const data = all.filter(({ seq }) => seq < before).slice(-limit);
    return { data, nextCursor: data.length === limit && data[0]?.seq !== 1 ? String(data[0]?.seq) : null };
  }

  function listChanges(conversationId: string, after: number, readerId: string): Changes {
    const conversation = find(conversationId, readerId);
    const changed = visibleTo(conversation, readerId)
      .filter((message) => message.change > after)
      .sort((a, b) => a.change - b.change);
    const messages = changed.slice(0, options.changesPage);
    const more = changed.length > options.changesPage;
    const lastChange = more ? (messages.at(-1)?.change ?? after) : conversation.base.lastChange;
    const hidden = [...(conversation.hiddenOf.get(readerId) ?? [])];
    return {
      conversation: view(conversation, readerId),
      participants: conversation.participants
        .filter((participant) => participant.change > after)
        .map((participant) => toShown(participant, readerId)),
      messages,
      hiddenMessageIds: hidden.filter(([, change]) => change > after).map(([id]) => id),
      lastChange,
      more,
    };
  }

  function listConversations(cursor: string | undefined, readerId: string) {
    const from = cursor === undefined ? 0 : Number(cursor);
    const data = inboxOf(readerId).slice(from, from + options.inboxPage);
    return { data, nextCursor: data.length === options.inboxPage ? String(from + options.inboxPage) : null };
  }

  function countUnread(readerId: string) {
    const counts = inboxOf(readerId).map(countedUnread);
    return {
      messages: counts.reduce((sum, count) => sum + count, 0),
      conversations: counts.filter(Boolean).length,
    };
  }

  return {
    start,
    write,
    edit,
    unsend,
    hide,
    react,
    moveMarkers,
    changePlace,
    remove,
    withhold,
    add,
    /** Hides a person's read receipts, or shows them again. */
    setHiding: (userId: string, isHiding: boolean) => (isHiding ? hiding.add(userId) : hiding.delete(userId)),
    listConversations,
    listMessages,
    listChanges,
    countUnread,
    getConversation: (conversationId: string, readerId: string) =>
      view(find(conversationId, readerId), readerId),
    messagesOf: (conversationId: string, readerId: string) =>
      visibleTo(find(conversationId, readerId), readerId),
    /** What there is, whoever may read it. */
    allMessages: (conversationId: string) => stored.get(conversationId)?.messages ?? [],
  };
}
