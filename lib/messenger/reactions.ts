import type { Message, Reaction } from '../messages/message.ts';
import type { Timeline } from './types.ts';

/** A reaction of mine that the server has not answered yet. */
export interface ReactionChange {
  conversationId: string;
  messageId: string;
  emoji: string;
  isOn: boolean;
}

/** Reactions once somebody has set or taken back one of theirs. */
export function withReaction(
  reactions: readonly Reaction[],
  userId: string,
  { emoji, isOn }: Pick<ReactionChange, 'emoji' | 'isOn'>,
): Reaction[] {
  const known = reactions.find((reaction) => reaction.emoji === emoji);
  if (isOn && !known) {
    return [...reactions, { emoji, userIds: [userId] }];
  }
  return reactions
    .map((reaction) =>
      reaction.emoji === emoji ? { emoji, userIds: withMember(reaction.userIds, userId, isOn) } : reaction,
    )
    .filter(({ userIds }) => userIds.length > 0);
}

/** A timeline as it will be once these changes are answered. */
export function withReactions(
  timeline: Timeline,
  changes: readonly ReactionChange[],
  userId: string,
): Timeline {
  const update = (messages: readonly Message[]) =>
    messages.map((message) => withChanges(message, changes, userId));
  return {
    ...timeline,
    messages: update(timeline.messages),
    excerpt: timeline.excerpt && { ...timeline.excerpt, messages: update(timeline.excerpt.messages) },
  };
}

function withChanges(message: Message, changes: readonly ReactionChange[], userId: string): Message {
  const mine = changes.filter(({ messageId }) => messageId === message.id);
  if (mine.length === 0 || message.unsentAt !== null) {
    return message;
  }
  const reactions = mine.reduce(
    (current, change) => withReaction(current, userId, change),
    message.reactions,
  );
  return { ...message, reactions };
}

function withMember(userIds: readonly string[], userId: string, isOn: boolean): string[] {
  if (!isOn) {
    return userIds.filter((each) => each !== userId);
  }
  return userIds.includes(userId) ? [...userIds] : [...userIds, userId];
}
