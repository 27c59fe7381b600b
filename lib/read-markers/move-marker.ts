import { AppError } from '../errors.ts';
import type { Marker, MarkerMove } from './marker.ts';
import { type MoveMarkersDeps, moveMarkers } from './move-markers.ts';

/** Moves the reader's markers in one conversation. Throws `not_found` for strangers. */
export async function moveMarker(
  reader: { userId: string; move: MarkerMove },
  deps: MoveMarkersDeps,
): Promise<Marker> {
  const [marker] = await moveMarkers({ userId: reader.userId, moves: [reader.move] }, deps);
  if (!marker) {
    throw new AppError('not_found', 'There is no such thing here');
  }
  return marker;
}
