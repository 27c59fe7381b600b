import { cookies } from 'next/headers';
import { cache } from 'react';
import { readServerEnvironment } from '@/lib/env.server';
import { isAppError } from '@/lib/errors';
import { createDatabaseClient, type DatabaseClient } from '@/lib/supabase/database-client';
import { readSessionCookie } from '@/lib/supabase/session-cookie';
import { type Identity, verifyToken } from '@/lib/supabase/verify-token';

export interface Session extends Identity {
  accessToken: string;
}

/** Who is looking at this page, or null. The token is verified here, whatever `proxy.ts` did before. */
export const getSession = cache(async (): Promise<Session | null> => {
  const stored = await readSessionCookie((await cookies()).getAll());
  if (!stored) {
    return null;
  }
  const environment = readServerEnvironment();
  try {
    const identity = await verifyToken(stored.accessToken, {
      supabaseUrl: environment.SUPABASE_URL,
      jwtSecret: environment.SUPABASE_JWT_SECRET,
    });
    return { ...identity, accessToken: stored.accessToken };
  } catch (error) {
    if (isAppError(error) && error.code === 'unauthenticated') {
      return null;
    }
    throw error;
  }
});

/** The session and a database client as that person, or as a visitor. */
export async function getClients(): Promise<{ session: Session | null; client: DatabaseClient }> {
  const session = await getSession();
  return { session, client: createDatabaseClient(session?.accessToken ?? null) };
}
