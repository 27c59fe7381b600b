import { cn } from './class-names';

/** How a field to write in looks, without its corners and padding, which differ. */
export const inputStyle = cn(
  // 16 px on small screens: phones zoom into anything smaller.
  'min-h-11 w-full min-w-0 border border-line-strong bg-surface text-base md:text-sm',
  'placeholder:text-muted aria-invalid:border-danger',
);
