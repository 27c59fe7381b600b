import type { ChannelsApp } from './channels-app.ts';
import { eventFrame } from './frame.ts';

export interface PublishedEvent {
  name: string;
  channel: string;
  data: unknown;
  userId?: string;
  /** The connection that is not sent the event. */
  exceptSocketId?: string | undefined;
}

/** Sends an event to the subscribers of its channel. */
export function publishEvent(app: ChannelsApp, event: PublishedEvent): void {
  app.stats.eventsIn += 1;
  const frame = eventFrame(event);
  for (const connection of app.registry.connectionsOf(event.channel)) {
    if (connection.socketId === event.exceptSocketId) continue;
    // A delayed event finds out late that its subscriber has left.
    app.delivery.deliver(() => connection.subscriptions.has(event.channel) && connection.send(frame));
  }
}
