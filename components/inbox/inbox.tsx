'use client';

import { Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, lazy, Suspense, useEffect, useId, useMemo, useRef, useState } from 'react';
import { NewGroupButton } from '@/components/groups/new-group-button';
import { useInvitations } from '@/components/groups/use-invitations';
import { ConnectionStatus } from '@/components/messenger/connection-status';
import { useMe } from '@/components/messenger/use-messenger';
import { useWatchPeople } from '@/components/messenger/use-watch-people';
import { SearchedWordsContext } from '@/components/search/marked';
import { cn } from '@/components/ui/class-names';
import { inputStyle } from '@/components/ui/input-style';
import { TabList, tabId } from '@/components/ui/tab-list';
import { wordsOf } from '@/lib/text/mark-words';
import { useInboxControls } from './inbox-controls';
import { InboxList } from './inbox-list';
import { matchesSearch } from './matches-search';
import type { Narrowing } from './narrowing';
import { useInboxKeys } from './use-inbox-keys';
import { useInboxPages } from './use-inbox-pages';

const SearchResults = lazy(() => import('@/components/search/search-results'));
// Most people are asked nothing.
const Invitations = lazy(async () => ({
  default: (await import('@/components/groups/invitations')).Invitations,
}));
const BulkBar = lazy(async () => ({ default: (await import('./bulk-bar')).BulkBar }));
const NarrowingBar = lazy(async () => ({ default: (await import('./narrowing-bar')).NarrowingBar }));

const filters = ['all', 'unread', 'archived'] as const;

type Filter = (typeof filters)[number];

interface Props {
  openId: string | null;
  /** Only what others ask this person for, by gear and stage. */
  isForLister: boolean;
  /** Somebody may be about to open a conversation. */
  onApproach: () => void;
}

/** My conversations, to choose one of. */
export function Inbox({ openId, isForLister, onApproach }: Props) {
  const t = useTranslations('Inbox');
  const me = useMe();
  const { invitations, look } = useInvitations();
  // They stay in the page when the last one is answered, to say what became of it.
  const [hasInvited, setHasInvited] = useState(false);
  if (invitations.length > 0 && !hasInvited) {
    setHasInvited(true);
  }
  const controls = useInboxControls();
  const [filter, setFilter] = useState<Filter>('all');
  const [chosen, setChosen] = useState<Pick<Narrowing, 'gearId' | 'stage' | 'label'>>({});
  const [isByGear, setIsByGear] = useState(false);
  // Opened from among the unread ones: it stays in its place although it is read now.
  const [keptId, setKeptId] = useState<string | null>(null);
  const pages = useInboxPages(
    { ...(filter !== 'all' && { filter }), ...(isForLister && { role: 'lister' }), ...chosen },
    filter === 'archived' ? null : keptId,
  );
  const [search, setSearch] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [newsPlace, setNewsPlace] = useState<HTMLElement | null>(null);
  const panelId = useId();
  useInboxKeys(panel, field);
  useWatchPeople();

  // What was typed before the page could react.
  useEffect(() => setSearch(field.current?.value ?? ''), []);

  const isSearching = search.trim() !== '';
  const shown = pages.conversations?.filter((one) => matchesSearch(one, search, me.id)) ?? null;
  const words = useMemo(() => wordsOf(search), [search]);
  const hasLabels = (controls?.labels.length ?? 0) > 0;
  const hasChosen = Object.keys(chosen).length > 0;
  const Heading = openId === null ? 'h1' : 'h2';

  return (
    <nav aria-label={t('conversations')} className="flex min-h-0 w-full flex-1 flex-col bg-surface">
      <div className="relative border-b px-4 pt-4">
        {openId === null && <ConnectionStatus />}
        <div className="-my-1.5 -me-2 flex items-center justify-between gap-2">
          <Heading className="text-xl font-bold tracking-tight">
            {t(isForLister ? 'listerTitle' : 'title')}
          </Heading>
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
        <div className="mt-1.5 flex items-center justify-between gap-2">
          <TabList
            label={t('filters')}
            tabs={filters.map((one) => ({ value: one, label: t(`filter.${one}`) }))}
            value={filter}
            onChange={(next) => {
              setFilter(next);
              setKeptId(null);
            }}
            panelId={panelId}
            className="-ms-3 flex shrink-0 gap-1"
          />
          <div ref={setNewsPlace} className="min-w-0" />
        </div>
      </div>
      {(isForLister || hasLabels) && (
        <Suspense
          fallback={<div className={cn('shrink-0 border-b', narrowingHeight(isForLister, hasLabels))} />}
        >
          <NarrowingBar
            isForLister={isForLister}
            chosen={chosen}
            onChoose={(next) => {
              setChosen(next);
              setKeptId(null);
            }}
            isByGear={isByGear}
            onByGear={setIsByGear}
          />
        </Suspense>
      )}
      {controls !== null && controls.picked !== null && (
        <Suspense fallback={<div className="h-14 shrink-0 border-b" />}>
          <BulkBar shownIds={shown?.map(({ id }) => id) ?? []} />
        </Suspense>
      )}
      <div
        ref={panel}
        role="tabpanel"
        id={panelId}
        aria-labelledby={tabId(panelId, filter)}
        onPointerEnter={onApproach}
        onFocus={onApproach}
        className="flex min-h-0 flex-1 flex-col overflow-y-auto overscroll-contain"
      >
        {hasInvited && (
          <Suspense fallback={null}>
            <Invitations invitations={invitations} look={look} />
          </Suspense>
        )}
        <SearchedWordsContext value={words}>
          <InboxList
            key={`${filter} ${JSON.stringify(chosen)}`}
            conversations={shown}
            openId={openId}
            isNarrowed={isSearching ? 'search' : hasChosen ? 'filters' : filter === 'all' ? null : filter}
            isByGear={isByGear}
            newsPlace={newsPlace}
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

/** Of the bar that is on its way. */
function narrowingHeight(isForLister: boolean, hasLabels: boolean): string {
  return isForLister ? (hasLabels ? 'h-39.25' : 'h-26.25') : 'h-13.25';
}

/** From the field down to what was found. */
function goToFirstResult(event: KeyboardEvent, panelId: string): void {
  if (event.key === 'ArrowDown' && !event.nativeEvent.isComposing) {
    event.preventDefault();
    document.getElementById(panelId)?.querySelector<HTMLElement>('a[href]')?.focus();
  }
}
