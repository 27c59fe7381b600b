-- The host marketplace's side, kept to what conversations need: what is rented, by whom, when. The marketplace's own backend writes
-- both tables; people write rentals by the functions for it alone.

create table public.gear (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(slug) <= 80),
  lister_id uuid not null references public.profiles (id),
  title text not null check (char_length(title) between 1 and 120),
  description text not null default '' check (char_length(description) <= 5000),
  category text not null check (char_length(category) between 1 and 40),
  place text not null default '' check (char_length(place) <= 120),
  daily_price_minor integer not null check (daily_price_minor >= 0),
  currency text not null default 'EUR' check (currency ~ '^[A-Z]{3}$'),
  image_url text check (char_length(image_url) <= 500),
  listed_at timestamptz default now(),
  created_at timestamptz not null default now()
);

comment on table public.gear is 'Things that can be rented.';
comment on column public.gear.slug is 'The gear''s name in its page''s address.';
comment on column public.gear.lister_id is 'Who rents it out.';
comment on column public.gear.category is 'A short word to browse by, such as Cycling.';
comment on column public.gear.place is 'Where it is picked up, as a person would say it.';
comment on column public.gear.daily_price_minor is 'Price of a day in the currency''s minor unit (cents).';
comment on column public.gear.currency is 'ISO 4217 code.';
comment on column public.gear.image_url is 'Path or address of its picture.';
comment on column public.gear.listed_at is 'Null hides it from the catalogue; its conversations stay.';

create index gear_by_lister on public.gear (lister_id);

create table public.rentals (
  id uuid primary key default gen_random_uuid(),
  gear_id uuid not null references public.gear (id),
  renter_id uuid not null references public.profiles (id),
  lister_id uuid not null references public.profiles (id),
  starts_on date not null,
  ends_on date not null check (ends_on >= starts_on),
  status text not null default 'requested'
    check (status in ('requested', 'confirmed', 'picked_up', 'returned', 'declined', 'cancelled')),
  created_at timestamptz not null default now(),
  price_minor integer check (price_minor >= 0),
  deposit_minor integer check (deposit_minor >= 0),
  check (renter_id <> lister_id)
);

comment on table public.rentals is 'One renter has one piece of gear for some days.';
comment on column public.rentals.starts_on is 'First day, in the gear''s place.';
comment on column public.rentals.ends_on is 'Last day, inclusive.';
comment on column public.rentals.status is 'requested, confirmed, picked_up, returned; or declined, cancelled.';
comment on column public.rentals.price_minor is 'Agreed price of all its days, in the minor unit of the gear''s currency; null when it isn''t known.';
comment on column public.rentals.deposit_minor is 'Agreed deposit, in the same unit; null when it isn''t known.';

create index rentals_by_gear_and_renter on public.rentals (gear_id, renter_id, starts_on desc);
create index rentals_by_renter on public.rentals (renter_id);
create index rentals_by_lister on public.rentals (lister_id);
create index rentals_taking_gear on public.rentals (gear_id, ends_on) where status in ('confirmed', 'picked_up');
create index rentals_requests on public.rentals (renter_id, created_at desc);

revoke all on public.gear, public.rentals from anon, authenticated, service_role;
grant select on public.gear to anon, authenticated;
grant select on public.rentals to authenticated;
grant select, insert, update on public.gear, public.rentals to service_role;

alter table public.gear enable row level security;
alter table public.rentals enable row level security;

create policy "Everyone can see listed gear" on public.gear
  for select to anon, authenticated using (listed_at is not null);

create policy "Listers can see their unlisted gear" on public.gear
  for select to authenticated using (lister_id = (select auth.uid()));

create policy "Renters and listers can see their rentals" on public.rentals
  for select to authenticated using ((select auth.uid()) in (renter_id, lister_id));
