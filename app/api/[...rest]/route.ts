import { AppError } from '@/lib/errors';
import { route } from '@/lib/http/route';

export const runtime = 'edge';

/** Addresses of the API that lead nowhere answer like everything else that is not there. */
export const GET = route<{ rest: string[] }>(async () => {
  throw new AppError('not_found', 'There is no such thing here');
});

export const POST = GET;
export const PUT = GET;
export const PATCH = GET;
export const DELETE = GET;
