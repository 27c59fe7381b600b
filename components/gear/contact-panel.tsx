import { MessageCircle, Store } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Link } from '@/components/navigation/navigation';
import { RequestRental } from '@/components/rental/request-rental';
import { buttonStyle } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { PendingBar } from '@/components/ui/pending-bar';
import type { Gear } from '@/lib/gear/gear';
import { DailyPrice } from './daily-price';
import { MessageOwnerButton } from './message-owner-button';
import { SafetyTips } from './safety-tips';

interface Props {
  gear: Gear;
  /** Null for visitors. */
  myId: string | null;
}

export function ContactPanel({ gear, myId }: Props) {
  const t = useTranslations('Gear');
  return (
    <section aria-label={t('contact')} className="rounded-2xl border bg-surface p-5 shadow-card">
      <p className="mb-4 text-lg [&_span]:text-2xl">
        <DailyPrice minor={gear.dailyPriceMinor} currency={gear.currency} />
      </p>
      {myId === gear.lister.id ? (
        <p className="flex min-h-12 items-center justify-center gap-2 rounded-xl bg-sunken px-4 text-center font-medium">
          <Store aria-hidden className="size-4.5 shrink-0" />
          {t('yours')}
        </p>
      ) : myId === null ? (
        <Link
          href={{ pathname: '/sign-in', query: { next: `/gear/${gear.slug}` } }}
          className={cn(buttonStyle({ size: 'large' }), 'w-full')}
        >
          <MessageCircle aria-hidden />
          {t('signInToMessage')}
          <PendingBar />
        </Link>
      ) : (
        <div className="grid gap-2.5">
          <MessageOwnerButton gearId={gear.id} />
          <RequestRental gear={gear} className="w-full" leadsToConversation />
        </div>
      )}
      {myId !== gear.lister.id && <SafetyTips />}
    </section>
  );
}
