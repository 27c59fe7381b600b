'use client';

import { type ComponentProps, type RefObject, useLayoutEffect } from 'react';
import { cn } from '@/components/ui/class-names';
import { inputStyle } from '@/components/ui/input-style';

interface Props extends ComponentProps<'textarea'> {
  ref: RefObject<HTMLTextAreaElement | null>;
  value: string;
}

/** As high as its text, up to a point. */
export function GrowingField({ ref, value, ...rest }: Props) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text decides the height.
  useLayoutEffect(() => {
    if (ref.current !== null) {
      ref.current.style.height = 'auto';
      const borders = ref.current.offsetHeight - ref.current.clientHeight;
      ref.current.style.height = `${ref.current.scrollHeight + borders}px`;
    }
  }, [value]);

  return (
    <textarea
      ref={ref}
      rows={1}
      dir="auto"
      value={value}
      className={cn(inputStyle, 'block max-h-40 resize-none rounded-3xl px-4.5 py-2.5 leading-5.5')}
      {...rest}
    />
  );
}
