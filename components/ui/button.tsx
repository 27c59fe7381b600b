import { cva, type VariantProps } from 'class-variance-authority';
import { LoaderCircle } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from './class-names';

export const buttonStyle = cva(
  [
    'inline-flex shrink-0 items-center gap-2 text-center font-semibold transition-colors select-none',
    'disabled:cursor-not-allowed [&_svg]:size-[1.125em] [&_svg]:shrink-0',
  ],
  {
    variants: {
      variant: {
        primary: 'bg-brand text-on-brand not-disabled:hover:bg-brand-hover',
        soft: 'bg-sunken not-disabled:hover:bg-sunken-hover',
        ghost: 'not-disabled:hover:bg-sunken',
        danger: 'bg-danger text-surface not-disabled:hover:opacity-90',
      },
      size: {
        large: 'min-h-12 px-6 py-2 text-base',
        medium: 'min-h-11 px-4 text-sm',
        /** A symbol alone. */
        icon: 'size-11 text-lg',
        /** A symbol alone where there is little room. */
        compact: 'min-h-11 px-4 text-sm max-sm:size-11 max-sm:px-0 max-sm:text-lg',
      },
      shape: { rounded: 'rounded-xl', pill: 'rounded-full' },
      align: { center: 'justify-center', start: 'justify-start' },
    },
    defaultVariants: { variant: 'primary', size: 'medium', shape: 'rounded', align: 'center' },
  },
);

interface Props extends ComponentProps<'button'>, VariantProps<typeof buttonStyle> {
  /** Shows that something is under way. The button stays focusable, so that focus isn't lost meanwhile. */
  busy?: boolean;
}

export function Button({
  variant,
  size,
  shape,
  align,
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
      className={cn(buttonStyle({ variant, size, shape, align }), className)}
      {...rest}
    >
      {busy && <LoaderCircle aria-hidden className="animate-spin" />}
      {children}
    </button>
  );
}
