'use client';

import { useEffect, useState } from 'react';

/** After this long, what scrolling has rendered is no news any more. */
const settledMs = 500;

/** Whether what is added to the log is news: it is at the end, and was before what is there now was rendered. */
export function useLogLive(isAtEnd: boolean): boolean {
  const [hasSettled, setHasSettled] = useState(isAtEnd);

  useEffect(() => {
    if (!isAtEnd) {
      setHasSettled(false);
      return;
    }
    const timer = setTimeout(() => setHasSettled(true), settledMs);
    return () => clearTimeout(timer);
  }, [isAtEnd]);

  return isAtEnd && hasSettled;
}
