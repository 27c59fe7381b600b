import { type NextRequest, NextResponse } from 'next/server';
import createMiddleware from 'next-intl/middleware';
import { languageCookie, preferredLanguage } from './components/navigation/chosen-language';
import { routing } from './components/navigation/routing';
import { readImageOrigins, readPublicEnvironment } from './lib/env.public';
import { contentSecurityPolicy } from './lib/http/content-security-policy';
import { type ChangedCookie, needsRefresh, refreshSession } from './lib/supabase/refresh-session';

const localize = createMiddleware(routing);

/**
 * Finds the language of a page's address, says what the page may load, and keeps the session fresh. It decides nothing about
 * access: pages and handlers do that themselves.
 */
export default async function proxy(request: NextRequest) {
  const language = preferredLanguage({
    path: request.nextUrl.pathname,
    chosen: request.cookies.get(languageCookie)?.value,
    accepted: request.headers.get('accept-language'),
    isDocument: request.headers.get('sec-fetch-mode') === 'navigate' && request.method === 'GET',
  });
  if (language !== null) {
    const { pathname, search } = request.nextUrl;
    return NextResponse.redirect(
      new URL(`/${language}${pathname === '/' ? '' : pathname}${search}`, request.url),
    );
  }

  const policy = contentSecurityPolicy(btoa(crypto.randomUUID()), readPublicEnvironment(), {
    isDevelopment: process.env.NODE_ENV === 'development',
    imageOrigins: readImageOrigins(),
  });
  // Next reads the nonce from the request and puts it on its scripts.
  request.headers.set('content-security-policy', policy);

  const cookies = request.cookies.getAll();
  const changedCookies = (await needsRefresh(cookies)) ? await refreshedCookies(cookies) : [];
  for (const { name, value } of changedCookies) {
    // The page behind this request reads the fresh session too.
    request.cookies.set(name, value);
  }

  const response = localize(request);
  response.headers.set('content-security-policy', policy);
  for (const { name, value, options } of changedCookies) {
    response.cookies.set(name, value, options);
  }
  return response;
}

/** Without Supabase Auth the page comes as the session is. */
async function refreshedCookies(cookies: { name: string; value: string }[]): Promise<ChangedCookie[]> {
  return refreshSession(cookies).then(
    ({ changedCookies }) => changedCookies,
    (error: unknown) => {
      console.error(JSON.stringify({ warning: 'The session can’t be refreshed', error: String(error) }));
      return [];
    },
  );
}

// Pages only: no API, nothing of Next's own, no files.
export const config = { matcher: ['/((?!api|_next|_vercel|.*\\..*).*)'] };
