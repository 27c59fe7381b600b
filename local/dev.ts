import { runApp } from './run-app.ts';

await runApp({ args: ['node_modules/next/dist/bin/next', 'dev'] });
