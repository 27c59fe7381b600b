'use client';

import { useState } from 'react';
import { refusalOf } from '@/components/conversation/refusal';

/** One request at a time, and why the last one was refused. */
export function useAttempt() {
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<ReturnType<typeof refusalOf> | null>(null);

  /** Gives whether it was done. */
  async function attempt(action: () => Promise<unknown>): Promise<boolean> {
    if (isBusy) {
      return false;
    }
    setIsBusy(true);
    setRefusal(null);
    try {
      await action();
      return true;
    } catch (error) {
      setRefusal(refusalOf(error));
      return false;
    } finally {
      setIsBusy(false);
    }
  }

  return { attempt, isBusy, refusal };
}
