'use client';

import { Check, CheckCheck, CircleAlert, Clock, type LucideIcon, ShieldQuestion } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { cn } from '@/components/ui/class-names';
import type { DeliveryState } from '@/lib/messenger/types';

const icons: Record<DeliveryState, LucideIcon> = {
  sending: Clock,
  sent: Check,
  delivered: CheckCheck,
  read: CheckCheck,
  failed: CircleAlert,
  held: ShieldQuestion,
};

const colours: Partial<Record<DeliveryState, string>> = {
  read: 'text-brand-text',
  failed: 'font-medium text-danger',
  held: 'font-medium text-warning',
};

export function DeliveryStateText({ state }: { state: DeliveryState }) {
  const t = useTranslations('Conversation');
  const Icon = icons[state];
  return (
    <span className={cn('inline-flex items-center gap-1', colours[state])}>
      <span aria-hidden>·</span>
      <span>{t(`state.${state}`)}</span>
      <Icon aria-hidden className="size-3.5" />
    </span>
  );
}
