import { AppError } from '../errors.ts';
import { type ChangedPlace, type ChangePlacesDeps, changePlaces, type PlaceChange } from './change-places.ts';

/** Changes somebody's place in one conversation. Throws `not_found` for strangers. */
export async function changePlace(
  { userId, conversationId, change }: { userId: string; conversationId: string; change: PlaceChange },
  deps: ChangePlacesDeps,
): Promise<ChangedPlace> {
  const [changed] = await changePlaces({ userId, conversationIds: [conversationId], change }, deps);
  if (!changed) {
    throw new AppError('not_found', 'There is no such thing here');
  }
  return changed;
}
