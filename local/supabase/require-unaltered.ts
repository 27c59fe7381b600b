export interface Migration {
  version: string;
  name: string;
  sql: string;
}

export interface AppliedMigration {
  version: string;
  /** What it said when it was applied; null when that wasn't kept. */
  sql: string | null;
}

/** A database that was made by other files than these would fail later, and less clearly. */
export function requireUnaltered(applied: AppliedMigration[], migrations: Migration[]): void {
  const byVersion = new Map(migrations.map((migration) => [migration.version, migration]));
  for (const { version, sql } of applied) {
    const migration = byVersion.get(version);
    if (migration?.sql !== sql) {
      throw new Error(
        `These data were made by another schema: migration ${version}_${migration?.name ?? '…'} is not what was applied. ` +
          'Start over with npm run dev -- --fresh.',
      );
    }
  }
}
