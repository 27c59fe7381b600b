/** Where to go on to, when it is a path of this site; otherwise the start page. Never another site. */
export function pathWithinSite(next: string | null | undefined): string {
  const base = 'http://site.invalid';
  // Browsers read a backslash as a slash and drop tabs and newlines: "/\evil.example" is another site.
  if (
    !next?.startsWith('/') ||
    /^\/[/\\]/.test(next) ||
    /[\\\p{Cc}]/u.test(next) ||
    !URL.canParse(next, base)
  ) {
    return '/';
  }
  const url = new URL(next, base);
  // "/.//evil.example" becomes "//evil.example" only here.
  return url.origin === base && !url.pathname.startsWith('//')
    ? `${url.pathname}${url.search}${url.hash}`
    : '/';
}
