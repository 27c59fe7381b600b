import { readServerEnvironment } from '../env.server.ts';
import type { ChannelsConfig } from './channels-config.ts';
import { createPublisher, type Publisher } from './publish.ts';

/** The sender waits for this call; what takes longer is left to the outbox. */
const patienceMs = 1_000;

let publisher: Publisher | undefined;

/** Where Channels is, from the environment. */
export function channelsConfig(): ChannelsConfig {
  const environment = readServerEnvironment();
  return {
    appId: environment.CHANNELS_APP_ID,
    key: environment.CHANNELS_KEY,
    secret: environment.CHANNELS_SECRET,
    encryptionMasterKey: environment.CHANNELS_ENCRYPTION_KEY,
    host: environment.CHANNELS_HOST ?? `api-${environment.CHANNELS_CLUSTER}.pusher.com`,
    ...(environment.CHANNELS_PORT === undefined ? {} : { port: environment.CHANNELS_PORT }),
    useTls: environment.CHANNELS_TLS === 'true',
  };
}

/** The publisher of this process; its keys are imported once. */
export function channelsPublisher(): Publisher {
  publisher ??= createPublisher(channelsConfig(), { timeoutMs: patienceMs });
  return publisher;
}
