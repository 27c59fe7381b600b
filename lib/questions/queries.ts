import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import { type Question, toQuestion } from './question.ts';

/** Questions about this gear, newest first, with their answers. At most 50. */
export async function listQuestions(client: DatabaseClient, gearId: string): Promise<Question[]> {
  const rows = unwrap(
    await client
      .from('gear_questions')
      .select(
        'id, gear_id, asker_id, question, asked_at, answer, answered_at, asker:profiles!gear_questions_asker_id_fkey(name)',
      )
      .eq('gear_id', gearId)
      .order('asked_at', { ascending: false })
      .order('id')
      .limit(50),
  );
  return rows.map(({ asker, ...row }) => toQuestion({ ...row, asker_name: asker.name }));
}
