'use client';

import { Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, lazy, Suspense, useEffect, useId, useMemo, useRef, useState } from 'react';
import { NewGroupButton } from '@/components/groups/new-group-button';
import { ConnectionStatus } from '@/components/messenger/connection-status';
import { useMe } from '@/components/messenger/use-messenger';
import { SearchedWordsContext } from '@/components/search/marked';
import { cn } from '@/components/ui/class-names';
import { inputStyle } from '@/components/ui/input-style';
import { TabList, tabId } from '@/components/ui/tab-list';
import { useHydrated } from '@/components/ui/use-hydrated';
import { wordsOf } from '@/lib/text/mark-words';
import { InboxList } from './inbox-list';
import { matchesSearch } from './matches-search';
import { useInboxPages } from './use-inbox-pages';

const SearchResults = lazy(() => import('@/components/search/search-results'));
// After the page can be used: most people are asked nothing.
const Invitations = lazy(async () => ({
  default: (await import('@/components/groups/invitations')).Invitations,
}));

const filters = ['all', 'unread'] as const;

type Filter = (typeof filters)[number];

interface Props {
  openId: string | null;
  /** Somebody may be about to open a conversation. */
  onApproach: () => void;
}

/** My conversations, to choose one of. */
export function Inbox({ openId, onApproach }: Props) {
  const t = useTranslations('Inbox');
  const me = useMe();
  const isHydrated = useHydrated();
  const pages = useInboxPages();
  const [filter, setFilter] = useState<Filter>('all');
  // Opened from among the unread ones: it stays in its place although it is read now.
  const [keptId, setKeptId] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const panelId = useId();

  // What was typed before the page could react.
  useEffect(() => setSearch(field.current?.value ?? ''), []);

  const shown =
    pages.conversations?.filter(
      (conversation) =>
        (filter === 'all' || conversation.unreadCount > 0 || conversation.id === keptId) &&
        matchesSearch(conversation, search, me.id),
    ) ?? null;
  const isSearching = search.trim() !== '';
  const words = useMemo(() => wordsOf(search), [search]);
  const Heading = openId === null ? 'h1' : 'h2';

  return (
    <nav aria-label={t('conversations')} className="flex min-h-0 w-full flex-1 flex-col bg-surface">
      <div className="relative border-b px-4 pt-4">
        {openId === null && <ConnectionStatus />}
        <div className="-my-1.5 -me-2 flex items-center justify-between gap-2">
          <Heading className="text-xl font-bold tracking-tight">{t('title')}</Heading>
          <NewGroupButton />
        </div>
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
            onKeyDown={(event) => goToFirstResult(event, panelId)}
            // The same on both sides: its own direction follows what is typed, and the symbol's the page.
            className={cn(inputStyle, 'rounded-xl px-10')}
          />
        </div>
        <TabList
          label={t('filters')}
          tabs={filters.map((one) => ({ value: one, label: t(`filter.${one}`) }))}
          value={filter}
          onChange={(next) => {
            setFilter(next);
            setKeptId(null);
          }}
          panelId={panelId}
          className="-ms-3 mt-1.5 flex gap-1"
        />
      </div>
      <div
        role="tabpanel"
        id={panelId}
        aria-labelledby={tabId(panelId, filter)}
        onPointerEnter={onApproach}
        onFocus={onApproach}
        className="flex min-h-0 flex-1 flex-col overflow-y-auto overscroll-contain"
      >
        {isHydrated && (
          <Suspense fallback={null}>
            <Invitations />
          </Suspense>
        )}
        <SearchedWordsContext value={words}>
          <InboxList
            key={filter}
            conversations={shown}
            openId={openId}
            isNarrowed={isSearching ? 'search' : filter === 'unread' ? 'unread' : null}
            hasMore={pages.hasMore}
            progress={pages.progress}
            onMore={pages.showMore}
            onOpen={setKeptId}
          />
          {isSearching && (
            <Suspense>
              <SearchResults search={search} shownIds={new Set(shown?.map((one) => one.id))} />
            </Suspense>
          )}
        </SearchedWordsContext>
      </div>
    </nav>
  );
}

/** From the field down to what was found. */
function goToFirstResult(event: KeyboardEvent, panelId: string): void {
  if (event.key === 'ArrowDown' && !event.nativeEvent.isComposing) {
    event.preventDefault();
    document.getElementById(panelId)?.querySelector<HTMLElement>('a[href]')?.focus();
  }
}
