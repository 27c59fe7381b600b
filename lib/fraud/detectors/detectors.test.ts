import { describe, expect, it } from 'vitest';
import { readMessage } from '../read-message.ts';
import { findClues } from './detectors.ts';

function cluesIn(text: string): [id: string, evidence: string][] {
  return findClues(readMessage(text), { rentalStatus: null }).map(({ id, span }) => [
    id,
    text.slice(...span),
  ]);
}
const idsIn = (text: string) => cluesIn(text).map(([id]) => id);

describe('an e-mail address is found', () => {
  it.each([
    ['write to ana.b+c@mail.example.co please', 'ana.b+c@mail.example.co'],
    ['ana at gmail dot com', 'ana at gmail dot com'],
    ['it’s ana [at] somewhere [dot] org', 'ana [at] somewhere [dot] org'],
    ['ana(at)gmail.com', 'ana(at)gmail.com'],
    ['ana @ gmail', 'ana @ gmail'],
    ['аnа@gmаil.com', 'аnа@gmаil.com'],
  ])('%s', (text, evidence) => {
    expect(cluesIn(text)).toContainEqual(['contact.email', evidence]);
  });

  it.each([
    'Send me a picture of the lens at f/1.8@50mm?',
    'meet me at noon. come early',
    'I’m at work, com on over',
  ])('and not in: %s', (text) => {
    expect(idsIn(text)).not.toContain('contact.email');
  });
});

describe('links', () => {
  it.each([
    ['see https://bit.ly/3abc', 'link.shortener', 'https://bit.ly/3abc'],
    ['http://93.184.216.34/login', 'link.ip-address', 'http://93.184.216.34/login'],
    ['https://xn--pypal-4ve.com', 'link.punycode', 'https://xn--pypal-4ve.com'],
    ['paypal.com.secure-login.example.com/a', 'link.brand', 'paypal.com.secure-login.example.com/a'],
    ['lendline-support.com', 'link.brand', 'lendline-support.com'],
    ['cheap-gear.xyz', 'link.risky-ending', 'cheap-gear.xyz'],
    ['www.my-tents.com/list', 'link.other', 'www.my-tents.com/list'],
    ['my-tents dot com', 'link.disguised', 'my-tents dot com'],
    ['my-tents[.]com', 'link.disguised', 'my-tents[.]com'],
    ['https://wa.me/9779841234567', 'contact.messenger-link', 'https://wa.me/9779841234567'],
    ['paypal.me/ana', 'payment.link', 'paypal.me/ana'],
  ])('%s', (text, id, evidence) => {
    expect(cluesIn(text)).toContainEqual([id, evidence]);
  });

  it.each([
    'https://www.google.com/maps/place/Pokhara',
    'https://youtu.be/abc',
    'It is reserved.In total 50',
    'Sounds good.Me too.See you at 9.30',
    'I use node.js and f2.8',
  ])('nothing is wrong with: %s', (text) => {
    expect(idsIn(text).filter((id) => id.startsWith('link'))).toEqual([]);
  });
});

describe('ways out of the conversation are found', () => {
  it.each([
    ['text me on WhatsApp', 'contact.messenger'],
    ['my WeChat is ana', 'contact.messenger'],
    ['add me on insta', 'contact.messenger'],
    ['let’s continue on Signal', 'contact.messenger'],
    ['dm me @ana_rents', 'contact.handle'],
    ['reach me @ana_rents', 'contact.handle'],
    ['a n a @ s o m e w h e r e . o r g', 'contact.email'],
    ['add me on vvhatsapp', 'contact.messenger'],
    ['what is your phone number?', 'contact.asked'],
    ['email my husband directly', 'contact.elsewhere'],
    ['let’s move to another app', 'contact.elsewhere'],
  ])('%s', (text, id) => {
    expect(idsIn(text)).toContain(id);
  });
});

describe('payment stories are found', () => {
  it.each([
    ['I’ll send it with Western Union', 'payment.wire'],
    ['wire me the money', 'payment.wire'],
    ['buy two Steam cards and send me the codes', 'payment.gift-card'],
    ['I only take BTC', 'payment.crypto'],
    ['PayPal friends and family only please', 'payment.friends-and-family'],
    ['use the friends & family option', 'payment.friends-and-family'],
    ['Venmo works too', 'payment.app'],
    ['let’s do the deal outside the app', 'payment.outside'],
    ['we could skip the service fees', 'payment.outside'],
    ['let’s skip Lendline and you pay cash', 'payment.around'],
    ['pay by western-union', 'payment.wire'],
    ['you need to upgrade to a business account', 'overpayment.false-notice'],
    ['the courier will come and bring the cash', 'advance-fee.courier'],
    ['here is my account number', 'payment.bank-details'],
    ['transfer the deposit to my account today', 'payment.deposit-outside'],
    ['I will mail a cashiers check', 'overpayment.cheque'],
    ['my shipper will come and collect', 'overpayment.shipper'],
    ['refund the difference to him by Zelle', 'overpayment.refund-difference'],
    ['pay the customs fee first', 'advance-fee.fee'],
    ['send the payment before you can see it', 'advance-fee.before-seeing'],
    ['I am the next of kin', 'advance-fee.fortune'],
  ])('%s', (text, id) => {
    expect(idsIn(text)).toContain(id);
  });
});

describe('pressure, pretence and abuse are found', () => {
  it.each([
    ['read me the 6-digit code you got', 'secret.code'],
    ['please send me the code you just received', 'secret.code-received'],
    ['I sent you a code, could you forward it?', 'secret.code-received'],
    ['I am a US army doctor in Syria', 'pressure.uniform'],
    ['my wallet was stolen and I need 400', 'pressure.uniform'],
    ['I will kill you', 'harassment.threat-to-life'],
    ['I’ll come to your house and break your legs', 'harassment.threat'],
    ['or I’ll post your address online', 'harassment.threat'],
    ['confirm your card number', 'secret.password'],
    ['send a photo of your passport', 'secret.identity'],
    ['this is Lendline support', 'support.impersonated'],
    ['verify your account', 'support.impersonated'],
    ['act now', 'pressure.urgency'],
    ['I am currently abroad', 'pressure.absent'],
    ['keep this between us', 'pressure.secrecy'],
    ['You have won a £500 voucher', 'prize.won'],
    ['txt HELMET to 81010', 'prize.short-code'],
    ['work from home', 'prize.advertised'],
    ['I will find you and hurt you', 'harassment.threat'],
    ['I know where you live', 'harassment.threat'],
    ['you are a lying idiot', 'harassment.insult'],
    ['go to hell', 'harassment.insult'],
    ['what a b1tch', 'profanity.abuse'],
    ['s h i t, it rains', 'profanity.mild'],
  ])('%s', (text, id) => {
    expect(idsIn(text)).toContain(id);
  });

  it.each([
    'Never share your password with anybody',
    'You won’t regret it, you have a winner there',
    'I’ll get you two helmets, and I’ll find you a map',
    'We go camping with friends and family',
    'Is there free entry to the lake?',
    'I’ll beat your other offer, and I’ll beat you down to 30',
    'We’ll break you in gently, and I’ll cut you a deal',
    'I’ll come to your house at 6 and bring the keys',
    'I’m out of town until Monday',
    'I got the code from the lockbox',
    'The courier will bring the tripod',
  ])('nothing is wrong with: %s', (text) => {
    expect(idsIn(text)).toEqual([]);
  });
});

describe('ordinary words and names are not profanity', () => {
  it.each([
    'Dick Dickinson from Scunthorpe, Essex',
    'Hancock in the cockpit, a cocktail and a shuttlecock',
    'an assortment of classic glasses, class A',
    'the Cummins diesel, flame retardant, in Montenegro',
    'a garden hoe, a rake and a shovel; hoe many days?',
    'shiitake and shitake mushrooms',
    'the tit and the cormorant, a scat singer',
    'therapist, grape, drape, rapeseed, Penistone',
    'the van Dyke brushes and the chink in the armour',
    'analysis of the canal, a bassoon, Arsenal',
  ])('%s', (text) => {
    expect(idsIn(text).filter((id) => id.startsWith('profanity'))).toEqual([]);
  });
});

describe('disguise is found', () => {
  it.each([
    ['pay by wеstеrn union', 'evasion.lookalike-letters', 'wеstеrn'],
    ['pay by wes\u200bte\u200brn union', 'evasion.hidden-characters', 'wes\u200bte\u200brn'],
    ['𝐩𝐚𝐲 𝐛𝐲 𝐰𝐢𝐫𝐞', 'evasion.styled-letters', '𝐩𝐚𝐲'],
    ['s e n d  t h e  m o n e y  b y  w i r e  o n  m o n d a y', 'evasion.spelled-out', 's e n d'],
  ])('%s', (text, id, evidence) => {
    expect(cluesIn(text)).toContainEqual([id, evidence]);
  });
});
