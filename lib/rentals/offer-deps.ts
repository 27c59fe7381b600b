import { readServerEnvironment } from '../env.server.ts';
import type { Caller } from '../http/authenticate.ts';
import { alterationRate } from '../messages/alteration-deps.ts';
import { forgetScoreContext, rebuildContext } from '../messages/score-context.ts';
import { judgeKnown } from '../messages/send-message-deps.ts';
import { checkRate } from '../rate-limits/check-rate.ts';
import { limits } from '../rate-limits/limits.ts';
import { announceDeps } from '../realtime/announce-deps.ts';
import { createDatabaseClient } from '../supabase/database-client.ts';
import { signVerdict } from '../supabase/server-signature.ts';
import { redis } from '../upstash/redis.ts';
import type { MakeOfferDeps, SettleOfferDeps } from './offer.ts';
import { rentalChanger } from './rental-deps.ts';
import { storeOffer, storeOfferAnswer } from './store-offer.ts';

/** Making offers for real, as the caller. An offer counts as a message. */
export function makeOfferDeps(caller: Caller, conversationId: string): MakeOfferDeps {
  return {
    ...announceDeps,
    checkRate: () =>
      checkRate(redis(), [
        { name: 'messages-by-user', id: caller.userId, windows: limits.messagesByUser },
        { name: 'messages-in-conversation', id: conversationId, windows: limits.messagesInConversation },
      ]),
    async judge(text) {
      const known =
        text === ''
          ? null
          : await rebuildContext(createDatabaseClient(caller.accessToken), redis(), {
              conversationId,
              userId: caller.userId,
              signingKey: readServerEnvironment().SIGNING_KEY,
            });
      return judgeKnown({ kind: 'plain', text }, known);
    },
    sign: (offer, { verdict, notice }) =>
      signVerdict(readServerEnvironment().SIGNING_KEY, {
        senderId: offer.senderId,
        conversationId: offer.conversationId,
        messageId: offer.id,
        kind: 'offer',
        body: offer.terms,
        notice,
        action: verdict.action,
        score: verdict.score,
        reasons: verdict.findings.map((finding) => finding.id),
      }),
    store: (offer, verdict) =>
      storeOffer(rentalChanger(caller), offer, { verdict, windows: limits.messagesByUser }),
  };
}

/** Answering offers for real, as the caller. */
export function settleOfferDeps(caller: Caller): SettleOfferDeps {
  return {
    ...announceDeps,
    checkRate: () => checkRate(redis(), [alterationRate(caller.userId)]),
    forgetScoreContext: (written) => forgetScoreContext(redis(), written),
    store: (id, answer) => storeOfferAnswer(rentalChanger(caller), id, answer),
  };
}
