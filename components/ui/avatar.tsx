import { cn } from './class-names';
import { Picture } from './picture';

// Written out, because Tailwind finds class names by reading the source.
const hues = [
  'bg-hue-0',
  'bg-hue-1',
  'bg-hue-2',
  'bg-hue-3',
  'bg-hue-4',
  'bg-hue-5',
  'bg-hue-6',
  'bg-hue-7',
] as const;

const sizes = {
  small: 'size-7 text-[0.6875rem]',
  medium: 'size-10 text-sm',
  large: 'size-14 text-lg',
} as const;

interface Props {
  /** Decides the colour, so that one person has the same one everywhere. */
  id: string;
  name: string;
  imageUrl?: string | null;
  size?: keyof typeof sizes;
  className?: string;
}

/** A face, or initials. Decorative: the name stands beside it, so the initials are not text of the page. */
export function Avatar({ id, name, imageUrl = null, size = 'medium', className }: Props) {
  const shape = cn('shrink-0 rounded-full object-cover', sizes[size], className);
  if (imageUrl !== null) {
    return <Picture src={imageUrl} width={56} height={56} loading="lazy" className={shape} />;
  }
  return (
    <span
      aria-hidden
      data-initials={initialsOf(name)}
      className={cn(
        'inline-flex items-center justify-center font-semibold text-on-brand uppercase before:content-[attr(data-initials)]',
        hueOf(id),
        shape,
      )}
    />
  );
}

function hueOf(id: string): string {
  let sum = 0;
  for (const character of id) {
    sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  }
  return hues[sum % hues.length] ?? hues[0];
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen.map((word) => [...(word ?? '')][0] ?? '').join('');
}
