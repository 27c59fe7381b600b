import { createActing } from './acting.ts';
import { createAnswering } from './answering.ts';
import { createAttempting } from './attempting.ts';
import type { CatchingUp } from './catching-up.ts';
import type { ConversationStore } from './conversation-store.ts';
import type { DeviceStorage } from './device-storage.ts';
import { createDrafts } from './drafts.ts';
import { createFollowing } from './following.ts';
import { createForgetting } from './forgetting.ts';
import type { Gaps } from './gaps.ts';
import type { KeyStorage } from './key-storage.ts';
import { createOpening } from './opening.ts';
import { createOutgoing } from './outgoing.ts';
import { createPageTaking } from './page-taking.ts';
import { createPaging } from './paging.ts';
import { withPatience } from './patient-storage.ts';
import { createPlacing } from './placing.ts';
import { createQuoting } from './quoting.ts';
import { createReacting } from './reacting.ts';
import type { Reading } from './reading.ts';
import type { Receiving } from './receiving.ts';
import { createSealedConversations } from './sealed-conversations.ts';
import { createSeals } from './seals.ts';
import { createSending } from './sending.ts';
import { createSettling } from './settling.ts';
import type { Surroundings } from './surroundings.ts';
import type { TabMessage, Tabs } from './tabs.ts';
import { viewOf } from './timeline-view.ts';
import type { MessengerApi, MessengerRealtime, Timeline } from './types.ts';
import { createWatching } from './watching.ts';

/** What these parts are built on, and what is always there. */
export interface ConversationCore {
  me: { id: string };
  api: MessengerApi;
  realtime: MessengerRealtime | null;
  device: Surroundings;
  store: ConversationStore;
  gaps: Gaps;
  catchingUp: CatchingUp;
  receiving: Receiving;
  reading: Reading;
}

export type ConversationParts = ReturnType<typeof createConversationParts>;

/**
 * What nobody needs who only looks at an inbox: loaded when the first conversation is opened, or when something was left to
 * be sent.
 */
export function createConversationParts(
  core: ConversationCore,
  kept: { storage: DeviceStorage; tabs: Tabs; openKeys(): Promise<KeyStorage> },
) {
  const { store, catchingUp } = core;
  const { tabs } = kept;
  const storage = withPatience(kept.storage);

  // What is held of a conversation.
  const following = createFollowing(core);
  const answering = createAnswering(core);
  const settling = createSettling({
    onStored: (messageId) => outgoing.settle(messageId),
    onMissingQuotes: (conversationId) => quoting.fetchMissing(conversationId),
  });

  // What I look at.
  const pageTaking = createPageTaking(core);
  const opening = createOpening(core);
  const paging = createPaging({ ...core, pageTaking, opening });
  const quoting = createQuoting({ ...core, pageTaking });
  const watching = createWatching(core);

  // What only the devices in a conversation can read.
  const seals = createSeals(storage);
  const sealed = createSealedConversations({
    ...core,
    seals,
    openKeys: kept.openKeys,
    onReady: () => sending.wake(),
    catchUp: catchingUp.catchUpConversation,
  });

  // What I do, and what the device keeps of it.
  const acting = createActing({ ...core, answering, sealed });
  const reacting = createReacting({ ...core, answering });
  const placing = createPlacing(core);
  const onVanished = (conversationId: string) => void catchingUp.catchUpConversation(conversationId);
  const outgoing = createOutgoing({ store, settling, storage, tabs, onVanished });
  const attempting = createAttempting({ ...core, outgoing, answering, sealed });
  const sending = createSending({ ...core, tabs, outgoing, attempting });
  const drafts = createDrafts({ ...core, storage, tabs, sealed });
  const forgetting = createForgetting({
    ...core,
    storage,
    tabs,
    outgoing,
    drafts,
    sealed,
    openKeys: kept.openKeys,
  });

  function hear(told: TabMessage): void {
    outgoing.hear(told);
    drafts.hear(told);
    forgetting.hear(told);
    if (told.kind === 'acknowledged') {
      answering.acknowledge(told.message);
    }
    sending.look();
  }

  return {
    viewOf,
    /** A timeline as it is shown: with what is not certain yet, and opened. */
    decorate: (timeline: Timeline) => sealed.decorate(reacting.decorate(timeline)),
    sealed,
    following,
    settling,
    opening,
    paging,
    watching,
    acting,
    reacting,
    placing,
    outgoing,
    sending,
    drafts,
    forgetting,

    /** Takes up what was kept, and goes on by itself. Gives the function that ends that. */
    start(): () => void {
      drafts.start();
      const stops = [tabs.listen(hear), sending.start(), watching.stop];
      void outgoing.refresh().then(sending.wake);
      return () => {
        for (const stop of stops) {
          stop();
        }
      };
    },
  };
}
