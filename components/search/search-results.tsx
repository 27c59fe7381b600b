'use client';

import { SearchX } from 'lucide-react';
import { useNow, useTranslations } from 'next-intl';
import { type KeyboardEvent, type ReactNode, useId } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { moveFocus } from '@/components/ui/move-focus';
import { Skeleton } from '@/components/ui/skeleton';
import { ConversationHit } from './conversation-hit';
import { MessageHitLink } from './message-hit-link';
import { useSearch } from './use-search';

interface Props {
  search: string;
  /** Conversations that are on screen already, because the search matches them. */
  shownIds: ReadonlySet<string>;
}

/** What the server finds: people and gear that the list above doesn't show, and messages. */
export default function SearchResults({ search, shownIds }: Props) {
  const t = useTranslations('Search');
  const now = useNow({ updateInterval: 60_000 });
  const { results, hits, progress, hasMore, showMore, retry } = useSearch(search);
  const people = results?.people.filter((one) => !shownIds.has(one.id)) ?? [];
  const gear = results?.gear.filter((one) => !shownIds.has(one.id)) ?? [];
  const isNothing = results !== null && people.length + gear.length + hits.length + shownIds.size === 0;

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys go from one of its links to the next.
    <div onKeyDown={moveBetweenHits} aria-busy={progress === 'loading'} className="pb-4">
      {people.length > 0 && (
        <Group title={t('people')}>
          {people.map((conversation) => (
            <ConversationHit key={conversation.id} conversation={conversation} now={now} />
          ))}
        </Group>
      )}
      {gear.length > 0 && (
        <Group title={t('gear')}>
          {gear.map((conversation) => (
            <ConversationHit key={conversation.id} conversation={conversation} now={now} />
          ))}
        </Group>
      )}
      {hits.length > 0 && (
        <Group title={t('messages')}>
          {hits.map((hit) => (
            <MessageHitLink key={hit.message.id} hit={hit} now={now} />
          ))}
        </Group>
      )}
      {progress === 'loading' && results === null && <SearchSkeleton />}
      {progress === 'failed' && (
        <div className="mx-4 mt-2 grid justify-items-center gap-2">
          <Alert>{t('failed')}</Alert>
          <Button variant="soft" onClick={retry}>
            {t('tryAgain')}
          </Button>
        </div>
      )}
      {hasMore && progress !== 'failed' && (
        <Button
          variant="ghost"
          busy={progress === 'loading-more'}
          onClick={showMore}
          className="mx-auto mt-1 flex"
        >
          {t('more')}
        </Button>
      )}
      {isNothing && (
        <div className="grid justify-items-center gap-3 px-6 py-12 text-center text-sm text-muted">
          <SearchX aria-hidden className="size-10" strokeWidth={1.25} />
          <p>{t('nothing', { search })}</p>
        </div>
      )}
      <p role="status" className="sr-only">
        {results === null
          ? progress === 'loading' && t('searching')
          : t('found', { count: people.length + gear.length + hits.length + shownIds.size })}
      </p>
    </div>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="pt-2">
      <h2 id={id} className="px-4.5 pt-2 pb-1 text-xs font-semibold tracking-wide text-muted uppercase">
        {title}
      </h2>
      <ul className="grid grid-cols-1 gap-0.5 px-2">{children}</ul>
    </section>
  );
}

function SearchSkeleton() {
  return (
    <div className="grid gap-4 px-4.5 pt-4">
      {[0, 1, 2].map((place) => (
        <div key={place} className="flex gap-3">
          <Skeleton className="size-9 shrink-0 rounded-full" />
          <div className="grid flex-1 content-center gap-2">
            <Skeleton className="h-3 w-2/5 rounded-lg" />
            <Skeleton className="h-3 w-4/5 rounded-lg" />
          </div>
        </div>
      ))}
    </div>
  );
}

/** Up from the first hit goes back to the field, by the browser's own order of what can be focused: to whatever is above. */
function moveBetweenHits(event: KeyboardEvent<HTMLElement>) {
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp' || event.key === 'Home' || event.key === 'End') {
    moveFocus(event, [...event.currentTarget.querySelectorAll<HTMLElement>('a[href]')]);
  }
}
