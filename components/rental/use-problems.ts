'use client';

import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';

/** Shows what is wrong with the fields of a form from the first attempt to send it, each until it is right, and leads to the first. */
export function useProblems<Field extends string>(problems: Partial<Record<Field, string>>) {
  const form = useRef<HTMLFormElement>(null);
  const [hasTried, setHasTried] = useState(false);

  function isRight(): boolean {
    if (Object.keys(problems).length === 0) {
      return true;
    }
    flushSync(() => setHasTried(true));
    form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
    return false;
  }

  return { form, isRight, shown: hasTried ? problems : ({} as typeof problems) };
}
