import { GearGridSkeleton } from '@/components/gear/gear-grid';
import { Skeleton } from '@/components/ui/skeleton';

export default function CatalogueLoading() {
  return (
    <>
      <div className="flex gap-2 overflow-hidden py-4">
        {['w-16', 'w-24', 'w-28', 'w-20', 'w-24'].map((width, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the places never move.
          <Skeleton key={place} className={`h-11 shrink-0 rounded-full ${width}`} />
        ))}
      </div>
      <GearGridSkeleton />
    </>
  );
}
