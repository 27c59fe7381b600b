import { useFormatter } from 'next-intl';
import { cn } from './class-names';

/** A number in a pill. Decorative, and not text of the page: say the number in words beside it. */
export function Count({ value, className }: { value: number; className?: string }) {
  const format = useFormatter();
  return (
    <span
      aria-hidden
      data-count={value > 99 ? `${format.number(99)}+` : format.number(value)}
      className={cn(
        'inline-flex h-5 min-w-5 items-center justify-center rounded-full bg-brand px-1.5 text-xs font-semibold text-on-brand tabular-nums before:content-[attr(data-count)]',
        className,
      )}
    />
  );
}
