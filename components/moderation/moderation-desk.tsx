'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { askApi } from '@/components/safety/ask-api';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { decisionsFor, type Review, type ReviewDetails } from '@/lib/moderation/review';
import { ActionLog } from './action-log';
import { FiguresTable } from './figures-table';
import { ReviewList } from './review-list';
import { ReviewPanel } from './review-panel';
import { type Desk, useDesk } from './use-desk';

const views = ['queue', 'decided', 'log', 'figures'] as const;

/** Where moderators work: what waits, what it is about, and what was done. */
export function ModerationDesk({ first }: { first: Desk }) {
  const t = useTranslations('Moderation');
  const { desk, refresh } = useDesk(first);
  const [view, setView] = useState<(typeof views)[number]>('queue');
  const [details, setDetails] = useState<ReviewDetails | null>(null);
  const [reason, setReason] = useState('');
  const [done, setDone] = useState<{ actionId: string; text: string } | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const reviews = view === 'decided' ? desk.decided : desk.open;

  async function look(review: Review) {
    const { data, failure: code } = await askApi<ReviewDetails>(
      'POST',
      `moderation/reviews/${review.id}/views`,
    );
    setFailure(code);
    setReason('');
    setDetails(data);
  }

  async function finish(answer: Promise<{ data: unknown; failure: string | null }>, text: string) {
    const { data, failure: code } = await answer;
    const { lastActionId, actionId } = (data ?? {}) as { lastActionId?: string; actionId?: string };
    setFailure(code);
    if (code === null) {
      const undoable = actionId ?? lastActionId;
      setDone(undoable ? { actionId: undoable, text } : null);
      if (!actionId) {
        setDetails(null);
        list.current?.focus();
      }
    }
    await refresh();
  }

  function decide(review: Review, decision: Review['decision']) {
    if (decision !== null) {
      const answer = askApi('PUT', `moderation/reviews/${review.id}/decision`, { decision, reason });
      void finish(answer, t(`decision.${decision}`));
    }
  }

  function sanction(review: Review, kind: 'warn' | 'mute' | 'ban') {
    if (reason.trim() === '') {
      setFailure('needsReason');
      return;
    }
    const hours = kind === 'mute' ? { hours: 24 } : {};
    const answer = askApi('POST', `moderation/reviews/${review.id}/sanctions`, { kind, reason, ...hours });
    void finish(answer, t(`sanction.${kind}`));
  }

  function undo() {
    if (done !== null) {
      setDone(null);
      void finish(askApi('DELETE', `moderation/actions/${done.actionId}`), t('undo'));
    }
  }

  // Wherever on the page one is, but never while one writes or in a menu.
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const { target } = event;
    const isElsewhere =
      target instanceof Element &&
      target.closest('input, textarea, select, [contenteditable], dialog, [popover], [role=menu]') !== null;
    if (isElsewhere || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const choices = details ? decisionsFor(details) : [];
    const chosen = choices[Number(event.key) - 1];
    if (event.key === 'j' || event.key === 'k') {
      event.preventDefault();
      const rows = [...(list.current?.querySelectorAll<HTMLElement>('button[data-review]') ?? [])];
      const place = rows.indexOf(document.activeElement as HTMLElement);
      rows.at(Math.min(rows.length - 1, Math.max(0, place + (event.key === 'j' ? 1 : -1))))?.focus();
    } else if (event.key === 'u') {
      undo();
    } else if (event.key === 'Escape') {
      setDetails(null);
      list.current?.focus();
    } else if (details && chosen && details.decidedAt === null) {
      event.preventDefault();
      decide(details, chosen);
    }
  });

  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);

  return (
    <div className="pt-8">
      <h1 className="text-2xl font-bold tracking-tight">{t('title')}</h1>
      <p className="mt-1 text-sm text-muted">{t('keys')}</p>
      <div className="mt-4 flex flex-wrap items-center gap-1">
        {views.map((one) => (
          <Button
            key={one}
            variant={view === one ? 'soft' : 'ghost'}
            aria-pressed={view === one}
            onClick={() => setView(one)}
          >
            {t(one)}
            {one === 'queue' && <span className="text-muted tabular-nums">{desk.open.length}</span>}
          </Button>
        ))}
      </div>
      <div role="status" className="mt-2 flex min-h-11 items-center gap-2 text-sm">
        {done !== null && (
          <>
            {t('done', { action: done.text })}
            <Button variant="ghost" onClick={undo}>
              {t('undo')}
            </Button>
          </>
        )}
      </div>
      {failure !== null && (
        <Alert className="mb-2">
          {failure === 'needsReason' ? t('needsReason') : t('failed', { code: failure })}
        </Alert>
      )}
      {view === 'log' && <ActionLog actions={desk.actions} />}
      {view === 'figures' && <FiguresTable figures={desk.figures} />}
      {(view === 'queue' || view === 'decided') && (
        <div className="grid items-start gap-4 lg:grid-cols-[22rem_minmax(0,1fr)]">
          <div ref={list} tabIndex={-1} className="outline-none">
            <ReviewList reviews={reviews} openId={details?.id ?? null} onOpen={look} />
          </div>
          {details !== null && (
            <ReviewPanel
              key={details.id}
              details={details}
              reason={reason}
              onReason={setReason}
              onDecide={(decision) => decide(details, decision)}
              onSanction={(kind) => sanction(details, kind)}
              onClose={() => {
                setDetails(null);
                list.current?.focus();
              }}
            />
          )}
        </div>
      )}
    </div>
  );
}
