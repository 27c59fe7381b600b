import type { Finding } from '../fraud/verdict.ts';

type ReviewKind = 'held' | 'blocked' | 'report' | 'appeal';
export type Decision = 'release' | 'reject' | 'unmask' | 'decline' | 'uphold' | 'dismiss';

/** Something that waits for a moderator, or was decided by one. Times are ISO 8601. */
export interface Review {
  id: string;
  kind: ReviewKind;
  /** 0 to 100: what the queue is sorted by, before age. */
  risk: number;
  createdAt: string;
  /** Whose words or doing it is about. */
  subject: { id: string; name: string };
  messageId: string | null;
  /** Why it was reported. */
  reason: string | null;
  /** What the reporter, or the appellant, says. */
  note: string | null;
  /** The message as it was written; null when it is about a person. */
  text: string | null;
  /** Of a sealed one: whether the server found that it was really sent so; null when it isn't sealed. */
  verification: 'verified' | 'unverified' | null;
  isUnsent: boolean;
  verdict: 'allow' | 'nudge' | 'mask' | 'hold' | 'block' | null;
  decidedAt: string | null;
  decision: Decision | 'revealed' | null;
  explanation: string | null;
  /** What an undo would take back. */
  lastActionId: string | null;
}

/** What a moderator should know of somebody. */
export interface History {
  id: string;
  name: string;
  memberSince: string;
  verifiedAt: string | null;
  messages: number;
  flagged: number;
  blocked: number;
  /** Different people who reported them. */
  reportedBy: number;
  reportsMade: number;
  reportsUpheld: number;
  mutedUntil: string | null;
  isBanned: boolean;
  actions: { action: string; reason: string | null; at: string }[];
}

/** A message beside the one in question. */
interface SurroundingMessage {
  id: string;
  seq: number;
  senderId: string | null;
  senderName: string | null;
  body: { kind: string; text?: string } | null;
  verdict: string;
  createdAt: string;
  unsentAt: string | null;
}

/** All there is to decide by. */
export interface ReviewDetails extends Review {
  score: number | null;
  findings: Finding[];
  hidden: [start: number, end: number][];
  rentalStatus: string | null;
  gearTitle: string | null;
  subjectHistory: History;
  reporterHistory: History | null;
  around: SurroundingMessage[];
  log: { action: string; by: string | null; reason: string | null; at: string }[];
}

export interface LoggedAction {
  id: string;
  action: string;
  by: string | null;
  subject: string | null;
  reviewId: string | null;
  messageId: string | null;
  reason: string | null;
  until: string | null;
  undoesId: string | null;
  at: string;
}

export interface DayFigures {
  /** `YYYY-MM-DD`, UTC. */
  day: string;
  arrived: number;
  decided: number;
  /** Of what the scoring had stopped and a moderator has decided about: how much, and how much of it rightly. */
  judged: number;
  right: number;
  medianSeconds: number | null;
}

/** What can be decided about a review. */
export function decisionsFor({ kind, verdict }: Pick<Review, 'kind' | 'verdict'>): Decision[] {
  switch (kind) {
    case 'held':
      return ['release', 'reject'];
    case 'appeal':
      return [verdict === 'hold' || verdict === 'block' ? 'release' : 'unmask', 'decline'];
    case 'blocked':
    case 'report':
      return ['dismiss', 'uphold'];
  }
}
