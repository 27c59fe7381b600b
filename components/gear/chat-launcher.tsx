'use client';

import { MessageCircleMore } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { lazy, Suspense, useState } from 'react';
import { buttonStyle } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { useHydrated } from '@/components/ui/use-hydrated';

const ChatWindow = lazy(() => import('./chat-window'));

/** Opens the conversation about this gear in a small window beside it, where the screen has room for both. */
export function ChatLauncher({ gearId }: { gearId: string }) {
  const t = useTranslations('ChatWindow');
  const isHydrated = useHydrated();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className="fixed end-5 bottom-5 z-30 max-md:hidden print:hidden">
      {isOpen ? (
        <Suspense>
          <ChatWindow gearId={gearId} onClose={() => setIsOpen(false)} />
        </Suspense>
      ) : (
        <button
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
