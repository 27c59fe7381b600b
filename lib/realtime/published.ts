/**
 * Outbox rows that this process has published and not yet removed. They are removed by the next write to the database,
 * so that a message costs one call; what is forgotten when the process ends is published again by the relay, and
 * dropped by devices that know the change already.
 */
const publishedIds: string[] = [];

const maxAtOnce = 100;

export function rememberPublished(outboxId: string): void {
  publishedIds.push(outboxId);
}

export function takePublished(): string[] {
  return publishedIds.splice(0, maxAtOnce);
}
