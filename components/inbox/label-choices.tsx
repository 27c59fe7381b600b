'use client';

import { Check, Pencil, Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useId, useState } from 'react';
import { useInboxPaging } from '@/components/messenger/use-messenger';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { inputStyle } from '@/components/ui/input-style';
import type { Label } from '@/lib/conversations/label';
import { isAppError } from '@/lib/errors';
import { useInboxControls } from './inbox-controls';
import { hueStyles } from './label-chip';
import { useConversations } from './use-conversations';

interface Props {
  ids: readonly string[];
  onClose: () => void;
}

/** Which labels conversations have, and the labels themselves: made, renamed, recoloured, deleted. */
export function LabelChoices({ ids, onClose }: Props) {
  const t = useTranslations('Labels');
  const { api } = useInboxPaging();
  const controls = useInboxControls();
  const conversations = useConversations(ids);
  const labels = controls?.labels ?? [];
  const setLabels = controls?.setLabels;
  const [edited, setEdited] = useState<Label | 'new' | null>(labels.length === 0 ? 'new' : null);
  const [problem, setProblem] = useState<string | null>(null);

  // Another device may have changed them.
  useEffect(() => {
    api.request<{ data: Label[] }>('GET', 'labels').then(
      ({ data }) => setLabels?.(data),
      () => undefined,
    );
  }, [api, setLabels]);

  async function save(id: string, name: string, hue: number) {
    try {
      const saved = await api.request<Label>('PUT', `labels/${id}`, { name, hue });
      setLabels?.(
        [...labels.filter((label) => label.id !== id), saved].sort((a, b) => a.name.localeCompare(b.name)),
      );
      if (edited === 'new') {
        void controls?.act({ kind: 'label', add: [id] }, ids);
      }
      setEdited(null);
      setProblem(null);
    } catch (error) {
      setProblem(problemOf(error));
    }
  }

  async function remove({ id }: Label) {
    try {
      await api.request('DELETE', `labels/${id}`);
      setLabels?.(labels.filter((label) => label.id !== id));
      setEdited(null);
    } catch (error) {
      setProblem(problemOf(error));
    }
  }

  function problemOf(error: unknown): string {
    const code = isAppError(error) ? error.code : '';
    return t(code === 'conflict' ? 'taken' : code === 'invalid_input' ? 'tooMany' : 'failed');
  }

  if (edited !== null) {
    return (
      <LabelForm
        key={edited === 'new' ? 'new' : edited.id}
        label={edited === 'new' ? null : edited}
        problem={problem}
        onSave={(name, hue) => save(edited === 'new' ? crypto.randomUUID() : edited.id, name, hue)}
        onDelete={edited === 'new' ? null : () => remove(edited)}
        onCancel={() => {
          setProblem(null);
          if (labels.length === 0) {
            onClose();
          }
          setEdited(null);
        }}
      />
    );
  }
  return (
    <fieldset aria-label={t('title')} className="min-w-0">
      <ul>
        {labels.map((label) => {
          const isOn =
            conversations.length > 0 && conversations.every((one) => one.labels.includes(label.id));
          return (
            <li key={label.id} className="flex items-center">
              <button
                type="button"
                aria-pressed={isOn}
                onClick={() =>
                  void controls?.act({ kind: 'label', [isOn ? 'remove' : 'add']: [label.id] }, ids)
                }
                className="flex min-h-11 min-w-0 flex-1 items-center gap-3 rounded-xl px-3 text-start text-sm font-medium -outline-offset-2 hover:bg-sunken"
              >
                <span aria-hidden className={cn('size-3 shrink-0 rounded-full', hueStyles[label.hue])} />
                <bdi className="min-w-0 flex-1 truncate">{label.name}</bdi>
                {isOn && <Check aria-hidden className="size-4 shrink-0 text-brand-text" />}
              </button>
              <Button
                variant="ghost"
                size="icon"
                aria-label={t('edit', { name: label.name })}
                onClick={() => setEdited(label)}
              >
                <Pencil aria-hidden />
              </Button>
            </li>
          );
        })}
      </ul>
      <Button variant="ghost" align="start" className="w-full px-3" onClick={() => setEdited('new')}>
        <Plus aria-hidden />
        {t('new')}
      </Button>
    </fieldset>
  );
}

function LabelForm(props: {
  label: Label | null;
  problem: string | null;
  onSave: (name: string, hue: number) => void;
  onDelete: (() => void) | null;
  onCancel: () => void;
}) {
  const t = useTranslations('Labels');
  const id = useId();
  const [hue, setHue] = useState(props.label?.hue ?? 4);

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get('name')).trim();
    if (name !== '') {
      props.onSave(name, hue);
    }
  }

  return (
    <form onSubmit={onSubmit} className="grid gap-3 p-2">
      <label htmlFor={id} className="text-sm font-semibold">
        {t('name')}
      </label>
      <input
        id={id}
        name="name"
        data-first
        dir="auto"
        maxLength={40}
        required
        autoComplete="off"
        defaultValue={props.label?.name ?? ''}
        className={inputStyle}
      />
      <fieldset>
        <legend className="text-sm font-semibold">{t('colour')}</legend>
        <div className="mt-1 grid grid-cols-4">
          {hueStyles.map((style, place) => (
            <label key={style} className="flex size-11 cursor-pointer items-center justify-center">
              <input
                type="radio"
                name="hue"
                checked={hue === place}
                onChange={() => setHue(place)}
                aria-label={t('hue', { number: place + 1 })}
                className="peer sr-only"
              />
              <span
                className={cn(
                  'size-7 rounded-full ring-foreground ring-offset-2 ring-offset-raised peer-checked:ring-2 peer-focus-visible:outline-2 peer-focus-visible:outline-offset-4',
                  style,
                )}
              />
            </label>
          ))}
        </div>
      </fieldset>
      {props.problem !== null && <Alert>{props.problem}</Alert>}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" className="grow">
          {t('save')}
        </Button>
        <Button variant="soft" onClick={props.onCancel}>
          {t('cancel')}
        </Button>
        {props.onDelete && (
          <Button variant="ghost" className="w-full text-danger" onClick={props.onDelete}>
            <Trash2 aria-hidden />
            {t('delete')}
          </Button>
        )}
      </div>
    </form>
  );
}
