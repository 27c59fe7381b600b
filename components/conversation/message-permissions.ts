import type { Message } from '@/lib/messages/message';

const editableForMs = 15 * 60_000;
const unsendableForMs = 24 * 3_600_000;

/** The menu must not offer what the server will refuse by the time it is asked. */
const leewayMs = 2_000;

/** What I may do with a stored message. Times in ms since 1970, by this device's clock: the server decides in the end. */
export interface Permissions {
  react: boolean;
  reply: boolean;
  copy: boolean;
  edit: boolean;
  unsend: boolean;
  /** When the next of these ends by itself; null when none does. */
  endsAt: number | null;
}

export function permissionsOf(message: Message, myId: string, now: number): Permissions {
  const isThere = message.body !== null && message.unsentAt === null;
  const isMine = isThere && message.senderId === myId;
  const isShared = isThere && message.senderId !== null && message.verdict !== 'hold';
  const ends = (afterMs: number) => Date.parse(message.createdAt) + afterMs - leewayMs;
  const edit =
    isMine &&
    isShared &&
    message.kind === 'text' &&
    message.body?.kind !== 'sealed' &&
    now < ends(editableForMs);
  const unsend = isMine && message.kind !== 'offer' && now < ends(unsendableForMs);
  return {
    react: isShared,
    reply: isShared,
    copy: isThere,
    edit,
    unsend,
    endsAt: edit ? ends(editableForMs) : unsend ? ends(unsendableForMs) : null,
  };
}
