'use client';

import { Maximize2, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import { ConversationPane } from '@/components/conversation/conversation-pane';
import { useInboxPaging } from '@/components/messenger/use-messenger';
import { Link } from '@/components/navigation/navigation';
import { Alert } from '@/components/ui/alert';
import { Button, buttonStyle } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import type { FirstTimeline } from '@/lib/messenger/types';
import { startConversation } from './start-conversation';

const pageSize = 50;

/** The conversation about gear, on its page. */
export default function ChatWindow({ gearId, onClose }: { gearId: string; onClose: () => void }) {
  const t = useTranslations('ChatWindow');
  const { api } = useInboxPaging();
  const [first, setFirst] = useState<FirstTimeline | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const closeButton = useRef<HTMLButtonElement>(null);

  const load = useCallback(async () => {
    setHasFailed(false);
    const started = await startConversation(gearId);
    if (!('conversationId' in started)) {
      setHasFailed(true);
      return;
    }
    try {
      // The conversation first: what is written in between is then fetched, not missed.
      const conversation = await api.getConversation(started.conversationId);
      const { data, nextCursor } = await api.listMessages(conversation.id, { limit: pageSize });
      setFirst({ conversation, messages: data, hasOlder: nextCursor !== null });
    } catch {
      setHasFailed(true);
    }
  }, [api, gearId]);

  useEffect(() => {
    closeButton.current?.focus();
    void load();
  }, [load]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape' && !event.defaultPrevented) {
      onClose();
    }
  }

  return (
    <section
      aria-label={t('title')}
      onKeyDown={onKeyDown}
      className="flex h-[min(36rem,calc(100dvh-6rem))] w-96 animate-appear flex-col overflow-hidden rounded-2xl border bg-surface shadow-raised"
    >
      <div className="flex items-center justify-end gap-1 border-b bg-sunken px-1">
        {first && (
          <Link
            href={`/messages/${first.conversation.id}`}
            prefetch={false}
            className={buttonStyle({ variant: 'ghost' })}
          >
            <Maximize2 aria-hidden />
            {t('fullPage')}
          </Link>
        )}
        <Button ref={closeButton} variant="ghost" size="icon" aria-label={t('close')} onClick={onClose}>
          <X aria-hidden />
        </Button>
      </div>
      {first ? (
        <div className="flex min-h-0 flex-1">
          <ConversationPane first={first} asked={null} />
        </div>
      ) : hasFailed ? (
        <div className="grid gap-3 p-4">
          <Alert>{t('failed')}</Alert>
          <Button variant="soft" onClick={load}>
            {t('tryAgain')}
          </Button>
        </div>
      ) : (
        <div aria-hidden className="grid gap-3 p-4">
          <Skeleton className="h-10 w-2/3" />
          <Skeleton className="h-10 w-1/2 justify-self-end" />
        </div>
      )}
    </section>
  );
}
