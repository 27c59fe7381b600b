import * as z from 'zod';
import type { Appeal } from '../messages/appeal.ts';
import { appealSchema } from '../messages/schemas.ts';
import {
  decideSchema,
  figuresSchema,
  listActionsSchema,
  listReviewsSchema,
  sanctionSchema,
} from '../moderation/schemas.ts';
import { reportSchema } from '../people/reports.ts';
import type { Paths } from './openapi.ts';
import { messageSchema, pageOf } from './response-schemas.ts';

const blocked = z.object({ userId: z.uuid(), isBlocked: z.boolean() });
const appealStateSchema = z.object({
  appeal: z.enum(['open', 'granted', 'declined']).nullable(),
  explanation: z.string().nullable(),
}) satisfies z.ZodType<Appeal>;
const anything = z.record(z.string(), z.unknown());

/** Blocking, reporting, asking for a review, and moderating. */
export const trustPaths: Paths = {
  '/api/v1/blocks': {
    get: {
      summary: 'Whom I have blocked, the latest first',
      answers: { 200: { description: 'All of them', schema: pageOf(anything) } },
    },
  },
  '/api/v1/blocks/{id}': {
    put: {
      summary:
        'Block a person: nothing passes between us, and they read nothing of our conversations; again, it changes nothing',
      answers: { 200: { description: 'They are blocked', schema: blocked } },
    },
    delete: {
      summary: 'Unblock a person; again, it changes nothing',
      answers: { 200: { description: 'They aren’t', schema: blocked } },
    },
  },
  '/api/v1/reports': {
    get: {
      summary: 'What I have reported, and what came of it',
      answers: { 200: { description: 'The latest 100', schema: pageOf(anything) } },
    },
    post: {
      summary: 'Report a message or a person; again while it is open, it is the same report',
      body: reportSchema,
      answers: {
        200: { description: 'It was reported before', schema: z.object({ id: z.uuid() }) },
        201: { description: 'It is reported', schema: z.object({ id: z.uuid() }) },
      },
    },
  },
  '/api/v1/messages/{id}/appeal': {
    get: {
      summary: 'What has become of a review that I asked for',
      answers: { 200: { description: 'How it stands', schema: appealStateSchema } },
    },
    post: {
      summary: 'Ask for a review of a message of mine that was masked, held and rejected, or refused; once',
      body: appealSchema,
      answers: {
        201: {
          description: 'It will be looked at: the message, or of what never became one how the review stands',
          schema: z.union([messageSchema, appealStateSchema]),
        },
      },
    },
  },
  '/api/v1/standing': {
    get: {
      summary: 'Whether I may take part and write, and what I was warned about',
      answers: { 200: { description: 'How I stand', schema: anything } },
    },
  },
  '/api/v1/moderation/reviews': {
    get: {
      summary: 'For moderators: what waits, by risk and age, or what was decided',
      query: listReviewsSchema,
      answers: { 200: { description: 'The queue', schema: pageOf(anything) } },
    },
  },
  '/api/v1/moderation/reviews/{id}/views': {
    post: {
      summary: 'For moderators: look at a review; the look is logged',
      answers: { 201: { description: 'All there is to decide by', schema: anything } },
    },
  },
  '/api/v1/moderation/reviews/{id}/decision': {
    put: {
      summary: 'For moderators: decide',
      body: decideSchema,
      answers: { 200: { description: 'The review as it is now', schema: anything } },
    },
  },
  '/api/v1/moderation/reviews/{id}/sanctions': {
    post: {
      summary: 'For moderators: warn, mute or ban whom it is about',
      body: sanctionSchema,
      answers: { 201: { description: 'It is done', schema: z.object({ actionId: z.uuid() }) } },
    },
  },
  '/api/v1/moderation/actions': {
    get: {
      summary: 'For moderators: the log, the latest first',
      query: listActionsSchema,
      answers: { 200: { description: 'The log', schema: pageOf(anything) } },
    },
  },
  '/api/v1/moderation/actions/{id}': {
    delete: {
      summary: 'For moderators: take an action back; the log keeps both',
      answers: { 200: { description: 'The review as it is now', schema: anything } },
    },
  },
  '/api/v1/moderation/figures': {
    get: {
      summary: 'For moderators: figures of the last days',
      query: figuresSchema,
      answers: { 200: { description: 'A row a day', schema: pageOf(anything) } },
    },
  },
  '/api/v1/moderation/decisions': {
    get: {
      summary: 'For moderators: decisions as training data, one row a line',
      answers: { 200: { description: 'application/x-ndjson' } },
    },
  },
};
