/**
 * Letters and digits that look like others, after NFKD, without marks, in lower case. From Unicode's confusables as
 * collected by github.com/gc/confusables (MIT), without the scripts in which people write whole messages that resemble
 * nothing Latin.
 */
const lookalikes: Record<string, string> = {
  '0': '⓿',
  '1': '⓵❶➀➊',
  '2': '⓶❷➁➋',
  '3': '⓷❸➂➌',
  '4': '⓸❹➃➍',
  '5': '⓹❺➄➎',
  '6': '⓺❻➅➏',
  '7': '⓻❼➆➐',
  '8': '⓼❽➇➑',
  '9': '⓽❾➈➒',
  a: 'ƛɐɑɒαλаձᕱᗄᗅᗩᴀᶏᶐ⍶⍺ⱥꓮꓯꭺꭿ𐊠🅐🅰',
  b: 'ƀƅɓɮʙβбвъьѣҍյᏸᏼᑲᑳᑾᑿᒀᒁᒂᒈᔎᕹᕺᖚᖯᗷᗸᗹᗽᗾᗿᙖᙗᙘᙝᙞᙟᛒᴃᶀꓐꞵꮟ𐊂𐊡𐌁🅑🅱',
  c: 'ƈȼɔɽʗͼςϛсҁҫշᑕᑖᑡᑢᑣᑤᑥᑦᒼᔍᙅᥴ᧚ᴄↄⲥ꒝ꓚꞇꮯ𐊢𐌂𐐽🅒🅲🝌',
  d: 'ƌɖɗʠδдԁԃժᑯᑰᑱᑺᑻᑼᑽᒄᗞᗟᗠᗪᗫᗬᴅᴆᵭᶁᶑↁꓒꓓꭰꮷ🅓🅳',
  e: 'ǝɇɘəɛεξеєҽҿәԑᕮᙓᥱᧉᴇᶒ℮⍷ⲉⴹⴺꂅꓰꓱꞓꬲꭼꮛ𐊆𐐩🅔🅴',
  f: 'ƒɟʃʄϝғբᖴᖵᖷᵮᶂẝⅎꊰꓝꓞꘘꜰꞙꟻꬵ𐊇𐊥🅕🅵',
  g: 'ƃǥɠɡɢʛԍցᏻᘜᧁᶃꓖꮐ🅖🅶',
  h: 'ƕɥɦɧʜнђңҥһӈӊԋիհᏺᑋᕼᗁᚺⱨⲏꓧꚕꜧꞕꮋꮒ𐋏𝆦🅗🅷',
  i: 'ıɨɩɪιіߊᑊᛁᥣᴉᶖ⍳ⲓⵏꀤꙇꭵꮖ🅘🅸',
  j: 'ȷɉɾʆʖʝϳјղᒍᒎᒏᒘᒙᒚᒛᒴᒵᴊꓙꭻ🅙🅹',
  k: 'ĸƙʞκϗкқҝҟҡӄᛕᴋᶄⱪⲕꓗꝁꝅꮶ🅚🅺',
  l: 'ƚǀɫɭʅʟӏլնւᒪᒫᒶᒷᒸᒹᒺᒻᥧᥨⱡⳑꓡꓶꮮ𐑃🅛🅻',
  m: 'ɯɱμϻмӎᗰᘻᙏᙢᛖ᧕᧗ᴍᵯᶆⲙꓟꮇ𐊰𐌑🅜🅼',
  n: 'ŋƞȵɲɳɴηπийлпћҋԉդոռᑎᥒᥢᥥᴎᴒᴨᴻᵰᶇⲛꓠ𝆧𝇙𝇚𝇜🅝🅽',
  o: 'ɵʘθοσφϙофѳѻөծփօ߀ᐤᥲᦞ᧐ᴏᴑ⍜⍤⍥⍬⎔⎕⏺○◯❍⭘ⲟⴱⵁⵔꄲꓳꬽꭴꮎꮻ𐊒𐊫𐐬𐓪🅞🅾🔾🔿',
  p: 'ƥƿρрҏրքᑬᑭᑮᑶᑷᑸᑹᴘᴩᵽ⍴ⲣꓑꮲ𐊕🅟🅿',
  q: 'ɋԛգզᑫⵕꝗꞯ🅠🆀',
  r: 'ɍɹɼʀʁгяґᒥᖇᚱᣴᥬᴙᴚᴦᵲᶉ℞℟ⲅꓣꭇꭈꭱꮁꮢ𐓜🅡🆁',
  s: 'ȿʂѕտֆގᔕᔖᔡᔢᔣᔤᣵᶊꇙꓢꜱꮥꮪ𐊖𐑈🅢🆂',
  t: 'ƫƭȶʇʈτϯтҭեէᐪᴛ⏇⏉ⲧꓔꭲ𐊗𐊱𐌕🅣🆃🝨',
  u: 'ʉʊʋυцџամսᑌᑗᑘᑧᘮᙀᥔᥙᥩᴜᵾᶙ꒤ꓴꓵꞟꭎꭒ𐓶🅤🆄',
  v: 'ʌνѵᐯᐺᐻᘁᴠ⌄ⴸꓦꮩ🅥🆅',
  w: 'ʍωшщѡѿԝᗯᘺᙎᙡᥕᴡ⍵ⱳꓪꝡꮃꮤ🅦🆆',
  x: 'χжхҳӽӿᕁᕽ᙭ᚷᶍ╳ⲭⵝꊼꓫꭓꭕ𐊐𐊴𐌗𐌢🅧🆇🞨🞩🞪🞫🞬',
  y: 'ƴɏɣʎʏγψϥучүұվᶌỿⲩꓬꭚꭹꮍ𐊲🅨🆈',
  z: 'ƶȥɀʐʑζᙆᴢᵶᶎⱬꓜꮓ🅩🆉',
};

const folds: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  đ: 'd',
  ħ: 'h',
  ŧ: 't',
};

/** What a letter looks like, in ASCII; undefined when it looks like nothing else. */
export const asciiLookalike: ReadonlyMap<string, string> = new Map(
  Object.entries(lookalikes).flatMap(([ascii, others]) => Array.from(others, (other) => [other, ascii])),
);

/** Letters of Latin alphabets that don't decompose. Nobody hides with them. */
export const foldedLetter: ReadonlyMap<string, string> = new Map(Object.entries(folds));
