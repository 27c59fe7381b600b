/** What the Supabase stand-in was asked: `GET /local/stats` tells, `DELETE /local/stats` starts over. */
export interface SupabaseStats {
  countStatement(): void;
  reset(): void;
  /** Answers the stats' own routes; counts every other request and leaves it alone. */
  answer(request: Request): Response | null;
}

export function createSupabaseStats(): SupabaseStats {
  let counts = empty();
  return {
    countStatement() {
      counts.statements += 1;
    },
    reset() {
      counts = empty();
    },
    answer(request) {
      const { pathname } = new URL(request.url);
      if (pathname !== '/local/stats') {
        const name = `${request.method} ${pathname}`;
        counts.requests += 1;
        counts.byRoute[name] = (counts.byRoute[name] ?? 0) + 1;
        return null;
      }
      if (request.method === 'DELETE') {
        counts = empty();
      }
      return Response.json(counts);
    },
  };
}

function empty() {
  return { requests: 0, statements: 0, byRoute: {} as Record<string, number> };
}
