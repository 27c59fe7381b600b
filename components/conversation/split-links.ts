export type TextPart = { kind: 'text'; text: string } | { kind: 'link'; text: string; href: string };

// Only whole http and https addresses: nothing else in a message becomes something to press.
const address = /\bhttps?:\/\/[^\s<>"'`]+/gi;

/** Characters that show nothing or turn the direction: an address with them does not lead where it seems to. */
const deceptive = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/u;

/** Cuts a text into links and what is between them. Together the parts are the text, unaltered. */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let done = 0;
  for (const match of text.matchAll(address)) {
    const found = withoutSentenceEnd(match[0]);
    const href = hrefOf(found);
    if (href !== null) {
      if (match.index > done) {
        parts.push({ kind: 'text', text: text.slice(done, match.index) });
      }
      parts.push({ kind: 'link', text: found, href });
      done = match.index + found.length;
    }
  }
  if (done < text.length) {
    parts.push({ kind: 'text', text: text.slice(done) });
  }
  return parts;
}

/** The full stop after an address belongs to the sentence, and so does a bracket that was opened before it. */
function withoutSentenceEnd(found: string): string {
  let address = found.replace(/[.,!?;:…]+$/, '');
  while (address.endsWith(')') && count(address, ')') > count(address, '(')) {
    address = address.slice(0, -1).replace(/[.,!?;:…]+$/, '');
  }
  return address;
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

function hrefOf(address: string): string | null {
  if (!URL.canParse(address)) {
    return null;
  }
  const { protocol, hostname, username, password, href } = new URL(address);
  const isWeb = (protocol === 'http:' || protocol === 'https:') && hostname !== '';
  return isWeb && username === '' && password === '' && !deceptive.test(address) ? href : null;
}
