import { describe, expect, it } from 'vitest';
import type { Message } from './message.ts';
import { toMessagePage } from './message-page.ts';

function messages(from: number, to: number) {
  return Array.from({ length: to - from + 1 }, (_, index) => ({ seq: from + index }) as Message);
}

describe('the next page of messages', () => {
  it('lies before a full page, and nowhere at the beginning', () => {
    expect(toMessagePage(messages(71, 120), {}).nextCursor).toBe('71');
    expect(toMessagePage(messages(1, 50), { before: 51 }).nextCursor).toBeNull();
    expect(toMessagePage(messages(1, 20), { before: 21 }).nextCursor).toBeNull();
    expect(toMessagePage(messages(11, 20), { before: 21, limit: 10 }).nextCursor).toBe('11');
    expect(toMessagePage([], {}).nextCursor).toBeNull();
  });

  it('lies behind a full page of what came after, and nowhere at the end', () => {
    expect(toMessagePage(messages(8, 57), { after: 7 }).nextCursor).toBe('57');
    expect(toMessagePage(messages(8, 20), { after: 7 }).nextCursor).toBeNull();
    expect(toMessagePage([], { after: 7 }).nextCursor).toBeNull();
  });

  it('of messages that were asked for by their ids is nowhere', () => {
    expect(toMessagePage(messages(20, 69), { ids: ['x'] }).nextCursor).toBeNull();
  });

  it('lies before a page around a message, even around the newest, whose page is never full', () => {
    expect(toMessagePage(messages(95, 120), { around: 120 }).nextCursor).toBe('95');
    expect(toMessagePage(messages(35, 84), { around: 60 }).nextCursor).toBe('35');
    expect(toMessagePage(messages(1, 30), { around: 6 }).nextCursor).toBeNull();
    expect(toMessagePage([], { around: 6 }).nextCursor).toBeNull();
  });
});
