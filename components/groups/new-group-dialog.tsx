'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { othersOf } from '@/components/conversation/others';
import { useMe, useMessenger } from '@/components/messenger/use-messenger';
import { useRouter } from '@/components/navigation/navigation';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/text-field';
import type { Conversation } from '@/lib/conversations/conversation';
import { groupsApi } from './groups-api';
import { type Chosen, PeopleField } from './people-field';
import { useAttempt } from './use-attempt';

interface Props {
  /** The group is about the same gear, and its people are chosen at first. */
  from: Conversation | null;
  onClose: () => void;
}

/** Starts a group, and opens it. */
export function NewGroupDialog({ from, onClose }: Props) {
  const t = useTranslations('Groups');
  const me = useMe();
  const messenger = useMessenger();
  const router = useRouter();
  const [id] = useState(() => crypto.randomUUID());
  const [title, setTitle] = useState('');
  const [chosen, setChosen] = useState<readonly Chosen[]>(() =>
    from === null
      ? []
      : othersOf(from, me.id).map(({ userId, name, avatarUrl }) => ({ id: userId, name, avatarUrl })),
  );
  const { attempt, isBusy, refusal } = useAttempt();

  async function start(event: FormEvent) {
    event.preventDefault();
    const isStarted = await attempt(() =>
      groupsApi.start({
        id,
        fromConversationId: from?.id ?? null,
        title: title.trim() || null,
        userIds: chosen.map((person) => person.id),
      }),
    );
    if (isStarted) {
      void messenger.catchUp();
      onClose();
      router.push(`/messages/${id}`);
    }
  }

  return (
    <Dialog title={from === null ? t('newGroup') : t('addPeople')} close={t('close')} onClose={onClose}>
      <form onSubmit={start} className="mt-1 grid gap-5">
        <p className="text-sm text-pretty text-muted">
          {from?.gear && (
            <span dir="auto" className="mb-1 block font-medium text-foreground">
              {t('about', { gear: from.gear.title })}
            </span>
          )}
          {t('dialogText')}
        </p>
        <PeopleField chosen={chosen} onChange={setChosen} excludedIds={[me.id]} />
        <TextField
          label={t('name')}
          hint={t('nameHint')}
          placeholder={t('namePlaceholder')}
          dir="auto"
          maxLength={80}
          autoComplete="off"
          value={title}
          onChange={(event) => setTitle(event.target.value)}
        />
        {refusal !== null && <Alert>{t(`refusal.${refusal}`)}</Alert>}
        <div className="flex flex-wrap justify-end gap-2 max-sm:*:grow">
          <Button variant="soft" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" busy={isBusy} disabled={chosen.length === 0}>
            {t('start')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
