import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';
import { noSniff, securityHeaders } from './lib/http/security-headers';

const withNextIntl = createNextIntlPlugin({
  requestConfig: './app/i18n/request.ts',
  // Messages are parsed when the app is built, which keeps the parser out of the browser.
  experimental: { messages: { path: './locales', format: 'json', locales: 'infer', precompile: true } },
});

const config: NextConfig = {
  output: 'standalone',
  // Otherwise a lock file in a folder above decides where the server ends up.
  outputFileTracingRoot: import.meta.dirname,
  poweredByHeader: false,
  allowedDevOrigins: ['127.0.0.1'],
  typedRoutes: false,
  // English has no prefix, and people type the country's code for Nepali.
  redirects: async () => [
    // By itself: with nothing after it, the next line's destination would be empty.
    { source: '/en', destination: '/', permanent: true },
    { source: '/en/:path+', destination: '/:path+', permanent: true },
    { source: '/np/:path*', destination: '/ne/:path*', permanent: true },
  ],
  headers: async () => [
    // A page loads a dozen scripts: they need no more than not to be taken for something else.
    { source: '/_next/static/:path*', headers: [noSniff] },
    { source: '/((?!_next/static/).*)', headers: [noSniff, ...securityHeaders] },
  ],
};

export default withNextIntl(config);
