import type { Connection } from './connection.ts';
import type { Member } from './member.ts';

/** Who is subscribed to what. It only keeps the lists; telling anyone is up to its callers. */
export class ChannelRegistry {
  readonly #channels = new Map<string, Set<Connection>>();

  add(connection: Connection, channel: string, member: Member | null): void {
    const connections = this.#channels.get(channel) ?? new Set();
    this.#channels.set(channel, connections.add(connection));
    connection.subscriptions.set(channel, member);
  }

  remove(connection: Connection, channel: string): void {
    connection.subscriptions.delete(channel);
    const connections = this.#channels.get(channel);
    connections?.delete(connection);
    if (connections?.size === 0) this.#channels.delete(channel);
  }

  isOccupied(channel: string): boolean {
    return this.#channels.has(channel);
  }

  /** The names of all channels that someone is subscribed to. */
  occupiedChannels(): string[] {
    return [...this.#channels.keys()];
  }

  /** A copy, so that connections may come and go while it is walked. */
  connectionsOf(channel: string): Connection[] {
    return [...(this.#channels.get(channel) ?? [])];
  }

  /** The people on a presence channel by user id: one for each user, however many connections they have. */
  membersOf(channel: string): Map<string, Member> {
    const members = new Map<string, Member>();
    for (const connection of this.#channels.get(channel) ?? []) {
      const member = connection.subscriptions.get(channel);
      if (member && !members.has(member.id)) members.set(member.id, member);
    }
    return members;
  }
}
