/** Where the time of a request goes. */
export interface Timing {
  /** Runs it, and counts what it took, in whole if it gives a promise, to this stage. */
  stage<Result>(name: string, run: () => Result): Result;
  /** The same functions; those that are named here count to their stage. */
  around<Functions extends object>(
    functions: Functions,
    stages: Partial<Record<keyof Functions, string>>,
  ): Functions;
  /** Milliseconds for each stage, and for all of it since the start: https://www.w3.org/TR/server-timing/ */
  headers(): { 'server-timing': string };
}

/** Starts now. The clock may be coarse where the platform keeps it so. */
export function startTiming(now: () => number = () => performance.now()): Timing {
  const startedAt = now();
  const stages = new Map<string, number>();

  function add(name: string, since: number): void {
    stages.set(name, (stages.get(name) ?? 0) + now() - since);
  }

  function stage<Result>(name: string, run: () => Result): Result {
    const since = now();
    let result: Result;
    try {
      result = run();
    } catch (error) {
      add(name, since);
      throw error;
    }
    if (result instanceof Promise) {
      return result.finally(() => add(name, since)) as Result;
    }
    add(name, since);
    return result;
  }

  return {
    stage,
    around(functions, names) {
      const timed = { ...functions };
      for (const [key, name] of Object.entries(names) as [keyof typeof functions, string][]) {
        const original = functions[key] as (...parameters: unknown[]) => unknown;
        timed[key] = ((...parameters: unknown[]) => stage(name, () => original(...parameters))) as never;
      }
      return timed;
    },
    headers() {
      const all = [...stages, ['total', now() - startedAt] as const];
      return { 'server-timing': all.map(([name, ms]) => `${name};dur=${ms.toFixed(2)}`).join(', ') };
    },
  };
}
