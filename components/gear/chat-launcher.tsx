'use client';

import { MessageCircleMore } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { lazy, Suspense, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { buttonStyle } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { useHydrated } from '@/components/ui/use-hydrated';

const ChatWindow = lazy(() => import('./chat-window'));

/** Opens the conversation about this gear in a small window beside it, where the screen has room for both. */
export function ChatLauncher({ gearId }: { gearId: string }) {
  const t = useTranslations('ChatWindow');
  const isHydrated = useHydrated();
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);

  function close() {
    flushSync(() => setIsOpen(false));
    button.current?.focus();
  }

  return (
    <div className="fixed end-5 bottom-5 z-30 max-md:hidden print:hidden">
      {isOpen ? (
        <Suspense>
          <ChatWindow gearId={gearId} onClose={close} />
        </Suspense>
      ) : (
        <button
          ref={button}
          type="button"
          disabled={!isHydrated}
          onClick={() => setIsOpen(true)}
          className={cn(buttonStyle({ size: 'large', shape: 'pill' }), 'shadow-raised')}
        >
          <MessageCircleMore aria-hidden />
          {t('open')}
        </button>
      )}
    </div>
  );
}
