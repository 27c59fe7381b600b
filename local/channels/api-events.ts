import { ApiError } from './api-error.ts';
import { type Attribute, describeChannel, parseInfo } from './channel-attributes.ts';
import { isChannelName, quoteName } from './channel-name.ts';
import type { ChannelsApp } from './channels-app.ts';
import { isJsonObject, type JsonObject } from './json-object.ts';
import { limits } from './limits.ts';
import { publishEvent } from './publish-event.ts';

interface TriggeredEvent {
  name: string;
  data: string;
  channels: string[];
  exceptSocketId: string | undefined;
  info: Attribute[];
}

/** POST /apps/{id}/events */
export function triggerEvent(app: ChannelsApp, body: JsonObject): JsonObject {
  const event = parseEvent(body, body.channels ?? (body.channel === undefined ? undefined : [body.channel]));
  const channels = publishToAll(app, event);
  return event.info.length === 0 ? {} : { channels };
}

/** POST /apps/{id}/batch_events: nothing is sent unless all of it is valid. */
export function triggerBatch(app: ChannelsApp, body: JsonObject): JsonObject {
  const { batch } = body;
  if (!Array.isArray(batch) || batch.length === 0)
    throw new ApiError(400, 'batch should be a list of events');
  if (batch.length > limits.eventsPerBatch) {
    throw new ApiError(400, `Batch too large (> ${limits.eventsPerBatch})`);
  }
  const events = batch.map((item: unknown) => {
    if (!isJsonObject(item)) throw new ApiError(400, 'batch should be a list of events');
    return parseEvent(item, item.channel === undefined ? undefined : [item.channel]);
  });
  const answers = events.map((event) => publishToAll(app, event)[event.channels[0] ?? ''] ?? {});
  return events.some(({ info }) => info.length > 0) ? { batch: answers } : {};
}

function publishToAll(app: ChannelsApp, event: TriggeredEvent) {
  const { name, data, channels, exceptSocketId, info } = event;
  for (const channel of channels) publishEvent(app, { name, channel, data, exceptSocketId });
  return Object.fromEntries(channels.map((channel) => [channel, describeChannel(app, channel, info)]));
}

function parseEvent(event: JsonObject, channels: unknown): TriggeredEvent {
  return {
    name: parseName(event.name),
    channels: parseChannels(channels),
    data: parseData(event.data),
    exceptSocketId: parseSocketId(event.socket_id),
    info: parseInfo(event.info),
  };
}

function parseName(name: unknown): string {
  if (typeof name !== 'string' || name === '') throw new ApiError(400, 'Missing required parameter: name');
  if (name.length > limits.eventNameLength) {
    throw new ApiError(400, `Event name too long (> ${limits.eventNameLength} characters)`);
  }
  return name;
}

function parseChannels(channels: unknown): string[] {
  if (!Array.isArray(channels) || channels.length === 0) {
    throw new ApiError(400, 'Missing required parameter: channels');
  }
  if (channels.length > limits.channelsPerTrigger) {
    throw new ApiError(400, `Too many channels (> ${limits.channelsPerTrigger})`);
  }
  return channels.map((channel: unknown) => {
    if (isChannelName(channel)) return channel;
    throw new ApiError(400, `Invalid channel name: ${quoteName(channel)}`);
  });
}

function parseData(data: unknown): string {
  if (typeof data !== 'string') throw new ApiError(400, 'Missing required parameter: data (a string)');
  if (Buffer.byteLength(data) > limits.eventDataBytes) {
    throw new ApiError(
      413,
      `The data content of this event exceeds the allowed maximum (${limits.eventDataBytes} bytes). See https://pusher.com/docs/channels/server_api/http-api#publishing-events for more info`,
    );
  }
  return data;
}

function parseSocketId(socketId: unknown): string | undefined {
  if (socketId === undefined || socketId === null || socketId === '') return undefined;
  if (typeof socketId === 'string' && /^\d+\.\d+$/.test(socketId)) return socketId;
  throw new ApiError(400, 'Invalid socket id');
}
