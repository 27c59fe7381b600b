import { describeApi } from '@/lib/api/openapi';
import { readServerEnvironment } from '@/lib/env.server';
import { json, route } from '@/lib/http/route';

export const runtime = 'edge';

export const GET = route(async () => json(describeApi(readServerEnvironment().APP_URL)));
