import { type Language, routing } from './routing';

/** A cookie that is set when somebody chooses a language, and only then. */
export const languageCookie = 'language';

interface Visit {
  /** With its language, if it has one. */
  path: string;
  chosen: string | undefined;
  /** As the browser's Accept-Language says. */
  accepted: string | null;
  /** A page that is opened, and not a part that the open page asks for. */
  isDocument: boolean;
}

/**
 * The language in which an address without one should rather be shown, or null. One that somebody chose counts everywhere; what
 * their browser prefers counts on the start page, until they choose.
 */
export function preferredLanguage({ path, chosen, accepted, isDocument }: Visit): Language | null {
  if (!isDocument || languageOf(path) !== null) {
    return null;
  }
  const language =
    routing.locales.find((locale) => locale === chosen) ?? (path === '/' ? acceptedLanguage(accepted) : null);
  return language === routing.defaultLocale ? null : language;
}

interface SigningIn {
  /** The language of the page on which somebody signs in. */
  page: string;
  /** Where they want to go. */
  path: string;
  chosen: string | undefined;
  /** As their account says; null when that couldn't be read. */
  account: Language | null;
}

/**
 * The language of an account, for a device on which nobody has chosen one. Null when the address of the page or of where they go
 * names a language, which is a choice too, and when it is the one that needs no name.
 */
export function languageAfterSignIn({ page, path, chosen, account }: SigningIn): Language | null {
  const isFree =
    page === routing.defaultLocale &&
    languageOf(path) === null &&
    !routing.locales.some((locale) => locale === chosen);
  return isFree && account !== routing.defaultLocale ? account : null;
}

/** The language that an address names, or null. */
export function languageOf(path: string): Language | null {
  return routing.locales.find((locale) => path === `/${locale}` || path.startsWith(`/${locale}/`)) ?? null;
}

/** The first that we have, in the order of preference. */
function acceptedLanguage(header: string | null): Language | null {
  const wanted = (header ?? '')
    .split(',')
    .map((each) => {
      const [tag = '', quality] = each.trim().split(/\s*;\s*q=/);
      return { tag: tag.toLowerCase(), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { tag } of wanted) {
    const known = routing.locales.find((locale) => tag === locale || tag.startsWith(`${locale}-`));
    if (known !== undefined) {
      return known;
    }
  }
  return null;
}
