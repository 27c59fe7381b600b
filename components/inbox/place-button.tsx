'use client';

import { Ellipsis } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { approachOverlays, useInboxControls } from './inbox-controls';

/** What one can do with the conversation that is open. Nothing outside of an inbox. */
export function PlaceButton({ conversationId }: { conversationId: string }) {
  const t = useTranslations('InboxActions');
  const controls = useInboxControls();
  return (
    controls && (
      <Button
        variant="ghost"
        size="icon"
        shape="pill"
        aria-label={t('menu')}
        aria-haspopup="menu"
        onPointerEnter={approachOverlays}
        onClick={({ currentTarget }) =>
          controls.ask({ kind: 'menu', ids: [conversationId], anchor: currentTarget })
        }
      >
        <Ellipsis aria-hidden />
      </Button>
    )
  );
}
