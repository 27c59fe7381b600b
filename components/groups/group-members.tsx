'use client';

import { UserPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { InPlaceQuestion } from '@/components/conversation/in-place-question';
import { useMe, useMessenger } from '@/components/messenger/use-messenger';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import type { Conversation } from '@/lib/conversations/conversation';
import { groupsApi } from './groups-api';
import { MemberRow } from './member-row';
import { type Chosen, PeopleField } from './people-field';
import { RenameForm } from './rename-form';
import { useAttempt } from './use-attempt';

interface Props {
  conversation: Conversation;
}

/** Who is in a group and who is asked, and what one may do about it. */
export function GroupMembers({ conversation }: Props) {
  const t = useTranslations('Groups');
  const me = useMe();
  const messenger = useMessenger();
  const [asked, setAsked] = useState<'leave' | { removeId: string } | null>(null);
  const [isInviting, setIsInviting] = useState(false);
  const { attempt, isBusy, refusal } = useAttempt();
  const { id, startedBy } = conversation;
  const members = conversation.participants.filter(({ leftAt }) => leftAt === null);
  const removed =
    asked !== null && asked !== 'leave' ? members.find(({ userId }) => userId === asked.removeId) : undefined;

  /** What has changed comes by event; asking for it doesn't rely on that. */
  const act = async (action: () => Promise<unknown>) => {
    const isDone = await attempt(action);
    void messenger.catchUp();
    return isDone;
  };

  return (
    <div className="grid gap-4">
      {refusal !== null && <Alert>{t(`refusal.${refusal}`)}</Alert>}
      <RenameForm
        key={conversation.title}
        title={conversation.title}
        isBusy={isBusy}
        onRename={(title) => act(() => groupsApi.rename(id, title))}
      />
      <section aria-label={t('members')}>
        <h3 className="text-sm font-semibold">{t('peopleCount', { count: members.length })}</h3>
        <ul className="mt-1 grid">
          {members.map((member) => (
            <MemberRow
              key={member.userId}
              id={member.userId}
              name={member.name}
              shownName={member.userId === me.id ? t('you', { name: member.name }) : member.name}
              avatarUrl={member.avatarUrl}
              isVerified={member.verifiedAt !== null}
              note={member.userId === startedBy ? t('starter') : null}
              memberRole={member.role}
              action={
                startedBy === me.id && member.userId !== me.id
                  ? {
                      text: t('remove'),
                      label: t('removeName', { name: member.name }),
                      onAct: () => setAsked({ removeId: member.userId }),
                    }
                  : null
              }
            >
              {removed?.userId === member.userId && (
                <InPlaceQuestion
                  title={t('removeTitle', { name: member.name })}
                  text={t('removeText')}
                  confirm={t('remove')}
                  cancel={t('cancel')}
                  onCancel={() => setAsked(null)}
                  onConfirm={() => {
                    setAsked(null);
                    void act(() => groupsApi.remove(id, member.userId));
                  }}
                />
              )}
            </MemberRow>
          ))}
        </ul>
      </section>
      {conversation.invited.length > 0 && (
        <section aria-label={t('invitedTitle')}>
          <h3 className="text-sm font-semibold">{t('invitedTitle')}</h3>
          <ul className="mt-1 grid">
            {conversation.invited.map((one) => (
              <MemberRow
                key={one.id}
                id={one.userId}
                name={one.name}
                shownName={one.name}
                avatarUrl={one.avatarUrl}
                isVerified={false}
                note={t('invited')}
                memberRole="member"
                action={
                  [one.inviterId, startedBy].includes(me.id)
                    ? {
                        text: t('withdraw'),
                        label: t('withdrawName', { name: one.name }),
                        onAct: () => void act(() => groupsApi.withdraw(one.id)),
                      }
                    : null
                }
              />
            ))}
          </ul>
        </section>
      )}
      {isInviting ? (
        <InviteForm
          excludedIds={[...members, ...conversation.invited].map(({ userId }) => userId)}
          isBusy={isBusy}
          onInvite={async (userIds) => {
            if (await act(() => groupsApi.invite(id, userIds))) {
              setIsInviting(false);
            }
          }}
          onCancel={() => setIsInviting(false)}
        />
      ) : (
        <Button variant="soft" onClick={() => setIsInviting(true)}>
          <UserPlus aria-hidden />
          {t('addPeople')}
        </Button>
      )}
      <div className="border-t pt-3">
        {asked === 'leave' ? (
          <InPlaceQuestion
            title={t('leaveTitle')}
            text={startedBy === me.id && members.length > 1 ? t('leaveStarterText') : t('leaveText')}
            confirm={t('leave')}
            cancel={t('cancel')}
            onCancel={() => setAsked(null)}
            onConfirm={() => void act(() => groupsApi.leave(id))}
          />
        ) : (
          <Button variant="ghost" className="w-full text-danger" onClick={() => setAsked('leave')}>
            {t('leave')}
          </Button>
        )}
      </div>
    </div>
  );
}

function InviteForm(props: {
  excludedIds: readonly string[];
  isBusy: boolean;
  onInvite: (userIds: string[]) => void;
  onCancel: () => void;
}) {
  const t = useTranslations('Groups');
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    props.onInvite(chosen.map((person) => person.id));
  }

  return (
    <form onSubmit={onSubmit} className="grid gap-3">
      <PeopleField chosen={chosen} onChange={setChosen} excludedIds={props.excludedIds} />
      <div className="flex flex-wrap gap-2 *:grow">
        <Button variant="soft" onClick={props.onCancel}>
          {t('cancel')}
        </Button>
        <Button type="submit" busy={props.isBusy} disabled={chosen.length === 0}>
          {t('invite')}
        </Button>
      </div>
    </form>
  );
}
