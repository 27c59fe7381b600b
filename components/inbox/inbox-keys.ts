import type { Conversation } from '@/lib/conversations/conversation';
import { unreadOf } from '@/lib/messenger/conversation-reducer';
import type { useInboxControls } from './inbox-controls';
import { areKeysOn } from './keys-setting';
import { isMuted } from './muting';

type Controls = NonNullable<ReturnType<typeof useInboxControls>>;

interface Surroundings {
  controls: Controls;
  /** The list, as it stands on the screen. */
  list: HTMLElement;
  searchField: HTMLElement | null;
  find: (id: string) => Conversation | undefined;
}

/** What a key that was pressed outside of fields, menus and dialogs does. True when it does something. */
export function pressKey(key: string, { controls, list, searchField, find }: Surroundings): boolean {
  if (!areKeysOn()) {
    return false;
  }
  const links = [...list.querySelectorAll<HTMLElement>('a[data-conversation]')];
  const focused = links.indexOf(document.activeElement as HTMLElement);
  const open = links.findIndex((link) => link.dataset.conversation === controls.openId);
  const place = focused >= 0 ? focused : open;
  const link = links[place];
  const id = link?.dataset.conversation;
  const conversation = id === undefined ? undefined : find(id);

  switch (key) {
    case 'j':
    case 'k': {
      const next = links[place < 0 ? 0 : place + (key === 'j' ? 1 : -1)];
      focusItem(next);
      return next !== undefined;
    }
    case '/':
      searchField?.focus();
      return searchField !== null;
    case '?':
      controls.ask({ kind: 'shortcuts' });
      return true;
    case 'z':
      controls.undo?.();
      return controls.undo !== null;
    case 'Escape':
      if (controls.picked !== null) {
        controls.pick(null);
        return true;
      }
      return false;
  }
  if (id === undefined || conversation === undefined || link === undefined) {
    return false;
  }
  const ids = controls.picked !== null && controls.picked.size > 0 ? [...controls.picked] : [id];
  switch (key) {
    case 'e': {
      const isArchived = conversation.archivedAt !== null;
      // Before it goes: the next one, or the one before.
      const staying = (each: HTMLElement) => !ids.includes(each.dataset.conversation ?? '');
      focusItem(links.slice(place).find(staying) ?? links.slice(0, place).findLast(staying));
      void controls.act({ kind: isArchived ? 'unarchive' : 'archive' }, ids);
      return true;
    }
    case 'm':
      if (isMuted(conversation, new Date())) {
        void controls.act({ kind: 'unmute' }, ids);
      } else {
        controls.ask({ kind: 'mute', ids, anchor: link });
      }
      return true;
    case 'u':
      void controls.act({ kind: unreadOf(conversation) > 0 ? 'markRead' : 'markUnread' }, ids);
      return true;
    case 'p':
      void controls.act({ kind: conversation.pinnedAt === null ? 'pin' : 'unpin' }, ids);
      return true;
    case 'l':
      controls.ask({ kind: 'labels', ids, anchor: link });
      return true;
    case 'x': {
      const picked = new Set(controls.picked);
      picked[picked.has(id) ? 'delete' : 'add'](id);
      controls.pick(picked.size > 0 ? picked : null);
      return true;
    }
  }
  return false;
}

function focusItem(link: HTMLElement | undefined): void {
  link?.focus();
  link?.scrollIntoView({ block: 'nearest' });
}
