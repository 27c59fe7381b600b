'use client';

import { createContext, use } from 'react';

/** Why a message that was asked for isn't shown: it can't be read (any more), or couldn't be loaded. */
export type NotShown = 'missing' | 'failed';

/** A message to bring on screen. Each time it is asked for, a new object. */
export interface ShownMessage {
  messageId: string;
  /** The focus stays where it is: one goes through what a search found. */
  keepsFocus?: boolean;
}

export interface ShowingMessages {
  /** What was last asked for, here or in the page's address. */
  shown: ShownMessage | null;
  notShown: NotShown | null;
  show(messageId: string, options?: { keepsFocus?: boolean }): void;
  dismiss(): void;
}

export const ShowingMessagesContext = createContext<ShowingMessages>({
  shown: null,
  notShown: null,
  show: () => {},
  dismiss: () => {},
});

/** Brings a message of this conversation on screen, highlighted, wherever it lies. Says so when it can't be read any more. */
export function useShowMessage(): ShowingMessages['show'] {
  return use(ShowingMessagesContext).show;
}
