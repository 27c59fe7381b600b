import { flushCompileCache } from 'node:module';
import { relayOutbox } from '../lib/realtime/relay-outbox.ts';
import { createPrivilegedClient } from '../lib/supabase/database-client.ts';

// Takes what waits in the outbox as the relay does and is killed before it can publish it.

// Who is killed writes nothing at their end.
flushCompileCache();

await relayOutbox(createPrivilegedClient(), async () => {
  process.kill(process.pid, 'SIGKILL');
});
