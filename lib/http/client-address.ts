/**
 * The address a request comes from, as far as somebody trustworthy says it: each proxy adds the address it was reached from at the
 * end of X-Forwarded-For, and everything before what our own proxies added is the client's to invent. Null without such a proxy.
 */
export function clientAddress(request: Request, trustedProxies: number): string | null {
  if (trustedProxies < 1) {
    return null;
  }
  const entries = (request.headers.get('x-forwarded-for') ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const address = entries.at(-trustedProxies);
  return address ? networkOf(address) : null;
}

/** Somebody with IPv6 has a whole /64 to choose from. */
function networkOf(address: string): string {
  const plain = address.replace(/^\[|\](?::\d+)?$/g, '').toLowerCase();
  if (!plain.includes(':')) {
    return plain;
  }
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1];
  if (mapped) {
    return mapped;
  }
  const [head = '', tail] = plain.split('::');
  const start = head === '' ? [] : head.split(':');
  const end = tail === undefined || tail === '' ? [] : tail.split(':');
  const filling =
    tail === undefined ? [] : Array<string>(Math.max(0, 8 - start.length - end.length)).fill('0');
  return [...start, ...filling, ...end]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
