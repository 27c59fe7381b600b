// What doesn't decompose into a letter and its marks. `private.fold` in the migrations translates the same ones.
const letters: Record<string, string> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ı: 'i',
  ß: 's',
  æ: 'a',
  ى: 'ي',
  ة: 'ه',
  ک: 'ك',
  ی: 'ي',
};

/** A text as one compares it with what somebody typed: lower case, without accents, vowel signs and joiners. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f\u0640\u064b-\u065f\u0670\u093c\u200b-\u200f\u2060\ufeff]/g, '')
    .replaceAll(/[łøđðıßæىةکی]/g, (letter) => letters[letter] ?? letter)
    .trim();
}
