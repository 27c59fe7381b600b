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

/** Where pictures may come from besides the app itself: `IMAGE_ORIGINS`, which lib/env.server.ts has checked. */
export function readImageOrigins(): string[] {
  return (process.env.IMAGE_ORIGINS ?? '').split(/\s+/).filter((origin) => imageOrigin.test(origin));
}

/** An origin as a content security policy takes it, `https://*.example.com` among them: nothing that could end the directive. */
export const imageOrigin = /^https?:\/\/(\*\.)?[a-z0-9.-]+(:\d{1,5})?$/i;
