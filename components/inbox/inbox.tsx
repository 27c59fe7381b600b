'use client';

import { Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Tabs } from 'radix-ui';
import { useEffect, useRef, useState } from 'react';
import { ConnectionStatus } from '@/components/messenger/connection-status';
import { useMe } from '@/components/messenger/use-messenger';
import { cn } from '@/components/ui/class-names';
import { inputStyle } from '@/components/ui/text-field';
import { InboxList } from './inbox-list';
import { matchesSearch } from './matches-search';
import { useInboxPages } from './use-inbox-pages';

type Filter = 'all' | 'unread';

const filters: Filter[] = ['all', 'unread'];

/** My conversations, to choose one of. */
export function Inbox({ openId }: { openId: string | null }) {
  const t = useTranslations('Inbox');
  const me = useMe();
  const pages = useInboxPages();
  const [filter, setFilter] = useState<Filter>('all');
  // Opened from among the unread ones: it stays in its place although it is read now.
  const [keptId, setKeptId] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const field = useRef<HTMLInputElement>(null);

  // What was typed before the page could react.
  useEffect(() => setSearch(field.current?.value ?? ''), []);

  const shown =
    pages.conversations?.filter(
      (conversation) =>
        (filter === 'all' || conversation.unreadCount > 0 || conversation.id === keptId) &&
        matchesSearch(conversation, search, me.id),
    ) ?? null;
  const Heading = openId === null ? 'h1' : 'h2';

  return (
    <nav aria-label={t('conversations')} className="flex min-h-0 w-full flex-1 flex-col bg-surface">
      <Tabs.Root
        value={filter}
        onValueChange={(value) => {
          setFilter(value as Filter);
          setKeptId(null);
        }}
        className="flex min-h-0 flex-1 flex-col"
      >
        <div className="relative border-b px-4 pt-4">
          {openId === null && <ConnectionStatus />}
          <Heading className="text-xl font-bold tracking-tight">{t('title')}</Heading>
          <div className="relative mt-3">
            <Search
              aria-hidden
              className="pointer-events-none absolute start-3.5 top-1/2 size-4 -translate-y-1/2 text-muted"
            />
            <input
              ref={field}
              type="search"
              aria-label={t('search')}
              placeholder={t('searchPlaceholder')}
              dir="auto"
              defaultValue=""
              onChange={(event) => setSearch(event.target.value)}
              className={cn(inputStyle, 'ps-10')}
            />
          </div>
          <Tabs.List aria-label={t('filters')} className="-ms-3 mt-1.5 flex gap-1">
            {filters.map((one) => (
              <Tabs.Trigger
                key={one}
                value={one}
                className="relative min-h-11 px-3 text-sm font-medium text-muted after:absolute after:inset-x-3 after:bottom-0 after:h-0.5 after:rounded-full hover:text-foreground data-[state=active]:text-foreground data-[state=active]:after:bg-brand-text"
              >
                {t(`filter.${one}`)}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
        </div>
        {filters.map((one) => (
          <Tabs.Content
            key={one}
            value={one}
            tabIndex={-1}
            className="min-h-0 flex-1 flex-col overflow-y-auto overscroll-contain data-[state=active]:flex"
          >
            <InboxList
              conversations={shown}
              openId={openId}
              isNarrowed={search.trim() !== '' ? 'search' : filter === 'unread' ? 'unread' : null}
              hasMore={pages.hasMore}
              progress={pages.progress}
              onMore={pages.showMore}
              onOpen={setKeptId}
            />
          </Tabs.Content>
        ))}
      </Tabs.Root>
    </nav>
  );
}
