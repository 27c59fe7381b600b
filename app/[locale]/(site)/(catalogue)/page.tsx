import { getTranslations } from 'next-intl/server';
import { getClients } from '@/app/session';
import { CategoryFilter } from '@/components/gear/category-filter';
import { GearGrid } from '@/components/gear/gear-grid';
import { EmptyState } from '@/components/ui/empty-state';
import { listGear } from '@/lib/gear/queries';

interface Props {
  searchParams: Promise<{ category?: string | string[] }>;
}

export default async function CataloguePage({ searchParams }: Props) {
  const [{ category }, { client }, t] = await Promise.all([
    searchParams,
    getClients(),
    getTranslations('Catalogue'),
  ]);
  const gear = await listGear(client);
  const categories = [...new Set(gear.map((one) => one.category))].sort();
  const chosen = categories.find((one) => one === category) ?? null;
  const shown = chosen === null ? gear : gear.filter((one) => one.category === chosen);

  return (
    <>
      <CategoryFilter categories={categories} chosen={chosen} />
      {shown.length === 0 ? (
        <EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState>
      ) : (
        <GearGrid key={chosen} gear={shown} label={chosen ?? t('all')} />
      )}
    </>
  );
}
