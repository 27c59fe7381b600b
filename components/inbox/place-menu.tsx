'use client';

import { addHours } from 'date-fns';
import {
  Archive,
  ArchiveRestore,
  Bell,
  BellOff,
  ListChecks,
  LogOut,
  MailCheck,
  MailOpen,
  Pin,
  PinOff,
  Tag,
} from 'lucide-react';
import { useNow, useTranslations } from 'next-intl';
import { useState } from 'react';
import { InPlaceQuestion } from '@/components/conversation/in-place-question';
import { Menu, MenuItem } from '@/components/ui/menu';
import { unreadOf } from '@/lib/messenger/conversation-reducer';
import { type InboxDeed, useInboxControls } from './inbox-controls';
import { isMuted, untilUnmuted } from './muting';
import { useConversations } from './use-conversations';

interface Props {
  ids: readonly string[];
  anchor: HTMLElement;
  /** Begins with for how long. */
  isMuting: boolean;
  onClose: () => void;
}

/** Everything one can do with one's place in a conversation, or in several. */
export function PlaceMenu({ ids, anchor, isMuting, onClose }: Props) {
  const t = useTranslations('InboxActions');
  const controls = useInboxControls();
  const conversations = useConversations(ids);
  const now = useNow();
  const [shows, setShows] = useState<'everything' | 'muting' | 'leaving'>(isMuting ? 'muting' : 'everything');
  const isArchived = conversations.every(({ archivedAt }) => archivedAt !== null);
  const isPinned = conversations.every(({ pinnedAt }) => pinnedAt !== null);
  const isSilent = conversations.every((conversation) => isMuted(conversation, now));
  const isUnread = conversations.some((conversation) => unreadOf(conversation) > 0);

  function choose(deed: InboxDeed) {
    onClose();
    void controls?.act(deed, ids);
  }

  if (shows === 'leaving') {
    return (
      <InPlaceQuestion
        title={t('leaveTitle')}
        text={t('leaveText')}
        confirm={t('leave')}
        cancel={t('cancel')}
        onConfirm={() => choose({ kind: 'leave' })}
        onCancel={onClose}
      />
    );
  }
  if (shows === 'muting') {
    return (
      <Menu key="muting" label={t('muteFor')} onTab={onClose}>
        <MenuItem
          icon={BellOff}
          onChoose={() => choose({ kind: 'mute', until: addHours(new Date(), 1).toISOString() })}
        >
          {t('oneHour')}
        </MenuItem>
        <MenuItem
          icon={BellOff}
          onChoose={() => choose({ kind: 'mute', until: addHours(new Date(), 8).toISOString() })}
        >
          {t('eightHours')}
        </MenuItem>
        <MenuItem icon={BellOff} onChoose={() => choose({ kind: 'mute', until: untilUnmuted })}>
          {t('untilUnmuted')}
        </MenuItem>
      </Menu>
    );
  }
  return (
    <Menu label={t('menu')} onTab={onClose}>
      <MenuItem
        icon={isArchived ? ArchiveRestore : Archive}
        onChoose={() => choose({ kind: isArchived ? 'unarchive' : 'archive' })}
      >
        {t(isArchived ? 'unarchive' : 'archive')}
      </MenuItem>
      <MenuItem
        icon={isUnread ? MailCheck : MailOpen}
        onChoose={() => choose({ kind: isUnread ? 'markRead' : 'markUnread' })}
      >
        {t(isUnread ? 'markRead' : 'markUnread')}
      </MenuItem>
      {!isArchived && (
        <MenuItem
          icon={isPinned ? PinOff : Pin}
          onChoose={() => choose({ kind: isPinned ? 'unpin' : 'pin' })}
        >
          {t(isPinned ? 'unpin' : 'pin')}
        </MenuItem>
      )}
      {isSilent ? (
        <MenuItem icon={Bell} onChoose={() => choose({ kind: 'unmute' })}>
          {t('unmute')}
        </MenuItem>
      ) : (
        <MenuItem icon={BellOff} onChoose={() => setShows('muting')}>
          {t('mute')}
        </MenuItem>
      )}
      <MenuItem icon={Tag} onChoose={() => controls?.ask({ kind: 'labels', ids, anchor })}>
        {t('labels')}
      </MenuItem>
      {ids.length === 1 && controls?.picked === null && (
        <MenuItem
          icon={ListChecks}
          onChoose={() => {
            onClose();
            controls.pick(new Set(ids));
          }}
        >
          {t('select')}
        </MenuItem>
      )}
      {ids.length === 1 && (
        <MenuItem icon={LogOut} isDangerous onChoose={() => setShows('leaving')}>
          {t('leave')}
        </MenuItem>
      )}
    </Menu>
  );
}
