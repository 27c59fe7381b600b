'use client';

import { MessageCircleQuestion } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { EmptyState } from '@/components/ui/empty-state';

const questions = ['available', 'pickup', 'included'] as const;

/** An empty conversation: something to begin with. */
export function OpeningQuestions({ onChoose }: { onChoose: (question: string) => void }) {
  const t = useTranslations('Conversation');
  return (
    <EmptyState
      picture={<MessageCircleQuestion aria-hidden className="size-12 text-brand-text" strokeWidth={1.5} />}
      title={t('emptyTitle')}
      action={
        <ul className="grid gap-2">
          {questions.map((question) => (
            <li key={question}>
              <button
                type="button"
                onClick={() => onChoose(t(`questions.${question}`))}
                className="min-h-11 w-full rounded-xl border border-line-strong bg-surface px-4 py-2 text-sm font-medium hover:bg-sunken"
              >
                {t(`questions.${question}`)}
              </button>
            </li>
          ))}
        </ul>
      }
    >
      {t('empty')}
    </EmptyState>
  );
}
