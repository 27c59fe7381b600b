'use client';

import './globals.css';
import { PageError } from '@/components/ui/page-error';
import messages from '@/locales/en.json';

/** Stands in for the whole page, its language included: what it needs must not be able to fail as well. */
export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  const { documentTitle, title, text, tryAgain } = messages.Error;
  return (
    <html lang="en">
      <body className="flex min-h-dvh">
        <title>{documentTitle}</title>
        <main className="flex flex-1">
          <PageError title={title} text={text} action={tryAgain} retry={retry} />
        </main>
      </body>
    </html>
  );
}
