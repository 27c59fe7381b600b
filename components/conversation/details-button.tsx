'use client';

import { Info } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { lazy, Suspense, useState } from 'react';
import { Button } from '@/components/ui/button';
import type { Conversation } from '@/lib/conversations/conversation';
import { useDetailsBeside } from './details-beside';

const ConversationDetails = lazy(() => import('./conversation-details'));

/** Shows what a conversation is about: beside it where there is room, over it elsewhere. */
export function DetailsButton({ conversation }: { conversation: Conversation }) {
  const t = useTranslations('Details');
  const beside = useDetailsBeside();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        ref={beside?.button}
        variant="ghost"
        size="icon"
        shape="pill"
        aria-label={t('open')}
        title={t('open')}
        {...(beside?.hasRoom ? { 'aria-expanded': beside.isShown } : { 'aria-haspopup': 'dialog' })}
        onClick={() =>
          beside?.hasRoom ? beside.choose(beside.isShown ? 'closed' : 'open') : setIsOpen(true)
        }
        className="aria-expanded:bg-sunken"
      >
        <Info aria-hidden />
      </Button>
      {isOpen && (
        <Suspense>
          <ConversationDetails conversation={conversation} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
