import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './class-names';

/** Something went wrong: announced when it appears. */
export function Alert({ id, children, className }: { id?: string; children: ReactNode; className?: string }) {
  return (
    <div
      id={id}
      role="alert"
      className={cn('flex items-start gap-2.5 rounded-xl bg-danger-soft p-3 text-sm text-danger', className)}
    >
      <CircleAlert aria-hidden className="mt-px size-4.5 shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
