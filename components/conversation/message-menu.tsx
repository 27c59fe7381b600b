'use client';

import { Copy, Flag, Link2, Pencil, Reply, SmilePlus, Trash2, Undo2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useMe } from '@/components/messenger/use-messenger';
import { ReportForm } from '@/components/safety/lazy-safety';
import { Menu, MenuItem } from '@/components/ui/menu';
import { type Message, textOf } from '@/lib/messages/message';
import { InPlaceQuestion } from './in-place-question';
import { permissionsOf } from './message-permissions';

interface Props {
  message: Message;
  onReact: () => void;
  onReply: () => void;
  onEdit: () => void;
  onUnsend: () => void;
  onHide: () => void;
  /** Puts a text on the clipboard, and says so. */
  onCopy: (text: string, done: string) => void;
  onClose: () => void;
}

/** Everything one can do with a message at this moment. */
export function MessageMenu({ message, ...on }: Props) {
  const t = useTranslations('MessageActions');
  const reporting = useTranslations('Report');
  const me = useMe();
  const now = useTimeUntil((at) => permissionsOf(message, me.id, at).endsAt);
  const [asks, setAsks] = useState<'unsend' | 'hide' | 'report' | null>(null);
  const may = permissionsOf(message, me.id, now);
  const text = textOf(message.body) || null;

  if (asks === 'report') {
    return <ReportForm about={{ message }} onClose={on.onClose} />;
  }
  if (asks !== null) {
    return (
      <InPlaceQuestion
        title={t(`${asks}Title`)}
        text={t(`${asks}Text`)}
        confirm={t(asks)}
        cancel={t('cancel')}
        onConfirm={asks === 'unsend' ? on.onUnsend : on.onHide}
        onCancel={on.onClose}
      />
    );
  }
  return (
    <Menu label={t('menu')} onTab={on.onClose}>
      {may.react && (
        <MenuItem icon={SmilePlus} onChoose={on.onReact}>
          {t('react')}
        </MenuItem>
      )}
      {may.reply && (
        <MenuItem icon={Reply} onChoose={on.onReply}>
          {t('reply')}
        </MenuItem>
      )}
      {may.copy && (
        <>
          {text !== null && (
            <MenuItem icon={Copy} onChoose={() => on.onCopy(text, t('copiedText'))}>
              {t('copyText')}
            </MenuItem>
          )}
          <MenuItem icon={Link2} onChoose={() => on.onCopy(linkTo(message), t('copiedLink'))}>
            {t('copyLink')}
          </MenuItem>
        </>
      )}
      {may.edit && (
        <MenuItem icon={Pencil} onChoose={on.onEdit}>
          {t('edit')}
        </MenuItem>
      )}
      {may.unsend && (
        <MenuItem icon={Undo2} isDangerous onChoose={() => setAsks('unsend')}>
          {t('unsend')}
        </MenuItem>
      )}
      {message.senderId !== null && message.senderId !== me.id && message.body !== null && (
        <MenuItem icon={Flag} isDangerous onChoose={() => setAsks('report')}>
          {reporting('action')}
        </MenuItem>
      )}
      <MenuItem icon={Trash2} isDangerous onChoose={() => setAsks('hide')}>
        {t('hide')}
      </MenuItem>
    </Menu>
  );
}

/** The time of the last rendering, which comes again when what this gives is over. */
function useTimeUntil(endOf: (now: number) => number | null): number {
  const [now, setNow] = useState(() => Date.now());
  const endsAt = endOf(now);
  useEffect(() => {
    if (endsAt !== null) {
      const timer = setTimeout(() => setNow(Date.now()), Math.max(0, endsAt - Date.now()) + 50);
      return () => clearTimeout(timer);
    }
  }, [endsAt]);
  return now;
}

/** In the language of this page: its address is the conversation's. */
function linkTo(message: Message): string {
  const address = new URL(location.pathname, location.origin);
  address.searchParams.set('message', message.id);
  return address.href;
}
