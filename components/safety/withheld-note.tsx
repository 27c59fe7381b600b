'use client';

import { Flag, MessageSquareOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { FloatingPanel } from '@/components/ui/floating-panel';
import type { Conversation } from '@/lib/conversations/conversation';
import { ReportForm } from './lazy-safety';

interface Props {
  conversation: Conversation;
  otherId: string | undefined;
  name: string;
}

/** Stands where messages would, in a conversation whose other one has blocked me. */
export function WithheldNote({ conversation: { id: conversationId, sealed }, otherId, name }: Props) {
  const t = useTranslations('Blocking');
  const button = useRef<HTMLButtonElement>(null);
  const [isReporting, setIsReporting] = useState(false);
  return (
    <div role="status" className="flex min-h-0 flex-1 overflow-y-auto">
      <EmptyState
        picture={<MessageSquareOff aria-hidden className="size-12 text-muted" strokeWidth={1.5} />}
        title={t('withheldTitle')}
        action={
          otherId !== undefined && (
            <>
              <Button
                ref={button}
                variant="soft"
                aria-haspopup="dialog"
                aria-expanded={isReporting}
                onClick={() => setIsReporting(!isReporting)}
              >
                <Flag aria-hidden />
                {t('report', { name })}
              </Button>
              {isReporting && button.current && (
                <FloatingPanel anchor={button.current} onClose={() => setIsReporting(false)}>
                  <ReportForm
                    about={{ userId: otherId, conversationId }}
                    onClose={() => setIsReporting(false)}
                  />
                </FloatingPanel>
              )}
            </>
          )
        }
      >
        {t(sealed ? 'withheldSealedText' : 'withheldText')}
      </EmptyState>
    </div>
  );
}
