/**
 * Supabase Lite prints every error of the database. Those that our functions and policies raise on purpose are answers, and
 * the caller gets them: they would bury what matters in the terminal.
 */
export function quietDatabaseErrors(): void {
  const print = console.error;
  console.error = (...values: unknown[]) => {
    if (!values.some(isAnswer)) {
      print(...values);
    }
  };
}

function isAnswer(value: unknown): boolean {
  const code = typeof value === 'object' && value !== null && 'code' in value ? String(value.code) : '';
  return code.startsWith('PT') || code === '42501';
}
