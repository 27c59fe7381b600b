/** allow · nudge (a safety note) · mask · hold (in review) · block (never stored). */
type VerdictAction = 'allow' | 'nudge' | 'mask' | 'hold' | 'block';

/** One thing that was noticed in a message. */
export interface Finding {
  /** Stable name, such as `payment.wire`. */
  id: string;
  /** Findings of one group say the same thing twice; only the strongest of them counts. */
  group: string;
  /** Where in the text, [start, end) in UTF-16 units. */
  span: [start: number, end: number];
  /** The text found. */
  evidence: string;
  /** What it adds to the score. */
  points: number;
}

export interface Verdict {
  action: VerdictAction;
  /** Risk score, 0 to 100: the sum of the counted findings' points. Not a probability. */
  score: number;
  /** What counted, strongest first. */
  findings: Finding[];
}

/** What is known besides the words. */
export interface ScoreContext {
  rentalStatus: 'requested' | 'confirmed' | 'picked_up' | 'returned' | 'declined' | 'cancelled' | null;
}
