import { getClients } from '@/app/session';
import type { Label } from '@/lib/conversations/label';
import { listLabels } from '@/lib/conversations/labels';

/** What this person sorts their conversations with; none when that can't be read, which takes nothing else with it. */
export async function readLabels(): Promise<Label[]> {
  const { client } = await getClients();
  return listLabels(client).catch((error: unknown) => {
    console.error('The labels could not be read', error);
    return [];
  });
}
