import { requireGear } from '@/lib/gear/queries';
import { authenticate } from '@/lib/http/authenticate';
import { pathId } from '@/lib/http/path-id';
import { readJson } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { listQuestions } from '@/lib/questions/queries';
import { writeQuestionDeps } from '@/lib/questions/question-deps';
import { askQuestionSchema } from '@/lib/questions/schemas';
import { writeQuestion } from '@/lib/questions/write-question';
import { createDatabaseClient } from '@/lib/supabase/database-client';

export const runtime = 'edge';

export const GET = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const gearId = pathId(params.id);
  const client = createDatabaseClient(caller.accessToken);
  const data = await listQuestions(client, gearId);
  if (data.length === 0) {
    await requireGear(client, gearId);
  }
  return json({ data, nextCursor: null });
});

export const POST = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const gearId = pathId(params.id);
  const { id: questionId, text } = await readJson(request, askQuestionSchema);
  return json(
    await writeQuestion({ kind: 'question', questionId, gearId, text }, writeQuestionDeps(caller)),
    {
      status: 201,
    },
  );
});
