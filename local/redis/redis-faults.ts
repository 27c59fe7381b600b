/** How the server misbehaves. */
export interface RedisFaults {
  /** Every request has its connection cut without an answer. */
  refuse: boolean;
  /** Every request waits this long before it is carried out. */
  delayMs: number;
}

export const noRedisFaults: Readonly<RedisFaults> = { refuse: false, delayMs: 0 };

const longestDelayMs = 60_000;

/** The faults that a body asks for, what it leaves out being none; null when it doesn't make sense. */
export function parseRedisFaults(body: string): RedisFaults | null {
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return null;
  const { refuse = false, delayMs = 0, ...others } = given as Record<string, unknown>;
  if (typeof refuse !== 'boolean' || Object.keys(others).length > 0) return null;
  if (typeof delayMs !== 'number' || !(delayMs >= 0 && delayMs <= longestDelayMs)) return null;
  return { refuse, delayMs };
}
