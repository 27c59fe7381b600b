import { describe, expect, it } from 'vitest';
import { readMessage } from '../read-message.ts';
import { findPhones } from './find-phones.ts';

function phonesIn(
  text: string,
  earlierTexts: string[] = [],
): [evidence: string, value: string | undefined][] {
  return findPhones(readMessage(text), { rentalStatus: null, earlierTexts }).map(({ span, value }) => [
    text.slice(...span),
    value,
  ]);
}

describe('a phone number is found however it is written', () => {
  it.each([
    ['call me at (415) 555-2671 tonight', '(415) 555-2671', '+14155552671'],
    ['415-555-2671', '415-555-2671', '+14155552671'],
    ['415.555.2671.', '415.555.2671', '+14155552671'],
    ['+977 984-1234567', '+977 984-1234567', '+9779841234567'],
    ['my number 9841234567', '9841234567', '+9779841234567'],
    ['98 41 23 45 67', '98 41 23 45 67', '+9779841234567'],
    ['+44 20 7946 0958, thanks', '+44 20 7946 0958', '+442079460958'],
    ['+41 (0)44 668 18 00', '+41 (0)44 668 18 00', '+41446681800'],
    ['ring 415-555-2671 x204', '415-555-2671 x204', '+14155552671'],
    ['9.8.4.1.2.3.4.5.6.7', '9.8.4.1.2.3.4.5.6.7', '+9779841234567'],
    ['415**555**2671', '415**555**2671', '+14155552671'],
    ['4l5-555-2671', '4l5-555-2671', '+14155552671'],
    ['nine eight four one two three four five six seven', null, '+9779841234567'],
    ['nine8four1two3four5six7', null, '+9779841234567'],
    ['984one23four567', null, '+9779841234567'],
    ['oh double seven four six one two three four five', null, '+61774612345'],
    ['9️⃣8️⃣4️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣', null, '+9779841234567'],
    ['⑨⑧④①②③④⑤⑥⑦', null, '+9779841234567'],
    ['९८४१२३४५६७', null, '+9779841234567'],
    ['98\u200b41\u200b23\u200b45\u200b67', null, '+9779841234567'],
    ['see you at 10:30 415-555-2671', '415-555-2671', '+14155552671'],
    ['10:30 - 11:00, 12/05: 9841234567', '9841234567', '+9779841234567'],
    ['after 5: 415-555-2671', '415-555-2671', '+14155552671'],
    ['+91 984 123 4567', '+91 984 123 4567', '+919841234567'],
    ['91 984 123 4567', '91 984 123 4567', '+919841234567'],
    ['912345678', '912345678', '+351912345678'],
    ['my nr is 912 345 678', '912 345 678', '+351912345678'],
    ['9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣', null, '+351912345678'],
    ['write to 0176 12345678', '0176 12345678', '017612345678'],
    ['for 30 415-555-2671', '415-555-2671', '+14155552671'],
    ['my cell is 41five 555 267one', '41five 555 267one', '+14155552671'],
    ['９１２ー３４５ー６７８', null, '+351912345678'],
    ['9\n8\n4\n1\n2\n3\n4\n5\n6\n7', null, '+9779841234567'],
  ])('%s', (text, evidence, value) => {
    expect(phonesIn(text)).toEqual([[evidence ?? text, value]]);
  });

  it('also when the sender’s last messages hold the first part of it', () => {
    expect(phonesIn('3456', ['is the tent free?', '98', '4112'])).toEqual([['3456', '+9779841123456']]);
  });

  it('but not when the pieces are prices of a haggle', () => {
    expect(phonesIn('I could do 55', ['how about 40?', 'or 45, and I bring it back on the 12th'])).toEqual(
      [],
    );
  });

  it('two numbers are two findings', () => {
    expect(phonesIn('415-555-2671 or 415-555-2672').map(([evidence]) => evidence)).toEqual([
      '415-555-2671',
      '415-555-2672',
    ]);
  });
});

describe('other numbers are not phone numbers', () => {
  it.each([
    'It costs $1,250,000 or 1200 - 1500 2000 euros',
    'from 2024-05-12 10:30 to 2024-05-14',
    '12.05.2024 14:00',
    '12/05/2024 - 14/05/2024',
    'between 10:30 and 11:45, or 14:00 15:00',
    'frame number 4401223456',
    'serial no 9841234567',
    'booking 4155552671',
    'it weighs 12.5 kg and is 120 x 80 x 60 cm',
    'the 24-70 f2.8 and the 70-200 f4',
    'model X-200 from 2018-2021',
    'one or two days, three people and four bikes',
    'seats 10-12 14-16 18-20',
    '100, 200 or 300 a week',
    'card 4111 1111 1111 1111',
    'the router is at 192.168.178.24',
    'order #41555526711',
    'it has done 4155552671 km',
    '1 2 3 4 5 6 7 8 9 10',
    'zip 94538-1234',
    'Rental no. 1029384756 says confirmed',
    'It cost 650 000 000 dong',
    'three ropes of 600 600 600',
    'الرقم التسلسلي 4471009377',
    'बुकिङ नम्बर ९८७६५४३२१',
    'EAN 4006381333931',
    'ref 612345678',
    '27.7172, 85.3240',
    '4450-208 Porto',
    '10 out of 10 would rent again in 2025 2026',
  ])('%s', (text) => {
    expect(phonesIn(text)).toEqual([]);
  });
});
