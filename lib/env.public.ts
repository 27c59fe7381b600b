/** What a browser is told of the configuration. Server components read it at request time and pass it down. */
export interface PublicEnvironment {
  channels: {
    key: string;
    host: string | null;
    port: number | null;
    cluster: string | null;
    useTls: boolean;
  };
}

/** Reads at request time, so that one build runs in every environment. */
export function readPublicEnvironment(): PublicEnvironment {
  const port = Number(process.env.CHANNELS_PORT);
  return {
    channels: {
      key: process.env.CHANNELS_KEY ?? '',
      host: process.env.CHANNELS_HOST || null,
      port: Number.isInteger(port) && port > 0 ? port : null,
      cluster: process.env.CHANNELS_CLUSTER || null,
      useTls: process.env.CHANNELS_TLS !== 'false',
    },
  };
}
