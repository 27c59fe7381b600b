'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { askApi } from '@/components/safety/ask-api';
import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import type { BlockedPerson } from '@/lib/people/blocks';

/** Whom one has blocked, to unblock them. */
export function BlockedPeople({ people }: { people: BlockedPerson[] }) {
  const t = useTranslations('Blocking');
  const [left, setLeft] = useState(people);
  const [failedId, setFailedId] = useState<string | null>(null);
  if (left.length === 0) {
    return (
      <p role="status" className="text-sm text-muted">
        {t('nobody')}
      </p>
    );
  }
  return (
    <ul className="grid gap-1">
      {left.map(({ userId, name, avatarUrl }) => (
        <li key={userId} className="flex min-h-12 items-center gap-3">
          <Avatar id={userId} name={name} imageUrl={avatarUrl} size="small" />
          <span dir="auto" className="min-w-0 flex-1 truncate">
            {name}
          </span>
          {failedId === userId && (
            <span role="alert" className="text-sm text-danger">
              {t('failed')}
            </span>
          )}
          <Button
            variant="soft"
            aria-label={t('unblockName', { name })}
            onClick={async () => {
              const { failure } = await askApi('DELETE', `blocks/${userId}`);
              setFailedId(failure === null ? null : userId);
              if (failure === null) {
                setLeft(left.filter((one) => one.userId !== userId));
              }
            }}
          >
            {t('unblock')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
