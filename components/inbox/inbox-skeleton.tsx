import { Skeleton } from '@/components/ui/skeleton';

export function InboxSkeleton() {
  return (
    <div className="grid gap-0.5 p-2">
      {Array.from({ length: 6 }, (_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the places never move.
        <div key={place} className="flex gap-3.5 p-2.5">
          <Skeleton className="size-14 shrink-0 rounded-xl" />
          <div className="grid flex-1 content-start gap-2.5 pt-1.5">
            <Skeleton className="h-3.5 w-2/5 rounded-lg" />
            <Skeleton className="h-3 w-3/5 rounded-lg" />
            <Skeleton className="h-3 w-4/5 rounded-lg" />
          </div>
        </div>
      ))}
    </div>
  );
}
