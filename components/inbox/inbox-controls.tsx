'use client';

import { useTranslations } from 'next-intl';
import { createContext, lazy, type ReactNode, Suspense, use, useState } from 'react';
import { useMessenger } from '@/components/messenger/use-messenger';
import { useRouter } from '@/components/navigation/navigation';
import type { ToastContent } from '@/components/ui/toast';
import type { Label } from '@/lib/conversations/label';

/** What is asked of the parts that are loaded for it. */
export type InboxRequest =
  | { kind: 'menu'; ids: readonly string[]; anchor: HTMLElement }
  | { kind: 'labels'; ids: readonly string[]; anchor: HTMLElement }
  | { kind: 'mute'; ids: readonly string[]; anchor: HTMLElement }
  | { kind: 'shortcuts' };

/** What can be done at once. */
export type InboxDeed =
  | { kind: 'archive' | 'unarchive' | 'pin' | 'unpin' | 'unmute' | 'markUnread' | 'markRead' | 'leave' }
  | { kind: 'mute'; until: string }
  | { kind: 'label'; add?: string[]; remove?: string[] };

interface Controls {
  /** Where this inbox is: `/messages` or `/dashboard/messages`. */
  base: string;
  openId: string | null;
  labels: readonly Label[];
  setLabels: (labels: readonly Label[]) => void;
  /** Ids of those that are picked to do something with all of them; null while nothing is picked. */
  picked: ReadonlySet<string> | null;
  pick: (picked: ReadonlySet<string> | null) => void;
  /** What can be taken back. */
  undo: (() => void) | null;
  request: InboxRequest | null;
  ask: (request: InboxRequest | null) => void;
  /** Does it, says so, and lets it be undone. */
  act: (deed: InboxDeed, ids: readonly string[]) => Promise<void>;
}

const ControlsContext = createContext<Controls | null>(null);

/** Null outside of an inbox. */
export function useInboxControls(): Controls | null {
  return use(ControlsContext);
}

const loadOverlays = () => import('./inbox-overlays');
const InboxOverlays = lazy(async () => ({ default: (await loadOverlays()).InboxOverlays }));

/** Somebody is about to need it. */
export const approachOverlays = () => void loadOverlays();

interface Props {
  base: string;
  openId: string | null;
  firstLabels: readonly Label[];
  children: ReactNode;
}

/** What the inbox and the conversation beside it have in common: menus, deeds, and what is said of them. */
export function InboxControls({ base, openId, firstLabels, children }: Props) {
  const messenger = useMessenger();
  const router = useRouter();
  const t = useTranslations('InboxActions');
  const [labels, setLabels] = useState(firstLabels);
  const [picked, pick] = useState<ReadonlySet<string> | null>(null);
  const [request, ask] = useState<InboxRequest | null>(null);
  const [toast, setToast] = useState<ToastContent | null>(null);
  const [isUsed, setIsUsed] = useState(false);

  async function act(deed: InboxDeed, ids: readonly string[]) {
    setIsUsed(true);
    pick(null);
    const isOpenGone = openId !== null && ids.includes(openId) && leavesOpen.has(deed.kind);
    if (isOpenGone) {
      router.push(base);
    }
    const { performDeed } = await import('./perform-deed');
    await performDeed(deed, ids, {
      messenger,
      t,
      say: (text, action) =>
        setToast((former) => ({ id: (former?.id ?? 0) + 1, text, action: action ?? null })),
    });
  }

  return (
    <ControlsContext
      value={{
        base,
        openId,
        labels,
        setLabels,
        picked,
        pick,
        undo: toast?.action?.run ?? null,
        request,
        ask,
        act,
      }}
    >
      {children}
      {(isUsed || request !== null || picked !== null) && (
        <Suspense>
          <InboxOverlays toast={toast} onToastClosed={() => setToast(null)} />
        </Suspense>
      )}
    </ControlsContext>
  );
}

/** What one doesn't go on reading after it. */
const leavesOpen: ReadonlySet<InboxDeed['kind']> = new Set(['archive', 'markUnread', 'leave']);
