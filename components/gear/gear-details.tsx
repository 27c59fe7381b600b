import { ChevronLeft, MapPin } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Link } from '@/components/navigation/navigation';
import { PendingBar } from '@/components/ui/pending-bar';
import type { Gear } from '@/lib/gear/gear';
import type { ResponseTime } from '@/lib/people/response-time';
import { GearPicture } from './gear-picture';
import { ListerCard } from './lister-card';
import { useCategoryName } from './use-category-name';

interface Props {
  gear: Gear;
  responseTime: ResponseTime | null;
  /** What people ask in public. */
  questions: ReactNode;
  children: ReactNode;
}

/** The children stand beside the picture, or under the title on a phone: that is what people came to press. */
export function GearDetails({ gear, responseTime, questions, children }: Props) {
  const t = useTranslations('Gear');
  const nameOf = useCategoryName();
  return (
    <article className="mx-auto max-w-280">
      <Link
        href="/"
        prefetch={false}
        className="-ms-2 my-1.5 inline-flex min-h-11 items-center gap-1 rounded-lg px-2 text-sm font-medium text-muted hover:text-foreground"
      >
        <ChevronLeft aria-hidden className="size-4" />
        {t('back')}
        <PendingBar />
      </Link>
      <div className="grid gap-x-10 gap-y-7 lg:grid-cols-[minmax(0,1fr)_22rem] lg:grid-rows-[auto_auto_1fr]">
        <div className="overflow-hidden rounded-3xl bg-sunken max-sm:-mx-4 max-sm:rounded-none">
          <GearPicture imageUrl={gear.imageUrl} eager className="aspect-4/3 w-full lg:aspect-3/2" />
        </div>
        <div className="min-w-0">
          <h1 dir="auto" className="text-2xl font-bold tracking-tight sm:text-3xl">
            {gear.title}
          </h1>
          <p className="mt-2 flex flex-wrap items-center gap-x-2 gap-y-1 text-muted">
            {gear.place !== '' && (
              <>
                <MapPin aria-hidden className="size-4 shrink-0" />
                <span dir="auto">{gear.place}</span>
                <span aria-hidden>·</span>
              </>
            )}
            <Link
              href={{ pathname: '/', query: { category: gear.category } }}
              prefetch={false}
              className="inline-flex min-h-6 items-center underline decoration-line-strong underline-offset-3 hover:text-foreground"
            >
              {nameOf(gear.category)}
            </Link>
          </p>
        </div>
        <div className="lg:col-start-2 lg:row-span-3 lg:row-start-1">
          <div className="lg:sticky lg:top-[calc(var(--header-height)+1.5rem)]">{children}</div>
        </div>
        <div className="min-w-0 border-t pt-7">
          {gear.description !== '' && (
            <>
              <h2 className="text-lg font-semibold">{t('about')}</h2>
              <p dir="auto" className="mt-2 mb-7 max-w-[65ch] leading-relaxed whitespace-pre-line">
                {gear.description}
              </p>
            </>
          )}
          <h2 className="text-lg font-semibold">{t('listedBy')}</h2>
          <ListerCard lister={gear.lister} responseTime={responseTime} />
          {questions}
        </div>
      </div>
    </article>
  );
}
