import { cva, type VariantProps } from 'class-variance-authority';
import { LoaderCircle } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from './class-names';

export const buttonStyle = cva(
  [
    'inline-flex shrink-0 items-center justify-center gap-2 rounded-xl font-semibold whitespace-nowrap',
    'transition-colors select-none disabled:cursor-not-allowed aria-disabled:cursor-not-allowed',
    '[&_svg]:size-[1.125em] [&_svg]:shrink-0',
  ],
  {
    variants: {
      variant: {
        primary: 'bg-brand text-on-brand not-disabled:hover:bg-brand-hover',
        secondary: 'border border-line-strong bg-surface not-disabled:hover:bg-sunken',
        soft: 'bg-sunken not-disabled:hover:bg-sunken-hover',
        ghost: 'not-disabled:hover:bg-sunken',
      },
      size: {
        large: 'min-h-12 px-6 text-base',
        medium: 'min-h-11 px-4 text-sm',
        icon: 'size-11 rounded-full text-lg',
      },
    },
    defaultVariants: { variant: 'primary', size: 'medium' },
  },
);

interface Props extends ComponentProps<'button'>, VariantProps<typeof buttonStyle> {
  /** Shows that something is under way. The button stays focusable, so that focus isn't lost meanwhile. */
  busy?: boolean;
}

export function Button({
  variant,
  size,
  busy = false,
  className,
  children,
  type = 'button',
  ...rest
}: Props) {
  return (
    <button
      type={type}
      aria-busy={busy || undefined}
      className={cn(buttonStyle({ variant, size }), className)}
      {...rest}
    >
      {busy && <LoaderCircle aria-hidden className="animate-spin" />}
      {children}
    </button>
  );
}
