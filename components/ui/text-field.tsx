import { Label } from '@radix-ui/react-label';
import type { ComponentProps } from 'react';
import { useId } from 'react';
import { cn } from './class-names';
import { inputStyle } from './input-style';

interface Props extends ComponentProps<'input'> {
  label: string;
  hint?: string;
  /** What is wrong with it. */
  error?: string | undefined;
  /** Id of the message elsewhere that says what is wrong with it. */
  errorId?: string | undefined;
}

export function TextField({ label, hint, error, errorId, className, ...rest }: Props) {
  const id = useId();
  const wrong = error === undefined ? errorId : `${id}-error`;
  const describedBy = [hint && `${id}-hint`, wrong].filter(Boolean).join(' ');
  return (
    <div className={cn('grid gap-1.5', className)}>
      <Label htmlFor={id} className="text-sm font-medium">
        {label}
      </Label>
      <input
        id={id}
        aria-describedby={describedBy || undefined}
        aria-invalid={wrong ? true : undefined}
        className={cn(inputStyle, 'rounded-xl px-3.5')}
        {...rest}
      />
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className="text-sm text-pretty text-danger">
          {error}
        </p>
      )}
    </div>
  );
}
