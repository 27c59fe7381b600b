'use client';

import { useCallback, useEffect, useState } from 'react';
import { useAsk, useMessenger } from '@/components/messenger/use-messenger';
import type { Invitation } from '@/lib/groups/group';

/** Looked for when it is shown, when an event says so, and after a time without a connection. */
export function useInvitations() {
  const messenger = useMessenger();
  const ask = useAsk();
  const [invitations, setInvitations] = useState<Invitation[]>([]);

  const look = useCallback(() => {
    // What isn't answered is asked for again with the next reason to look.
    ask<{ data: Invitation[] }>('GET', 'invitations').then(
      ({ data }) => setInvitations(data),
      () => undefined,
    );
  }, [ask]);

  useEffect(() => {
    look();
    let connection = messenger.getState().connection;
    const stops = [
      messenger.on('invitation.changed', look),
      messenger.subscribe(() => {
        const before = connection;
        connection = messenger.getState().connection;
        if (connection === 'connected' && before !== 'connected') {
          look();
        }
      }),
    ];
    return () => {
      for (const stop of stops) {
        stop();
      }
    };
  }, [messenger, look]);

  return { invitations, look };
}
