import { cn } from '@/components/ui/class-names';
import { Skeleton } from '@/components/ui/skeleton';

const bubbles = ['w-3/5', 'w-2/5 self-end', 'w-1/2 self-end', 'w-2/3', 'w-1/3', 'w-3/5 self-end'];

export function ConversationSkeleton() {
  return (
    <>
      <div className="flex min-h-0 flex-1 flex-col justify-end gap-3 overflow-hidden px-4 pb-8 md:px-6">
        {bubbles.map((shape) => (
          <Skeleton key={shape} className={cn('h-11 max-w-96 rounded-2xl', shape)} />
        ))}
      </div>
      <div className="border-t bg-surface px-3 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] md:px-5">
        <Skeleton className="h-11 rounded-3xl" />
      </div>
    </>
  );
}
