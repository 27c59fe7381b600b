import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../errors.ts';
import type { Conversation } from './conversation.ts';
import { type StartConversationDeps, startConversation } from './start-conversation.ts';

const conversation = { id: 'c1', lastChange: 1 } as Conversation;

function setUp(overrides: Partial<StartConversationDeps> = {}) {
  const deps = {
    find: vi.fn(async () => null as Conversation | null),
    checkRate: vi.fn(async () => 'allowed' as const),
    giveBackRate: vi.fn(async () => undefined),
    start: vi.fn(async () => ({
      conversation,
      created: true,
      recipientIds: ['ana'],
      outboxId: 'o1' as string | null,
    })),
    announce: vi.fn(async () => undefined),
    rememberPublished: vi.fn(),
    ...overrides,
  };
  return deps;
}

describe('starting a conversation', () => {
  it('makes a new one and tells its people', async () => {
    const deps = setUp();
    expect(await startConversation('gear', deps)).toEqual({ conversation, created: true });
    expect(deps.start).toHaveBeenCalledWith('gear');
    expect(deps.announce).toHaveBeenCalledWith({
      event: 'conversation.created',
      conversationId: 'c1',
      change: 1,
      recipientIds: ['ana'],
    });
    expect(deps.rememberPublished).toHaveBeenCalledWith('o1');
    expect(deps.giveBackRate).not.toHaveBeenCalled();
  });

  it('gets the one there is, without counting an attempt', async () => {
    const deps = setUp({ find: vi.fn(async () => conversation) });
    expect(await startConversation('gear', deps)).toEqual({ conversation, created: false });
    expect(deps.checkRate).not.toHaveBeenCalled();
    expect(deps.start).not.toHaveBeenCalled();
  });

  it('makes none after too many new ones', async () => {
    const tooFast = new AppError('rate_limited', '');
    const deps = setUp({ checkRate: vi.fn(() => Promise.reject(tooFast)) });
    await expect(startConversation('gear', deps)).rejects.toBe(tooFast);
    expect(deps.start).not.toHaveBeenCalled();
  });

  it('announces nothing when somebody was faster', async () => {
    const started = { conversation, created: false, recipientIds: [], outboxId: null };
    const deps = setUp({ start: vi.fn(async () => started) });
    expect(await startConversation('gear', deps)).toEqual({ conversation, created: false });
    expect(deps.announce).not.toHaveBeenCalled();
  });

  it('that comes to nothing counts nowhere', async () => {
    const missing = new AppError('not_found', '');
    const deps = setUp({ start: vi.fn(() => Promise.reject(missing)) });
    await expect(startConversation('gear', deps)).rejects.toBe(missing);
    expect(deps.giveBackRate).toHaveBeenCalledOnce();
  });
});
