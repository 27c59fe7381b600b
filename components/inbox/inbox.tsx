'use client';

import { Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { ConnectionStatus } from '@/components/messenger/connection-status';
import { useMe } from '@/components/messenger/use-messenger';
import { cn } from '@/components/ui/class-names';
import { Tab, TabList, TabPanel, Tabs } from '@/components/ui/tabs';
import { inputStyle } from '@/components/ui/text-field';
import { InboxList } from './inbox-list';
import { matchesSearch } from './matches-search';
import { useInboxPages } from './use-inbox-pages';

const filters = ['all', 'unread'] as const;

type Filter = (typeof filters)[number];

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
    <Tabs
      asChild
      value={filter}
      onValueChange={(next) => {
        setFilter(next as Filter);
        setKeptId(null);
      }}
    >
      <nav aria-label={t('conversations')} className="flex min-h-0 w-full flex-1 flex-col bg-surface">
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
              className={cn(inputStyle, 'rounded-xl ps-10 pe-3.5')}
            />
          </div>
          <TabList aria-label={t('filters')} className="-ms-3 mt-1.5">
            {filters.map((one) => (
              <Tab key={one} value={one}>
                {t(`filter.${one}`)}
              </Tab>
            ))}
          </TabList>
        </div>
        <TabPanel
          value={filter}
          tabIndex={-1}
          className="flex min-h-0 flex-1 flex-col overflow-y-auto overscroll-contain"
        >
          <InboxList
            key={filter}
            conversations={shown}
            openId={openId}
            isNarrowed={search.trim() !== '' ? 'search' : filter === 'unread' ? 'unread' : null}
            hasMore={pages.hasMore}
            progress={pages.progress}
            onMore={pages.showMore}
            onOpen={setKeptId}
          />
        </TabPanel>
      </nav>
    </Tabs>
  );
}
