import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { getSession } from '@/app/session';
import { ConversationPane } from '@/components/conversation/conversation-pane';
import { nameOfOthers } from '@/components/conversation/others';
import { requireSession } from '../../require-session';
import { readTimeline } from './read-timeline';

interface Props {
  params: Promise<{ conversationId: string }>;
  searchParams: Promise<{ message?: string | string[] }>;
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const session = await getSession();
  if (session === null) {
    return {};
  }
  const { conversationId, messageId } = await addressOf(props);
  const [{ first }, t] = await Promise.all([
    readTimeline(conversationId, messageId),
    getTranslations('Conversation'),
  ]);
  return { title: nameOfOthers(first.conversation, session.userId) ?? t('somebody') };
}

/** A conversation in the inbox that is at `base`, where a visitor comes back to after signing in. */
export default async function ConversationPage({ base = '/messages', ...props }: Props & { base?: string }) {
  const { conversationId, messageId } = await addressOf(props);
  const query = messageId === undefined ? '' : `?message=${encodeURIComponent(messageId)}`;
  await requireSession(`${base}/${encodeURIComponent(conversationId)}${query}`);
  const { first, isThere } = await readTimeline(conversationId, messageId);
  return (
    <ConversationPane
      key={first.conversation.id}
      first={first}
      asked={messageId === undefined ? null : { messageId: messageId.toLowerCase(), isThere }}
    />
  );
}

/** `/messages/{conversationId}`, or with `?message={messageId}` at a message. */
async function addressOf({ params, searchParams }: Props) {
  const [{ conversationId }, { message }] = await Promise.all([params, searchParams]);
  return { conversationId, messageId: Array.isArray(message) ? message[0] : message };
}
