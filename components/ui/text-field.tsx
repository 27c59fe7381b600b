import { Label } from '@radix-ui/react-label';
import type { ComponentProps } from 'react';
import { useId } from 'react';
import { cn } from './class-names';
import { inputStyle } from './input-style';

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
