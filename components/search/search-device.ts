import type { Message } from '@/lib/messages/message';
import type { Messenger } from '@/lib/messenger/types';
import { searchOpened } from '@/lib/search/search-opened';
import type { ShownHit } from './use-search';

const atMostHits = 20;
/** How far back it is looked, for each of them: a page of a hundred messages is a request. */
const inOne = { conversations: 1, messages: 2_000 };
const inAll = { conversations: 20, messages: 200 };

/**
 * What this device finds in texts that only it can read: the newest messages of sealed conversations, which are read from the
 * server as they are and opened here. Without a network, among those that are on the page.
 */
export async function searchDevice(
  messenger: Messenger,
  search: string,
  conversationId?: string,
): Promise<readonly ShownHit[]> {
  const { inbox, archived, timelines } = messenger.getState();
  const known = [
    ...Object.values(timelines).map(({ conversation }) => conversation),
    ...(inbox ?? []),
    ...archived,
  ];
  const reach = conversationId === undefined ? inAll : inOne;
  const sealed = [...new Map(known.map((conversation) => [conversation.id, conversation])).values()]
    .filter((one) => one.sealed && !one.withheld && (conversationId ?? one.id) === one.id)
    .slice(0, reach.conversations);
  if (sealed.length === 0) {
    return [];
  }
  const { list } = await messenger.sealing();
  const held = await Promise.all(
    sealed.map(async (conversation) => ({
      conversation,
      messages: await list(conversation.id, reach.messages).catch(
        () => timelines[conversation.id]?.messages ?? [],
      ),
    })),
  );
  return searchOpened(held, search, atMostHits, textOfOpened);
}

/** The server finds what isn't sealed. */
function textOfOpened({ body }: Message): string | null {
  return body?.kind === 'plain' && body.isOpened ? body.text : null;
}
