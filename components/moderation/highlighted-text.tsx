import type { Finding } from '@/lib/fraud/verdict';

/** A text with what was found in it marked; what each place stands for is its title. */
export function HighlightedText({ text, findings }: { text: string; findings: readonly Finding[] }) {
  const places = [...new Set([0, text.length, ...findings.flatMap(({ span }) => span)])]
    .filter((place) => place >= 0 && place <= text.length)
    .sort((a, b) => a - b);
  return (
    <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
      {places.slice(0, -1).map((start, index) => {
        const end = places[index + 1] ?? text.length;
        const here = findings.filter(({ span }) => span[0] <= start && end <= span[1]);
        // A finding about all of it marks nothing in it.
        const marking = here.filter(({ span }) => span[1] - span[0] < text.length);
        return marking.length === 0 ? (
          <span key={start}>{text.slice(start, end)}</span>
        ) : (
          <mark
            key={start}
            title={marking.map(({ id }) => id).join(', ')}
            className="rounded bg-warning-soft px-0.5 text-warning underline decoration-2 underline-offset-2"
          >
            {text.slice(start, end)}
          </mark>
        );
      })}
    </p>
  );
}
