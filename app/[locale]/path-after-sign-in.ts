import { goTo } from '@/app/go-to';
import { getSession } from '@/app/session';
import { pathWithinSite } from '@/lib/http/path-within-site';

/** Where signing in leads, as the address asks. Whoever is signed in already goes there at once. */
export async function pathAfterSignIn(asked: string | string[] | undefined): Promise<string> {
  const path = pathWithinSite(typeof asked === 'string' ? asked : null);
  if ((await getSession()) !== null) {
    return goTo(path);
  }
  return path;
}
