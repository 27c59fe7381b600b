import { authenticate } from '@/lib/http/authenticate';
import { pathId } from '@/lib/http/path-id';
import { readJson } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { removeQuestion, writeQuestionDeps } from '@/lib/questions/question-deps';
import { answerQuestionSchema } from '@/lib/questions/schemas';
import { writeQuestion } from '@/lib/questions/write-question';

export const runtime = 'edge';

/** The lister answers, or answers differently. */
export const PATCH = route<{ id: string; questionId: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const gearId = pathId(params.id);
  const questionId = pathId(params.questionId);
  const { text } = await readJson(request, answerQuestionSchema);
  return json(await writeQuestion({ kind: 'answer', questionId, gearId, text }, writeQuestionDeps(caller)));
});

/** Its asker takes it off the page. */
export const DELETE = route<{ id: string; questionId: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const questionId = pathId(params.questionId);
  await removeQuestion(caller, questionId);
  return json({ id: questionId });
});
