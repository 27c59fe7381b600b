import type { PublicEnvironment } from '../env.public.ts';

/**
 * What a page may load and talk to: itself, Channels, and where the marketplace keeps its pictures. Scripts run only with this request's nonce (Next puts it on its own),
 * so markup that got into a page through somebody's words runs nothing.
 */
export function contentSecurityPolicy(
  nonce: string,
  { channels }: PublicEnvironment,
  { isDevelopment, imageOrigins = [] }: { isDevelopment: boolean; imageOrigins?: readonly string[] },
): string {
  const directives: Record<string, string[]> = {
    'default-src': ["'self'"],
    // React's development build evaluates text to rebuild stacks of the server.
    'script-src': [
      "'self'",
      `'nonce-${nonce}'`,
      "'strict-dynamic'",
      ...(isDevelopment ? ["'unsafe-eval'"] : []),
    ],
    // Positioned elements carry style attributes.
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:', ...imageOrigins],
    'connect-src': ["'self'", ...channelsOrigins(channels), ...(isDevelopment ? ['ws:'] : [])],
    // Otherwise script-src speaks for it, which trusts no address.
    'worker-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}

/** Where pusher-js opens its socket: one's own server, or the cluster's hosts. */
function channelsOrigins({ host, port, cluster, useTls }: PublicEnvironment['channels']): string[] {
  if (host !== null) {
    return [`${useTls ? 'wss' : 'ws'}://${host}${port === null ? '' : `:${port}`}`];
  }
  return cluster === null ? [] : [`wss://ws-${cluster}.pusher.com`];
}
