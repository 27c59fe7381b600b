import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../errors.ts';
import type { VerdictAction } from '../fraud/verdict.ts';
import type { Announcement } from '../realtime/announce.ts';
import type { Message } from './message.ts';
import { type NewMessage, type SendMessageDeps, sendMessage } from './send-message.ts';

const input: NewMessage = {
  id: 'm1',
  conversationId: 'c1',
  senderId: 'ana',
  kind: 'text',
  body: { kind: 'plain', text: 'Is it free on Sunday?' },
  replyToId: null,
};
const message: Message = {
  ...input,
  seq: 7,
  change: 12,
  reactions: [],
  verdict: 'allow',
  createdAt: '2026-01-01T00:00:00Z',
  editedAt: null,
  unsentAt: null,
};
const finding = {
  id: 'payment.wire',
  group: 'payment',
  span: [0, 4] as [number, number],
  evidence: 'wire',
  points: 50,
};
const judged = (action: VerdictAction) => ({
  verdict: { action, score: 50, findings: action === 'allow' ? [] : [finding] },
  body: input.body,
  notice: undefined,
});
const tooFast = new AppError('rate_limited', 'Slow down', { retryAfterSeconds: 3 });

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});

afterEach(() => {
  vi.restoreAllMocks();
});

function setUp(overrides: Partial<SendMessageDeps> = {}) {
  const steps: string[] = [];
  const announced: Announcement[] = [];
  const deps: SendMessageDeps = {
    checkRate: async () => 'allowed',
    findEarlier: async () => null,
    giveBackRate: async () => undefined,
    learn: async () => undefined,
    judge: async () => judged('allow'),
    sign: async (_, { verdict: { action, score } }) => ({
      action,
      score,
      reasons: [],
      expiresAt: 1,
      signature: 'signed',
    }),
    keepBlocked: async () => false,
    store: async () => ({ message, created: true, recipientIds: ['ana', 'ben'], outboxId: 'o1' }),
    announce: async (announcement) => {
      announced.push(announcement);
    },
    rememberPublished: () => undefined,
    ...overrides,
  };
  const spies = Object.fromEntries(
    Object.entries(deps).map(([name, dep]) => [
      name,
      vi.fn((...parameters: unknown[]) => {
        steps.push(name);
        return (dep as (...all: unknown[]) => unknown)(...parameters);
      }),
    ]),
  ) as unknown as { [Name in keyof SendMessageDeps]: ReturnType<typeof vi.fn> } & SendMessageDeps;
  return { deps: spies, steps, announced };
}

describe('sending a message', () => {
  it('counts, learns, judges, signs, stores, announces and remembers, in this order', async () => {
    const { deps, steps, announced } = setUp();
    expect(await sendMessage(input, deps)).toEqual({ message, created: true });
    expect(steps).toEqual(['checkRate', 'learn', 'judge', 'sign', 'store', 'announce', 'rememberPublished']);
    expect(announced).toEqual([
      {
        event: 'message.created',
        conversationId: 'c1',
        change: 12,
        recipientIds: ['ana', 'ben'],
        detail: { message },
      },
    ]);
    expect(deps.rememberPublished).toHaveBeenCalledWith('o1');
  });

  it('that is too fast is neither scored nor stored', async () => {
    const { deps, steps } = setUp({ checkRate: () => Promise.reject(tooFast) });
    await expect(sendMessage(input, deps)).rejects.toBe(tooFast);
    expect(steps).toEqual(['checkRate', 'findEarlier']);
  });

  it('that was stored already is answered, however fast it is sent again', async () => {
    const { deps, steps } = setUp({
      checkRate: () => Promise.reject(tooFast),
      findEarlier: async () => message,
    });
    expect(await sendMessage(input, deps)).toEqual({ message, created: false });
    expect(steps).toEqual(['checkRate', 'findEarlier']);
  });

  it('is not looked for when the rate fails for another reason', async () => {
    const { deps, steps } = setUp({ checkRate: () => Promise.reject(new Error('a mistake')) });
    await expect(sendMessage(input, deps)).rejects.toThrow('a mistake');
    expect(steps).toEqual(['checkRate']);
  });

  it('that was sent before counts once', async () => {
    const { deps } = setUp({
      store: async () => ({ message, created: false, recipientIds: [], outboxId: null }),
    });
    expect(await sendMessage(input, deps)).toEqual({ message, created: false });
    expect(deps.giveBackRate).toHaveBeenCalledExactlyOnceWith('everywhere');
  });

  it('that the database finds too fast counts nowhere', async () => {
    const { deps } = setUp({ store: () => Promise.reject(tooFast) });
    await expect(sendMessage(input, deps)).rejects.toBe(tooFast);
    expect(deps.giveBackRate).toHaveBeenCalledExactlyOnceWith('everywhere');
  });

  it('that is blocked is kept for review and never sent, and says why', async () => {
    const { deps, steps } = setUp({ judge: async () => judged('block') });
    await expect(sendMessage(input, deps)).rejects.toMatchObject({
      code: 'message_blocked',
      details: { reasons: ['payment'] },
    });
    expect(steps).toEqual(['checkRate', 'learn', 'judge', 'sign', 'findEarlier', 'keepBlocked']);
  });

  it('that its reader would be warned of is refused once to who wants to be asked', async () => {
    const { deps } = setUp({ judge: async () => judged('nudge') });
    await expect(sendMessage({ ...input, acknowledged: false }, deps)).rejects.toMatchObject({
      code: 'message_blocked',
      details: { reasons: ['payment'], canSendAnyway: true },
    });
    expect(deps.store).not.toHaveBeenCalled();
    expect(deps.keepBlocked).not.toHaveBeenCalled();
    expect(await sendMessage({ ...input, acknowledged: true }, deps)).toEqual({ message, created: true });
    expect(await sendMessage(input, deps)).toEqual({ message, created: true });
  });

  it('that was let through before is answered, whatever is thought of it now', async () => {
    const { deps } = setUp({ judge: async () => judged('block'), findEarlier: async () => message });
    expect(await sendMessage(input, deps)).toEqual({ message, created: false });
    expect(deps.keepBlocked).not.toHaveBeenCalled();
  });

  it('that is refused is sent once a moderator has let exactly this through', async () => {
    const { deps } = setUp({ judge: async () => judged('block'), keepBlocked: async () => true });
    expect(await sendMessage(input, deps)).toEqual({ message, created: true });
    expect(deps.store).toHaveBeenCalledWith(input, expect.objectContaining({ action: 'allow' }));
  });

  it('that is masked is stored as others may read it', async () => {
    const body = { kind: 'plain' as const, text: 'Call me: ••••••' };
    const { deps } = setUp({ judge: async () => ({ ...judged('mask'), body, notice: '{}' }) });
    await sendMessage(input, deps);
    expect(deps.store).toHaveBeenCalledWith({ ...input, body }, expect.objectContaining({ action: 'mask' }));
  });

  it('to a conversation that is not mine gives the conversation its attempt back', async () => {
    const missing = new AppError('not_found', 'There is no such thing here');
    const { deps, steps } = setUp({ store: () => Promise.reject(missing) });
    await expect(sendMessage(input, deps)).rejects.toBe(missing);
    expect(steps.slice(-2)).toEqual(['store', 'giveBackRate']);
    expect(deps.giveBackRate).toHaveBeenCalledWith('conversation');
  });

  it.each(['conflict', 'unavailable'] as const)('that fails with %s has been an attempt', async (code) => {
    const { deps, steps } = setUp({ store: () => Promise.reject(new AppError(code, '')) });
    await expect(sendMessage(input, deps)).rejects.toMatchObject({ code });
    expect(steps.at(-1)).toBe('store');
  });

  it('succeeds when it cannot be announced, and leaves that to the outbox', async () => {
    const { deps } = setUp({ announce: () => Promise.reject(new Error('Channels is down')) });
    expect(await sendMessage(input, deps)).toEqual({ message, created: true });
    expect(deps.rememberPublished).not.toHaveBeenCalled();
    const logged = JSON.stringify(vi.mocked(console.warn).mock.calls);
    expect(logged).toContain('Left to the outbox');
    expect(logged).not.toContain('Sunday');
  });

  it('a second time announces nothing', async () => {
    const { deps, announced } = setUp({
      store: async () => ({ message, created: false, recipientIds: [], outboxId: null }),
    });
    expect(await sendMessage(input, deps)).toEqual({ message, created: false });
    expect(announced).toEqual([]);
    expect(deps.rememberPublished).not.toHaveBeenCalled();
  });
});
