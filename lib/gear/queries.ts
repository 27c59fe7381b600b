import { AppError } from '../errors.ts';
import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import type { Gear } from './gear.ts';

const columns =
  'id, slug, title, description, category, place, daily_price_minor, currency, image_url, lister:profiles!gear_lister_id_fkey(id, name, avatar_url, verified_at, created_at)';

interface GearRow {
  id: string;
  slug: string;
  title: string;
  description: string;
  category: string;
  place: string;
  daily_price_minor: number;
  currency: string;
  image_url: string | null;
  lister: {
    id: string;
    name: string;
    avatar_url: string | null;
    verified_at: string | null;
    created_at: string;
  };
}

/** Gear that can be rented, newest first. At most 100. */
export async function listGear(client: DatabaseClient, options: { limit?: number } = {}): Promise<Gear[]> {
  const rows = unwrap(
    await client
      .from('gear')
      .select(columns)
      .not('listed_at', 'is', null)
      .order('listed_at', { ascending: false })
      .order('slug')
      .limit(Math.min(options.limit ?? 60, 100)),
  );
  return (rows as unknown as GearRow[]).map(toGear);
}

/** The gear with this slug, or null. */
export async function findGearBySlug(client: DatabaseClient, slug: string): Promise<Gear | null> {
  const row = unwrap(await client.from('gear').select(columns).eq('slug', slug).maybeSingle());
  return row && toGear(row as unknown as GearRow);
}

function toGear(row: GearRow): Gear {
  return {
    id: row.id,
    slug: row.slug,
    title: row.title,
    description: row.description,
    category: row.category,
    place: row.place,
    dailyPriceMinor: row.daily_price_minor,
    currency: row.currency,
    imageUrl: row.image_url,
    lister: {
      id: row.lister.id,
      name: row.lister.name,
      avatarUrl: row.lister.avatar_url,
      verifiedAt: row.lister.verified_at,
      memberSince: row.lister.created_at,
    },
  };
}

/** Throws `not_found` for gear that isn't there, or isn't the caller's to see. */
export async function requireGear(client: DatabaseClient, id: string): Promise<void> {
  if (unwrap(await client.from('gear').select('id').eq('id', id).limit(1)).length === 0) {
    throw new AppError('not_found', 'There is no such thing here');
  }
}

/** Whether this person has gear, listed or not. */
export async function hasGear(client: DatabaseClient, listerId: string): Promise<boolean> {
  return unwrap(await client.from('gear').select('id').eq('lister_id', listerId).limit(1)).length > 0;
}
