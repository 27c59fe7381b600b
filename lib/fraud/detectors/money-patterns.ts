import type { Pattern } from './detector.ts';

const send =
  '(?:send|sent|sending|pay|paid|paying|payment|payments|transfer|transferring|deposit|wire|wiring|forward|remit)';
const giftCard =
  '(?:gift[- ]?cards?|(?:itunes|steam|google ?play|amazon|apple|ebay|razer(?: gold)?|vanilla|sephora|xbox|target|walmart) (?:gift )?(?:cards?|vouchers?)|prepaid (?:debit )?cards?|paysafe(?:card)?|scratch (?:off )?(?:the )?cards?)';
const fees =
  '(?:processing|clearance|clearing|release|transfer|courier|delivery|customs?|insurance|activation|administrat(?:ive|ion)|legal|notary|stamp|handling|registration|security|refundable|upfront|advance|anti[- ]?terrorist|c\\.?o\\.?t|account opening|affidavit|demurrage|shipping|unlock(?:ing)?|verification)';

/** Ways to pay that can't be taken back, and stories that end with them. */
export const moneyPatterns: readonly Pattern[] = [
  {
    id: 'payment.wire',
    group: 'payment',
    weight: 3.3,
    expression:
      /\b(?:west(?:er|re)n[- ]?union|money ?gram|ria money|(?:wire|wiring) (?:the |me |you |a |some |my )?(?:money|funds?|cash|amount|payment|balance|deposit)|wire me|bank[- ]?wire|bank[- ]?to[- ]?bank transfer|telegraphic transfer|swift transfer|mtcn)\b/g,
  },
  {
    id: 'payment.bank-transfer',
    group: 'payment',
    weight: 2.3,
    expression: /\b(?:wire transfer|bank transfer|direct (?:bank )?deposit)\b/g,
  },
  {
    id: 'payment.gift-card',
    group: 'payment',
    weight: 4.2,
    expression: new RegExp(
      `\\b(?:${send}|buy|get|purchase|scratch|codes?|as|with|using|by|via|in)\\b[^.!?]{0,40}\\b${giftCard}|\\b${giftCard}\\b[^.!?]{0,30}\\b(?:codes?|picture|photo|pictures|photos|instead|only|payment)\\b`,
      'g',
    ),
  },
  {
    id: 'payment.gift-card-mentioned',
    group: 'payment',
    weight: 2.8,
    expression: new RegExp(`\\b${giftCard}\\b`, 'g'),
  },
  {
    id: 'payment.crypto',
    group: 'payment',
    weight: 3.3,
    expression:
      /\b(?:bit ?coins?|btc|usdt|usdc|ethereum|eth (?:wallet|address)|tether|trc ?20|erc ?20|dogecoin|litecoin|crypto(?:currency|currencies)?|coinbase|binance|trust ?wallet|meta ?mask|blockchain wallet|wallet address)\b/g,
  },
  {
    id: 'payment.friends-and-family',
    group: 'payment',
    weight: 3.4,
    expression:
      /\b(?:paypal|venmo|zelle|revolut|pay|payment|send|transfer)\b[^.!?]{0,40}\b(?:friends? (?:and|&|n|\+|or) family|family (?:and|&|n|\+|or) friends?|f ?& ?f|fnf)\b|\b(?:friends? (?:and|&) family|family (?:and|&) friends?) (?:payment|option|transfer|mode|paypal)\b/g,
  },
  {
    id: 'payment.app',
    group: 'payment',
    weight: 2.2,
    expression:
      /\b(?:pay ?pal|venmo|ze[li]{2}e|cash ?app|apple ?pay|google ?pay|g ?pay|revo[li]ut|wise transfer|transferwise|esewa|khalti|paytm|phonepe|upi|m-?pesa|chime|payoneer|skrill|neteller|webmoney|perfect money)\b/g,
  },
  {
    id: 'payment.outside',
    group: 'payment',
    weight: 3.2,
    expression:
      /(?<!(?<!why )(?:not|n't|never|not to|never to) )\b(?:pay|payment|paying|deal|book|rent|rental|transact(?:ion)?|do it|do this|handle (?:it|this)|arrange (?:it|this|everything)|settle|money|deposit|cash)\b[^.!?]{0,30}\b(?:outside|off|without|around|not (?:through|via|using|on)|instead of|avoid(?:ing)?|skip(?:ping)?|bypass(?:ing)?)(?: of)? (?:using |going through )?(?:the |this |your )?(?:app|platform|site|website|system|lendline|service fees?|platform fees?|booking fees?|marketplace)\b|\b(?:avoid|skip|save(?: us)?(?: on)?|get around|without paying) (?:paying )?(?:the |these |those |their )?(?:platform|app|site|service|lendline|booking|website) fees?\b|\bcancel (?:the booking|it here|here|on here|on the app) and (?:pay|book|deal|we)\b/g,
  },
  {
    id: 'payment.around',
    group: 'payment',
    weight: 3.2,
    expression:
      /\b(?:skip|bypass|circumvent|(?:go|get|work) around|leave out|cut out)\b[^.!?]{0,12}\b(?:lendline|the (?:platform|app|site|website|service fee|commission)|platform fees?)\b|\b(?:pay|paying) (?:me |you |him |her |us )?(?:directly|in person|privately)\b[^.!?]{0,60}\b(?:cancel|saves?|cheaper|no fees?|without (?:the )?fees?|(?:skip|avoid|dodge) (?:the |their )?fees?)\b/g,
  },
  {
    id: 'payment.bank-details',
    group: 'payment',
    weight: 2.4,
    expression:
      /\b(?:my|our|this|following|his|her|the|your|full|banking?) (?:bank(?:ing)? )?(?:account (?:number|details|info(?:rmation)?|name)|bank (?:account|details|info(?:rmation)?|name)|banking (?:details|info(?:rmation)?)|iban|sort code|swift code|routing number|account no)\b|\b(?:swift(?: code)?|iban|routing|sort code|a\/c|acct?)\s?(?:no|number|code|#)?\s?[:=]/g,
  },
  {
    id: 'payment.deposit-outside',
    group: 'payment',
    weight: 3.1,
    expression:
      /\b(?:send|wire|transfer|venmo|zelle|paypal|e-?transfer)(?:ing)? (?:me |us |over )?(?:the |a |your |half the |half of the )?(?:security |refundable |full |holding |reservation )?deposit\b[^.!?]{0,40}\b(?:to (?:my|our|this)|via|by|through|before|first|now|today|upfront|in advance|directly)\b|\bdeposit\b[^.!?]{0,25}\b(?:to (?:my|this) (?:account|card|number|wallet)|directly to me|to me directly|to hold (?:it|the)|to secure (?:it|the) (?:before|today|now))\b/g,
  },
  {
    id: 'overpayment.cheque',
    group: 'overpayment',
    weight: 3.2,
    expression:
      /\b(?:mail|send|post|issue|courier|overnight)(?:ed|ing)?(?: out)?(?: to)?(?: you)? (?:a |an |the |my |out )?(?:certified |cashier'?s |cashiers |company |bank |banker'?s )?(?:check|cheque|money order|draft)s?\b|\b(?:check|cheque|draft)\b[^.!?]{0,30}\b(?:will be|be|has been|was) (?:mailed|sent|delivered|issued|couriered|deposited|cleared?)\b/g,
  },
  {
    id: 'overpayment.cheque-mentioned',
    group: 'overpayment',
    weight: 2.3,
    expression:
      /\b(?:cashiers?|cashier'?s|certified|bankers?|banker'?s|company|teller'?s?|corporate) (?:check|cheque|draft)s?\b/g,
  },
  {
    id: 'overpayment.shipper',
    group: 'overpayment',
    weight: 3,
    expression:
      /\b(?:my|a|our|the|private) (?:own )?(?:shipp(?:er|ing (?:agent|company|firm))|mover|movers|moving company|pick[- ]?up agent|courier (?:agent|company)|freight (?:agent|company)|haulage company|agent)\b[^.!?]{0,40}\b(?:pick (?:it|them|this|that|the \w+)? ?up|will come|comes? (?:to|for)|collect|handle)\b|\b(?:deduct|take out|keep|subtract) (?:the |your |my )?(?:cost|price|fee|money|amount|share|commission)\b[^.!?]{0,40}\b(?:rest|balance|remain(?:ing|der)|difference|excess|remit)\b/g,
  },
  {
    id: 'overpayment.refund-difference',
    group: 'overpayment',
    weight: 3.4,
    expression:
      /\b(?:send|wire|refund|return|transfer|forward|remit|give)(?:ing)? (?:me |us |him |her |them |over |back |to )*(?:the )?(?:rest|difference|excess|balance|extra|remaining|remainder|surplus|overpayment|overage)\b(?=[^.!?]{0,40}\b(?:to|back|via|by|through|my|the)\b)|\b(?:overpaid|over[- ]?payment|paid (?:you )?(?:too much|extra|more than))\b[^.!?]{0,50}\b(?:refund|return|send|back)\b|\b(?:pay|send|give) you (?:an )?(?:extra|more than|additional|\$?\d+ (?:extra|more|on top)) [^.!?]{0,40}\b(?:for (?:the )?(?:shipp|mov|inconvenience|trouble|agent|hold))/g,
  },
  {
    id: 'advance-fee.fee',
    group: 'advance-fee',
    weight: 2.8,
    expression: new RegExp(
      `\\b${send}\\b[^.!?]{0,50}\\b${fees} (?:fees?|charges?|costs?|payment|duty)\\b|\\b${fees} (?:fees?|charges?)\\b[^.!?]{0,50}\\b(?:${send}|before|first|upfront|in advance|release|required)\\b`,
      'g',
    ),
  },
  {
    id: 'overpayment.false-notice',
    group: 'overpayment',
    weight: 3.4,
    expression:
      /\b(?:upgrade|upgrading) (?:to |your )(?:a |an |account to a? ?)?(?:business|premium|merchant) (?:account|paypal|zelle)\b|\b(?:payment|money|funds?|transfer) (?:is|are|was|has been|have been) (?:on hold|pending|held)\b[^.!?]{0,60}\b(?:until|unless|link|click|fee|refund|confirm|verify|tracking)\b|\bcheck your (?:e-?mail|inbox|spam|junk)\b[^.!?]{0,60}\b(?:paypal|zelle|venmo|release|upgrade|business account)\b/g,
  },
  {
    id: 'advance-fee.courier',
    group: 'advance-fee',
    weight: 2.4,
    expression:
      /\b(?:courier|fed ?ex|ups|dhl|usps|agent|delivery (?:man|guy|company)|shipping company|driver)(?:'ll| will)? (?:come |be there )?(?:to your (?:home|house|door|place) )?(?:and )?(?:bring|bringing|hand(?: over| you)?|come with|deliver)(?:s|ing)? (?:you )?(?:the |your |in )?(?:cash|money|payment|envelope)\b/g,
  },
  {
    id: 'advance-fee.before-seeing',
    group: 'advance-fee',
    weight: 3,
    expression:
      /\b(?:pay|send|transfer|deposit|payment)\b[^.!?]{0,40}\b(?:before|prior to|in order to) (?:you (?:can )?)?(?:see|seeing|view|viewing|visit|visiting|inspect|inspecting|getting the keys|i (?:can )?(?:ship|send|mail|deliver|release))\b|\b(?:keys|item|gear|bike|camera|unit|car) (?:will|can|would) be (?:shipped|mailed|couriered|posted|delivered) (?:to you )?(?:once|after|as soon as|when) (?:the |your |you )?(?:payment|money|deposit|funds|pay|have paid|transfer)\b/g,
  },
  {
    id: 'advance-fee.fortune',
    group: 'advance-fee',
    weight: 1.6,
    expression:
      /\b(?:next[- ]of[- ]kin|inheritance|beneficiary|consignment|late (?:husband|father|client|mr)|deceased (?:client|customer|relative)|unclaimed (?:fund|funds|money|deposit)|dormant account|trunk box(?:es)?|security company|diplomat(?:ic)? (?:courier|agent|luggage|bag)|foreign partner|barrister|(?:million|m) (?:united states |u\.?s\.? |us )?(?:dollars|usd|pounds|euros)|transfer of (?:the |this )?(?:fund|funds|money|sum)|release of (?:the |your |this )?(?:fund|funds|money|consignment)|fund(?:s)? (?:transfer|release)|share of the (?:fund|money)|certificate of (?:deposit|ownership)|letter of (?:administration|authority)|power of attorney)\b/g,
  },
];
