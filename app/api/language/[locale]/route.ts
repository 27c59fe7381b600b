import { languageOf } from '@/components/navigation/chosen-language';
import { pathWithinSite } from '@/lib/http/path-within-site';
import { route } from '@/lib/http/route';

export const runtime = 'edge';

/**
 * Leads to a page of this site in a language, as a new document: a document holds one language. A server action can only redirect, and
 * its redirect would put the page into the open document, unless what it leads to answers nothing that is a part of one.
 */
export const GET = route<{ locale: string }>(async (request, { params }) => {
  const language = languageOf(`/${params.locale}`);
  if (request.headers.get('sec-fetch-mode') !== 'navigate' || language === null) {
    return new Response(null, { status: 204 });
  }
  const next = pathWithinSite(new URL(request.url).searchParams.get('next'));
  return new Response(null, {
    status: 303,
    headers: { location: `/${language}${next === '/' ? '' : next}`, 'cache-control': 'no-store' },
  });
});
