'use client';

import './globals.css';
import { PageError } from '@/components/ui/page-error';

/** Stands in for the whole page when even its frame fails. What it says is here, because the translations may be what failed. */
export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body className="flex min-h-dvh">
        <title>Something went wrong · Lendline</title>
        <main className="flex flex-1">
          <PageError
            title="Something went wrong"
            text="It’s us, not you. Trying again often helps."
            action="Try again"
            retry={retry}
          />
        </main>
      </body>
    </html>
  );
}
