import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../errors.ts';
import { hideMessage } from './hide-message.ts';
import type { Message } from './message.ts';
import { reactToMessage } from './react-to-message.ts';
import { unsendMessage } from './unsend-message.ts';

const message = { id: 'm1', conversationId: 'c1', change: 13 } as Message;
const told = { conversationId: 'c1', change: 13, recipientIds: ['ana', 'ben'], detail: { message } };
const reaction = { messageId: 'm1', emoji: '👍', isOn: true };

afterEach(() => {
  vi.restoreAllMocks();
});

function setUp<Stored>(stored: Stored) {
  return {
    checkRate: vi.fn(async () => 'allowed' as unknown),
    store: vi.fn(async () => stored),
    announce: vi.fn(async () => undefined),
    rememberPublished: vi.fn(),
  };
}

const altered = { message, recipientIds: ['ana', 'ben'], bystanderIds: [] as string[], outboxId: 'o1' };
const unaltered = { message, recipientIds: [], bystanderIds: [], outboxId: null };

describe('unsending a message', () => {
  it('gives the tombstone, and tells everybody who could read the message', async () => {
    const deps = setUp(altered);
    expect(await unsendMessage('m1', deps)).toBe(message);
    expect(deps.store).toHaveBeenCalledWith('m1');
    expect(deps.announce).toHaveBeenCalledExactlyOnceWith({ event: 'message.unsent', ...told });
  });
});

describe('reacting to a message', () => {
  it('tells those who have deleted it for themselves that there is a new change, and nothing of it', async () => {
    const deps = setUp({ ...altered, recipientIds: ['ana'], bystanderIds: ['ben'] });
    await reactToMessage(reaction, deps);
    expect(deps.announce).toHaveBeenCalledExactlyOnceWith(
      { event: 'reaction.changed', ...told, recipientIds: ['ana'] },
      {
        event: 'conversation.updated',
        conversationId: 'c1',
        change: 13,
        recipientIds: ['ben'],
        detail: { hiddenMessageIds: [] },
      },
    );
  });

  it('gives the message with its reactions, and tells everybody who can read it', async () => {
    const deps = setUp(altered);
    expect(await reactToMessage(reaction, deps)).toBe(message);
    expect(deps.store).toHaveBeenCalledWith(reaction);
    expect(deps.announce).toHaveBeenCalledExactlyOnceWith({ event: 'reaction.changed', ...told });
  });
});

describe('deleting a message for oneself', () => {
  const hidden = { conversationId: 'c1', change: 13, recipientIds: ['ana', 'ben'], outboxId: 'o1' };

  it('tells one’s own devices which one, and the others only that there is a new change', async () => {
    const deps = setUp(hidden);
    expect(await hideMessage({ userId: 'ben', messageId: 'm1' }, deps)).toEqual({
      conversationId: 'c1',
      change: 13,
      hiddenMessageIds: ['m1'],
    });
    const event = { event: 'conversation.updated', conversationId: 'c1', change: 13 };
    expect(deps.announce).toHaveBeenCalledExactlyOnceWith(
      { ...event, recipientIds: ['ben'], detail: { hiddenMessageIds: ['m1'] } },
      { ...event, recipientIds: ['ana'], detail: { hiddenMessageIds: [] } },
    );
    expect(deps.rememberPublished).toHaveBeenCalledWith('o1');
  });
});

describe.each([
  ['unsending', (deps: ReturnType<typeof setUp<typeof unaltered>>) => unsendMessage('m1', deps)],
  ['reacting', (deps: ReturnType<typeof setUp<typeof unaltered>>) => reactToMessage(reaction, deps)],
])('%s', (_, act) => {
  it('what is so already tells nobody', async () => {
    const deps = setUp(unaltered);
    expect(await act(deps)).toBe(message);
    expect(deps.announce).not.toHaveBeenCalled();
  });

  it('too fast stores nothing', async () => {
    const tooFast = new AppError('rate_limited', '');
    const deps = { ...setUp(unaltered), checkRate: vi.fn(() => Promise.reject(tooFast)) };
    await expect(act(deps)).rejects.toBe(tooFast);
    expect(deps.store).not.toHaveBeenCalled();
  });

  it('succeeds when it can’t be announced, and leaves that to the outbox', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const deps = {
      ...setUp(unaltered),
      store: vi.fn(async () => ({ ...unaltered, outboxId: 'o1' as never })),
    };
    deps.announce.mockRejectedValue(new Error('Channels is down'));
    expect(await act(deps)).toBe(message);
    expect(deps.rememberPublished).not.toHaveBeenCalled();
  });
});
