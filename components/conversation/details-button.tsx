'use client';

import { Info } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { lazy, Suspense, useState } from 'react';
import { Button } from '@/components/ui/button';
import type { Conversation } from '@/lib/conversations/conversation';

const ConversationDetails = lazy(() => import('./conversation-details'));

/** Opens what stands beside a conversation. */
export function DetailsButton({ conversation }: { conversation: Conversation }) {
  const t = useTranslations('Details');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        variant="ghost"
        size="icon"
        shape="pill"
        aria-label={t('open')}
        title={t('open')}
        aria-haspopup="dialog"
        onClick={() => setIsOpen(true)}
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
