/** What the server was asked since the start or the last reset. */
export interface RedisStats {
  /** HTTP requests, control routes aside; those that a fault refused included. */
  requests: number;
  /** Requests with a wrong token or none. */
  unauthorized: number;
  /** Requests that the `refuse` fault cut off. */
  refused: number;
  /** Redis commands; a pipeline of three counts three. */
  commands: number;
  /** Commands that were answered with an error, such as an EVALSHA of an unknown script. */
  commandErrors: number;
  /** The commands by name, the first hundred names. */
  byCommand: Record<string, number>;
}

export function createRedisStats(): RedisStats {
  return { requests: 0, unauthorized: 0, refused: 0, commands: 0, commandErrors: 0, byCommand: {} };
}

export function countCommand(stats: RedisStats, name: string): void {
  stats.commands += 1;
  const key = name.toUpperCase();
  if (Object.hasOwn(stats.byCommand, key) || Object.keys(stats.byCommand).length < 100) {
    stats.byCommand[key] = (stats.byCommand[key] ?? 0) + 1;
  }
}
