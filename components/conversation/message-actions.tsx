'use client';

import { useTranslations } from 'next-intl';
import { createContext, type ReactNode, type RefObject, use, useCallback, useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import { useMessenger } from '@/components/messenger/use-messenger';
import { FloatingPanel } from '@/components/ui/floating-panel';
import type { Message } from '@/lib/messages/message';
import type { Timeline } from '@/lib/messenger/types';
import type { ComposerHandle } from './composer';
import { MessageMenu } from './message-menu';
import { Notice, type NoticeText } from './notice';
import { ReactionPicker } from './reaction-picker';
import { refusalOf } from './refusal';
import { findHeld } from './timeline-context';

type View = 'menu' | 'reactions';

interface Opened {
  messageId: string;
  view: View;
  anchor: HTMLElement;
}

interface MessageActions {
  /** Opens the menu of a message, or the choice of reactions, beside this element. */
  open(message: Message, view: View, anchor: HTMLElement): void;
  react(message: Message, emoji: string, isOn: boolean): void;
}

const ActionsContext = createContext<MessageActions | null>(null);
const OpenedContext = createContext<Opened | null>(null);

export function useMessageActions(): MessageActions {
  const actions = use(ActionsContext);
  if (actions === null) {
    throw new Error('This needs MessageActionsProvider above it.');
  }
  return actions;
}

/** Which view of this message is open. */
export function useOpenedView(messageId: string): View | null {
  const opened = use(OpenedContext);
  return opened?.messageId === messageId ? opened.view : null;
}

interface Props {
  timeline: Timeline;
  composer: RefObject<ComposerHandle | null>;
  children: ReactNode;
}

/**
 * One menu for all messages of a conversation. It is outside the log, which would announce it as news, and stays while the
 * list takes the message it belongs to out of the page.
 */
export function MessageActionsProvider({ timeline, composer, children }: Props) {
  const t = useTranslations('MessageActions');
  const messenger = useMessenger();
  const [opened, setOpened] = useState<Opened | null>(null);
  const [notice, setNotice] = useState<NoticeText | null>(null);
  const conversationId = timeline.conversation.id;

  const attempt = useCallback(
    async (action: Promise<unknown>, done?: string) => {
      setNotice(null);
      try {
        await action;
        if (done !== undefined) {
          setNotice({ kind: 'done', text: done });
        }
      } catch (error) {
        setNotice({ kind: 'refused', text: t(`refusal.${refusalOf(error)}`) });
      }
    },
    [t],
  );

  const actions = useMemo<MessageActions>(
    () => ({
      open: ({ id }, view, anchor) =>
        setOpened((now) =>
          now?.messageId === id && now.view === view ? null : { messageId: id, view, anchor },
        ),
      react: ({ id }, emoji, isOn) => {
        void attempt(messenger.react(conversationId, id, emoji, isOn));
      },
    }),
    [messenger, conversationId, attempt],
  );

  const message = opened && findHeld(timeline, opened.messageId);
  const close = () => setOpened(null);
  /** The panel gives focus back as it closes: whatever moves it on comes after. */
  const closeThen = (action: () => void) => {
    flushSync(close);
    action();
  };

  return (
    <ActionsContext value={actions}>
      <OpenedContext value={opened}>{children}</OpenedContext>
      <Notice notice={notice} onDone={() => setNotice(null)} />
      {opened && message && (
        <FloatingPanel
          key={`${opened.messageId} ${opened.view}`}
          anchor={opened.anchor}
          onClose={close}
          className={opened.view === 'menu' ? 'w-56' : 'w-84'}
        >
          {opened.view === 'menu' ? (
            <MessageMenu
              message={message}
              onReact={() => setOpened({ ...opened, view: 'reactions' })}
              onReply={() => closeThen(() => composer.current?.reply(message))}
              onEdit={() => closeThen(() => composer.current?.edit(message))}
              onUnsend={() => closeThen(() => attempt(messenger.unsend(conversationId, message.id)))}
              onHide={() => closeThen(() => attempt(messenger.hide(conversationId, message.id)))}
              onCopy={(text, done) => closeThen(() => attempt(copy(text), done))}
              onClose={close}
            />
          ) : (
            <ReactionPicker
              message={message}
              onChoose={(emoji, isOn) => closeThen(() => actions.react(message, emoji, isOn))}
            />
          )}
        </FloatingPanel>
      )}
    </ActionsContext>
  );
}

/** Browsers have a clipboard only on pages that came safely. */
async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
}
