import { rawSpan } from '../views/view.ts';
import type { Clue, ReadMessage } from './detector.ts';

const mail = '(?:g ?mai[l1]|google ?mail|yahoo(?: mail)?|ymail|hotmail|outlook|icloud|proton ?mail)';
const named = '(?: (?:address|account|id|name|user ?name|handle|profile))?';
/** What no word looks like: letters and then figures, or parts held together by an underscore. */
const certain = String.raw`(?:[a-z][a-z._]{2,30}\d{1,6}|[a-z][a-z0-9]{1,20}_[a-z0-9._]{1,20})(?![a-z0-9_@-])`;
/** Also two words and a full stop, which is a missing space where nothing says that a name follows. */
const dotted = String.raw`(?:${certain}|[a-z]{2,20}\.[a-z0-9._]{2,20}(?![a-z0-9_@-]))`;
/** As people write them who think that a figure isn't read: handles keep theirs, so they are looked for before it is undone. */
const messengers =
  '(?:[i1l]nst[a4](?:gr[a4]m)?|snap(?:chat)?|te[l1]e ?gr[a4]m|d[i1]scord|wech[a4]t|we chat|kik|tik ?tok|v[i1]ber|skype)';
const short = '(?:[i1l]g|tg|sc)';

const expressions = [
  // `my gmail is ana77`, `gmail ana77`, `g mail: ana.b`
  new RegExp(String.raw`\b${mail}${named}(?: is(?: just)?|:| =|=| -)? ?${certain}`, 'g'),
  new RegExp(String.raw`\b(?:my ${mail}${named}(?: is)?|${mail}${named} ?[:=]) ?${dotted}`, 'g'),
  // `ana77, google mail`, `ana77 then the at sign then gmail`
  new RegExp(
    String.raw`(?<![a-z0-9@._-])[a-z][a-z._]{3,30}\d{1,6}(?:,|\.\.\.)? (?:(?:at|on|in|the|then|and|a|it|ends?|with|sign|symbol|is|my|it's|it’s|@|first part|part|before|of) ){0,6}${mail}\b`,
    'g',
  ),
  new RegExp(
    String.raw`\b${mail}\b,? (?:(?:and|then|is|the|my|first|name|part|just|with|it's|it’s) ){0,4}${certain}`,
    'g',
  ),
  new RegExp(String.raw`\b(?:${messengers}|${short})${named}(?: is| as|:| =|=| -|,)? ?@?${dotted}`, 'g'),
  // `ana.b22 on insta`, `@ana_b on ig`
  new RegExp(
    String.raw`(?<![a-z0-9@._-])@?${certain} (?:on|at|in|via) (?:my )?(?:${messengers}|${short}|${mail})\b`,
    'g',
  ),
  // `discord ana#1234`
  /\bd[i1]scord\b[^.!?\n]{0,20}\b[a-z0-9._]{2,30} ?# ?\d{4}\b/g,
  /\bt\.me ?(?:\/|slash) ?[a-z0-9_]{3,30}/g,
];
const worthLooking =
  /mai[l1]|yahoo|outlook|icloud|nst[a4]|snap|gr[a4]m|scord|ch[a4]t|kik|t[i1]k ?tok|ber|skype|[i1l]g\b|tg\b|sc\b|t\.me/;

/** Somebody's name at a mail provider or a messenger: without the sign that would make it an address. */
export function findHandles({ light }: ReadMessage): Clue[] {
  const { text } = light;
  if (!worthLooking.test(text)) {
    return [];
  }
  for (const expression of expressions) {
    expression.lastIndex = 0;
    const match = expression.exec(text);
    if (match) {
      return [
        {
          id: 'contact.handle',
          group: 'contact',
          weight: 3,
          span: rawSpan(light, match.index, match.index + match[0].length),
        },
      ];
    }
  }
  return [];
}
