import { Label } from '@radix-ui/react-label';
import type { ComponentProps } from 'react';
import { useId } from 'react';
import { cn } from './class-names';

interface Props extends ComponentProps<'input'> {
  label: string;
  hint?: string;
  /** Id of the message that says what is wrong with it. */
  errorId?: string | undefined;
}

export function TextField({ label, hint, errorId, className, ...rest }: Props) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, errorId].filter(Boolean).join(' ');
  return (
    <div className={cn('grid gap-1.5', className)}>
      <Label htmlFor={id} className="text-sm font-medium">
        {label}
      </Label>
      <input
        id={id}
        aria-describedby={describedBy || undefined}
        aria-invalid={errorId ? true : undefined}
        className={cn(inputStyle, 'rounded-xl px-3.5')}
        {...rest}
      />
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}

// Without its corners and padding, which differ. 16 px on small screens: phones zoom into anything smaller.
export const inputStyle = cn(
  'min-h-11 w-full min-w-0 border border-line-strong bg-surface text-base md:text-sm',
  'placeholder:text-muted aria-invalid:border-danger',
);
