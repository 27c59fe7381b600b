import type { ReactNode } from 'react';
import { getSession } from '@/app/session';
import { MessagesFrame } from '@/components/inbox/messages-frame';

export default async function MessagesLayout({ children }: { children: ReactNode }) {
  // For visitors the page below answers: it knows where they wanted to go.
  return (await getSession()) === null ? children : <MessagesFrame>{children}</MessagesFrame>;
}
