import { createContext, use } from 'react';
import { type MarkedPart, markWords } from '@/lib/text/mark-words';

/** The words that are looked for at present, in what is below. */
export const SearchedWordsContext = createContext<readonly string[]>([]);

/** A text with what is looked for marked in it, anywhere or where words begin so. */
export function Marked({ children: text, begins = false }: { children: string; begins?: boolean }) {
  const words = use(SearchedWordsContext);
  return words.length === 0 ? text : <MarkedParts parts={markWords(text, words, { begins })} />;
}

export function MarkedParts({ parts }: { parts: readonly MarkedPart[] }) {
  return parts.map((part, place) =>
    part.isHit ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move.
      <mark key={place} className="rounded-xs bg-highlight text-foreground">
        {part.text}
      </mark>
    ) : (
      part.text
    ),
  );
}
