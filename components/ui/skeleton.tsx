import { cn } from './class-names';

/** The place of something that is loading. Give it that thing's size and corners. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('animate-pulse bg-sunken', className)} />;
}
