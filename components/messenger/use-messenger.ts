'use client';

import { use, useSyncExternalStore } from 'react';
import type { Call } from '@/lib/messenger/http-api';
import type { Messenger, MessengerApi, MessengerState } from '@/lib/messenger/types';
import { type Me, MessengerContext } from './messenger-provider';

function useMessengerContext() {
  const context = use(MessengerContext);
  if (context === null) {
    throw new Error('This needs a MessengerProvider above it: it is for signed-in people.');
  }
  return context;
}

export function useMessenger(): Messenger {
  return useMessengerContext().messenger;
}

export function useMe(): Me {
  return useMessengerContext().me;
}

/** Asks any route of the API, as me. Rejects with an AppError. */
export function useAsk(): Call {
  return useMessengerContext().api.ask;
}

/** For pages of the inbox that the messenger doesn't hold. */
export function useInboxPaging(): { api: MessengerApi; firstCursor: string | null } {
  return useMessengerContext();
}

export function useMessengerState(): MessengerState {
  const { messenger, firstState } = useMessengerContext();
  return useSyncExternalStore(messenger.subscribe, messenger.getState, () => firstState);
}
