import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { DigitRun } from './scan-digits.ts';

/** Where a number without a country code may belong. */
const regions: readonly CountryCode[] = ['US', 'NP', 'IN', 'GB', 'AU', 'FR', 'AE'];
const nineDigitRegions: readonly CountryCode[] = ['PT', 'ES', 'PL', 'CZ', ...regions];

/**
 * Mobile numbers of countries that dial nine digits without a zero: Portugal, Spain, Poland and Czechia. With so few digits anything that
 * says otherwise beside it counts more.
 */
const nineDigitMobile = /^(?:9[1236]|6\d|7[1-9])\d{7}$/;
/** With the zero that is dialled within a country, as in Germany, Nigeria or Japan; or a mobile in China, Brazil or Russia. */
const trunkNumber = /^(?:0[1-9]\d{8,10}|1[3-9]\d{9}|[1-9]{2}9\d{8}|89\d{9})$/;

const saysPhone =
  /\b(?:phone|phones|telephone|tel|mobile|mob|cell|cellphone|fax|call|calls|calling|ring|dial|text|txt|sms|reach|contact|contacted|whats ?app|viber|telegram|signal|wechat|imo|number|numbers|digits|no|num|nr|desk|office|hotline|line|ph|pls call|message|messages|msg|answering|hit me|me (?:on|at))\b[^\n]{0,28}\n?$/;
const saysPhoneBefore = /\b(?:phone|telephone|tel|mobile|cell|fax|call me|text me|whats ?app)\b/;
const saysPhoneAfter =
  /^.{0,3}\b(?:is (?:my|the|their|our|his|her)(?: \w+)? (?:number|phone|cell|mobile|contact)|fax|mobile|office|whats ?app|on whats)/;
const saysOther =
  /(?:\b(?:serial|frame|order|orders|rental|transaction|payment|receipt|contract|customer|member|batch|registration|article|product|stock|model|ref|reference|booking|confirmation|reservation|tracking|isbn|invoice|imei|vin|iban|sku|item|part|ticket|case|id|policy|licen[cs]e|plate|zip|zipcode|postcode|postal|po box|version|firmware|card|account|acct|swift|routing|sort code|passport|visa|otp|pin|code|lat|lng|coordinates|gps|score|odometer|mileage|flight|barcode|ean|upc|asin|ssn|social security)\b(?: ?(?:no|nr|num)\. ?)?[^\n.!?]{0,24}|\b(?:unit|apt|apartment|suite|room|gate|seat) ?|[$€£₹#]\s?|(?:التسلسلي|الطراز|الطلب|الحجز|التذكرة|الفاتورة|सिरियल|मोडल|अर्डर|बुकिङ|टिकट|बिल)[^\n.!?]{0,16}|\b(?:usd|eur|gbp|npr|inr|rs|aud|cad)\.? ?)$/;
const unitAfter =
  /^ ?(?:[%€$£°]|(?:usd|eur|gbp|npr|inr|rs|dollars?|bucks|euros?|pounds|rupees|dongs?|rupiah|pesos?|yen|won|dirhams?|zloty|kroner?|forint|km|kms|miles?|mi|metres?|meters?|feet|ft|inch(?:es)?|cm|mm|kg|lbs?|grams?|hours?|hrs?|days?|nights?|weeks?|months?|years?|am|pm|gb|tb|mb|mah|watts?|people|persons?|sq|acres?)\b)/;
/** Dates, times, versions, ranges of years: digits that have their own way of being written. */
const looksLikeDate =
  /^(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}(?:[ t]+\d{1,2}(?::\d{2}){0,2})?|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}(?:[ ,]+\d{1,2}(?::\d{2}){0,2})?|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}\s*-\s*\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|(?:19|20)\d{2}(?:[ \-/.,]+(?:19|20)\d{2})+|(?:\d{1,2}:\d{2}(?::\d{2})?[ \-/]*)+|\d{1,2}-\d{1,2}(?:[ /]+\d{1,2}-\d{1,2})+)$/;

/**
 * The number in E.164 when it has a country, else its digits; null when the run is something else: a price, a date, a
 * serial number, a measure.
 */
export function isPhoneNumber(run: DigitRun, text: string): string | null {
  const { digits, hasPlus } = run;
  if (digits.length < 7 || digits.length > 15) {
    return null;
  }
  const written = text.slice(run.start, run.end);
  const before = text.slice(Math.max(0, run.start - 40), run.start);
  const after = text.slice(run.end, run.end + 40);
  if (isInsideWord(before, after) || looksLikeDate.test(written) || looksLikeIdentifier(run, written)) {
    return null;
  }
  if (hasPlus || (digits.startsWith('00') && digits.length >= 10)) {
    return (
      parse(`+${digits.replace(/^00/, '')}`) ?? (digits.length >= 8 ? `+${digits.replace(/^00/, '')}` : null)
    );
  }
  if (unitAfter.test(after) || /^(?:\d{1,3},)*\d{1,3},\d{3}\b/.test(written)) {
    return null;
  }
  const isCalledPhone = saysPhone.test(before) || saysPhoneAfter.test(after);
  if (saysOther.test(before) && !saysPhoneBefore.test(before)) {
    return null;
  }
  if (!isCalledPhone && !looksLikePhone(run, written)) {
    return null;
  }
  // No country of those tried dials so many after a zero.
  return (/^0\d{11}/.test(digits) ? null : national(digits)) ?? digits;
}

/** An IP address, a US social security number, a payment card. */
function looksLikeIdentifier({ digits, hasPlus, shape }: DigitRun, written: string): boolean {
  return (
    !hasPlus &&
    (/^(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(written) ||
      (shape === '3-2-4' && written.includes('-')) ||
      (digits.length >= 13 && !digits.startsWith('00')) ||
      '01234567890123456789'.includes(digits) ||
      digits.startsWith('1234567891'))
  );
}

/** Part of an identifier, an address on the web or an e-mail address. */
function isInsideWord(before: string, after: string): boolean {
  return /[a-z0-9@#][-_./]?$/.test(before) &&
    !/\b(?:x|ext|tel|ph|mob|no|nr|at|on|is|call|text|to)[-_./]$/.test(before)
    ? /[a-z]$|[a-z0-9][-_/@]$|[@#]$/.test(before)
    : /^(?:[-_]?[a-wyz]|@|\/[a-z]|%)/.test(after) && !/^-(?:office|home|cell|mobile|work|fax)/.test(after);
}

function looksLikePhone(run: DigitRun, written: string): boolean {
  const { digits, shape } = run;
  if (run.isSpelled) {
    return digits.length >= 8 && digits.length <= 13;
  }
  if (/^(?:1-)?\(?[2-9]\d{2}\)?[-. ]{1,2}[2-9]\d{2}[-. ]\d{4}$/.test(written)) {
    return true;
  }
  if (shape.includes('(')) {
    return digits.length >= 8;
  }
  if (shape.includes('-')) {
    return isGroupedLikePhone(shape, digits, written);
  }
  if (digits.length === 9) {
    return nineDigitMobile.test(digits);
  }
  if (digits.length === 10 || digits.length === 11) {
    return trunkNumber.test(digits) || national(digits) !== null;
  }
  return digits.length === 12 && parse(`+${digits}`) !== null;
}

/** Groups with one kind of separator, as many digits as a number has, and valid somewhere. */
function isGroupedLikePhone(shape: string, digits: string, written: string): boolean {
  const lengths = shape.split('-').map(Number);
  // Nobody's number: a measure said three times.
  if (new Set(written.split(/\D+/)).size === 1) {
    return false;
  }
  const separators = new Set(written.match(/[^\d]+/g));
  if (
    digits.length < 9 ||
    digits.length > 12 ||
    (digits.length === 9 && !digits.startsWith('0') && !nineDigitMobile.test(digits)) ||
    (Math.max(...lengths) > 6 && !trunkNumber.test(digits)) ||
    separators.size > 2
  ) {
    return false;
  }
  return (
    !/[:,]/.test(written) &&
    (trunkNumber.test(digits) ||
      nineDigitMobile.test(digits) ||
      national(digits) !== null ||
      parse(`+${digits}`) !== null)
  );
}

function national(digits: string): string | null {
  for (const region of nineDigitMobile.test(digits) ? nineDigitRegions : regions) {
    const parsed = parsePhoneNumberFromString(digits, region);
    if (parsed?.isValid()) {
      return parsed.number;
    }
  }
  return null;
}

function parse(number: string): string | null {
  const parsed = parsePhoneNumberFromString(number);
  return parsed?.isValid() ? parsed.number : null;
}
