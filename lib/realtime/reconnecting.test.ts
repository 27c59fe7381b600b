import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestDevice } from '../messenger/test-device.ts';
import type { ConnectionState } from '../messenger/types.ts';
import { createReconnecting } from './reconnecting.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function setUp() {
  const device = createTestDevice();
  const connects: number[] = [];
  const states: ConnectionState[] = [];
  const reconnecting = createReconnecting({
    device: device.surroundings,
    connect: () => connects.push(Date.now()),
    disconnect: () => undefined,
    onState: (state) => states.push(state),
  });
  return { device, connects, states, reconnecting };
}

function setUpConnected() {
  const parts = setUp();
  parts.reconnecting.start();
  parts.reconnecting.succeeded();
  parts.connects.length = 0;
  parts.states.length = 0;
  return parts;
}

describe('a connection that breaks', () => {
  it('of a thousand devices at once is made again over 10 seconds and more', async () => {
    const all = Array.from({ length: 1_000 }, setUpConnected);
    const brokeAt = Date.now();
    for (const { reconnecting } of all) {
      reconnecting.lost();
    }
    await vi.advanceTimersByTimeAsync(12_000);
    const delays = all.map(({ connects }) => (connects[0] ?? Number.NaN) - brokeAt);
    expect(delays.every((delay) => delay >= 0 && delay <= 12_000)).toBe(true);
    for (let second = 0; second < 12; second += 1) {
      const within = delays.filter((delay) => delay >= second * 1_000 && delay < (second + 1) * 1_000);
      expect(within.length).toBeGreaterThan(30);
      expect(within.length).toBeLessThan(160);
    }
  });

  it('is expected back; once it could not be made it is not, and is tried ever more rarely', async () => {
    const { reconnecting, connects, states } = setUpConnected();
    vi.spyOn(Math, 'random').mockReturnValue(1);
    reconnecting.lost();
    expect(states).toEqual(['connecting']);
    const gaps: number[] = [];
    let last = Date.now();
    for (let attempt = 0; attempt < 6; attempt += 1) {
      await vi.advanceTimersToNextTimerAsync();
      gaps.push(((connects.at(-1) ?? 0) - last) / 1_000);
      last = Date.now();
      reconnecting.lost();
    }
    expect(gaps).toEqual([12, 24, 48, 60, 60, 60]);
    expect(states[1]).toBe('offline');
    expect(connects).toHaveLength(6);
  });

  it('begins anew with short waits once it was there again', async () => {
    const { reconnecting, connects } = setUpConnected();
    vi.spyOn(Math, 'random').mockReturnValue(1);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      reconnecting.lost();
      await vi.advanceTimersToNextTimerAsync();
    }
    reconnecting.succeeded();
    connects.length = 0;
    reconnecting.lost();
    await vi.advanceTimersByTimeAsync(12_000);
    expect(connects).toHaveLength(1);
  });

  it('is made again soon when the network seems to be back, though the next attempt is far off; not after a refusal', async () => {
    const { reconnecting, connects } = setUpConnected();
    const random = vi.spyOn(Math, 'random').mockReturnValue(1);
    for (let attempt = 0; attempt < 4; attempt += 1) {
      reconnecting.lost();
      await vi.advanceTimersToNextTimerAsync();
    }
    reconnecting.lost();
    connects.length = 0;
    random.mockReturnValue(0.5);
    reconnecting.hasten();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(connects).toHaveLength(1);

    reconnecting.refused();
    reconnecting.hasten();
    await vi.advanceTimersByTimeAsync(12_000);
    expect(connects).toHaveLength(1);
  });

  it('because this device lost its network is made again when it returns, at once', async () => {
    const { device, reconnecting, connects } = setUpConnected();
    device.change({ isOnline: false });
    reconnecting.lost();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(connects).toEqual([]);
    device.change({ isOnline: true });
    expect(connects).toHaveLength(1);
  });

  it('because this device changed its network is made again at once', async () => {
    const { device, reconnecting, connects } = setUpConnected();
    device.change({ isOnline: false });
    device.change({ isOnline: true });
    await vi.advanceTimersByTimeAsync(2_000);
    reconnecting.lost();
    await vi.advanceTimersByTimeAsync(0);
    expect(connects).toHaveLength(1);
  });

  it('is made again at once when the page is looked at again', async () => {
    const { device, reconnecting, connects } = setUpConnected();
    vi.spyOn(Math, 'random').mockReturnValue(1);
    device.change({ isVisible: false });
    reconnecting.lost();
    await vi.advanceTimersByTimeAsync(5_000);
    device.change({ isVisible: true });
    expect(connects).toHaveLength(1);
  });

  it('of a device that wrongly says it is offline is made again all the same', async () => {
    const { device, reconnecting, connects } = setUpConnected();
    device.change({ isOnline: false });
    reconnecting.lost();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(connects).toHaveLength(1);
  });
});

describe('a connection that is refused', () => {
  it('is tried again about once a minute', async () => {
    const { reconnecting, connects, states } = setUp();
    reconnecting.start();
    for (let attempt = 0; attempt < 10; attempt += 1) {
      reconnecting.refused();
      await vi.advanceTimersToNextTimerAsync();
    }
    const gaps = connects.slice(1).map((time, index) => time - (connects[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(45_000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(75_000);
    expect(new Set(gaps).size).toBeGreaterThan(5);
    expect(states.at(-1)).toBe('offline');
  });

  it('is not hammered by somebody who switches between tabs', async () => {
    const { device, reconnecting, connects } = setUp();
    reconnecting.start();
    reconnecting.refused();
    for (let second = 0; second < 9; second += 1) {
      device.change({ isVisible: false });
      device.change({ isVisible: true });
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(connects).toHaveLength(1);
  });
});

describe('an attempt', () => {
  it('that takes long counts as failed for now, and may still succeed', () => {
    const { reconnecting, connects, states } = setUp();
    reconnecting.start();
    reconnecting.late();
    reconnecting.succeeded();
    expect(states).toEqual(['connecting', 'offline', 'connected']);
    expect(connects).toHaveLength(1);
  });

  it('that takes longer than 20 seconds is given up and made again', async () => {
    const { reconnecting, connects, states } = setUp();
    vi.spyOn(Math, 'random').mockReturnValue(1);
    reconnecting.start();
    await vi.advanceTimersByTimeAsync(20_000 + 24_000);
    expect(connects).toHaveLength(2);
    expect(states).toEqual(['connecting', 'offline']);
  });

  it('leaves nothing behind when it is stopped', async () => {
    const { device, reconnecting, connects } = setUp();
    reconnecting.start();
    reconnecting.lost();
    reconnecting.stop();
    reconnecting.lost();
    reconnecting.refused();
    expect(vi.getTimerCount()).toBe(0);
    expect(device.listeners.size).toBe(0);
    expect(connects).toHaveLength(1);
  });
});
