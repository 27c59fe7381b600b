'use client';

import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { ConnectionStatus } from '@/components/messenger/connection-status';
import { useMe } from '@/components/messenger/use-messenger';
import type { Timeline } from '@/lib/messenger/types';
import { Composer, type ComposerHandle } from './composer';
import { ConversationHeader } from './conversation-header';
import { MessageLog } from './message-log';
import { nameOfOthers } from './others';

export function ConversationView({ timeline }: { timeline: Timeline }) {
  const t = useTranslations('Conversation');
  const me = useMe();
  const composer = useRef<ComposerHandle>(null);
  const { conversation } = timeline;
  const name = nameOfOthers(conversation, me.id) ?? t('somebody');
  return (
    <section aria-label={t('with', { name })} className="@container flex min-w-0 flex-1 flex-col">
      <div className="relative z-10">
        <ConversationHeader conversation={conversation} name={name} />
        <ConnectionStatus />
      </div>
      <MessageLog timeline={timeline} composer={composer} />
      <Composer key={conversation.id} conversationId={conversation.id} handle={composer} />
    </section>
  );
}
