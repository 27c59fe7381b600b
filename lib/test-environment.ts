/** A complete environment for tests; nothing in it opens anything. */
export const testEnvironment = {
  APP_URL: 'https://lendline.example',
  SUPABASE_URL: 'http://127.0.0.1:9',
  SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_test',
  SUPABASE_SECRET_KEY: 'sb_secret_test',
  SUPABASE_JWT_SECRET: 'a-shared-secret-of-at-least-32-characters',
  SIGNING_KEY: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
  CHANNELS_APP_ID: 'app',
  CHANNELS_KEY: 'key',
  CHANNELS_SECRET: 'secret',
  CHANNELS_ENCRYPTION_KEY: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
  CHANNELS_CLUSTER: 'eu',
  UPSTASH_REDIS_REST_URL: 'http://127.0.0.1:9',
  UPSTASH_REDIS_REST_TOKEN: 'token',
  CRON_SECRET: 'a-cron-secret-of-some-length',
};
