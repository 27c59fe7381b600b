import type { ConversationRental, RentalStatus } from '../conversations/conversation.ts';

/** Somebody has, had or wants a piece of gear for some days. */
export interface Rental {
  id: string;
  gearId: string;
  renterId: string;
  listerId: string;
  status: RentalStatus;
  /** `YYYY-MM-DD`, inclusive. */
  startsOn: string;
  endsOn: string;
  /** For all of its days, in the minor unit of the gear's currency; null when it isn't known. */
  priceMinor: number | null;
  depositMinor: number | null;
}

/** What somebody may make of a rental. */
export const rentalChanges = ['confirmed', 'declined', 'cancelled', 'picked_up', 'returned'] as const;
export type RentalChange = (typeof rentalChanges)[number];

/** What the database's `private.to_rental` gives. */
export interface RentalRow {
  id: string;
  gear_id: string;
  renter_id: string;
  lister_id: string;
  status: RentalStatus;
  starts_on: string;
  ends_on: string;
  price_minor: number | null;
  deposit_minor: number | null;
}

export function toRental(row: RentalRow): Rental {
  return {
    id: row.id,
    gearId: row.gear_id,
    renterId: row.renter_id,
    listerId: row.lister_id,
    status: row.status,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    priceMinor: row.price_minor,
    depositMinor: row.deposit_minor,
  };
}

export function toConversationRental({ id, status, starts_on, ends_on }: RentalRow): ConversationRental {
  return { id, status, startsOn: starts_on, endsOn: ends_on };
}

/** What a renter and a lister may do with a rental in this state; `private.may_change_rental` in the migrations says the same. */
export function changesOpenTo(role: 'renter' | 'lister', status: RentalStatus): RentalChange[] {
  switch (status) {
    case 'requested':
      return role === 'lister' ? ['confirmed', 'declined'] : ['cancelled'];
    case 'confirmed':
      return role === 'lister' ? ['picked_up', 'cancelled'] : ['cancelled'];
    case 'picked_up':
      return role === 'lister' ? ['returned'] : [];
    case 'returned':
    case 'declined':
    case 'cancelled':
      return [];
  }
}
