import { useTranslations } from 'next-intl';
import { Link } from '@/components/navigation/navigation';
import { PendingBar } from '@/components/ui/pending-bar';
import { useCategoryName } from './use-category-name';

interface Props {
  categories: string[];
  chosen: string | null;
}

/** Links, so that a choice has an address and works before any script has loaded. */
export function CategoryFilter({ categories, chosen }: Props) {
  const t = useTranslations('Catalogue');
  const nameOf = useCategoryName();
  return (
    <nav aria-label={t('categories')} className="-mx-4 overflow-x-auto px-4 sm:-mx-7 sm:px-7">
      <ul className="flex w-max gap-2 py-4">
        {[null, ...categories].map((category) => (
          <li key={category}>
            <Link
              href={category === null ? '/' : { pathname: '/', query: { category } }}
              scroll={false}
              prefetch={false}
              aria-current={category === chosen ? 'true' : undefined}
              className="inline-flex min-h-11 items-center rounded-full border bg-surface px-4 text-sm font-medium whitespace-nowrap transition-colors hover:bg-sunken aria-[current]:border-foreground aria-[current]:bg-foreground aria-[current]:text-background"
            >
              {category === null ? t('all') : nameOf(category)}
              <PendingBar />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
