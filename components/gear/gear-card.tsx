import { useTranslations } from 'next-intl';
import { Link } from '@/components/navigation/navigation';
import { PendingBar } from '@/components/ui/pending-bar';
import type { Gear } from '@/lib/gear/gear';
import { DailyPrice } from './daily-price';
import { GearPicture } from './gear-picture';

/** The whole card is the title's link. */
export function GearCard({ gear, eager }: { gear: Gear; eager: boolean }) {
  const t = useTranslations('Catalogue');
  return (
    <article className="group relative">
      <div className="overflow-hidden rounded-2xl bg-sunken">
        <GearPicture
          imageUrl={gear.imageUrl}
          eager={eager}
          className="aspect-4/3 w-full transition-transform duration-300 group-hover:scale-103"
        />
      </div>
      <h2 dir="auto" className="mt-3 text-[0.9375rem] font-semibold">
        <Link
          href={`/gear/${gear.slug}`}
          prefetch={false}
          className="line-clamp-2 after:absolute after:inset-0 after:rounded-2xl focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-offset-4 focus-visible:after:outline-focus"
        >
          {gear.title}
          <PendingBar />
        </Link>
      </h2>
      <p dir="auto" className="mt-0.5 truncate text-sm text-muted">
        {gear.place === ''
          ? gear.lister.name
          : t('placeAndLister', { place: gear.place, lister: gear.lister.name })}
      </p>
      <p className="mt-1 text-sm">
        <DailyPrice minor={gear.dailyPriceMinor} currency={gear.currency} />
      </p>
    </article>
  );
}
