import { cn } from '@/components/ui/class-names';
import type { Label } from '@/lib/conversations/label';

// Written out, because Tailwind finds class names by reading the source.
export const hueStyles = [
  'bg-hue-0',
  'bg-hue-1',
  'bg-hue-2',
  'bg-hue-3',
  'bg-hue-4',
  'bg-hue-5',
  'bg-hue-6',
  'bg-hue-7',
] as const;

export function LabelChip({ label }: { label: Label }) {
  return (
    <bdi
      className={cn(
        'inline-block max-w-24 truncate rounded-md px-1.5 py-0.5 text-xs font-medium text-on-brand',
        hueStyles[label.hue],
      )}
    >
      {label.name}
    </bdi>
  );
}
