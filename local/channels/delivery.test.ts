import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Delivery } from './delivery.ts';
import { type Faults, noFaults } from './faults.ts';
import { createStats } from './stats.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A delivery that throws the given dice in turn, and what it has sent so far. */
function startDelivery(faults: Partial<Faults>, dice: number[] = []) {
  const stats = createStats();
  const sent: number[] = [];
  const delivery = new Delivery(
    () => ({ ...noFaults, ...faults }),
    stats,
    () => dice.shift() ?? 0.5,
  );
  const send = (event: number) => delivery.deliver(() => sent.push(event) > 0);
  return { delivery, stats, sent, send };
}

test('without faults every event is sent at once, once', () => {
  const { sent, send, stats } = startDelivery({});
  for (const event of [1, 2, 3]) send(event);
  expect(sent).toEqual([1, 2, 3]);
  expect(stats).toMatchObject({ eventsOut: 3, droppedEvents: 0, duplicatedEvents: 0 });
});

test('an event is dropped when the dice fall below the share, and is sent otherwise', () => {
  const { sent, send, stats } = startDelivery({ drop: 0.2 }, [0.19, 0.2, 0.9, 0.9]);
  for (const event of [1, 2]) send(event);
  expect(sent).toEqual([2]);
  expect(stats).toMatchObject({ eventsOut: 1, droppedEvents: 1 });
});

test('an event is sent twice when the dice fall below the share', () => {
  const { sent, send, stats } = startDelivery({ duplicate: 0.2 }, [0.9, 0.9, 0.19, 0.9, 0.9, 0.9, 0.2]);
  for (const event of [1, 2]) send(event);
  expect(sent).toEqual([1, 1, 2]);
  expect(stats).toMatchObject({ eventsOut: 3, duplicatedEvents: 1 });
});

test('a delay holds events back and keeps their order', () => {
  const { sent, send } = startDelivery({ delayMs: 300 });
  for (const event of [1, 2, 3]) send(event);
  vi.advanceTimersByTime(299);
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(sent).toEqual([1, 2, 3]);
});

test('shuffling lets events overtake each other within its time', () => {
  const { sent, send } = startDelivery({ shuffleMs: 2000 }, [0.5, 0.9, 0.5, 0.5, 0.1, 0.5]);
  for (const event of [1, 2]) send(event);
  vi.advanceTimersByTime(2000);
  expect(sent).toEqual([2, 1]);
});

test('what is still held back is not sent after the stop', () => {
  const { delivery, sent, send } = startDelivery({ delayMs: 300 });
  send(1);
  delivery.stop();
  vi.advanceTimersByTime(1000);
  expect(sent).toEqual([]);
});

test('an event whose socket is gone is not counted as sent', () => {
  const { delivery, stats } = startDelivery({});
  delivery.deliver(() => false);
  expect(stats.eventsOut).toBe(0);
});
