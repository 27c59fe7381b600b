import type { Conversation } from '../conversations/conversation.ts';
import { AppError, isAppError } from '../errors.ts';
import type { Message } from '../messages/message.ts';
import {
  countUnreadIn,
  type MovedMarker,
  toInbox,
  withMarker,
  withMessage,
  withUnreadCount,
} from './conversation-reducer.ts';
import { parseRealtimeEvent, type RealtimeEvent } from './realtime-event.ts';
import { type Surroundings, surroundings as surroundingsOfThisDevice } from './surroundings.ts';
import {
  openTimeline,
  withChanges,
  withFailure,
  withMessages,
  withOlder,
  withoutPending,
  withPending,
  withSending,
} from './timeline-reducer.ts';
import type {
  ConnectionState,
  Messenger,
  MessengerApi,
  MessengerEventName,
  MessengerEvents,
  MessengerRealtime,
  MessengerState,
  PendingMessage,
  Timeline,
} from './types.ts';

export interface MessengerOptions {
  me: { id: string };
  api: MessengerApi;
  /** Null polls instead. */
  realtime: MessengerRealtime | null;
  /** What the server rendered of my inbox. */
  inbox?: { data: Conversation[]; unreadCount: number };
  surroundings?: Surroundings;
}

/** How long an event may be late before the changes are fetched instead: events overtake each other. */
const gapPatienceMs = 150;
/** How often to compare with the server while realtime works, and while it doesn't. */
const compareEveryMs = 60_000;
const pollEveryMs = 5_000;
/** How often a catch-up that failed is tried again, after 0.3, 0.6, 1.2 … seconds; then the next comparison does it. */
const maxRetries = 5;

const pageSize = 50;

/**
 * The browser's headless client: holds conversations, sends, and keeps up. Realtime is a hint and the server the truth:
 * an event is applied when it is the next change, otherwise the changes are fetched. No framework; any UI can sit on it.
 */
export function createMessenger(options: MessengerOptions): Messenger {
  const { me, api, realtime } = options;
  const device = options.surroundings ?? surroundingsOfThisDevice();

  const conversations = new Map<string, Conversation>(
    options.inbox?.data.map((conversation) => [conversation.id, conversation]) ?? [],
  );
  const timelines = new Map<string, Timeline>();
  let connection: ConnectionState = 'connecting';
  let hasInbox = options.inbox !== undefined;
  /** Unread messages in conversations that are not held: added to those of the held ones they are the total. */
  let unreadElsewhere = Math.max(
    0,
    (options.inbox?.unreadCount ?? 0) - countUnreadIn(conversations.values()),
  );
  /** Timers run while it is started. */
  let isStarted = false;

  // --- what others see ---------------------------------------------------------------------------------------------

  const listeners = new Set<() => void>();
  const eventListeners = new Map<MessengerEventName, Set<(event: never) => void>>();
  let state: MessengerState = toState();

  function toState(): MessengerState {
    return {
      connection,
      inbox: hasInbox ? toInbox(conversations.values()) : null,
      unreadCount: unreadElsewhere + countUnreadIn(conversations.values()),
      timelines: Object.fromEntries(timelines),
    };
  }

  function changed(): void {
    state = toState();
    for (const listener of [...listeners]) {
      call(listener);
    }
  }

  /** A listener that throws is somebody else's mistake: sending and receiving go on. */
  function call(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      console.error(error);
    }
  }

  function emit({ name, ...event }: RealtimeEvent): void {
    for (const listener of eventListeners.get(name) ?? []) {
      call(() => (listener as (event: MessengerEvents[typeof name]) => void)(event));
    }
  }

  // --- holding -----------------------------------------------------------------------------------------------------

  /** Takes a conversation in, unless a newer version of it is held: answers overtake events and each other. */
  function hold(conversation: Conversation): void {
    const known = conversations.get(conversation.id);
    if (known && known.lastChange > conversation.lastChange) {
      return;
    }
    if (!known) {
      unreadElsewhere = Math.max(0, unreadElsewhere - countUnreadIn([conversation]));
    }
    conversations.set(conversation.id, conversation);
    const timeline = timelines.get(conversation.id);
    if (timeline && timeline.conversation !== conversation) {
      timelines.set(conversation.id, { ...timeline, conversation });
    }
    if (timeline && timeline.change < conversation.lastChange) {
      catchUpSoon(conversation.id, conversation.lastChange);
    }
  }

  function holdTimeline(timeline: Timeline): void {
    const known = conversations.get(timeline.conversation.id);
    const isStale = known !== undefined && known.lastChange > timeline.conversation.lastChange;
    timelines.set(timeline.conversation.id, isStale ? { ...timeline, conversation: known } : timeline);
    hold(isStale ? known : timeline.conversation);
  }

  /** It is no longer mine to read. */
  function forget(conversationId: string): void {
    clearTimeout(waiting.get(conversationId));
    waiting.delete(conversationId);
    conversations.delete(conversationId);
    timelines.delete(conversationId);
    changed();
  }

  /** Everything up to this change of a conversation has been applied. */
  function appliedChangeOf(conversationId: string): number {
    return timelines.get(conversationId)?.change ?? conversations.get(conversationId)?.lastChange ?? 0;
  }

  function updateTimeline(conversationId: string, update: (timeline: Timeline) => Timeline): void {
    const timeline = timelines.get(conversationId);
    if (timeline) {
      holdTimeline(update(timeline));
      changed();
    }
  }

  function timelineOfPending(messageId: string): Timeline | undefined {
    return [...timelines.values()].find((timeline) =>
      timeline.pending.some((message) => message.id === messageId),
    );
  }

  // --- receiving ---------------------------------------------------------------------------------------------------

  /** Events that came before their turn, by change. */
  const early = new Map<string, Map<number, RealtimeEvent>>();

  function receive(name: string, payload: unknown): void {
    const event = parseRealtimeEvent(name, payload);
    if (!event) {
      return;
    }
    const { conversationId, change } = event;
    if (!conversations.has(conversationId)) {
      void meetConversation(event);
      return;
    }
    if (change <= appliedChangeOf(conversationId)) {
      return;
    }
    if (takeIn(event)) {
      takeInEarly(conversationId);
      return;
    }
    early.set(conversationId, (early.get(conversationId) ?? new Map()).set(change, event));
    catchUpSoon(conversationId, change);
  }

  /** Applies an event when it is the next change and says enough. */
  function takeIn(event: RealtimeEvent): boolean {
    const conversation = conversations.get(event.conversationId);
    if (!conversation || event.change !== appliedChangeOf(event.conversationId) + 1) {
      return false;
    }
    if (event.message) {
      applyMessage(conversation, event.message);
    } else if (!event.marker || !applyMarker(conversation, event.marker, event.change)) {
      return false;
    }
    emit(event);
    return true;
  }

  /** Those whose turn has come. */
  function takeInEarly(conversationId: string): void {
    const events = early.get(conversationId);
    let next = events?.get(appliedChangeOf(conversationId) + 1);
    while (next && takeIn(next)) {
      events?.delete(next.change);
      next = events?.get(appliedChangeOf(conversationId) + 1);
    }
  }

  function applyMessage(conversation: Conversation, message: Message): void {
    const next = withMessage(conversation, message, me.id);
    const timeline = timelines.get(conversation.id);
    if (timeline) {
      timelines.set(conversation.id, { ...withMessages(timeline, [message]), change: message.change });
    }
    hold(next);
    changed();
  }

  /** False when only the server can count what is left unread. */
  function applyMarker(conversation: Conversation, marker: MovedMarker, change: number): boolean {
    const unreadCount = countUnreadAfter(conversation, marker, change);
    if (unreadCount === null) {
      return false;
    }
    const timeline = timelines.get(conversation.id);
    if (timeline) {
      timelines.set(conversation.id, { ...timeline, change });
    }
    hold(withUnreadCount(withMarker(conversation, marker, change), unreadCount));
    changed();
    return true;
  }

  /** What is unread once this marker has moved; null when not all messages behind it are held. */
  function countUnreadAfter(conversation: Conversation, marker: MovedMarker, change: number): number | null {
    if (marker.userId !== me.id || conversation.lastChange >= change) {
      return conversation.unreadCount;
    }
    if (marker.readSeq >= conversation.lastSeq) {
      return 0;
    }
    const timeline = timelines.get(conversation.id);
    const oldestSeq = timeline?.hasOlder ? timeline.messages[0]?.seq : 0;
    if (!timeline || oldestSeq === undefined || oldestSeq > marker.readSeq + 1) {
      return null;
    }
    return timeline.messages.filter(
      ({ seq, senderId }) => seq > marker.readSeq && seq <= conversation.lastSeq && senderId !== me.id,
    ).length;
  }

  /** Somebody wrote to me for the first time, or in a conversation beyond the pages loaded. */
  async function meetConversation(event: RealtimeEvent): Promise<void> {
    const isUnreadElsewhere = unreadElsewhere > 0;
    want(event.conversationId, event.change);
    await catchUpConversation(event.conversationId);
    if (!conversations.has(event.conversationId)) {
      return;
    }
    if (isUnreadElsewhere) {
      await countElsewhere().catch(() => undefined);
      changed();
    }
    emit(event);
  }

  /** Asks what is unread in conversations that are not held; again when those that are were altered meanwhile. */
  async function countElsewhere(): Promise<void> {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const held = countUnreadIn(conversations.values());
      const { messages } = await api.countUnread();
      const isSame = held === countUnreadIn(conversations.values());
      if (isSame && ![...conversations.keys()].some(isBehind)) {
        unreadElsewhere = Math.max(0, messages - held);
        return;
      }
    }
  }

  // --- catching up -------------------------------------------------------------------------------------------------

  /** The furthest change known to exist, for conversations that are behind. */
  const wanted = new Map<string, number>();
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();
  const underWay = new Map<string, Promise<void>>();

  const retries = new Map<string, number>();

  function want(conversationId: string, change: number): void {
    wanted.set(conversationId, Math.max(wanted.get(conversationId) ?? 0, change));
  }

  function catchUpSoon(conversationId: string, change: number, delayMs = gapPatienceMs): void {
    want(conversationId, change);
    if (!isStarted || waiting.has(conversationId) || underWay.has(conversationId)) {
      return;
    }
    const timer = setTimeout(() => {
      waiting.delete(conversationId);
      if (isBehind(conversationId)) {
        void catchUpConversation(conversationId);
      } else {
        isUpToDate(conversationId);
      }
    }, delayMs);
    waiting.set(conversationId, timer);
  }

  function isBehind(conversationId: string): boolean {
    return appliedChangeOf(conversationId) < (wanted.get(conversationId) ?? 0);
  }

  async function catchUpIfBehind(conversationId: string): Promise<void> {
    if (isBehind(conversationId)) {
      await catchUpConversation(conversationId);
    }
  }

  function isUpToDate(conversationId: string): void {
    wanted.delete(conversationId);
    retries.delete(conversationId);
    early.delete(conversationId);
  }

  /** One catch-up of a conversation at a time; whoever asks meanwhile waits for it. Never rejects. */
  function catchUpConversation(conversationId: string): Promise<void> {
    let running = underWay.get(conversationId);
    if (!running) {
      running = fetchChanges(conversationId).then(
        () => settle(conversationId, null),
        (error: unknown) => settle(conversationId, error),
      );
      underWay.set(conversationId, running);
    }
    return running;
  }

  /** What is still behind (no answer, or an event that came too late for it) is tried again. */
  function settle(conversationId: string, error: unknown): void {
    underWay.delete(conversationId);
    if (isAppError(error) && error.code === 'not_found') {
      isUpToDate(conversationId);
      forget(conversationId);
      return;
    }
    const tried = retries.get(conversationId) ?? 0;
    if (!isBehind(conversationId) || tried >= maxRetries) {
      isUpToDate(conversationId);
      return;
    }
    retries.set(conversationId, tried + 1);
    early.delete(conversationId);
    catchUpSoon(conversationId, 0, gapPatienceMs * 2 ** (tried + 1));
  }

  async function fetchChanges(conversationId: string): Promise<void> {
    if (!timelines.has(conversationId)) {
      hold(await api.getConversation(conversationId));
      changed();
      return;
    }
    let more = true;
    while (more) {
      const timeline = timelines.get(conversationId);
      if (!timeline) {
        return;
      }
      const changes = await api.listChanges(conversationId, timeline.change);
      // Loading older messages may have stepped back behind where this answer begins.
      updateTimeline(conversationId, (current) =>
        current.change < timeline.change ? current : withChanges(current, changes),
      );
      const advanced = (timelines.get(conversationId)?.change ?? 0) > timeline.change;
      more = advanced && (changes.more || isBehind(conversationId));
    }
  }

  let comparing: Promise<void> | null = null;
  let comparingNext: Promise<void> | null = null;

  function catchUp(): Promise<void> {
    if (comparing) {
      // The one under way may have been answered before what its caller wants to know of happened.
      comparingNext ??= comparing.then(() => {
        comparingNext = null;
        return catchUp();
      });
      return comparingNext;
    }
    comparing = compare()
      .catch(() => undefined)
      .finally(() => {
        comparing = null;
      });
    return comparing;
  }

  async function compare(): Promise<void> {
    const heldBefore = [...conversations.values()];
    const page = await api.listConversations();
    const behind = new Set<string>();
    for (const conversation of page.data) {
      if (timelines.has(conversation.id) && appliedChangeOf(conversation.id) < conversation.lastChange) {
        want(conversation.id, conversation.lastChange);
        behind.add(conversation.id);
      } else if ((conversations.get(conversation.id)?.lastChange ?? -1) < conversation.lastChange) {
        hold(conversation);
      }
    }
    const listed = new Set(page.data.map((conversation) => conversation.id));
    const isWholeInbox = page.nextCursor === null;
    for (const { id, sortAt } of heldBefore) {
      if (!listed.has(id) && (timelines.has(id) || (isWholeInbox && sortAt !== null))) {
        behind.add(id);
      }
    }
    hasInbox = true;
    changed();
    await Promise.all([...behind].map(catchUpConversation));
    if (isWholeInbox) {
      unreadElsewhere = 0;
    } else {
      await countElsewhere();
    }
    changed();
  }

  // --- sending -----------------------------------------------------------------------------------------------------

  /** The end of each conversation's line: messages go out one after the other, in the order they were written. */
  const lines = new Map<string, Promise<void>>();

  function enqueue(message: PendingMessage): void {
    const line = lines.get(message.conversationId) ?? Promise.resolve();
    lines.set(
      message.conversationId,
      line.then(() => deliver(message)).catch((error: unknown) => console.error(error)),
    );
  }

  async function deliver(message: PendingMessage): Promise<void> {
    let stored: Message;
    try {
      stored = await api.sendMessage(message);
    } catch (error) {
      const { code, message: text, isRetryable } = toAppError(error);
      updateTimeline(message.conversationId, (timeline) =>
        withFailure(timeline, message.id, { code, message: text, retryable: isRetryable }),
      );
      return;
    }
    acknowledge(stored);
  }

  function acknowledge(message: Message): void {
    const conversation = conversations.get(message.conversationId);
    if (!conversation) {
      return;
    }
    const appliedChange = appliedChangeOf(conversation.id);
    if (message.change === appliedChange + 1) {
      applyMessage(conversation, message);
      takeInEarly(conversation.id);
      return;
    }
    updateTimeline(conversation.id, (timeline) => withMessages(timeline, [message]));
    if (message.change > appliedChange) {
      catchUpSoon(conversation.id, message.change);
    }
  }

  // --- reading -----------------------------------------------------------------------------------------------------

  /** Where each conversation's marker should go; one request at a time, the furthest wins. */
  const markers = new Map<string, number>();
  const movingMarkers = new Set<string>();

  async function moveMarker(conversationId: string): Promise<void> {
    if (movingMarkers.has(conversationId)) {
      return;
    }
    movingMarkers.add(conversationId);
    try {
      for (let seq = markers.get(conversationId); seq !== undefined; seq = markers.get(conversationId)) {
        const marker = await api.moveReadMarker(conversationId, seq);
        if (markers.get(conversationId) === seq) {
          markers.delete(conversationId);
        }
        acknowledgeMarker(conversationId, marker);
      }
    } catch {
      // Seen again when the page is looked at next; the marker is not lost, only late.
      markers.delete(conversationId);
    } finally {
      movingMarkers.delete(conversationId);
    }
  }

  function acknowledgeMarker(
    conversationId: string,
    marker: { readSeq: number; deliveredSeq: number; change: number },
  ): void {
    const conversation = conversations.get(conversationId);
    const appliedChange = appliedChangeOf(conversationId);
    // Otherwise its event was faster, or it was there already.
    if (!conversation || marker.change <= appliedChange) {
      return;
    }
    const { readSeq, deliveredSeq, change } = marker;
    // The answer's own count is not used: of a marker that had been there already it is newer than its change.
    if (
      change === appliedChange + 1 &&
      applyMarker(conversation, { userId: me.id, readSeq, deliveredSeq }, change)
    ) {
      takeInEarly(conversationId);
    } else {
      catchUpSoon(conversationId, change);
    }
  }

  // --- opening -----------------------------------------------------------------------------------------------------

  const opening = new Map<string, Promise<void>>();
  const loadingOlder = new Map<string, Promise<void>>();

  /** One at a time for each conversation; whoever asks meanwhile waits for it. */
  function once(running: Map<string, Promise<void>>, conversationId: string, begin: () => Promise<void>) {
    let promise = running.get(conversationId);
    if (!promise) {
      promise = begin().finally(() => running.delete(conversationId));
      running.set(conversationId, promise);
    }
    return promise;
  }

  async function fetchConversation(conversationId: string): Promise<void> {
    // The conversation first: a message that arrives in between is in the page too, and applied once.
    const conversation = await api.getConversation(conversationId);
    const page = await api.listMessages(conversationId, { limit: pageSize });
    if (!timelines.has(conversationId)) {
      holdTimeline(openTimeline({ conversation, messages: page.data, hasOlder: page.nextCursor !== null }));
      changed();
    }
  }

  async function fetchOlder(conversationId: string): Promise<void> {
    const timeline = timelines.get(conversationId);
    const oldest = timeline?.messages[0];
    if (!timeline?.hasOlder || !oldest) {
      return;
    }
    const page = await api.listMessages(conversationId, { before: oldest.seq, limit: pageSize });
    const reached = appliedChangeOf(conversationId);
    // What was altered meanwhile in this page was left out, because it wasn't held: those changes are fetched again.
    updateTimeline(conversationId, (current) => ({
      ...withOlder(current, page.data, page.nextCursor !== null),
      change: Math.min(current.change, timeline.change),
    }));
    if (reached > timeline.change) {
      want(conversationId, reached);
      await catchUpConversation(conversationId);
    }
  }

  // --- the messenger -----------------------------------------------------------------------------------------------

  return {
    getState: () => state,

    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    on(name, listener) {
      const ofName = eventListeners.get(name) ?? new Set();
      ofName.add(listener as (event: never) => void);
      eventListeners.set(name, ofName);
      return () => ofName.delete(listener as (event: never) => void);
    },

    start() {
      let isStopped = false;
      let timer: ReturnType<typeof setTimeout>;
      let realtimeState: ConnectionState = realtime ? 'connecting' : 'offline';
      isStarted = true;

      function showConnection(): void {
        const shown = device.isOnline()
          ? realtimeState === 'connected'
            ? 'connected'
            : 'connecting'
          : 'offline';
        if (shown === connection) {
          return;
        }
        const hasOtherPace = (shown === 'connected') !== (connection === 'connected');
        connection = shown;
        changed();
        if (hasOtherPace) {
          // Only then: a connection that keeps failing would put off the polling for good.
          schedule();
        }
      }

      function schedule(): void {
        clearTimeout(timer);
        timer = setTimeout(
          () => {
            schedule();
            if (device.isVisible() && device.isOnline()) {
              void catchUp();
            }
          },
          connection === 'connected' ? compareEveryMs : pollEveryMs,
        );
      }

      const stopRealtime = realtime?.connect({
        onEvent(name, payload) {
          if (!isStopped) {
            receive(name, payload);
          }
        },
        onConnection(next) {
          if (isStopped) {
            return;
          }
          const isBack = next === 'connected' && realtimeState !== 'connected';
          realtimeState = next;
          showConnection();
          if (isBack) {
            void catchUp();
          }
        },
      });
      const stopWatching = device.onChange(() => {
        showConnection();
        if (device.isVisible() && device.isOnline()) {
          void catchUp();
        }
      });
      showConnection();
      schedule();
      if (!hasInbox) {
        void catchUp();
      }

      return () => {
        isStopped = true;
        isStarted = false;
        clearTimeout(timer);
        for (const gap of waiting.values()) {
          clearTimeout(gap);
        }
        waiting.clear();
        stopWatching();
        stopRealtime?.();
      };
    },

    async openConversation(conversationId, first) {
      if (!timelines.has(conversationId)) {
        if (!first) {
          await once(opening, conversationId, () => fetchConversation(conversationId));
        } else {
          holdTimeline(openTimeline(first));
          changed();
        }
      } else if (first) {
        want(conversationId, first.conversation.lastChange);
      }
      await catchUpIfBehind(conversationId);
    },

    send(conversationId, text, { replyToId } = {}) {
      const message: PendingMessage = {
        id: crypto.randomUUID(),
        conversationId,
        body: { kind: 'plain', text },
        replyToId: replyToId ?? null,
        createdAt: new Date().toISOString(),
        state: 'sending',
        failure: null,
      };
      if (!timelines.has(conversationId)) {
        throw new Error('Open a conversation before sending to it');
      }
      updateTimeline(conversationId, (timeline) => withPending(timeline, message));
      enqueue(message);
      return message.id;
    },

    retry(messageId) {
      const timeline = timelineOfPending(messageId);
      const message = timeline?.pending.find((pending) => pending.id === messageId);
      if (timeline && message?.state === 'failed') {
        updateTimeline(timeline.conversation.id, (current) => withSending(current, messageId));
        enqueue(message);
      }
    },

    discard(messageId) {
      const timeline = timelineOfPending(messageId);
      // One that is on its way is sent, whatever we forget.
      if (timeline?.pending.some((message) => message.id === messageId && message.state === 'failed')) {
        updateTimeline(timeline.conversation.id, (current) => withoutPending(current, messageId));
      }
    },

    async loadOlder(conversationId) {
      await once(loadingOlder, conversationId, () => fetchOlder(conversationId));
    },

    markRead(conversationId, seq) {
      const readSeq = conversations
        .get(conversationId)
        ?.participants.find((participant) => participant.userId === me.id)?.readSeq;
      if (readSeq !== undefined && seq > Math.max(readSeq, markers.get(conversationId) ?? 0)) {
        markers.set(conversationId, seq);
        void moveMarker(conversationId);
      }
    },

    catchUp,
  };
}

function toAppError(error: unknown): AppError {
  return isAppError(error)
    ? error
    : new AppError('unavailable', 'The message could not be sent', { cause: error });
}
