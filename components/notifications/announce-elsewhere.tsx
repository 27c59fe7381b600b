'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useState } from 'react';
import { nameOfOthers } from '@/components/conversation/others';
import { useMe, useMessenger } from '@/components/messenger/use-messenger';
import { usePathname } from '@/components/navigation/navigation';

/** Tells assistive technology of a message in a conversation that isn't on screen: the open one tells of its own. */
export function AnnounceElsewhere() {
  const t = useTranslations('Notifications');
  const me = useMe();
  const messenger = useMessenger();
  const path = usePathname();
  const [told, setTold] = useState('');

  const tell = useEffectEvent((conversationId: string, senderId: string | null | undefined) => {
    const conversation = messenger.getState().inbox?.find((one) => one.id === conversationId);
    const isMuted = conversation?.mutedUntil != null && !(Date.parse(conversation.mutedUntil) < Date.now());
    if (senderId === me.id || isMuted || document.hidden || path.includes(conversationId)) {
      return;
    }
    const name = conversation && nameOfOthers(conversation, me.id);
    setTold(name ? t('arrivedFrom', { name }) : t('arrived'));
  });

  useEffect(
    () => messenger.on('message.created', (event) => tell(event.conversationId, event.message?.senderId)),
    [messenger],
  );

  return (
    <p role="status" className="sr-only">
      {told}
    </p>
  );
}
