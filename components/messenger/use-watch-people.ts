import { useEffect } from 'react';
import { useMessenger } from './use-messenger';

/** Keeps up who is online, while this is on screen. */
export function useWatchPeople(): void {
  const messenger = useMessenger();
  useEffect(() => messenger.watchPeople(), [messenger]);
}
