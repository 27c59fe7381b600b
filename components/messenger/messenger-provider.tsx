'use client';

import { createContext, type ReactNode, useEffect, useMemo, useState } from 'react';
import type { Conversation } from '@/lib/conversations/conversation';
import type { PublicEnvironment } from '@/lib/env.public';
import { createMessenger } from '@/lib/messenger/create-messenger';
import { createHttpApi, type HttpApi } from '@/lib/messenger/http-api';
import { createBrowserKeeping } from '@/lib/messenger/keeping';
import type { Messenger, MessengerState } from '@/lib/messenger/types';
import { createRealtime } from '@/lib/realtime/subscribe';

export interface Me {
  id: string;
  name: string;
}

export interface FirstInbox {
  data: Conversation[];
  unreadCount: number;
  nextCursor: string | null;
}

interface MessengerContextValue {
  me: Me;
  messenger: Messenger;
  api: HttpApi;
  /** What the server rendered, for hydration. */
  firstState: MessengerState;
  /** Where the inbox goes on after the first page. */
  firstCursor: string | null;
}

export const MessengerContext = createContext<MessengerContextValue | null>(null);

interface Props {
  me: Me;
  channels: PublicEnvironment['channels'];
  /** Null when the server couldn't read it: the messenger then loads it itself. */
  inbox: FirstInbox | null;
  children: ReactNode;
}

/** One messenger for each signed-in mount: it lives as long as the page does, across navigations. */
export function MessengerProvider({ me: { id, name }, channels, inbox, children }: Props) {
  const [parts] = useState(() => {
    const api = createHttpApi();
    const messenger = createMessenger({
      me: { id },
      api,
      realtime: channels.key === '' ? null : createRealtime(realtimeOptions(channels, id)),
      keeping: createBrowserKeeping(id),
      ...(inbox && { inbox: { data: inbox.data, unreadCount: inbox.unreadCount } }),
    });
    return { api, messenger, firstState: messenger.getState(), firstCursor: inbox?.nextCursor ?? null };
  });

  useEffect(() => parts.messenger.start(), [parts]);

  const value = useMemo(() => ({ ...parts, me: { id, name } }), [parts, id, name]);
  return <MessengerContext value={value}>{children}</MessengerContext>;
}

function realtimeOptions({ key, useTls, host, port, cluster }: Props['channels'], userId: string) {
  return {
    key,
    useTls,
    userId,
    ...(host !== null && { host }),
    ...(port !== null && { port }),
    ...(cluster !== null && { cluster }),
  };
}
