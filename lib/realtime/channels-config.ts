/** Where the Channels HTTP API is, and what its requests are signed with. */
export interface ChannelsConfig {
  appId: string;
  key: string;
  secret: string;
  /** base64, 32 bytes */
  encryptionMasterKey: string;
  /** e.g. api-eu.pusher.com */
  host: string;
  port?: number;
  useTls: boolean;
}
