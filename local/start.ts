import { existsSync } from 'node:fs';
import { runApp } from './run-app.ts';

const server = '.next/standalone/server.js';

if (!existsSync(server)) {
  console.error('There is no production build yet. Run: npm run build');
  process.exit(1);
}
await runApp({ args: [server], environment: { NODE_ENV: 'production', HOSTNAME: '0.0.0.0' } });
