import type { ReactNode } from 'react';
import { getSession } from '@/app/session';
import { MessagesFrame } from '@/components/inbox/messages-frame';
import { OfflinePages } from '@/components/offline/offline-pages';
import { readDetailsChoice } from '../read-details-choice';
import { readLabels } from '../read-labels';

export default async function MessagesLayout({ children }: { children: ReactNode }) {
  // For visitors the page below answers: it knows where they wanted to go.
  if ((await getSession()) === null) {
    return children;
  }
  return (
    <>
      <OfflinePages />
      <MessagesFrame labels={await readLabels()} details={await readDetailsChoice()}>
        {children}
      </MessagesFrame>
    </>
  );
}
