import { useTranslations } from 'next-intl';
import { Link } from '@/components/navigation/navigation';
import type { Gear } from '@/lib/gear/gear';
import type { Question } from '@/lib/questions/question';
import { AskQuestion } from './ask-question';
import { QuestionItem } from './question-item';
import { ReadQuestionsAgain, WatchQuestions } from './watch-questions';

interface Props {
  gear: Gear;
  questions: Question[];
  /** Null for visitors. */
  myId: string | null;
}

/** What people ask about gear in public, and what its lister answers. */
export function GearQuestions({ gear, questions, myId }: Props) {
  const t = useTranslations('Questions');
  const isLister = myId === gear.lister.id;
  return (
    <section aria-labelledby="questions" className="mt-8 border-t pt-7">
      <h2 id="questions" className="text-lg font-semibold">
        {t('title')}
      </h2>
      {questions.length === 0 ? (
        <p className="mt-2 text-muted">{t(isLister ? 'noneForLister' : 'none')}</p>
      ) : (
        <ul className="mt-4 grid gap-5">
          {questions.map((question) => (
            <QuestionItem
              key={question.id}
              question={question}
              lister={gear.lister.name}
              isLister={isLister}
              isMine={myId === question.asker.id}
            />
          ))}
        </ul>
      )}
      {myId === null ? <ReadQuestionsAgain /> : <WatchQuestions gearId={gear.id} questions={questions} />}
      {myId === null ? (
        <Link
          href={{ pathname: '/sign-in', query: { next: `/gear/${gear.slug}` } }}
          className="mt-5 inline-flex min-h-11 items-center font-medium underline underline-offset-3"
        >
          {t('signIn')}
        </Link>
      ) : (
        !isLister && <AskQuestion gearId={gear.id} />
      )}
    </section>
  );
}
