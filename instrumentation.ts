/** Runs once when a server starts: a wrong configuration ends it here, with the names of the variables. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { checkEnvironmentAtStart } = await import('./lib/check-environment-at-start');
    checkEnvironmentAtStart();
  }
}
