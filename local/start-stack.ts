import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Addresses, forgetAddresses, localFolder, writeAddresses } from './addresses.ts';
import { startChannels } from './channels/start-channels.ts';
import { claimDataFolder } from './claim-data-folder.ts';
import { findPort } from './find-port.ts';
import { type LocalKeys, localKeys } from './keys.ts';
import { startMailbox } from './mailbox/start-mailbox.ts';
import { quietDatabaseErrors } from './quiet-database-errors.ts';
import { startRedis } from './redis/start-redis.ts';
import { startOutboxTicker } from './start-outbox-ticker.ts';
import { startSupabase } from './supabase/start-supabase.ts';

export interface StackOptions {
  /** Forget all data first. */
  fresh: boolean;
  /** Keep nothing after stopping, and leave the developer's data alone: for tests. */
  inMemory: boolean;
  appPort: number;
  /** Added to where the stand-ins like to be, so that several stacks find ports of their own. */
  portOffset?: number;
  log(line: string): void;
}

export interface Stack {
  addresses: Addresses;
  /** What the app needs in its environment to use this stack. */
  environment: Record<string, string>;
  stop(): Promise<void>;
}

const host = '127.0.0.1';

/** Where each part likes to be; a taken port is reported and another one used. */
const wishedPorts = {
  app: 3000,
  supabase: 54321,
  channels: 54322,
  redis: 54323,
  mailbox: 54324,
  smtp: 54325,
};

/** Starts the vendors' stand-ins, ready and seeded, and says where they are in `.local/addresses.json`. */
export async function startStack(options: StackOptions): Promise<Stack> {
  quietDatabaseErrors();
  const keys = await localKeys();
  const dataFolder = options.inMemory ? undefined : join(localFolder, 'postgres');
  const letGo = options.inMemory ? () => undefined : claimDataFolder();
  if (options.fresh && dataFolder) {
    await rm(dataFolder, { recursive: true, force: true });
    options.log('Starting over with an empty database');
  }
  await mkdir(localFolder, { recursive: true });

  const ports = await choosePorts(options);
  const app = `http://localhost:${ports.app}`;
  const mailbox = await startMailbox({ port: ports.mailbox, smtpPort: ports.smtp });
  const redisUrl = process.env.REDIS_URL;
  const redis = await startRedis({
    port: ports.redis,
    token: keys.redisToken,
    ...(redisUrl ? { redisUrl } : {}),
  });
  const channels = await startChannels({
    port: ports.channels,
    appId: 'lendline',
    key: 'lendline-local',
    secret: keys.channelsSecret,
    // What happens before the app answers is tried again for some seconds, and then forgotten.
    webhookUrl: `${app}/api/v1/realtime/webhook`,
  });
  const supabase = await startSupabase({
    port: ports.supabase,
    dataFolder,
    databaseUrl: process.env.DATABASE_URL,
    publishableKey: keys.supabasePublishableKey,
    secretKey: keys.supabaseSecretKey,
    jwtSecret: keys.jwtSecret,
    signingKey: keys.signingKey,
    siteUrl: app,
    smtpPort: mailbox.smtpPort,
  });
  options.log(
    [
      `Database ready${supabase.migrations.length > 0 ? `, ${supabase.migrations.length} migrations applied` : ''}`,
      supabase.seeded ? 'and filled with example people, gear and conversations' : 'with the data it had',
    ].join(' '),
  );

  const addresses: Addresses = {
    app,
    supabase: {
      url: `http://${host}:${supabase.port}`,
      publishableKey: keys.supabasePublishableKey,
      secretKey: keys.supabaseSecretKey,
      ...(process.env.DATABASE_URL ? { databaseUrl: process.env.DATABASE_URL } : {}),
    },
    channels: {
      appId: 'lendline',
      key: 'lendline-local',
      secret: keys.channelsSecret,
      host,
      port: channels.port,
    },
    redis: { url: `http://${host}:${redis.port}`, token: keys.redisToken },
    mailbox: `http://${host}:${mailbox.port}/local/mail`,
  };
  if (!options.inMemory) {
    await writeAddresses(addresses);
  }
  const ticker = startOutboxTicker(supabase.database, `${app}/api/v1/cron/outbox`, keys.cronSecret);

  return {
    addresses,
    environment: environmentOf(addresses, keys, ports.app),
    async stop() {
      ticker.stop();
      await Promise.all([supabase.stop(), channels.stop(), redis.stop(), mailbox.stop()]);
      if (!options.inMemory) {
        await forgetAddresses();
      }
      letGo();
    },
  };
}

async function choosePorts({ appPort, portOffset = 0, log }: StackOptions): Promise<typeof wishedPorts> {
  const ports = { ...wishedPorts };
  for (const name of Object.keys(ports) as (keyof typeof ports)[]) {
    const wished = name === 'app' ? appPort : wishedPorts[name] + portOffset;
    // The app listens on every interface, the stand-ins on loopback only.
    ports[name] = await findPort(wished, name === 'app' ? undefined : host);
    if (ports[name] !== wished) {
      log(`Port ${wished} (${name}) is taken by another program; using ${ports[name]} instead`);
    }
  }
  return ports;
}

function environmentOf(addresses: Addresses, keys: LocalKeys, appPort: number): Record<string, string> {
  return {
    LENDLINE_LOCAL: '1',
    PORT: String(appPort),
    APP_URL: addresses.app,
    SUPABASE_URL: addresses.supabase.url,
    SUPABASE_PUBLISHABLE_KEY: addresses.supabase.publishableKey,
    SUPABASE_SECRET_KEY: addresses.supabase.secretKey,
    SUPABASE_JWT_SECRET: keys.jwtSecret,
    SIGNING_KEY: keys.signingKey,
    CHANNELS_APP_ID: addresses.channels.appId,
    CHANNELS_KEY: addresses.channels.key,
    CHANNELS_SECRET: addresses.channels.secret,
    CHANNELS_ENCRYPTION_KEY: keys.channelsEncryptionKey,
    CHANNELS_HOST: addresses.channels.host,
    CHANNELS_PORT: String(addresses.channels.port),
    CHANNELS_TLS: 'false',
    UPSTASH_REDIS_REST_URL: addresses.redis.url,
    UPSTASH_REDIS_REST_TOKEN: addresses.redis.token,
    CRON_SECRET: keys.cronSecret,
    NEXT_TELEMETRY_DISABLED: '1',
  };
}
