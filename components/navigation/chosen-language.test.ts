import { describe, expect, it } from 'vitest';
import { languageAfterSignIn, preferredLanguage } from './chosen-language';

const visit = { path: '/', chosen: undefined, accepted: null, isDocument: true };

describe('an address without a language', () => {
  it('is English for whoever says nothing', () => {
    expect(preferredLanguage(visit)).toBe(null);
    expect(preferredLanguage({ ...visit, accepted: '*' })).toBe(null);
    expect(preferredLanguage({ ...visit, accepted: 'de-AT,de;q=0.9' })).toBe(null);
  });

  it('leads to the language that somebody chose, on every page', () => {
    expect(preferredLanguage({ ...visit, chosen: 'ar' })).toBe('ar');
    expect(preferredLanguage({ ...visit, chosen: 'ne', path: '/messages' })).toBe('ne');
  });

  it('stays English for whoever chose English, whatever the browser prefers', () => {
    expect(preferredLanguage({ ...visit, chosen: 'en', accepted: 'ar' })).toBe(null);
  });

  it('leads to the browser’s language on the start page alone', () => {
    expect(preferredLanguage({ ...visit, accepted: 'de, ar-EG;q=0.8, en;q=0.5' })).toBe('ar');
    expect(preferredLanguage({ ...visit, accepted: 'en;q=0.5, ne-NP' })).toBe('ne');
    expect(preferredLanguage({ ...visit, accepted: 'en, ne;q=0.9' })).toBe(null);
    expect(preferredLanguage({ ...visit, accepted: 'ar;q=0, ne;q=0.1' })).toBe('ne');
    expect(preferredLanguage({ ...visit, accepted: 'arn, nearly' })).toBe(null);
    expect(preferredLanguage({ ...visit, accepted: 'ar', path: '/gear/mountain-bike' })).toBe(null);
  });

  it('is not led away while a page asks for its parts', () => {
    expect(preferredLanguage({ ...visit, chosen: 'ar', isDocument: false })).toBe(null);
  });

  it('is one that names none: /ne and /ar stay what they are', () => {
    expect(preferredLanguage({ ...visit, path: '/ne', chosen: 'ar' })).toBe(null);
    expect(preferredLanguage({ ...visit, path: '/ar/messages', chosen: 'ne' })).toBe(null);
    expect(preferredLanguage({ ...visit, path: '/near', chosen: 'ne' })).toBe('ne');
  });

  it('is not led to a language that there isn’t', () => {
    expect(preferredLanguage({ ...visit, chosen: '/evil.example' })).toBe(null);
  });
});

describe('the language of an account', () => {
  const signingIn = { page: 'en', path: '/messages', chosen: undefined, account: 'ar' } as const;

  it('is that of a device on which nobody has chosen one', () => {
    expect(languageAfterSignIn(signingIn)).toBe('ar');
    expect(languageAfterSignIn({ ...signingIn, chosen: 'klingon' })).toBe('ar');
  });

  it('gives way to what was chosen on the device, also when that is English', () => {
    expect(languageAfterSignIn({ ...signingIn, chosen: 'en' })).toBe(null);
    expect(languageAfterSignIn({ ...signingIn, chosen: 'ne' })).toBe(null);
  });

  it('gives way to an address that names a language', () => {
    expect(languageAfterSignIn({ ...signingIn, page: 'ne' })).toBe(null);
    expect(languageAfterSignIn({ ...signingIn, path: '/ne/messages' })).toBe(null);
  });

  it('needs no name when it is English, or not known', () => {
    expect(languageAfterSignIn({ ...signingIn, account: 'en' })).toBe(null);
    expect(languageAfterSignIn({ ...signingIn, account: null })).toBe(null);
  });
});
