import { Skeleton } from '@/components/ui/skeleton';
import type { Gear } from '@/lib/gear/gear';
import { GearCard } from './gear-card';

const grid =
  'grid grid-cols-1 gap-x-3.5 gap-y-7 pt-3 xs:grid-cols-2 sm:gap-x-5 sm:gap-y-8 md:grid-cols-3 lg:grid-cols-4';

/** How many cards are within the first screen: their pictures load at once. */
const aboveTheFold = 4;

export function GearGrid({ gear, label }: { gear: Gear[]; label: string }) {
  return (
    <ul aria-label={label} className={grid}>
      {gear.map((one, place) => (
        <li key={one.id} className="min-w-0">
          <GearCard gear={one} eager={place < aboveTheFold} />
        </li>
      ))}
    </ul>
  );
}

export function GearGridSkeleton() {
  return (
    <div className={grid}>
      {Array.from({ length: 8 }, (_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the places never move.
        <div key={place}>
          <Skeleton className="aspect-4/3 rounded-2xl" />
          <Skeleton className="mt-3.5 h-4 w-3/4 rounded-lg" />
          <Skeleton className="mt-2.5 h-3.5 w-1/2 rounded-lg" />
          <Skeleton className="mt-2.5 h-4 w-1/3 rounded-lg" />
        </div>
      ))}
    </div>
  );
}
