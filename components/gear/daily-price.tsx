import { useTranslations } from 'next-intl';
import { useAmount } from './use-amount';

/** A price a day, such as `€24 / day`. */
export function DailyPrice({ minor, currency }: { minor: number; currency: string }) {
  const t = useTranslations('Gear');
  const amount = useAmount();
  return t.rich('perDay', {
    amount: () => <span className="font-semibold tabular-nums">{amount(minor, currency)}</span>,
  });
}
