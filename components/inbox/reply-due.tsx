'use client';

import { Hourglass } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMe } from '@/components/messenger/use-messenger';
import { useDates } from '@/components/time/use-dates';
import { Badge } from '@/components/ui/badge';
import type { Conversation } from '@/lib/conversations/conversation';
import { replyDueSince } from '@/lib/conversations/reply-due';

/** Tells a lister that somebody waits for their answer, and since when. */
export function ReplyDue({ conversation, now }: { conversation: Conversation; now: Date }) {
  const t = useTranslations('Inbox');
  const me = useMe();
  const dates = useDates();
  const since = replyDueSince(conversation, me.id, now);
  return since === null ? null : (
    <Badge tone="warning">
      <Hourglass aria-hidden className="size-3.5" />
      {t('replyDue', { since: dates.ago(since, now) })}
    </Badge>
  );
}
