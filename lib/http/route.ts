import { AppError, isAppError, statusOf } from '../errors.ts';

export interface RouteContext<Params> {
  params: Params;
  /** Names this request in logs and in error answers. */
  requestId: string;
}

/**
 * Turns a function that may throw into a route handler: an AppError becomes its response, anything else is logged and
 * becomes a bare 500 that says nothing but the request's id.
 */
export function route<Params = Record<string, never>>(
  answer: (request: Request, context: RouteContext<Params>) => Promise<Response>,
) {
  return async (request: Request, context: { params: Promise<Params> }): Promise<Response> => {
    const requestId = crypto.randomUUID();
    try {
      return await answer(request, { params: await context.params, requestId });
    } catch (error) {
      return errorResponse(error, requestId, request);
    }
  };
}

function errorResponse(error: unknown, requestId: string, request: Request): Response {
  const known = isAppError(error) ? error : new AppError('internal', 'Something went wrong on our side');
  if (!isAppError(error) || statusOf[known.code] >= 500) {
    console.error(
      JSON.stringify({
        requestId,
        method: request.method,
        path: new URL(request.url).pathname,
        error: toLogEntry(error),
      }),
    );
  }
  const headers = new Headers({ 'cache-control': 'no-store', 'x-request-id': requestId });
  if (known.retryAfterSeconds !== undefined) {
    headers.set('retry-after', String(known.retryAfterSeconds));
  }
  for (const [name, value] of Object.entries(rateLimitHeaders(known))) {
    headers.set(name, value);
  }
  return Response.json(errorBody(known, requestId), { status: statusOf[known.code], headers });
}

/** What every failure is answered with. */
export function errorBody({ code, message, isRetryable, details }: AppError, requestId: string) {
  return { error: { code, message, retryable: isRetryable, ...(details ? { details } : {}), requestId } };
}

/** `RateLimit-Limit`, `-Remaining` and `-Reset` (seconds), as draft-ietf-httpapi-ratelimit-headers-06 names them. */
function rateLimitHeaders(error: AppError): Record<string, string> {
  const limit = error.details?.limit;
  if (error.code !== 'rate_limited' || typeof limit !== 'number') {
    return {};
  }
  return {
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': '0',
    'ratelimit-reset': String(error.retryAfterSeconds ?? 1),
  };
}

/** Message and causes, without what a person wrote. */
function toLogEntry(error: unknown): unknown {
  if (!(error instanceof Error)) {
    // A database's error: its details quote the row.
    const { code, message } = Object(error) as { code?: unknown; message?: unknown };
    return { code, message: message ?? String(error) };
  }
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: toLogEntry(error.cause) }),
  };
}

/** Smaller answers gain nothing from being compressed. */
const worthCompressing = 1_000;

/** Answers with JSON that nobody may cache: all of it is somebody's. */
export function json(
  data: unknown,
  init: { status?: number; headers?: Record<string, string> } = {},
): Response {
  const text = JSON.stringify(data);
  return new Response(text, {
    status: init.status ?? 200,
    headers: {
      'content-type': 'application/json',
      // Next compresses all that an edge function answers, which for a message takes longer than to send it as it is.
      'cache-control': text.length < worthCompressing ? 'no-store, no-transform' : 'no-store',
      ...init.headers,
    },
  });
}
