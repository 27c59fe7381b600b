import type { ChannelRegistry } from './channel-registry.ts';
import type { Connection } from './connection.ts';
import type { Delivery } from './delivery.ts';
import type { Faults } from './faults.ts';
import type { Stats } from './stats.ts';
import type { Webhooks } from './webhooks.ts';

/** The one Channels application that a server serves: its credentials and everything it keeps track of. */
export interface ChannelsApp {
  readonly appId: string;
  readonly key: string;
  readonly secret: string;
  readonly now: () => number;
  readonly random: () => number;
  readonly activityTimeoutMs: number;
  readonly pongTimeoutMs: number;
  readonly connections: Set<Connection>;
  readonly registry: ChannelRegistry;
  readonly delivery: Delivery;
  readonly webhooks: Webhooks;
  readonly stats: Stats;
  faults: Faults;
}
