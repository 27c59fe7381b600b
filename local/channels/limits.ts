/**
 * What the hosted service allows, so that code that would be refused there is refused here.
 * https://pusher.com/docs/channels/library_auth_reference/rest-api (events, batches, timestamps)
 * https://pusher.com/docs/channels/using_channels/events (client events), …/presence-channels (members)
 */
export const limits = {
  eventDataBytes: 10_240,
  eventNameLength: 200,
  channelNameLength: 164,
  channelsPerTrigger: 100,
  eventsPerBatch: 10,
  clientEventsPerSecond: 10,
  presenceMembers: 100,
  userInfoBytes: 1024,
  userIdLength: 128,
  timestampSkewSeconds: 600,
  // The two bounds below are ours: the smallest round sizes that every allowed request fits in.
  httpBodyBytes: 1_048_576,
  frameBytes: 65_536,
} as const;
