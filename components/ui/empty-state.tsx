import type { ReactNode } from 'react';
import { cn } from './class-names';

interface Props {
  picture?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
  /** Level of the heading in its page. */
  level?: 'h1' | 'h2' | 'h3';
}

export function EmptyState({ picture, title, children, action, className, level: Heading = 'h2' }: Props) {
  return (
    <div className={cn('m-auto flex max-w-sm flex-col items-center px-6 py-12 text-center', className)}>
      {picture && <div className="mb-5">{picture}</div>}
      <Heading className="text-lg font-semibold">{title}</Heading>
      {children && <div className="mt-1.5 text-sm text-pretty text-muted">{children}</div>}
      {action && <div className="mt-6">{action}</div>}
    </div>
  );
}
