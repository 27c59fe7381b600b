import type { NextRequest } from 'next/server';
import createMiddleware from 'next-intl/middleware';
import { routing } from './components/navigation/routing';
import { needsRefresh, refreshSession } from './lib/supabase/refresh-session';

const localize = createMiddleware(routing);

/**
 * Finds the language of a page's address and keeps the session fresh. It decides nothing about access: pages and handlers
 * do that themselves.
 */
export default async function proxy(request: NextRequest) {
  const cookies = request.cookies.getAll();
  const changedCookies = (await needsRefresh(cookies)) ? (await refreshSession(cookies)).changedCookies : [];
  for (const { name, value } of changedCookies) {
    // The page behind this request reads the fresh session too.
    request.cookies.set(name, value);
  }
  const response = localize(request);
  for (const { name, value, options } of changedCookies) {
    response.cookies.set(name, value, options);
  }
  return response;
}

// Pages only: no API, nothing of Next's own, no files.
export const config = { matcher: ['/((?!api|_next|_vercel|.*\\..*).*)'] };
