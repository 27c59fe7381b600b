'use client';

import { createContext, type ReactNode, type RefObject, useMemo, useRef, useState } from 'react';
import { type DetailsChoice, detailsCookie } from './details-cookie';

interface DetailsPlace {
  choice: DetailsChoice | null;
  choose: (choice: DetailsChoice) => void;
  /** What opens and closes them. */
  button: RefObject<HTMLButtonElement | null>;
}

export const DetailsPlaceContext = createContext<DetailsPlace | null>(null);

/** Where there may be room for the details beside a conversation. Whether they stand there is chosen once for all conversations. */
export function DetailsPlaceProvider({
  first,
  children,
}: {
  first: DetailsChoice | null;
  children: ReactNode;
}) {
  const [choice, setChoice] = useState(first);
  const button = useRef<HTMLButtonElement>(null);
  const place = useMemo(
    () => ({
      choice,
      choose(next: DetailsChoice) {
        setChoice(next);
        // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet.
        document.cookie = `${detailsCookie}=${next}; path=/; max-age=31536000; samesite=lax`;
      },
      button,
    }),
    [choice],
  );
  return <DetailsPlaceContext value={place}>{children}</DetailsPlaceContext>;
}
