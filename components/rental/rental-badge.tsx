import { useTranslations } from 'next-intl';
import { Badge, type Tone } from '@/components/ui/badge';
import type { RentalStatus } from '@/lib/conversations/conversation';

const tones: Record<RentalStatus, Tone> = {
  requested: 'warning',
  confirmed: 'brand',
  picked_up: 'notice',
  returned: 'neutral',
  declined: 'danger',
  cancelled: 'neutral',
};

export function RentalBadge({ status }: { status: RentalStatus }) {
  const t = useTranslations('Rental');
  return <Badge tone={tones[status]}>{t(`status.${status}`)}</Badge>;
}
