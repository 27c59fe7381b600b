'use client';

import { Popover as Primitive } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './class-names';

export const Popover = Primitive.Root;
export const PopoverTrigger = Primitive.Trigger;
export const PopoverClose = Primitive.Close;

export function PopoverContent({ className, ...rest }: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        align="end"
        sideOffset={8}
        collisionPadding={12}
        className={cn(
          'z-50 w-88 max-w-[calc(100vw-1.5rem)] animate-appear rounded-2xl border bg-raised shadow-raised',
          className,
        )}
        {...rest}
      />
    </Primitive.Portal>
  );
}
