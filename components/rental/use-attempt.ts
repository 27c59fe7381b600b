'use client';

import { useState } from 'react';
import { refusalOf } from '@/components/conversation/refusal';
import { useMessenger } from '@/components/messenger/use-messenger';
import { isAppError } from '@/lib/errors';

export type Refusal = ReturnType<typeof refusalOf> | 'taken' | 'settled';

/** One thing at a time that is asked of the server; afterwards, or when somebody was faster, everything is shown as it is now. */
export function useAttempt() {
  const messenger = useMessenger();
  const [underWay, setUnderWay] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [refusedFields, setRefusedFields] = useState<readonly string[]>([]);

  async function attempt<Answer>(name: string, act: () => Promise<Answer>): Promise<Answer | null> {
    if (underWay !== null) {
      return null;
    }
    setUnderWay(name);
    forget();
    try {
      const answer = await act();
      await messenger.catchUp();
      return answer;
    } catch (error) {
      const reason = refusalOf(error);
      setRefusedFields((isAppError(error) && error.details?.fields?.map(({ path }) => path)) || []);
      // With a state it is settled; without one the days are taken.
      const isSettled = isAppError(error) && error.details?.status !== undefined;
      setRefusal(reason === 'conflict' ? (isSettled ? 'settled' : 'taken') : reason);
      await messenger.catchUp().catch(() => undefined);
      return null;
    } finally {
      setUnderWay(null);
    }
  }

  /** What was asked has been altered since. */
  function forget() {
    setRefusal(null);
    setRefusedFields([]);
  }

  return { underWay, refusal, refusedFields, attempt, forget };
}
