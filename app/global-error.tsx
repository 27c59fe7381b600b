'use client';

import './globals.css';

/**
 * Stands in for the whole page when even its frame fails. What it says is here, because the translations may be what failed;
 * and it imports nothing, because every page loads it.
 */
export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body className="flex min-h-dvh">
        <title>Something went wrong · Lendline</title>
        <main className="m-auto max-w-sm px-6 py-12 text-center">
          <h1 className="text-lg font-semibold">Something went wrong</h1>
          <p role="alert" className="mt-1.5 text-sm text-muted">
            It’s us, not you. Trying again often helps.
          </p>
          <button
            type="button"
            onClick={retry}
            className="mt-6 min-h-11 rounded-xl bg-brand px-4 text-sm font-semibold text-on-brand hover:bg-brand-hover"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
