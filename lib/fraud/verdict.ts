/** allow · nudge (a safety note) · mask (contact details) · hold (in review) · block (never stored), mildest first. */
export type VerdictAction = 'allow' | 'nudge' | 'mask' | 'hold' | 'block';

/** One thing that was noticed in a message, or about its sender. */
export interface Finding {
  /** Stable name, such as `payment.wire`. */
  id: string;
  /** Findings of one group say nearly the same; each further one of them counts for less. */
  group: string;
  /** Where in the text, [start, end) in UTF-16 units; [0, 0) for what the context says. */
  span: [start: number, end: number];
  /** The text found. */
  evidence: string;
  /** What it adds to the score. 0 for a repetition, and for what is too little beside the others. */
  points: number;
  /** What the evidence stands for: a phone number in E.164 where it has one, an address, a domain. */
  value?: string;
}

export interface Verdict {
  action: VerdictAction;
  /** Risk score, 0 to 100: the sum of the findings' points. Not a probability. */
  score: number;
  /** What was found, strongest first. */
  findings: Finding[];
}

/** What is known besides the words. What is left out counts as unremarkable. */
export interface ScoreContext {
  rentalStatus: 'requested' | 'confirmed' | 'picked_up' | 'returned' | 'declined' | 'cancelled' | null;
  /** Whether it is the sender's first message in this conversation. */
  isFirstMessage?: boolean;
  /** Of the sender. */
  accountAgeDays?: number;
  /** Whether the sender's identity was verified. */
  isVerified?: boolean;
  /** How often the sender was reported by different people. */
  earlierReports?: number;
  /** The sender's last messages in this conversation, oldest first: numbers are sent in pieces. */
  earlierTexts?: readonly string[];
  /** How many of the sender's earlier messages in this conversation got more than `allow`. */
  suspiciousMessages?: number;
  /** How many other people the sender sent the same text to lately; see `fingerprint`. */
  recipientsOfSameText?: number;
}
