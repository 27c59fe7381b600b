import { describe, expect, it } from 'vitest';
import { fillReply, findReplies, type SavedReply } from './saved-reply.ts';

describe('filling a saved reply', () => {
  it('puts in what is known, wherever and how often it stands', () => {
    expect(fillReply('Hi {name}! The {gear}, {name}?', { name: 'Ana', gear: 'Mountain bike' })).toBe(
      'Hi Ana! The Mountain bike, Ana?',
    );
  });

  it('leaves what is not known for the writer to see', () => {
    expect(fillReply('{dates} for {constructor}, {name}', { name: 'Ana' })).toBe(
      '{dates} for {constructor}, Ana',
    );
  });

  it('takes what it puts in as text', () => {
    expect(fillReply('Hi {name}', { name: '$& {gear}', gear: 'x' })).toBe('Hi $& {gear}');
  });
});

describe('finding a saved reply', () => {
  const replies = [reply('thanks', 'Thank you'), reply('pickup', 'Come by at nine'), reply('up', 'Cheer up')];

  it('gives those whose shortcut begins so first', () => {
    expect(findReplies(replies, 'UP').map((one) => one.shortcut)).toEqual(['up', 'pickup']);
  });

  it('looks into the texts too', () => {
    expect(findReplies(replies, 'nine').map((one) => one.shortcut)).toEqual(['pickup']);
  });

  it('gives all before anything is typed', () => {
    expect(findReplies(replies, '')).toEqual(replies);
  });
});

function reply(shortcut: string, text: string): SavedReply {
  return { id: shortcut, shortcut, text, updatedAt: '2026-01-01T00:00:00Z' };
}
