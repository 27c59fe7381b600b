'use client';

import { useTranslations } from 'next-intl';
import { GearPicture } from '@/components/gear/gear-picture';
import { useMessenger } from '@/components/messenger/use-messenger';
import { useRouter } from '@/components/navigation/navigation';
import { Alert } from '@/components/ui/alert';
import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import type { Invitation } from '@/lib/groups/group';
import { groupsApi } from './groups-api';
import { useAttempt } from './use-attempt';

interface Props {
  invitations: readonly Invitation[];
  /** Asks for them again. */
  look: () => void;
}

/** The groups that I am asked to join, above my conversations. */
export function Invitations({ invitations, look }: Props) {
  const t = useTranslations('Groups');
  const messenger = useMessenger();
  const router = useRouter();
  const { attempt, isBusy, refusal } = useAttempt();

  async function answer(invitation: Invitation, status: 'accepted' | 'declined') {
    const isDone = await attempt(() => groupsApi.answer(invitation.id, status));
    look();
    if (isDone && status === 'accepted') {
      void messenger.catchUp();
      router.push(`/messages/${invitation.conversationId}`);
    }
  }

  if (invitations.length === 0 && refusal === null) {
    return null;
  }
  return (
    <section aria-label={t('invitations')} className="grid gap-2 p-2 pb-0">
      {refusal !== null && <Alert>{t(`refusal.${refusal}`)}</Alert>}
      {invitations.map((invitation) => (
        <article key={invitation.id} className="grid gap-3 rounded-xl border bg-raised p-3">
          <div className="flex items-center gap-3">
            {invitation.gear ? (
              <GearPicture imageUrl={invitation.gear.imageUrl} className="size-12 rounded-xl" />
            ) : (
              <Avatar
                id={invitation.inviter.id}
                name={invitation.inviter.name}
                imageUrl={invitation.inviter.avatarUrl}
              />
            )}
            <div className="min-w-0 flex-1 text-sm">
              <p dir="auto" className="text-pretty">
                <Sentence invitation={invitation} />
              </p>
              <p dir="auto" className="truncate text-muted">
                {[invitation.gear?.title, t('asksCount', { count: invitation.memberCount })]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </div>
          </div>
          <div className="flex gap-2 *:flex-1">
            <Button
              variant="soft"
              aria-label={t('declineName', { name: invitation.inviter.name })}
              onClick={() => answer(invitation, 'declined')}
            >
              {t('decline')}
            </Button>
            <Button
              busy={isBusy}
              aria-label={t('acceptName', { name: invitation.inviter.name })}
              onClick={() => answer(invitation, 'accepted')}
            >
              {t('accept')}
            </Button>
          </div>
        </article>
      ))}
    </section>
  );
}

function Sentence({ invitation: { inviter, title } }: { invitation: Invitation }) {
  const t = useTranslations('Groups');
  const name = inviter.name;
  const b = (chunks: React.ReactNode) => <b className="font-semibold">{chunks}</b>;
  return title === null ? t.rich('asksUnnamed', { name, b }) : t.rich('asks', { name, title, b });
}
