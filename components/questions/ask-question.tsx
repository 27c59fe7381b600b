'use client';

import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { useAsk } from '@/components/messenger/use-messenger';
import { maxQuestionCharacters, type Question } from '@/lib/questions/question';
import { AskPrivately } from './ask-privately';
import { QuestionField } from './question-field';

export function AskQuestion({ gearId }: { gearId: string }) {
  const t = useTranslations('Questions');
  const ask = useAsk();
  // The same question keeps its id until it is asked.
  const attempt = useRef<{ id: string; text: string } | null>(null);
  return (
    <QuestionField
      label={t('yourQuestion')}
      hint={t('publicHint')}
      submit={t('ask')}
      maxLength={maxQuestionCharacters}
      onSubmit={(text) => {
        if (attempt.current?.text !== text) {
          attempt.current = { id: crypto.randomUUID(), text };
        }
        return ask<Question>('POST', `gear/${gearId}/questions`, attempt.current);
      }}
      publishedOf={({ question }) => question}
    >
      {(text) => <AskPrivately gearId={gearId} text={text} />}
    </QuestionField>
  );
}
