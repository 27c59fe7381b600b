'use client';

import { DailyPrice } from '@/components/gear/daily-price';
import { GearPicture } from '@/components/gear/gear-picture';
import { Link } from '@/components/navigation/navigation';
import { RentalBadge } from '@/components/rental/rental-badge';
import { useDates } from '@/components/time/use-dates';
import { PendingBar } from '@/components/ui/pending-bar';
import type { ConversationRental, ConversationGear as Gear } from '@/lib/conversations/conversation';

/** The gear that is talked about, with the state of its rental. */
export function ConversationGear({ gear, rental }: { gear: Gear; rental: ConversationRental | null }) {
  const dates = useDates();
  return (
    <div className="flex min-w-0 items-center gap-3 px-4 pt-1 pb-2.5 @[52rem]:max-w-[45%] @[52rem]:p-0">
      <Link
        href={`/gear/${gear.slug}`}
        prefetch={false}
        className="group flex min-h-11 min-w-0 flex-1 items-center gap-3 rounded-lg"
      >
        <GearPicture imageUrl={gear.imageUrl} className="h-10 w-13 shrink-0 rounded-lg @[52rem]:order-last" />
        <span className="min-w-0 text-sm @[52rem]:text-end">
          <span dir="auto" className="block truncate font-medium group-hover:underline" title={gear.title}>
            {gear.title}
          </span>
          <span className="block truncate text-xs text-muted">
            <DailyPrice minor={gear.dailyPriceMinor} currency={gear.currency} />
          </span>
        </span>
        <PendingBar />
      </Link>
      {rental && (
        <p className="grid shrink-0 justify-items-end gap-1 @[52rem]:-order-1">
          <RentalBadge status={rental.status} />
          <span className="text-xs text-muted" suppressHydrationWarning>
            {dates.days(rental.startsOn, rental.endsOn)}
          </span>
        </p>
      )}
    </div>
  );
}
