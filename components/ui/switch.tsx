import type { ComponentProps } from 'react';
import { cn } from './class-names';

interface Props extends Omit<ComponentProps<'button'>, 'onChange' | 'children' | 'role'> {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

/** On or off, at once. Name it with `aria-label` or `aria-labelledby`. */
export function Switch({ isOn, onChange, className, ...rest }: Props) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={isOn}
      onClick={() => onChange(!isOn)}
      className={cn('group flex h-11 shrink-0 items-center rounded-full', className)}
      {...rest}
    >
      <span className="flex h-7 w-12 items-center rounded-full border-2 border-line-strong bg-sunken p-0.5 transition-colors group-aria-checked:border-brand group-aria-checked:bg-brand">
        <span className="size-5 rounded-full bg-line-strong transition-transform group-aria-checked:translate-x-5 group-aria-checked:bg-on-brand rtl:group-aria-checked:-translate-x-5" />
      </span>
    </button>
  );
}
