/** What the messenger has to know of the device it runs on. */
export interface Surroundings {
  isVisible(): boolean;
  isOnline(): boolean;
  /** Calls back when the page becomes visible or the network comes or goes. Gives the function that undoes it. */
  onChange(listener: () => void): () => void;
}

/** A browser's page; anywhere else a device that is always visible and online. */
export function surroundings(): Surroundings {
  if (typeof document === 'undefined') {
    return { isVisible: () => true, isOnline: () => true, onChange: () => () => undefined };
  }
  return {
    isVisible: () => document.visibilityState === 'visible',
    isOnline: () => navigator.onLine,
    onChange(listener) {
      const stop = new AbortController();
      document.addEventListener('visibilitychange', listener, { signal: stop.signal });
      window.addEventListener('online', listener, { signal: stop.signal });
      window.addEventListener('offline', listener, { signal: stop.signal });
      // A page that comes back from the back/forward cache was frozen: its socket is gone.
      window.addEventListener('pageshow', listener, { signal: stop.signal });
      return () => stop.abort();
    },
  };
}
