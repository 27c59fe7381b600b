'use client';

import { cn } from '@/components/ui/class-names';

interface Props {
  emoji: string;
  isMine: boolean;
  onChoose: (emoji: string) => void;
}

/** Named by the emoji itself, for which every screen reader has words in its own language. */
export function EmojiButton({ emoji, isMine, onChoose }: Props) {
  return (
    <button
      type="button"
      aria-pressed={isMine}
      onClick={() => onChoose(emoji)}
      className={cn(
        'flex size-11 items-center justify-center rounded-xl font-emoji text-2xl leading-none -outline-offset-2',
        isMine ? 'bg-brand-soft' : 'hover:bg-sunken',
      )}
    >
      {emoji}
    </button>
  );
}
