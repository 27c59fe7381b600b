import { useFormatter, useTranslations } from 'next-intl';

/** A price a day, such as `€24 / day`. */
export function DailyPrice({ minor, currency }: { minor: number; currency: string }) {
  const t = useTranslations('Gear');
  const format = useFormatter();
  const amount = format.number(minor / minorUnitsOf(currency), {
    style: 'currency',
    currency,
    trailingZeroDisplay: 'stripIfInteger',
  });
  return t.rich('perDay', {
    amount: () => <span className="font-semibold tabular-nums">{amount}</span>,
  });
}

/** 100 for most currencies, 1 for those without a smaller coin. */
function minorUnitsOf(currency: string): number {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
    .maximumFractionDigits;
  return 10 ** (digits ?? 2);
}
