import { cookies } from 'next/headers';
import { type DetailsChoice, detailsCookie, toDetailsChoice } from '@/components/conversation/details-cookie';

/** Whether this device shows the details beside conversations, as somebody chose on it. */
export async function readDetailsChoice(): Promise<DetailsChoice | null> {
  return toDetailsChoice((await cookies()).get(detailsCookie)?.value);
}
