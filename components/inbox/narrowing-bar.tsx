'use client';

import { Layers } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { rentalStages } from '@/lib/conversations/conversation';
import { useInboxControls } from './inbox-controls';
import { hueStyles } from './label-chip';
import type { Narrowing } from './narrowing';
import { useCounts } from './use-counts';

type Chosen = Pick<Narrowing, 'gearId' | 'stage' | 'label'>;

interface Props {
  isForLister: boolean;
  chosen: Chosen;
  onChoose: (chosen: Chosen) => void;
  isByGear: boolean;
  onByGear: (isByGear: boolean) => void;
}

/** Chooses among conversations: a lister by gear and by stage of renting, everybody by their labels. */
export function NarrowingBar({ isForLister, chosen, onChoose, isByGear, onByGear }: Props) {
  const t = useTranslations('InboxFilters');
  const labels = useInboxControls()?.labels ?? [];
  return (
    <div className="shrink-0 border-b">
      {isForLister && (
        <ListerChoices chosen={chosen} onChoose={onChoose} isByGear={isByGear} onByGear={onByGear} />
      )}
      {labels.length > 0 && (
        <fieldset
          aria-label={t('labels')}
          className="fades-at-end flex min-w-0 gap-1 overflow-x-auto ps-3 py-1"
        >
          {labels.map((label) => (
            <Choice
              key={label.id}
              isOn={chosen.label === label.id}
              onToggle={(isOn) => onChoose(isOn ? { ...chosen, label: label.id } : without(chosen, 'label'))}
            >
              <span aria-hidden className={cn('size-2.5 rounded-full', hueStyles[label.hue])} />
              <bdi>{label.name}</bdi>
            </Choice>
          ))}
        </fieldset>
      )}
    </div>
  );
}

function ListerChoices({ chosen, onChoose, isByGear, onByGear }: Omit<Props, 'isForLister'>) {
  const t = useTranslations('InboxFilters');
  const counts = useCounts(chosen);
  const format = useFormatter();
  const shown = (count: number) => `${format.number(count)}${counts?.isBounded ? '+' : ''}`;
  const stageTotal = counts === null ? 0 : rentalStages.reduce((sum, stage) => sum + counts.stages[stage], 0);
  return (
    <>
      <div className="flex items-center gap-1 px-3 pt-2">
        <label className="min-w-0 flex-1">
          <span className="sr-only">{t('gear')}</span>
          <select
            value={chosen.gearId ?? ''}
            onChange={({ target }) =>
              onChoose(target.value === '' ? without(chosen, 'gearId') : { ...chosen, gearId: target.value })
            }
            className="min-h-11 w-full truncate rounded-xl border border-line-strong bg-surface px-3 text-sm font-medium"
          >
            <option value="">{t('allGear')}</option>
            {counts?.gear.map((piece) => (
              <option key={piece.id} value={piece.id}>
                {t('gearCount', { title: piece.title, count: piece.all, unread: piece.unread })}
              </option>
            ))}
          </select>
        </label>
        <Button
          variant={isByGear ? 'soft' : 'ghost'}
          size="icon"
          aria-pressed={isByGear}
          aria-label={t('byGear')}
          title={t('byGear')}
          onClick={() => onByGear(!isByGear)}
        >
          <Layers aria-hidden />
        </Button>
      </div>
      <fieldset
        aria-label={t('stages')}
        className="fades-at-end flex min-w-0 gap-1 overflow-x-auto ps-3 py-1"
      >
        <Choice
          isOn={chosen.stage === undefined}
          onToggle={() => onChoose(without(chosen, 'stage'))}
          count={counts && shown(stageTotal)}
        >
          {t('stage.all')}
        </Choice>
        {rentalStages.map((stage) => (
          <Choice
            key={stage}
            isOn={chosen.stage === stage}
            onToggle={(isOn) => onChoose(isOn ? { ...chosen, stage } : without(chosen, 'stage'))}
            count={counts && shown(counts.stages[stage])}
          >
            {t(`stage.${stage}`)}
          </Choice>
        ))}
      </fieldset>
    </>
  );
}

function Choice(props: {
  isOn: boolean;
  onToggle: (isOn: boolean) => void;
  /** Null until it is known. */
  count?: string | null;
  children: React.ReactNode;
}) {
  return (
    <button
      type="button"
      aria-pressed={props.isOn}
      onClick={() => props.onToggle(!props.isOn)}
      className="inline-flex min-h-11 shrink-0 items-center gap-1.5 rounded-full px-3 text-sm font-medium text-muted -outline-offset-2 hover:bg-sunken aria-pressed:bg-brand-soft aria-pressed:text-brand-text"
    >
      {props.children}
      {props.count !== undefined && (
        <span className="min-w-4 text-xs tabular-nums">{props.count ?? ' '}</span>
      )}
    </button>
  );
}

function without(chosen: Chosen, key: keyof Chosen): Chosen {
  const { [key]: _, ...rest } = chosen;
  return rest;
}
