import { describe, expect, it } from 'vitest';
import { clientAddress } from './client-address.ts';

const from = (forwarded: string, trustedProxies: number) =>
  clientAddress(
    new Request('https://lendline.example', { headers: { 'x-forwarded-for': forwarded } }),
    trustedProxies,
  );

describe('where a request comes from', () => {
  it('is what the proxy nearest to us saw, whatever the client wrote before it', () => {
    expect(from('203.0.113.9', 1)).toBe('203.0.113.9');
    expect(from('1.1.1.1, 2.2.2.2, 203.0.113.9', 1)).toBe('203.0.113.9');
  });

  it('is behind a load balancer and a proxy what the farther of the two saw', () => {
    expect(from('1.1.1.1, 203.0.113.9, 35.191.0.1', 2)).toBe('203.0.113.9');
  });

  it('is not known without a proxy of ours, or when it said nothing', () => {
    expect(from('203.0.113.9', 0)).toBeNull();
    expect(from('', 1)).toBeNull();
    expect(from('203.0.113.9', 2)).toBeNull();
  });

  it('is the network of an IPv6 address, which its owner can’t choose', () => {
    expect(from('2001:db8:0:12:aaaa::1', 1)).toBe('2001:db8:0:12');
    expect(from('2001:0db8::12', 1)).toBe('2001:db8:0:0');
    expect(from('::ffff:203.0.113.9', 1)).toBe('203.0.113.9');
  });
});
