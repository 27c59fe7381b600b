'use client';

import { useSyncExternalStore } from 'react';

/** False while the page can't react yet, so that nothing typed or clicked before is lost in silence. */
export function useHydrated(): boolean {
  return useSyncExternalStore(neverChanges, onClient, onServer);
}

const neverChanges = () => () => {};
const onClient = () => true;
const onServer = () => false;
