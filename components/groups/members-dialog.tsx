'use client';

import { useTranslations } from 'next-intl';
import { Dialog } from '@/components/ui/dialog';
import type { Conversation } from '@/lib/conversations/conversation';
import { GroupMembers } from './group-members';

/** The people of a group, on top of the page. */
export function MembersDialog({
  conversation,
  onClose,
}: {
  conversation: Conversation;
  onClose: () => void;
}) {
  const t = useTranslations('Groups');
  return (
    <Dialog title={t('members')} close={t('close')} onClose={onClose}>
      <div className="mt-2">
        <GroupMembers conversation={conversation} />
      </div>
    </Dialog>
  );
}
