import { type Database, query } from './open-database.ts';

interface Column {
  table: string;
  column: string;
  type: string;
  isNullable: boolean;
  hasDefault: boolean;
}

interface Reference {
  table: string;
  name: string;
  columns: string[];
  isOneToOne: boolean;
  referencedTable: string;
  referencedColumns: string[];
}

interface Routine {
  name: string;
  args: { name: string; type: string; hasDefault: boolean }[] | null;
  returns: string;
  returnsSet: boolean;
  columns: { name: string; type: string }[] | null;
}

const head = `// Written by \`npm run generate:database-types\` from the migrations. Don't edit.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  public: {
`;

/** Schema public as TypeScript, in the shape that supabase-js takes (`createClient<Database>`). */
export async function describeDatabase(database: Database): Promise<string> {
  const columns = await query<Column>(database, columnsQuery);
  const references = await query<Reference>(database, referencesQuery);
  const routines = await query<Routine>(database, routinesQuery);
  const tables = [...new Set(columns.map((column) => column.table))];
  return [
    head,
    '    Tables: {\n',
    ...tables.map((table) =>
      describeTable(
        table,
        columns.filter((column) => column.table === table),
        references.filter((reference) => reference.table === table),
      ),
    ),
    '    };\n',
    '    Views: { [_ in never]: never };\n',
    '    Functions: {\n',
    ...routines.map(describeRoutine),
    '    };\n',
    '    Enums: { [_ in never]: never };\n',
    '    CompositeTypes: { [_ in never]: never };\n',
    '  };\n};\n',
  ].join('');
}

function describeTable(table: string, columns: Column[], references: Reference[]): string {
  const row = (mark: (column: Column) => string) =>
    columns
      .map(
        (column) =>
          `          ${column.column}${mark(column)}: ${toTypeScript(column.type)}${column.isNullable ? ' | null' : ''};\n`,
      )
      .join('');
  return [
    `      ${table}: {\n`,
    `        Row: {\n${row(() => '')}        };\n`,
    `        Insert: {\n${row((column) => (column.isNullable || column.hasDefault ? '?' : ''))}        };\n`,
    `        Update: {\n${row(() => '?')}        };\n`,
    `        Relationships: [\n${references.map(describeReference).join('')}        ];\n`,
    '      };\n',
  ].join('');
}

function describeReference(reference: Reference): string {
  const list = (names: string[]) => `[${names.map((name) => `'${name}'`).join(', ')}]`;
  return [
    '          {\n',
    `            foreignKeyName: '${reference.name}';\n`,
    `            columns: ${list(reference.columns)};\n`,
    `            isOneToOne: ${reference.isOneToOne};\n`,
    `            referencedRelation: '${reference.referencedTable}';\n`,
    `            referencedColumns: ${list(reference.referencedColumns)};\n`,
    '          },\n',
  ].join('');
}

function describeRoutine(routine: Routine): string {
  const args = (routine.args ?? [])
    .map((arg) => `${arg.name}${arg.hasDefault ? '?' : ''}: ${toTypeScript(arg.type)}`)
    .join('; ');
  const returned = routine.columns
    ? `{ ${routine.columns.map((column) => `${column.name}: ${toTypeScript(column.type)}`).join('; ')} }`
    : toTypeScript(routine.returns);
  return [
    `      ${routine.name}: {\n`,
    `        Args: ${args ? `{ ${args} }` : 'never'};\n`,
    `        Returns: ${returned}${routine.returnsSet ? '[]' : ''};\n`,
    '      };\n',
  ].join('');
}

function toTypeScript(type: string): string {
  if (type.endsWith('[]')) {
    return `${toTypeScript(type.slice(0, -2))}[]`;
  }
  switch (type) {
    case 'bool':
      return 'boolean';
    case 'int2':
    case 'int4':
    case 'int8':
    case 'float4':
    case 'float8':
    case 'numeric':
      return 'number';
    case 'json':
    case 'jsonb':
      return 'Json';
    case 'void':
      return 'undefined';
    default:
      return 'string';
  }
}

const typeName = (oid: string) =>
  `(select case when t.typelem <> 0 and t.typlen = -1 then e.typname || '[]' else t.typname end
    from pg_type t left join pg_type e on e.oid = t.typelem where t.oid = ${oid})`;

const columnsQuery = `
  select c.relname as "table", a.attname as "column", ${typeName('a.atttypid')} as "type",
    not a.attnotnull as "isNullable", (a.atthasdef or a.attidentity <> '') as "hasDefault"
  from pg_class c join pg_attribute a on a.attrelid = c.oid
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
  order by c.relname, a.attname`;

const namesOf = (relation: string, keys: string) =>
  `(select json_agg(a.attname order by k.place) from unnest(${keys}) with ordinality k (number, place)
    join pg_attribute a on a.attrelid = ${relation} and a.attnum = k.number)`;

const referencesQuery = `
  select c.relname as "table", f.conname as "name", ${namesOf('f.conrelid', 'f.conkey')} as "columns",
    exists (select from pg_index i where i.indrelid = f.conrelid and i.indisunique and i.indpred is null
      and i.indkey::smallint[] = f.conkey) as "isOneToOne",
    r.relname as "referencedTable", ${namesOf('f.confrelid', 'f.confkey')} as "referencedColumns"
  from pg_constraint f join pg_class c on c.oid = f.conrelid join pg_class r on r.oid = f.confrelid
  where f.contype = 'f' and c.relnamespace = 'public'::regnamespace and r.relnamespace = 'public'::regnamespace
  order by c.relname, f.conname`;

const routinesQuery = `
  select p.proname as "name", ${typeName('p.prorettype')} as "returns", p.proretset as "returnsSet",
    (select json_agg(json_build_object('name', p.proargnames[i], 'type', ${typeName('p.proargtypes[i - 1]')},
        'hasDefault', i > p.pronargs - p.pronargdefaults) order by p.proargnames[i])
      from generate_series(1, p.pronargs) i) as "args",
    (select json_agg(json_build_object('name', p.proargnames[i], 'type', ${typeName('p.proallargtypes[i]')})
        order by p.proargnames[i])
      from generate_subscripts(p.proargmodes, 1) i where p.proargmodes[i] = 't') as "columns"
  from pg_proc p
  where p.pronamespace = 'public'::regnamespace and p.prokind = 'f' and p.prorettype <> 'trigger'::regtype
  order by p.proname`;
