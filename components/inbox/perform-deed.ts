import type { useTranslations } from 'next-intl';
import type { PlaceChange } from '@/lib/conversations/change-places';
import type { Conversation } from '@/lib/conversations/conversation';
import { isAppError } from '@/lib/errors';
import type { Messenger } from '@/lib/messenger/types';
import type { InboxDeed } from './inbox-controls';

interface Surroundings {
  messenger: Messenger;
  t: ReturnType<typeof useTranslations<'InboxActions'>>;
  say: (text: string, action?: { label: string; run: () => void }) => void;
}

/** As many as the API takes at once. */
const atOnce = 50;

/** Does it, says so, and lets it be undone, or tried again when it failed: nothing has changed then. */
export async function performDeed(
  deed: InboxDeed,
  ids: readonly string[],
  surroundings: Surroundings,
): Promise<void> {
  const { messenger, t, say } = surroundings;
  const conversations = ids.flatMap((id) => find(messenger, id) ?? []);
  const again = () => void performDeed(deed, ids, surroundings);
  try {
    await carryOut(deed, ids, conversations, messenger);
  } catch (error) {
    const isOffline = isAppError(error) && error.code === 'unavailable';
    const isFull = isAppError(error) && error.code === 'invalid_input' && deed.kind === 'pin';
    if (isFull) {
      say(t('tooManyPinned'));
    } else {
      say(t(isOffline ? 'failedOffline' : 'failed', { count: ids.length }), {
        label: t('retry'),
        run: again,
      });
    }
    return;
  }
  const done = t(`done.${deed.kind}`, { count: ids.length });
  const undo = undoOf(deed, conversations);
  say(
    done,
    undo === null
      ? undefined
      : {
          label: t('undo'),
          run() {
            // Not with the key, which is pressed from where one goes on.
            const isPressed = document.activeElement?.matches('body, [data-toast] *');
            void Promise.all(undo.map(({ change, ids: some }) => changeAll(messenger, some, change))).then(
              () => {
                say(t('undone'));
                if (isPressed) {
                  requestAnimationFrame(() => focusItem(ids[0]));
                }
              },
              () => say(t('failed', { count: ids.length }), { label: t('retry'), run: again }),
            );
          },
        },
  );
}

/** What has come back is where one goes on. */
function focusItem(id = ''): void {
  document.querySelector<HTMLElement>(`a[data-conversation="${CSS.escape(id)}"]`)?.focus();
}

async function carryOut(
  deed: InboxDeed,
  ids: readonly string[],
  conversations: readonly Conversation[],
  messenger: Messenger,
): Promise<void> {
  if (deed.kind === 'leave') {
    await Promise.all(ids.map((id) => messenger.leave(id)));
    return;
  }
  if (deed.kind === 'markRead') {
    for (const { id, lastSeq } of conversations) {
      messenger.markRead(id, lastSeq);
    }
    const marked = conversations.filter(({ markedUnread }) => markedUnread).map(({ id }) => id);
    await changeAll(messenger, marked, { markedUnread: false });
    return;
  }
  await changeAll(messenger, ids, changeOf(deed));
}

function changeOf(deed: InboxDeed): PlaceChange {
  if (deed.kind === 'mute') {
    return { mutedUntil: deed.until };
  }
  if (deed.kind === 'label') {
    return { addLabels: deed.add ?? [], removeLabels: deed.remove ?? [] };
  }
  return simpleChanges[deed.kind];
}

const simpleChanges: Record<Exclude<InboxDeed['kind'], 'mute' | 'label'>, PlaceChange> = {
  archive: { archived: true },
  unarchive: { archived: false },
  pin: { pinned: true },
  unpin: { pinned: false },
  unmute: { mutedUntil: null },
  markUnread: { markedUnread: true },
  markRead: { markedUnread: false },
  leave: {},
};

/** What makes it as it was; the same for those that were alike. Null for what one simply does the other way round. */
function undoOf(
  deed: InboxDeed,
  conversations: readonly Conversation[],
): { ids: string[]; change: PlaceChange }[] | null {
  if (deed.kind === 'leave' || deed.kind === 'markRead' || conversations.length === 0) {
    return null;
  }
  const groups = new Map<string, { ids: string[]; change: PlaceChange }>();
  for (const { id, archivedAt, pinnedAt, mutedUntil, markedUnread, labels } of conversations) {
    const change: PlaceChange = {
      ...(deed.kind === 'archive' || deed.kind === 'unarchive' || deed.kind === 'pin' || deed.kind === 'unpin'
        ? { archived: archivedAt !== null, ...(archivedAt === null && { pinned: pinnedAt !== null }) }
        : {}),
      ...(deed.kind === 'mute' || deed.kind === 'unmute' ? { mutedUntil } : {}),
      ...(deed.kind === 'markUnread' ? { markedUnread } : {}),
      ...(deed.kind === 'label'
        ? {
            removeLabels: (deed.add ?? []).filter((label) => !labels.includes(label)),
            addLabels: (deed.remove ?? []).filter((label) => labels.includes(label)),
          }
        : {}),
    };
    const key = JSON.stringify(change);
    const group = groups.get(key) ?? { ids: [], change };
    group.ids.push(id);
    groups.set(key, group);
  }
  return [...groups.values()];
}

async function changeAll(messenger: Messenger, ids: readonly string[], change: PlaceChange): Promise<void> {
  for (let first = 0; first < ids.length; first += atOnce) {
    await messenger.changePlaces(ids.slice(first, first + atOnce), change);
  }
}

function find(messenger: Messenger, id: string): Conversation | undefined {
  const { inbox, archived, timelines } = messenger.getState();
  return timelines[id]?.conversation ?? [...(inbox ?? []), ...archived].find((one) => one.id === id);
}
