import * as z from 'zod';
import { imageOrigin } from './env.public.ts';

const url = z.url({ protocol: /^https?$/ });
const base64Key = z
  .string()
  .regex(/^[A-Za-z0-9+/]{43,}={0,2}$/, 'must be at least 32 random bytes in base64: openssl rand -base64 32');

const schema = z
  .object({
    APP_URL: url,
    SUPABASE_URL: url,
    SUPABASE_PUBLISHABLE_KEY: z.string().min(1),
    SUPABASE_SECRET_KEY: z.string().min(1),
    SUPABASE_JWT_SECRET: z.string().min(32).optional(),
    SIGNING_KEY: base64Key,
    CHANNELS_APP_ID: z.string().min(1),
    CHANNELS_KEY: z.string().min(1),
    CHANNELS_SECRET: z.string().min(1),
    CHANNELS_ENCRYPTION_KEY: base64Key,
    CHANNELS_CLUSTER: z.string().min(1).optional(),
    CHANNELS_HOST: z.string().min(1).optional(),
    CHANNELS_PORT: z.coerce.number().int().min(1).max(65535).optional(),
    CHANNELS_TLS: z.enum(['true', 'false']).default('true'),
    UPSTASH_REDIS_REST_URL: url,
    UPSTASH_REDIS_REST_TOKEN: z.string().min(1),
    CRON_SECRET: z.string().min(16),
    TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).optional(),
    IMAGE_ORIGINS: z
      .string()
      .refine(
        (origins) => origins.split(/\s+/).every((origin) => imageOrigin.test(origin)),
        'must be origins with spaces between them, such as https://cdn.example.com',
      )
      .optional(),
  })
  .refine((environment) => environment.CHANNELS_CLUSTER ?? environment.CHANNELS_HOST, {
    path: ['CHANNELS_CLUSTER'],
    message: 'is missing (or set CHANNELS_HOST for a server of your own)',
    // Otherwise only said once everything else is right.
    when: () => true,
  });

export type ServerEnvironment = z.infer<typeof schema>;

const whereToGet: Record<string, string> = {
  APP_URL: 'the address people open, such as https://lendline.example',
  SUPABASE_URL: 'Supabase dashboard, Project Settings, Data API',
  SUPABASE_PUBLISHABLE_KEY: 'Supabase dashboard, Project Settings, API Keys',
  SUPABASE_SECRET_KEY: 'Supabase dashboard, Project Settings, API Keys',
  SUPABASE_JWT_SECRET: 'Supabase dashboard, JWT Keys, only while the project signs with a shared secret',
  SIGNING_KEY: 'made by you: openssl rand -base64 32; the database is told with private.set_signing_key',
  CHANNELS_APP_ID: 'Pusher dashboard, Channels app, App Keys',
  CHANNELS_KEY: 'Pusher dashboard, Channels app, App Keys',
  CHANNELS_SECRET: 'Pusher dashboard, Channels app, App Keys',
  CHANNELS_ENCRYPTION_KEY: 'made by you: openssl rand -base64 32',
  CHANNELS_CLUSTER: 'Pusher dashboard, Channels app, App Keys',
  UPSTASH_REDIS_REST_URL: 'Upstash console, the database, REST API',
  UPSTASH_REDIS_REST_TOKEN: 'Upstash console, the database, REST API',
  CRON_SECRET: 'made by you: openssl rand -hex 32',
};

/** Says which variables are missing or wrong and where each comes from. */
export class EnvironmentError extends Error {}

let environment: ServerEnvironment | undefined;

/** The server's configuration, checked once. Throws EnvironmentError. `.env.example` explains every variable. */
export function readServerEnvironment(
  source: Record<string, string | undefined> = process.env,
): ServerEnvironment {
  if (source !== process.env) {
    return parse(source);
  }
  environment ??= parse(source);
  return environment;
}

/**
 * How many of our own proxies a request passes, each of which adds an address to X-Forwarded-For. Vercel and Cloud Run put one
 * in front; a load balancer before Cloud Run makes it two. Elsewhere nobody is believed unless `TRUSTED_PROXIES` says so.
 */
export function trustedProxies(source: Record<string, string | undefined> = process.env): number {
  const { TRUSTED_PROXIES } = readServerEnvironment(source);
  return TRUSTED_PROXIES ?? (source.VERCEL || source.K_SERVICE ? 1 : 0);
}

function parse(source: Record<string, string | undefined>): ServerEnvironment {
  const filled = Object.fromEntries(
    Object.keys(schema.shape)
      .map((name) => [name, source[name]?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = schema.safeParse(filled);
  if (result.success) {
    return result.data;
  }
  const lines = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const problem = filled[name] === undefined && issue.code !== 'custom' ? 'is missing' : issue.message;
    return `  ${name} ${problem}${whereToGet[name] ? ` (${whereToGet[name]})` : ''}`;
  });
  throw new EnvironmentError(
    `Lendline can't start, because its environment is incomplete:\n${lines.join('\n')}\nSee .env.example.`,
  );
}
