'use client';

import { useTranslations } from 'next-intl';

/** Where the messages begin that one had not read. */
export function NewMessagesSeparator() {
  const t = useTranslations('Log');
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule has no text.
    <div
      role="separator"
      aria-label={t('newMessages')}
      className="mt-5 mb-1 flex items-center gap-3 text-xs font-semibold text-brand-text before:h-px before:flex-1 before:bg-current/40 after:h-px after:flex-1 after:bg-current/40"
    >
      {t('newMessages')}
    </div>
  );
}
