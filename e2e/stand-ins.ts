import { addresses } from './addresses';

const channels = `http://${addresses.channels.host}:${addresses.channels.port}`;

/** Channels loses, doubles and delays events as told; nothing said, it is well. */
export async function setChannelsFaults(faults: {
  drop?: number;
  duplicate?: number;
  shuffleMs?: number;
}): Promise<void> {
  await fetch(`${channels}/local/faults`, { method: 'PUT', body: JSON.stringify(faults) });
}

/** Channels is gone: its HTTP API and new sockets are refused, and open sockets are closed. */
export async function stopChannels(): Promise<void> {
  await fetch(`${channels}/local/faults`, { method: 'PUT', body: JSON.stringify({ refuse: 1 }) });
  await fetch(`${channels}/local/cut`, { method: 'POST' });
}

/** Channels is back and well. */
export async function startChannels(): Promise<void> {
  await setChannelsFaults({});
}

/** Redis does as told; nothing said, it is well. */
export async function setRedisFaults(faults: { refuse?: boolean; delayMs?: number } = {}): Promise<void> {
  await fetch(`${addresses.redis.url}/local/faults`, { method: 'PUT', body: JSON.stringify(faults) });
}

const standIns = { supabase: addresses.supabase.url, channels, redis: addresses.redis.url };

export async function resetStats(): Promise<void> {
  await Promise.all(
    Object.values(standIns).map((address) => fetch(`${address}/local/stats`, { method: 'DELETE' })),
  );
}

/** How many requests each vendor has answered. What Channels tells of a page that was closed before comes when it comes. */
export async function requestCounts(): Promise<Record<keyof typeof standIns, number>> {
  const counts = await Promise.all(
    Object.entries(standIns).map(async ([name, address]) => {
      const { requests, byRoute = {} } = await (await fetch(`${address}/local/stats`)).json();
      return [name, requests - (byRoute['POST /rest/v1/rpc/note_last_seen'] ?? 0)];
    }),
  );
  return Object.fromEntries(counts);
}
