import { Marked } from '@/components/search/marked';
import { splitLinks } from './split-links';

/** What somebody wrote: as text, whatever it is, with its web addresses to press. */
export function MessageText({ text }: { text: string }) {
  return (
    <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
      {splitLinks(text).map((part, place) =>
        part.kind === 'link' ? (
          <a
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move.
            key={place}
            href={part.href}
            target="_blank"
            rel="noopener noreferrer nofollow ugc"
            className="underline underline-offset-2 focus-visible:outline-current"
          >
            {part.text}
          </a>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move.
          <Marked key={place} begins>
            {part.text}
          </Marked>
        ),
      )}
    </p>
  );
}
