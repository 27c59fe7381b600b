import { Arrivals, type Chat, measure, type Sent } from '../chat.ts';
import type { Pair } from '../prepare-people.ts';
import { words } from '../send-as.ts';
import { post } from '../start-chats.ts';
import { openChannelsSocket } from './channels-socket.ts';
import { mintToken } from './mint-token.ts';
import type { Lendline } from './start-lendline.ts';

export interface LendlineSent extends Sent {
  /** When it was sent and acknowledged, in milliseconds since 1970. */
  startedAt: number;
  acknowledgedAt: number;
  /** What the app says each stage took: its `Server-Timing`. */
  stages: Record<string, number>;
}

/** Lendline from the outside: each pair's renter posts, its lister listens on a socket. */
export async function connectLendline(
  lendline: Lendline,
  pairs: Pair[],
): Promise<Omit<Chat, 'send'> & { send(place: number): Promise<LendlineSent> }> {
  const { addresses, environment } = lendline;
  const tokenOf = (personId: string) => mintToken(personId, environment.SUPABASE_JWT_SECRET as string);
  const tokens = pairs.map((pair) => tokenOf(pair.renterId));
  const seen = new Arrivals();
  const sockets: { close(): void }[] = [];
  for (const { listerId } of pairs) {
    const person = { id: listerId, token: tokenOf(listerId) };
    sockets.push(
      await openChannelsSocket(addresses, person, {
        onEvent: ({ name, data }) => {
          // Without it it is the outbox's hint at a message that was published before, and not yet struck off.
          const message = data.message as { id: string } | undefined;
          if (name === 'message.created' && message) {
            seen.arrived(message.id);
          }
        },
      }),
    );
  }
  return {
    name: 'Lendline',
    places: pairs.length,
    async send(place) {
      const index = place % pairs.length;
      const { conversationId } = pairs[index] as Pair;
      const message = { id: crypto.randomUUID(), kind: 'text', body: { kind: 'plain', text: words } };
      const startedAt = performance.timeOrigin + performance.now();
      let stages = {};
      const sent = await measure(message.id, seen, async () => {
        const response = await post(
          `${addresses.app}/api/v1/conversations/${conversationId}/messages`,
          message,
          {
            authorization: `Bearer ${tokens[index]}`,
          },
        );
        stages = readServerTiming(response.headers.get('server-timing'));
      });
      return { ...sent, startedAt, acknowledgedAt: startedAt + sent.acknowledgedMs, stages };
    },
    async stop() {
      for (const socket of sockets) {
        socket.close();
      }
    },
  };
}

function readServerTiming(header: string | null): Record<string, number> {
  const stages = (header ?? '').matchAll(/([\w-]+);dur=([\d.]+)/g);
  return Object.fromEntries(Array.from(stages, ([, name, ms]) => [name, Number(ms)]));
}
