import { Package } from 'lucide-react';
import { cn } from '@/components/ui/class-names';
import { Picture } from '@/components/ui/picture';

interface Props {
  imageUrl: string | null;
  /** Loads at once instead of when it comes near. */
  eager?: boolean;
  className?: string;
}

/** Decorative: the gear's title stands beside it. Its size comes from the class, so that nothing moves when it loads. */
export function GearPicture({ imageUrl, eager = false, className }: Props) {
  return imageUrl === null ? (
    <span aria-hidden className={cn('flex items-center justify-center bg-sunken text-muted', className)}>
      <Package className="size-1/3 max-w-24" strokeWidth={1.25} />
    </span>
  ) : (
    <Picture
      src={imageUrl}
      width={800}
      height={600}
      loading={eager ? 'eager' : 'lazy'}
      className={cn('object-cover dark:brightness-90', className)}
    />
  );
}
