import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../errors.ts';
import type { VerdictAction } from '../fraud/verdict.ts';
import { type EditMessageDeps, editMessage } from './edit-message.ts';
import type { Message } from './message.ts';

const message = { id: 'm1', conversationId: 'c1', seq: 7, change: 12, kind: 'text' } as Message;
const edited = { ...message, change: 13, editedAt: '2026-01-01T00:00:00Z' };
const edit = { messageId: 'm1', body: { kind: 'plain' as const, text: 'Is it free on Monday?' } };
const finding = {
  id: 'payment.wire',
  group: 'payment',
  span: [0, 4] as [number, number],
  evidence: 'wire',
  points: 50,
};
const judged = (action: VerdictAction) => ({
  verdict: { action, score: 50, findings: [finding] },
  body: edit.body,
  notice: undefined,
});
const signed = { action: 'nudge', score: 50, reasons: ['payment.wire'], expiresAt: 1, signature: 'signed' };

function setUp(overrides: Partial<EditMessageDeps> = {}) {
  return {
    checkRate: vi.fn(async () => 'allowed' as unknown),
    find: vi.fn(async () => message),
    judge: vi.fn(async () => judged('nudge')),
    sign: vi.fn(async () => signed),
    store: vi.fn(async () => ({
      message: edited,
      recipientIds: ['ana', 'ben'],
      bystanderIds: [],
      outboxId: 'o1' as string | null,
    })),
    announce: vi.fn(async () => undefined),
    rememberPublished: vi.fn(),
    ...overrides,
  };
}

describe('editing a message', () => {
  it('scores and signs the new text for this message, stores it, and tells everybody who can read it', async () => {
    const deps = setUp();
    expect(await editMessage(edit, deps)).toEqual(edited);
    expect(deps.judge).toHaveBeenCalledWith(message, edit.body);
    expect(deps.sign).toHaveBeenCalledWith(message, judged('nudge'));
    expect(deps.store).toHaveBeenCalledWith('m1', edit.body, signed);
    expect(deps.announce).toHaveBeenCalledExactlyOnceWith({
      event: 'message.updated',
      conversationId: 'c1',
      change: 13,
      recipientIds: ['ana', 'ben'],
      detail: { message: edited },
    });
    expect(deps.rememberPublished).toHaveBeenCalledWith('o1');
  });

  it('to what it says already tells nobody', async () => {
    const deps = setUp({
      store: vi.fn(async () => ({ message, recipientIds: [], bystanderIds: [], outboxId: null })),
    });
    expect(await editMessage(edit, deps)).toEqual(message);
    expect(deps.announce).not.toHaveBeenCalled();
  });

  it.each(['block', 'hold'] as const)(
    'to a text that has to be met with %s is refused, and says why',
    async (action) => {
      const deps = setUp({ judge: vi.fn(async () => judged(action)) });
      await expect(editMessage(edit, deps)).rejects.toMatchObject({
        code: 'message_blocked',
        details: { reasons: ['payment'] },
      });
      expect(deps.sign).not.toHaveBeenCalled();
      expect(deps.store).not.toHaveBeenCalled();
    },
  );

  it('to what its readers would be warned of is refused once to who wants to be asked', async () => {
    await expect(editMessage({ ...edit, acknowledged: false }, setUp())).rejects.toMatchObject({
      details: { canSendAnyway: true },
    });
  });

  it('too fast does not even look for the message', async () => {
    const tooFast = new AppError('rate_limited', '');
    const deps = setUp({ checkRate: vi.fn(() => Promise.reject(tooFast)) });
    await expect(editMessage(edit, deps)).rejects.toBe(tooFast);
    expect(deps.find).not.toHaveBeenCalled();
  });

  it('that the editor can’t read is not there, and nothing is signed', async () => {
    const missing = new AppError('not_found', '');
    const deps = setUp({ find: vi.fn(() => Promise.reject(missing)) });
    await expect(editMessage(edit, deps)).rejects.toBe(missing);
    expect(deps.sign).not.toHaveBeenCalled();
  });
});
