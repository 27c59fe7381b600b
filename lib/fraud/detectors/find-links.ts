import { LinkifyIt } from 'linkify-it';
import { parse } from 'tldts-icann';
import { rawSpan } from '../views/view.ts';
import type { Clue, ReadMessage } from './detector.ts';

/** Endings that people write without `https://`. Others are words whose space was forgotten after a full stop. */
const writtenEndings =
  'com net org info biz io co me ly app dev online site store shop live club website space tech xyz top click icu tk ml ga cf gq ' +
  'link page vip ru cn uk de fr in np au ca us eu nl es it pl ch se at be dk no fi cz pt gle gg tv';
const words =
  /^(?:[a-z0-9]{1,2}|no|yes|ok|okay|so|and|but|then|thanks|you|me|it|this|that|there|here|now|day|days)\.(?:me|in|so|at|be|us|is|to|it|no|de|es|co|ca|live|page|space|top|link)$/;

const linkify = new LinkifyIt({
  fuzzyLink: true,
  fuzzyEmail: false,
  tlds: writtenEndings.split(' '),
  maxLength: 2_000,
});

const shorteners = new Set(
  (
    'bit.ly tinyurl.com t.co goo.gl ow.ly is.gd buff.ly rebrand.ly cutt.ly shorturl.at rb.gy t.ly tiny.cc bl.ink soo.gd s.id ' +
    'v.gd qr.ae adf.ly shorte.st clck.ru u.to lnkd.in bitly.com tinyurl.is short.io dub.sh urlz.fr tr.im x.co'
  ).split(' '),
);
const messengers = new Set(
  'wa.me whatsapp.com t.me telegram.me telegram.org m.me signal.me signal.group viber.com line.me discord.gg discord.com snapchat.com kik.me ig.me zalo.me'.split(
    ' ',
  ),
);
const payments = new Set(
  'paypal.me paypal.com cash.app venmo.com zellepay.com wise.com revolut.me westernunion.com moneygram.com remitly.com ko-fi.com buymeacoffee.com coinbase.com binance.com stripe.com'.split(
    ' ',
  ),
);
/** `thanks.me`, but not `wa.me/…`: after a forgotten space no path follows. */
const isForgottenSpace = (host: string, link: string) => words.test(host) && !/\/\S{3}/.test(link);

/** Maps, pictures and makers' pages: what people about to rent gear send each other. */
const harmless = new Set(
  (
    'google.com google.co.uk youtube.com youtu.be goo.gle apple.com openstreetmap.org osm.org wikipedia.org wikimedia.org waze.com ' +
    'komoot.com komoot.de strava.com alltrails.com accuweather.com windy.com yr.no imgur.com flickr.com vimeo.com ' +
    'rei.com decathlon.com canon.com nikon.com sony.com gopro.com dji.com trekbikes.com specialized.com giant-bicycles.com'
  ).split(' '),
);
const riskyEndings = new Set(
  'xyz top click icu tk ml ga cf gq buzz rest cam monster quest work loan win bid vip cyou sbs cfd men date stream zip mov lol'.split(
    ' ',
  ),
);
const brands =
  /paypal|venmo|zelle|cashapp|western-?union|moneygram|amazon|apple|google|facebook|whatsapp|airbnb|ebay|dhl|fedex|ups|usps|royalmail|hsbc|barclays|chase|wellsfargo|netflix|microsoft|lendline/;

/** Addresses on the web. Several of one kind are several findings: each of them may have to be masked. */
export function findLinks({ raw, light }: ReadMessage): Clue[] {
  const { text } = light;
  if (!/[./]/.test(text)) {
    return findSpokenLinks(light);
  }
  const clues: Clue[] = [];
  for (const match of linkify.match(text) ?? []) {
    const span = rawSpan(light, match.index, match.lastIndex);
    const hasScheme = match.schema !== '' && match.schema !== '//';
    const host = readHost(match.text);
    if (host && (hasScheme || !isNextSentence(raw.slice(...span)))) {
      const judged = judgeHost(host, hasScheme, match.text);
      clues.push(...(judged ? [{ ...judged, span, value: host }] : []));
    }
  }
  return [...clues, ...findSpokenLinks(light)];
}

/** Whether there is any address on the web in it, harmless ones too. */
export function hasLink({ raw, light }: ReadMessage): boolean {
  return (
    findSpokenLinks(light).length > 0 ||
    (linkify.match(light.text) ?? []).some((match) => {
      const hasScheme = match.schema !== '' && match.schema !== '//';
      const host = readHost(match.text);
      return (
        hasScheme ||
        (!isForgottenSpace(host, match.text) &&
          !isNextSentence(raw.slice(...rawSpan(light, match.index, match.lastIndex))))
      );
    })
  );
}

/** `reserved.In total`: a forgotten space. */
function isNextSentence(written: string): boolean {
  return /^[^./]*[a-z0-9]\.[A-Z][a-z]*$/.test(written);
}

function readHost(link: string): string {
  return link
    .replace(/^[a-z]+:/, '')
    .replace(/^\/\//, '')
    .replace(/^[^/@]*@/, '')
    .replace(/[/?#:].*$/s, '');
}

function judgeHost(
  host: string,
  hasScheme: boolean,
  link: string,
): Pick<Clue, 'id' | 'group' | 'weight'> | null {
  const { domain, isIp, publicSuffix, subdomain, domainWithoutSuffix } = parse(host);
  if (isIp) {
    return hasScheme ? { id: 'link.ip-address', group: 'link', weight: 3.4 } : null;
  }
  if (!domain || !/[a-z]$/.test(domain) || (!hasScheme && isForgottenSpace(host, link))) {
    return null;
  }
  if (host.includes('xn--')) {
    return { id: 'link.punycode', group: 'link', weight: 3.2 };
  }
  if (messengers.has(domain)) {
    return { id: 'contact.messenger-link', group: 'contact', weight: 3.2 };
  }
  if (payments.has(domain)) {
    return { id: 'payment.link', group: 'payment', weight: 3.2 };
  }
  if (shorteners.has(domain) || shorteners.has(host)) {
    return { id: 'link.shortener', group: 'link', weight: 3.1 };
  }
  if (harmless.has(domain)) {
    return null;
  }
  if (
    brands.test(subdomain ?? '') ||
    (brands.test(domainWithoutSuffix ?? '') && /-|\d/.test(domainWithoutSuffix ?? ''))
  ) {
    return { id: 'link.brand', group: 'link', weight: 4.2 };
  }
  if (riskyEndings.has(publicSuffix?.split('.').at(-1) ?? '')) {
    return { id: 'link.risky-ending', group: 'link', weight: 3 };
  }
  return { id: 'link.other', group: 'link', weight: /\/\S{12}/.test(link) ? 1.6 : 1.4 };
}

const spokenLink =
  /\b(?:www\s{0,2}(?:\.|dot)\s{0,2})?[a-z0-9-]{2,40}\s{0,2}(?:\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)|\bdot\b)\s{0,2}(?:com|net|org|info|co|io|me|app|xyz|site|online|shop)\b|\bhxxps?:\S{4,200}/g;

/** `somewhere dot com`, `somewhere[.]com`, `hxxp://…`: nobody writes so without a reason. */
function findSpokenLinks(light: ReadMessage['light']): Clue[] {
  if (!/\bdot\b|\[\.|\(\.|\{\.|[[(]dot|hxxp/.test(light.text)) {
    return [];
  }
  return Array.from(light.text.matchAll(spokenLink), (match) => ({
    id: 'link.disguised',
    group: 'link',
    weight: 2.6,
    span: rawSpan(light, match.index, match.index + match[0].length),
  }));
}
