'use client';

import { Pencil, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { useAsk } from '@/components/messenger/use-messenger';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { useHydrated } from '@/components/ui/use-hydrated';
import type { SavedReply } from '@/lib/saved-replies/saved-reply';
import { ReplyForm } from './reply-form';

/** The texts that I keep to answer with: to add, alter and forget. */
export function SavedRepliesSetting({ first }: { first: SavedReply[] }) {
  const t = useTranslations('SavedReplies');
  const ask = useAsk();
  const isHydrated = useHydrated();
  const heading = useRef<HTMLHeadingElement>(null);
  const [replies, setReplies] = useState(first);
  const [editedId, setEditedId] = useState<string | null>(null);
  const [told, setTold] = useState<'saved' | 'deleted' | 'failed' | null>(null);

  function keep(saved: SavedReply) {
    setReplies((before) =>
      [...before.filter((one) => one.id !== saved.id), saved].sort((a, b) =>
        a.shortcut < b.shortcut ? -1 : 1,
      ),
    );
    setEditedId(null);
    setTold('saved');
  }

  async function forget(reply: SavedReply) {
    setTold(null);
    try {
      await ask('DELETE', `saved-replies/${reply.id}`);
      setReplies((before) => before.filter((one) => one.id !== reply.id));
      setTold('deleted');
      heading.current?.focus();
    } catch {
      setTold('failed');
    }
  }

  return (
    <section aria-labelledby="saved-replies-title" className="mt-6 rounded-2xl border bg-surface p-5 sm:p-6">
      <h2 ref={heading} id="saved-replies-title" tabIndex={-1} className="font-semibold">
        {t('title')}
      </h2>
      <p className="mt-1 text-sm text-pretty text-muted">{t('explanation')}</p>
      {replies.length > 0 && (
        <ul className="mt-4 divide-y border-y">
          {replies.map((reply) => (
            <li key={reply.id} className="py-2">
              {editedId === reply.id ? (
                <ReplyForm reply={reply} onSaved={keep} onCancel={() => setEditedId(null)} />
              ) : (
                <div className="flex items-start gap-2">
                  <div className="min-w-0 flex-1 py-1.5 text-sm">
                    <p className="font-semibold text-brand-text">
                      <bdi>/{reply.shortcut}</bdi>
                    </p>
                    <p dir="auto" className="mt-0.5 wrap-anywhere whitespace-pre-line text-muted">
                      {reply.text}
                    </p>
                  </div>
                  <Button
                    variant="ghost"
                    size="icon"
                    shape="pill"
                    disabled={!isHydrated}
                    aria-label={t('edit', { shortcut: reply.shortcut })}
                    onClick={() => setEditedId(reply.id)}
                  >
                    <Pencil aria-hidden />
                  </Button>
                  <Button
                    variant="ghost"
                    size="icon"
                    shape="pill"
                    disabled={!isHydrated}
                    aria-label={t('delete', { shortcut: reply.shortcut })}
                    onClick={() => forget(reply)}
                  >
                    <Trash2 aria-hidden />
                  </Button>
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      {told === 'failed' && <Alert className="mt-3">{t('deleteFailed')}</Alert>}
      <p role="status" className="sr-only">
        {(told === 'saved' || told === 'deleted') && t(told)}
      </p>
      {editedId === null && replies.length < 100 && (
        <div className="mt-5">
          <h3 className="mb-3 text-sm font-semibold">{t('add')}</h3>
          <ReplyForm key={replies.length} reply={null} onSaved={keep} onCancel={null} />
        </div>
      )}
    </section>
  );
}
