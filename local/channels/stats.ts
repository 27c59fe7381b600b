/** What the server was asked since the start or the last reset. */
export interface Stats {
  /** Calls of the HTTP API that were answered, errors included. */
  requests: number;
  /** HTTP API calls that were answered with an error. */
  errors: number;
  /** Events that came in, from the HTTP API and from clients, once for each channel they name. */
  eventsIn: number;
  /** Of those, the ones that came from clients. */
  clientEvents: number;
  /** Copies of events that were written to sockets. */
  eventsOut: number;
  droppedEvents: number;
  duplicatedEvents: number;
  /** Sockets that were opened. */
  connections: number;
  subscriptions: number;
  /** HTTP API calls and sockets that the `refuse` fault turned away. */
  refused: number;
  /** Webhook deliveries that were tried, and those of them that were not answered with 2xx. */
  webhooks: number;
  webhookFailures: number;
}

export function createStats(): Stats {
  return {
    requests: 0,
    errors: 0,
    eventsIn: 0,
    clientEvents: 0,
    eventsOut: 0,
    droppedEvents: 0,
    duplicatedEvents: 0,
    connections: 0,
    subscriptions: 0,
    refused: 0,
    webhooks: 0,
    webhookFailures: 0,
  };
}
