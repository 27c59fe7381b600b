'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useState } from 'react';
import { useAsk } from '@/components/messenger/use-messenger';
import { useRouter } from '@/components/navigation/navigation';
import type { Question } from '@/lib/questions/question';

const askEveryMs = 30_000;

/** Shows what others ask and answer meanwhile: asks every 30 seconds, and when the page is looked at again. */
export function WatchQuestions({ gearId, questions }: { gearId: string; questions: readonly Question[] }) {
  const t = useTranslations('Questions');
  const ask = useAsk();
  const router = useRouter();
  const [hasNews, setHasNews] = useState(false);

  const look = useEffectEvent(async () => {
    // What can't be had now is asked for next time.
    const answer = await ask<{ data: Question[] }>('GET', `gear/${gearId}/questions`).catch(() => null);
    if (answer !== null && versionOf(answer.data) !== versionOf(questions)) {
      setHasNews(true);
      router.refresh();
    }
  });
  useEffect(() => whileVisible(() => void look(), askEveryMs), []);

  return (
    <p role="status" className="sr-only">
      {hasNews && t('changed')}
    </p>
  );
}

/** For visitors, for whom there is only the page: read again when it is looked at again. */
export function ReadQuestionsAgain() {
  const router = useRouter();
  const read = useEffectEvent(() => router.refresh());
  useEffect(() => whileVisible(() => read()), []);
  return null;
}

function versionOf(questions: readonly Question[]): string {
  return JSON.stringify(questions.map(({ id, answer, answeredAt }) => [id, answer, answeredAt]));
}

/** Calls when the page is looked at again, and every so often while it is. Gives the function that ends it. */
function whileVisible(call: () => void, everyMs?: number): () => void {
  const callIfVisible = () => {
    if (document.visibilityState === 'visible') {
      call();
    }
  };
  document.addEventListener('visibilitychange', callIfVisible);
  const timer = everyMs === undefined ? undefined : setInterval(callIfVisible, everyMs);
  return () => {
    document.removeEventListener('visibilitychange', callIfVisible);
    clearInterval(timer);
  };
}
