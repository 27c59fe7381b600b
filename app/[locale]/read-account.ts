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
  const [person, inbox] = await Promise.all([
    orNull(findPerson(client, session.userId)),
    orNull(readInbox(client)),
  ]);
  return { me: { id: session.userId, name: person?.name ?? session.email }, email: session.email, inbox };
}

async function readInbox(client: DatabaseClient): Promise<FirstInbox> {
  const [page, unread] = await Promise.all([listConversations(client), countUnread(client)]);
  return { ...page, unreadCount: unread.messages };
}

/** What goes wrong here must not take the page with it: its own part may do, or say what is wrong in its place. */
async function orNull<Found>(reading: Promise<Found>): Promise<Found | null> {
  try {
    return await reading;
  } catch (error) {
    console.error('The account could not be read', error);
    return null;
  }
}
