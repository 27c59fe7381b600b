/** What is kept beside the text that I began to write: the message that it answers, and the one that I was altering. */
export type DraftPart = 'reply' | 'edit';

/** Under which a draft is found in the state: the conversation for its text. */
export function draftKey(conversationId: string, part?: DraftPart): string {
  return part ? `${conversationId}:${part}` : conversationId;
}

export function conversationOf(key: string): string {
  return key.split(':', 1)[0] as string;
}
