'use client';

import { UserPlus, Users } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { lazy, Suspense, useState } from 'react';
import { Button } from '@/components/ui/button';
import type { Conversation } from '@/lib/conversations/conversation';

// Loaded by whoever is about to press it.
const loadMembers = () => import('./members-dialog');
const loadNewGroup = () => import('./new-group-dialog');
const MembersDialog = lazy(async () => ({ default: (await loadMembers()).MembersDialog }));
const NewGroupDialog = lazy(async () => ({ default: (await loadNewGroup()).NewGroupDialog }));

/** The people of a group; of a direct conversation, a way to go on with more of them. */
export function PeopleButton({
  conversation,
  name,
  isLabelled = false,
}: {
  conversation: Conversation;
  name: string;
  isLabelled?: boolean;
}) {
  const t = useTranslations('Groups');
  const [isOpen, setIsOpen] = useState(false);
  const isGroup = conversation.kind === 'group';
  const load = isGroup ? loadMembers : loadNewGroup;
  const label = isGroup ? t('open', { name }) : t('addPeople');
  return (
    <>
      <Button
        {...(isLabelled
          ? { variant: 'soft' as const }
          : { variant: 'ghost' as const, size: 'icon' as const, shape: 'pill' as const, title: label })}
        aria-label={label}
        aria-haspopup="dialog"
        onPointerEnter={load}
        onFocus={load}
        onClick={() => setIsOpen(true)}
      >
        {isGroup ? <Users aria-hidden /> : <UserPlus aria-hidden />}
        {isLabelled && <span>{label}</span>}
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          {isGroup ? (
            <MembersDialog conversation={conversation} onClose={() => setIsOpen(false)} />
          ) : (
            <NewGroupDialog from={conversation} onClose={() => setIsOpen(false)} />
          )}
        </Suspense>
      )}
    </>
  );
}
