import { englishDataset, RegExpMatcher } from 'obscenity';
import { rawSpan } from '../views/view.ts';
import type { Clue, ReadMessage } from './detector.ts';

/** Without the library's own transformers: the full view has undone the disguises already, and keeps the way back. */
const matcher = new RegExpMatcher(englishDataset.build());

type Kind = { id: string; weight: number };
const slur: Kind = { id: 'profanity.slur', weight: 3.2 };
const abuse: Kind = { id: 'profanity.abuse', weight: 3 };
const crude: Kind = { id: 'profanity.crude', weight: 1.6 };
const mild: Kind = { id: 'profanity.mild', weight: 0.7 };

const kinds: Record<string, Kind> = {
  ...Object.fromEntries(
    'abeed abo africoon arabush boonga chingchong chink dyke fag kike negro nigger retard spastic tranny'
      .split(' ')
      .map((word) => [word, slur]),
  ),
  ...Object.fromEntries('bitch cunt pussy slut twat whore rape wank'.split(' ').map((word) => [word, abuse])),
  ...Object.fromEntries(
    'shit arse ass bollocks piss turd boob tit scat sex cum'.split(' ').map((word) => [word, mild]),
  ),
};
/** Parts that leave no doubt inside a longer word; others have to be the word, with an ending at most. */
const unmistakable = /fuck|bitch|nigg|cunt|whore|pussy|faggot|shit(?!ake|tim|su)/;
const ending =
  /^(?:s|es|ed|er|ers|ing|in|y|ies|z|a|ah|as|o|holes?|hats?|heads?|faces?|wipes?|ot|ots|gots?|gy|licks?|wads?)?$/;
/** Ordinary words and names, by the library's word for them. */
const innocent: Record<string, RegExp> = {
  dick: /^(?:dicks?|dickens|dickson|dickinson)$/,
  cock: /^(?:cock|peacock|cockpit|hancock)$/,
  negro: /^negro$/,
  abo: /^abo$/,
  dyke: /^(?:dyke|dykes)$/,
  chink: /^chinks?$/,
  prick: /^(?:prick|pricks|pricked)$/,
  hooker: /^hookers?$/,
  sex: /^sex$/,
  tit: /^tits?$/,
  scat: /^scat$/,
  rape: /^rapes?$/,
  cum: /^cum$/,
};
/** What some say that the library doesn't know. */
const unknown =
  /\b(?:hoes?(?! (?:many|much|long|about|do|is|are|far))|thots|skanks?|niggas?|niggah|nigs?|trannies|honk(?:y|ies)|wetbacks?|beaners?|gooks?|paki|towel ?heads?|ghetto trash|white trash|redneck trash|crackers? ass|trailer trash)\b/g;
const unknownIsOrdinary = /\b(?:garden|rake|shovel|hula|ivan|ski|back|land|pak|mt|tahoe)\b/;

/** Profanity in the full view: slurs and words for people weigh most, swearing about the weather hardly. */
export function findProfanity({ full }: ReadMessage): Clue[] {
  const found = new Map<string, Clue>();
  for (const match of matcher.getAllMatches(full.text)) {
    const word = englishDataset.getPayloadWithPhraseMetadata(match).phraseMetadata?.originalWord ?? '';
    const [start, end] = wordAround(full.text, match.startIndex, match.endIndex + 1);
    const whole = full.text.slice(start, end);
    const rest = full.text.slice(match.endIndex + 1, end);
    const isWord = unmistakable.test(whole) || (start === match.startIndex && ending.test(rest));
    if (isWord && !innocent[word]?.test(whole)) {
      const { id, weight } = kinds[word] ?? crude;
      if (!found.has(id)) {
        found.set(id, { id, group: 'profanity', weight, span: rawSpan(full, start, end) });
      }
    }
  }
  unknown.lastIndex = 0;
  const match = unknown.exec(full.text);
  if (match && !found.has(abuse.id) && !unknownIsOrdinary.test(full.text)) {
    const span = rawSpan(full, match.index, match.index + match[0].length);
    found.set(abuse.id, { ...abuse, group: 'profanity', span });
  }
  return [...found.values()];
}

function wordAround(text: string, from: number, to: number): [start: number, end: number] {
  let start = from;
  let end = to;
  while (start > 0 && /[a-z]/.test(text[start - 1] ?? '')) {
    start -= 1;
  }
  while (end < text.length && /[a-z]/.test(text[end] ?? '')) {
    end += 1;
  }
  return [start, end];
}
