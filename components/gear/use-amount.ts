import { useFormatter } from 'next-intl';
import { useCallback } from 'react';

/** Writes an amount of money in the reader's language, such as `€24`. It is given in the currency's minor unit. */
export function useAmount(): (minor: number, currency: string) => string {
  const format = useFormatter();
  return useCallback(
    (minor, currency) =>
      format.number(minor / minorUnitsOf(currency), {
        style: 'currency',
        currency,
        trailingZeroDisplay: 'stripIfInteger',
      }),
    [format],
  );
}

/** 100 for most currencies, 1 for those without a smaller coin. */
export function minorUnitsOf(currency: string): number {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
    .maximumFractionDigits;
  return 10 ** (digits ?? 2);
}
