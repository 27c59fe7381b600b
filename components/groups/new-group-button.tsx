'use client';

import { UserPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { lazy, Suspense, useState } from 'react';
import { Button } from '@/components/ui/button';

const load = () => import('./new-group-dialog');
const NewGroupDialog = lazy(async () => ({ default: (await load()).NewGroupDialog }));

/** Starts a group about nothing in particular. */
export function NewGroupButton({ className }: { className?: string }) {
  const t = useTranslations('Groups');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        variant="ghost"
        size="icon"
        shape="pill"
        aria-label={t('newGroup')}
        title={t('newGroup')}
        aria-haspopup="dialog"
        onPointerEnter={load}
        onFocus={load}
        onClick={() => setIsOpen(true)}
        className={className}
      >
        <UserPlus aria-hidden />
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <NewGroupDialog from={null} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
