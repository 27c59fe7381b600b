'use client';

import { ShieldAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import type { Conversation } from '@/lib/conversations/conversation';
import { PersonMenu } from './lazy-safety';

/** Opens what one can do about the person one talks with. */
export function PersonButton({
  conversation,
  userId,
  name,
  isLabelled = false,
}: {
  conversation: Conversation;
  userId: string | undefined;
  name: string;
  isLabelled?: boolean;
}) {
  const t = useTranslations('Blocking');
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  if (conversation.kind !== 'direct' || userId === undefined) {
    return null;
  }
  return (
    <>
      <Button
        ref={button}
        {...(isLabelled
          ? { variant: 'soft' as const }
          : { variant: 'ghost' as const, size: 'icon' as const, shape: 'pill' as const })}
        aria-label={t('menu', { name })}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        <ShieldAlert aria-hidden />
        {isLabelled && <span>{t('menuShort')}</span>}
      </Button>
      {isOpen && button.current && (
        <PersonMenu
          anchor={button.current}
          userId={userId}
          conversationId={conversation.id}
          name={name}
          isBlocked={conversation.closed === 'blocked'}
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  );
}
