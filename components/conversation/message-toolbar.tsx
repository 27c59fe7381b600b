'use client';

import { Ellipsis, Reply, SmilePlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { RefObject } from 'react';
import { useMe } from '@/components/messenger/use-messenger';
import { cn } from '@/components/ui/class-names';
import type { Message } from '@/lib/messages/message';
import type { ComposerHandle } from './composer';
import { useMessageActions, useOpenedView } from './message-actions';
import { permissionsOf } from './message-permissions';

interface Props {
  message: Message;
  isMine: boolean;
  /** Its message has the focus, or something in it has. */
  isActive: boolean;
  composer: RefObject<ComposerHandle | null>;
}

const buttonStyle =
  'flex size-8 items-center justify-center rounded-lg text-muted hover:bg-sunken hover:text-foreground no-hover:size-11 [&_svg]:size-4';

/**
 * What one does most, beside the message under the mouse or with the focus. Not in the way of Tab, which would stop at each
 * message: the arrow keys lead to a message, and Tab from there to its buttons. Where nothing can hover, the last button
 * stays in sight, and the other two are there for screen readers.
 */
export function MessageToolbar({ message, isMine, isActive, composer }: Props) {
  const t = useTranslations('MessageActions');
  const me = useMe();
  const { open } = useMessageActions();
  const view = useOpenedView(message.id);
  const may = permissionsOf(message, me.id, 0);
  const button = (label: string) => ({
    type: 'button' as const,
    tabIndex: isActive ? 0 : -1,
    'aria-label': label,
    title: label,
  });
  return (
    <div
      // The log announces what is added to it: these are not news.
      aria-live="off"
      className={cn(
        'absolute z-10 flex transition-opacity duration-100 print:hidden',
        'can-hover:gap-px can-hover:rounded-xl can-hover:border can-hover:bg-raised can-hover:p-0.5 can-hover:shadow-card',
        'can-hover:opacity-0 can-hover:group-hover/message:opacity-100 can-hover:group-has-focus-visible/message:opacity-100 can-hover:has-aria-expanded:opacity-100',
        // Beside the message where there is room for it, otherwise over its upper edge.
        'no-hover:top-1/2 no-hover:-translate-y-1/2 can-hover:-top-7 can-hover:@3xl:top-1/2 can-hover:@3xl:-translate-y-1/2',
        isMine
          ? 'no-hover:end-full can-hover:end-0 can-hover:@3xl:end-full can-hover:@3xl:me-1.5'
          : 'no-hover:start-full can-hover:start-0 can-hover:@3xl:start-full can-hover:@3xl:ms-1.5',
      )}
    >
      {may.react && (
        <button
          {...button(t('react'))}
          aria-haspopup="dialog"
          aria-expanded={view === 'reactions'}
          onClick={(event) => open(message, 'reactions', event.currentTarget)}
          className={cn(buttonStyle, 'no-hover:sr-only')}
        >
          <SmilePlus aria-hidden />
        </button>
      )}
      {may.reply && (
        <button
          {...button(t('reply'))}
          onClick={() => composer.current?.reply(message)}
          className={cn(buttonStyle, 'no-hover:sr-only')}
        >
          <Reply aria-hidden />
        </button>
      )}
      <button
        {...button(t('menu'))}
        aria-haspopup="menu"
        aria-expanded={view === 'menu'}
        onClick={(event) => open(message, 'menu', event.currentTarget)}
        className={buttonStyle}
      >
        <Ellipsis aria-hidden />
      </button>
    </div>
  );
}
