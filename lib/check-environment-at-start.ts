import { EnvironmentError, readServerEnvironment } from './env.server.ts';

/** Ends the process when the environment is incomplete, saying which variables are wrong and where to get them. */
export function checkEnvironmentAtStart(): void {
  try {
    readServerEnvironment();
  } catch (error) {
    if (!(error instanceof EnvironmentError)) {
      throw error;
    }
    console.error(error.message);
    process.exit(1);
  }
}
