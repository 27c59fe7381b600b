/** Something that can be rented. */
export interface Gear {
  id: string;
  slug: string;
  title: string;
  description: string;
  category: string;
  place: string;
  /** In the currency's minor unit. */
  dailyPriceMinor: number;
  /** ISO 4217. */
  currency: string;
  imageUrl: string | null;
  lister: {
    id: string;
    name: string;
    avatarUrl: string | null;
    verifiedAt: string | null;
    memberSince: string;
  };
}
