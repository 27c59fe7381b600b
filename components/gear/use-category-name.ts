import { useTranslations } from 'next-intl';

const known = {
  Camping: 'camping',
  'Climbing & snow': 'climbingAndSnow',
  Cycling: 'cycling',
  'Music & events': 'musicAndEvents',
  'Photo & video': 'photoAndVideo',
  Tools: 'tools',
  Water: 'water',
} as const;

/** Gives a category in the reader's language, where there is a word for it: the marketplace's own ones stand as they are. */
export function useCategoryName(): (category: string) => string {
  const t = useTranslations('Categories');
  return (category) => (category in known ? t(known[category as keyof typeof known]) : category);
}
