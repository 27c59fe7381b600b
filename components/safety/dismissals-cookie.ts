/** A cookie: in which conversations the note on first contact was dismissed on this device, so that the server doesn't show it there again. */
export const dismissalsCookie = 'first-contact';

/** As many as a cookie that goes with every request may name. */
const maxRemembered = 40;
/** Enough of an id: nobody has two conversations that begin alike. */
const shortIdLength = 8;

export function toDismissals(value: string | undefined): readonly string[] {
  return (value ?? '').split('.').filter((id) => /^[0-9a-f]{8}$/.test(id));
}

export function isDismissed(dismissals: readonly string[], conversationId: string): boolean {
  return dismissals.includes(conversationId.slice(0, shortIdLength));
}

/** The newest last; the oldest is forgotten. */
export function addDismissal(dismissals: readonly string[], conversationId: string): readonly string[] {
  const id = conversationId.slice(0, shortIdLength);
  return [...dismissals.filter((other) => other !== id), id].slice(-maxRemembered);
}

export const fromDismissals = (dismissals: readonly string[]): string => dismissals.join('.');
