'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAsk } from '@/components/messenger/use-messenger';
import { useRouter } from '@/components/navigation/navigation';
import { Button } from '@/components/ui/button';
import { useHydrated } from '@/components/ui/use-hydrated';
import { maxAnswerCharacters, type Question } from '@/lib/questions/question';
import { QuestionField } from './question-field';

interface Props {
  question: Question;
  lister: string;
  isLister: boolean;
  isMine: boolean;
}

export function QuestionItem({ question, lister, isLister, isMine }: Props) {
  const t = useTranslations('Questions');
  return (
    <li className="max-w-[65ch]">
      <p dir="auto" className="font-medium whitespace-pre-line wrap-anywhere">
        {question.question}
      </p>
      <p className="mt-0.5 text-sm text-muted">{t('askedBy', { name: question.asker.name })}</p>
      {question.answer !== null && (
        <div className="mt-2 border-s-3 border-brand-text ps-3.5">
          <p dir="auto" className="whitespace-pre-line wrap-anywhere">
            {question.answer}
          </p>
          <p className="mt-0.5 text-sm text-muted">{t('answeredBy', { name: lister })}</p>
        </div>
      )}
      {isLister && <Answer question={question} />}
      {isMine && <Remove question={question} />}
    </li>
  );
}

function Answer({ question }: { question: Question }) {
  const t = useTranslations('Questions');
  const ask = useAsk();
  const isHydrated = useHydrated();
  const [isOpen, setIsOpen] = useState(false);
  if (!isOpen) {
    return (
      <Button variant="ghost" disabled={!isHydrated} onClick={() => setIsOpen(true)} className="-ms-4">
        {t(question.answer === null ? 'answer' : 'answerDifferently')}
      </Button>
    );
  }
  return (
    <QuestionField
      label={t('yourAnswer')}
      submit={t('publish')}
      maxLength={maxAnswerCharacters}
      text={question.answer ?? ''}
      onSubmit={(text) =>
        ask<Question>('PATCH', `gear/${question.gearId}/questions/${question.id}`, { text })
      }
      publishedOf={({ answer }) => answer}
      onDone={() => setIsOpen(false)}
    />
  );
}

function Remove({ question }: { question: Question }) {
  const t = useTranslations('Questions');
  const ask = useAsk();
  const router = useRouter();
  const isHydrated = useHydrated();
  const [isBusy, setIsBusy] = useState(false);

  async function remove() {
    setIsBusy(true);
    // What could not be taken away is still there to see.
    await ask('DELETE', `gear/${question.gearId}/questions/${question.id}`).catch(() => undefined);
    setIsBusy(false);
    router.refresh();
  }

  return (
    <Button variant="ghost" busy={isBusy} disabled={!isHydrated} onClick={remove} className="-ms-4">
      {t('remove')}
    </Button>
  );
}
