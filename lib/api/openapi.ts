import * as z from 'zod';
import {
  changePlaceSchema,
  changePlacesSchema,
  countConversationsSchema,
  labelSchema as labelInputSchema,
  listChangesSchema,
  listConversationsSchema,
  startConversationSchema,
} from '../conversations/schemas.ts';
import { publishKeySchema, revealedSchema, storeRecoverySchema } from '../encryption/schemas.ts';
import { statusOf } from '../errors.ts';
import {
  answerInvitationSchema,
  findPeopleSchema,
  invitePeopleSchema,
  nameGroupSchema,
  startGroupSchema,
} from '../groups/schemas.ts';
import {
  deleteMessageSchema,
  editMessageSchema,
  listMessagesSchema,
  sendMessageSchema,
} from '../messages/schemas.ts';
import { preferencesChangeSchema, preferencesSchema } from '../people/preferences.ts';
import { answerQuestionSchema, askQuestionSchema } from '../questions/schemas.ts';
import { moveMarkerSchema, moveMarkersSchema, nothingUnreadSchema } from '../read-markers/schemas.ts';
import { channelAuthSchema, userAuthSchema } from '../realtime/read-auth-request.ts';
import {
  changeRentalSchema,
  makeOfferSchema,
  requestRentalSchema,
  settleOfferSchema,
} from '../rentals/schemas.ts';
import { changeReplySchema, saveReplySchema } from '../saved-replies/schemas.ts';
import { searchSchema } from '../search/schemas.ts';
import {
  answeredInvitationSchema,
  changedPlaceSchema,
  changesSchema,
  conversationContextSchema,
  conversationSchema,
  countsSchema,
  encryptionSchema,
  endedParticipationSchema,
  healthSchema,
  hiddenMessagesSchema,
  invitationSchema,
  labelSchema,
  markerSchema,
  messageSchema,
  myEncryptionSchema,
  pageOf,
  personSchema,
  questionSchema,
  rentalSchema,
  requestedRentalSchema,
  savedReplySchema,
  searchResultsSchema,
  unreadSchema,
  verificationSchema,
} from './response-schemas.ts';
import { trustPaths } from './trust-paths.ts';

/** What can be done at an address of the API, in capitals; empty where there is nothing, or nothing for people. */
export function methodsAt(path: string): string[] {
  const segments = path.split('/');
  const found = Object.keys(paths).filter((template) => {
    const parts = template.split('/');
    return (
      parts.length === segments.length &&
      parts.every((part, at) => part === segments[at] || (part.startsWith('{') && segments[at] !== ''))
    );
  });
  // A template without a placeholder is meant before one with it.
  const [first] = found.sort((one, other) => one.split('{').length - other.split('{').length);
  return Object.keys(paths[first ?? ''] ?? {}).map((method) => method.toUpperCase());
}

interface Operation {
  summary: string;
  query?: z.ZodType;
  body?: z.ZodType;
  answers: Record<number, { description: string; schema?: z.ZodType }>;
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
export type Paths = Record<string, Partial<Record<Method, Operation>>>;

const paths: Paths = {
  ...trustPaths,
  '/api/v1/conversations': {
    get: {
      summary: 'My inbox, newest first',
      query: listConversationsSchema,
      answers: { 200: { description: 'A page of it', schema: pageOf(conversationSchema) } },
    },
    post: {
      summary: 'Start the conversation about a piece of gear with its lister, or get the one there is',
      body: startConversationSchema,
      answers: {
        200: { description: 'There was one', schema: conversationSchema },
        201: { description: 'It is new', schema: conversationSchema },
      },
    },
    patch: {
      summary: 'Put many conversations away, mute, pin, label or mark them, for me alone',
      body: changePlacesSchema,
      answers: {
        200: {
          description: 'My place in each as it is now, without those that are not mine',
          schema: pageOf(changedPlaceSchema),
        },
      },
    },
  },
  '/api/v1/conversations/{id}': {
    get: {
      summary: 'One of my conversations, with participants and markers',
      answers: { 200: { description: 'The conversation', schema: conversationSchema } },
    },
    patch: {
      summary: 'Put it away, mute, pin, label or mark it, for me alone',
      body: changePlaceSchema,
      answers: { 200: { description: 'My place in it as it is now', schema: changedPlaceSchema } },
    },
  },
  '/api/v1/conversations/{id}/encryption': {
    get: {
      summary: 'Whether it is or may be sealed, and the public keys of everybody who is or was in it',
      answers: { 200: { description: 'What sealing needs to know', schema: encryptionSchema } },
    },
  },
  '/api/v1/conversations/{id}/encryption/consent': {
    put: {
      summary: 'Ask to seal it, or agree; once everybody has, it is sealed for good',
      answers: { 200: { description: 'The conversation as it is now', schema: conversationSchema } },
    },
    delete: {
      summary: 'Decline, or take back that I asked',
      answers: { 200: { description: 'The conversation as it is now', schema: conversationSchema } },
    },
  },
  '/api/v1/encryption': {
    get: {
      summary: 'My public keys, and my secret ones as my device has wrapped them',
      answers: { 200: { description: 'What the server has', schema: myEncryptionSchema } },
    },
  },
  '/api/v1/encryption/key': {
    put: {
      summary: 'Publish my next public key, with at least one way to get it back',
      body: publishKeySchema,
      answers: { 200: { description: 'What the server has now', schema: myEncryptionSchema } },
    },
  },
  '/api/v1/encryption/recovery/{kind}': {
    put: {
      summary: 'Replace how I get my keys back; kind is key or passphrase',
      body: storeRecoverySchema,
      answers: { 200: { description: 'What the server has now', schema: myEncryptionSchema } },
    },
  },
  '/api/v1/encryption/verifications': {
    post: {
      summary: 'Whether what is revealed of a sealed message was really sent so',
      body: revealedSchema,
      answers: {
        200: { description: 'verified or unverified', schema: verificationSchema },
      },
    },
  },
  '/api/v1/conversations/{id}/messages': {
    get: {
      summary: 'A page of a conversation, oldest first',
      query: listMessagesSchema,
      answers: { 200: { description: 'The page', schema: pageOf(messageSchema) } },
    },
    post: {
      summary: 'Send a message; the same id again is harmless',
      body: sendMessageSchema,
      answers: {
        200: { description: 'It had been sent before', schema: messageSchema },
        201: { description: 'It is stored', schema: messageSchema },
      },
    },
  },
  '/api/v1/conversations/{id}/changes': {
    get: {
      summary: 'Everything that changed after a change',
      query: listChangesSchema,
      answers: {
        200: { description: 'What changed; ask again from lastChange while more', schema: changesSchema },
      },
    },
  },
  '/api/v1/conversations/{id}/invitations': {
    post: {
      summary: 'Ask people to join a group of mine; those who were asked or are in it are passed over',
      body: invitePeopleSchema,
      answers: { 201: { description: 'The group, with who is asked', schema: conversationSchema } },
    },
  },
  '/api/v1/conversations/{id}/title': {
    put: {
      summary: 'Name a group of mine',
      body: nameGroupSchema,
      answers: { 200: { description: 'The group', schema: conversationSchema } },
    },
  },
  '/api/v1/conversations/{id}/participants/{userId}': {
    delete: {
      summary: 'Leave (me), or take somebody out of a group that I started: they read nothing more of it',
      answers: { 200: { description: 'They are out', schema: endedParticipationSchema } },
    },
  },
  '/api/v1/groups': {
    post: {
      summary: 'Start a group and ask people to join; the same id again is harmless',
      body: startGroupSchema,
      answers: {
        200: { description: 'It had been started before', schema: conversationSchema },
        201: { description: 'It is new', schema: conversationSchema },
      },
    },
  },
  '/api/v1/invitations': {
    get: {
      summary: 'The groups that I am asked to join, newest first',
      answers: { 200: { description: 'All of them, fifty at most', schema: pageOf(invitationSchema) } },
    },
  },
  '/api/v1/invitations/{id}': {
    patch: {
      summary: 'Accept or decline; the same answer again changes nothing',
      body: answerInvitationSchema,
      answers: {
        200: { description: 'It is answered; with the conversation', schema: answeredInvitationSchema },
      },
    },
    delete: {
      summary: 'Take an invitation back that I made, or anybody in a group that I started',
      answers: { 200: { description: 'The group', schema: conversationSchema } },
    },
  },
  '/api/v1/users': {
    get: {
      summary: 'People whom I may ask into a group: those I know, and anybody by their whole name',
      query: findPeopleSchema,
      answers: { 200: { description: 'Those I know first', schema: pageOf(personSchema) } },
    },
  },
  '/api/v1/conversations/{id}/read-marker': {
    put: {
      summary: 'I have read up to this seq; only moves forward',
      body: moveMarkerSchema,
      answers: { 200: { description: 'Where the marker is now', schema: markerSchema } },
    },
  },
  '/api/v1/conversations/{id}/delivered-marker': {
    put: {
      summary: 'A device of mine has everything up to this seq; only moves forward',
      body: moveMarkerSchema,
      answers: { 200: { description: 'Where the marker is now', schema: markerSchema } },
    },
  },
  '/api/v1/conversation-counts': {
    get: {
      summary: 'How many conversations each tab of my inbox holds, among the 1,000 newest',
      query: countConversationsSchema,
      answers: { 200: { description: 'The counts', schema: countsSchema } },
    },
  },
  '/api/v1/labels': {
    get: {
      summary: 'My labels, by name',
      answers: { 200: { description: 'All of them', schema: pageOf(labelSchema) } },
    },
  },
  '/api/v1/labels/{id}': {
    put: {
      summary: 'Make a label under an id of my own making, or rename and recolour it',
      body: labelInputSchema,
      answers: { 200: { description: 'The label as it is now', schema: labelSchema } },
    },
    delete: {
      summary: 'Delete a label of mine and take it off my conversations',
      answers: { 200: { description: 'It is gone' } },
    },
  },
  '/api/v1/markers': {
    put: {
      summary: 'Read and delivered markers of several conversations at once',
      body: moveMarkersSchema,
      answers: {
        200: {
          description: 'Where they are now, without those that are not mine',
          schema: pageOf(markerSchema),
        },
      },
    },
  },
  '/api/v1/messages/{id}': {
    get: {
      summary: 'A message that I can read',
      answers: { 200: { description: 'The message', schema: messageSchema } },
    },
    patch: {
      summary: 'Edit a message of mine, for 15 minutes; the same text again changes nothing',
      body: editMessageSchema,
      answers: { 200: { description: 'The message as it is now', schema: messageSchema } },
    },
    delete: {
      summary: 'Unsend a message of mine, for 24 hours; with for=me delete any message for me alone',
      query: deleteMessageSchema,
      answers: {
        200: {
          description: 'What stays in its place; with for=me, what is hidden',
          schema: z.union([messageSchema, hiddenMessagesSchema]),
        },
      },
    },
  },
  '/api/v1/messages/{id}/reactions/{emoji}': {
    put: {
      summary: 'Answer a message with an emoji; again, it changes nothing',
      answers: { 200: { description: 'The message as it is now', schema: messageSchema } },
    },
    delete: {
      summary: 'Take my emoji back; again, it changes nothing',
      answers: { 200: { description: 'The message as it is now', schema: messageSchema } },
    },
  },
  '/api/v1/conversations/{id}/context': {
    get: {
      summary: 'What stands beside a conversation: its rental with the terms, earlier rentals, links',
      answers: { 200: { description: 'The context', schema: conversationContextSchema } },
    },
  },
  '/api/v1/conversations/{id}/offers': {
    post: {
      summary: 'Offer terms for a rental, for 48 hours; the same id again is harmless',
      body: makeOfferSchema,
      answers: {
        200: { description: 'It had been made before', schema: messageSchema },
        201: { description: 'It is on the table', schema: messageSchema },
      },
    },
  },
  '/api/v1/offers/{id}': {
    patch: {
      summary: 'Accept or decline an offer, or withdraw mine; accepting makes the rental',
      body: settleOfferSchema,
      answers: { 200: { description: 'The offer as it is now', schema: messageSchema } },
    },
  },
  '/api/v1/rentals': {
    post: {
      summary: 'Ask to rent gear, in the conversation about it; the same days again change nothing',
      body: requestRentalSchema,
      answers: {
        200: { description: 'It had been asked before', schema: requestedRentalSchema },
        201: { description: 'It is asked', schema: requestedRentalSchema },
      },
    },
  },
  '/api/v1/rentals/{id}': {
    patch: {
      summary: 'Confirm, decline, cancel, hand over or take back; what is so already changes nothing',
      body: changeRentalSchema,
      answers: { 200: { description: 'The rental as it is now', schema: rentalSchema } },
    },
  },
  '/api/v1/gear/{id}/questions': {
    get: {
      summary: 'Public questions about gear, newest first, with their answers',
      answers: { 200: { description: 'At most fifty', schema: pageOf(questionSchema) } },
    },
    post: {
      summary: 'Ask in public; the same id again is harmless',
      body: askQuestionSchema,
      answers: { 201: { description: 'It is on the page', schema: questionSchema } },
    },
  },
  '/api/v1/gear/{id}/questions/{questionId}': {
    patch: {
      summary: 'Answer a question about my gear, or answer it differently',
      body: answerQuestionSchema,
      answers: { 200: { description: 'The question with its answer', schema: questionSchema } },
    },
    delete: {
      summary: 'Take my question off the page',
      answers: { 200: { description: 'It is off the page', schema: z.object({ id: z.uuid() }) } },
    },
  },
  '/api/v1/preferences': {
    get: {
      summary: 'What I have set for myself',
      answers: { 200: { description: 'The preferences', schema: preferencesSchema } },
    },
    patch: {
      summary: 'Set some of it',
      body: preferencesChangeSchema,
      answers: { 200: { description: 'The preferences as they are now', schema: preferencesSchema } },
    },
  },
  '/api/v1/saved-replies': {
    get: {
      summary: 'My saved replies, by their shortcuts',
      answers: { 200: { description: 'All of them', schema: pageOf(savedReplySchema) } },
    },
    post: {
      summary: 'Keep a reply',
      body: saveReplySchema,
      answers: { 201: { description: 'It is kept', schema: savedReplySchema } },
    },
  },
  '/api/v1/saved-replies/{id}': {
    patch: {
      summary: 'Alter one of mine',
      body: changeReplySchema,
      answers: { 200: { description: 'As it is now', schema: savedReplySchema } },
    },
    delete: { summary: 'Forget one of mine', answers: { 200: { description: 'It is gone' } } },
  },
  '/api/v1/search': {
    get: {
      summary:
        'My conversations by people and gear, and my messages by their words; or the messages of one conversation',
      query: searchSchema,
      answers: { 200: { description: 'What was found', schema: searchResultsSchema } },
    },
  },
  '/api/v1/unread-count': {
    get: {
      summary: 'My unread messages',
      answers: { 200: { description: 'The counts', schema: unreadSchema } },
    },
    put: {
      summary: 'Mark everything as read: no other count can be set',
      body: nothingUnreadSchema,
      answers: { 200: { description: 'The counts as they are now', schema: unreadSchema } },
    },
  },
  '/api/v1/presence': {
    get: {
      summary:
        'Who is here of the others in my 200 newest conversations: ids of people with a connected device',
      answers: { 200: { description: 'The ids', schema: pageOf(z.uuid()) } },
    },
  },
  '/api/v1/realtime/auth': {
    post: {
      summary: 'Authorise a socket for a channel (JSON, or the form pusher-js sends)',
      body: channelAuthSchema,
      answers: { 200: { description: 'What Channels asks for' } },
    },
  },
  '/api/v1/realtime/user-auth': {
    post: {
      summary: 'Sign a socket in as me (JSON, or the form pusher-js sends)',
      body: userAuthSchema,
      answers: { 200: { description: 'What Channels asks for' } },
    },
  },
  '/api/v1/realtime/webhook': {
    post: {
      summary: 'Channels tells of its sockets, signed in X-Pusher-Signature; not for people',
      answers: { 200: { description: 'It is noted' } },
    },
  },
  '/api/v1/session': {
    post: {
      summary: 'Refresh the session cookie',
      answers: { 200: { description: 'The cookie is fresh' } },
    },
  },
  '/api/v1/health': {
    get: {
      summary: 'Whether this process answers, and how far it is behind with telling what happened',
      answers: {
        200: { description: 'It does; outbox is null while the database does not', schema: healthSchema },
      },
    },
  },
};

/** The API in OpenAPI 3.1, from the schemas that the handlers check requests with. */
export function describeApi(serverUrl: string): Record<string, unknown> {
  return {
    openapi: '3.1.0',
    info: { title: 'Lendline', version: '1', license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: serverUrl }],
    security: [{ bearer: [] }, { session: [] }],
    paths: Object.fromEntries(
      Object.entries(paths).map(([path, operations]) => [path, describePath(path, operations)]),
    ),
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        session: { type: 'apiKey', in: 'cookie', name: 'lendline-session' },
      },
      schemas: { Error: errorSchema },
    },
  };
}

const errorSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'retryable', 'requestId'],
      properties: {
        code: { enum: Object.keys(statusOf) },
        message: { type: 'string' },
        retryable: { type: 'boolean' },
        details: { type: 'object' },
        requestId: { type: 'string', format: 'uuid' },
      },
    },
  },
};

function describePath(path: string, operations: Paths[string]) {
  const pathParameters = Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: name === 'id' ? { type: 'string', format: 'uuid' } : { type: 'string' },
  }));
  return Object.fromEntries(
    Object.entries(operations).map(([method, operation]) => [
      method,
      {
        summary: operation.summary,
        parameters: [...pathParameters, ...(operation.query ? describeQuery(operation.query) : [])],
        ...(operation.body ? { requestBody: { required: true, content: jsonContent(operation.body) } } : {}),
        responses: {
          ...Object.fromEntries(
            Object.entries(operation.answers).map(([status, { description, schema }]) => [
              status,
              { description, ...(schema ? { content: jsonContent(schema) } : {}) },
            ]),
          ),
          default: {
            description: 'An error',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
          },
        },
      },
    ]),
  );
}

function describeQuery(schema: z.ZodType) {
  const { properties = {}, required = [] } = toJsonSchema(schema);
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema: property,
  }));
}

function jsonContent(schema: z.ZodType) {
  return { 'application/json': { schema: toJsonSchema(schema) } };
}

function toJsonSchema(schema: z.ZodType) {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return described as { properties?: Record<string, unknown>; required?: string[] };
}
