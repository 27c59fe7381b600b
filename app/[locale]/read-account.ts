import { getClients } from '@/app/session';
import type { FirstInbox, Me } from '@/components/messenger/messenger-provider';
import { countUnread, listConversations } from '@/lib/conversations/queries';
import { findPerson } from '@/lib/people/queries';
import type { DatabaseClient } from '@/lib/supabase/database-client';

export interface Account {
  me: Me;
  email: string;
  inbox: FirstInbox | null;
}

/** What every page shows of the person looking at it; null for visitors. */
export async function readAccount(): Promise<Account | null> {
  const { session, client } = await getClients();
  if (session === null) {
    return null;
  }
  const [person, inbox] = await Promise.all([findPerson(client, session.userId), readInbox(client)]);
  return { me: { id: session.userId, name: person?.name ?? session.email }, email: session.email, inbox };
}

/** Null on failure: a page without messages still shows its gear, and the messenger tries again from the browser. */
async function readInbox(client: DatabaseClient): Promise<FirstInbox | null> {
  try {
    const [page, unread] = await Promise.all([listConversations(client), countUnread(client)]);
    return { ...page, unreadCount: unread.messages };
  } catch (error) {
    console.error('The inbox could not be read', error);
    return null;
  }
}
