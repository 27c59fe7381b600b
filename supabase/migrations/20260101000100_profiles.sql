-- Who people are to each other. Names and faces are public (a gear page shows its lister to visitors);
-- when somebody was last here is not.

create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  name text not null check (char_length(name) between 1 and 80),
  avatar_url text check (char_length(avatar_url) <= 500),
  locale text not null default 'en' check (locale in ('en', 'ne', 'ar')),
  time_zone text not null default 'UTC' check (char_length(time_zone) <= 64),
  verified_at timestamptz,
  last_seen_at timestamptz,
  erased_at timestamptz,
  created_at timestamptz not null default now()
);

comment on table public.profiles is 'One for each auth user.';
comment on column public.profiles.id is 'The auth user''s id.';
comment on column public.profiles.name is 'Shown to others, as its owner wrote it.';
comment on column public.profiles.avatar_url is 'Path or address of a picture; null shows initials.';
comment on column public.profiles.locale is 'Language of what the product writes to this person.';
comment on column public.profiles.time_zone is 'IANA name; times in messages to this person are in it.';
comment on column public.profiles.verified_at is 'When the marketplace verified this person; null until then.';
comment on column public.profiles.last_seen_at is 'When a device of this person was last connected. Not readable by others.';
comment on column public.profiles.erased_at is 'When the account was erased; the row stays so that conversations keep their shape.';
comment on column public.profiles.created_at is 'Member since.';

revoke all on public.profiles from anon, authenticated, service_role;
grant select (id, name, avatar_url, verified_at, created_at) on public.profiles to anon, authenticated;
grant select on public.profiles to service_role;

alter table public.profiles enable row level security;

create policy "Everyone can see who people are" on public.profiles
  for select to anon, authenticated using (true);

create function private.create_profile() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  -- Without control characters, and without those that turn the direction of the text around the name.
  shown_name text := btrim(left(btrim(regexp_replace(new.raw_user_meta_data ->> 'name',
    '[\u0001-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]+', ' ', 'g')), 80));
begin
  insert into public.profiles (id, name)
  values (
    new.id,
    coalesce(
      -- Joiners belong to words of many scripts, and alone they show nothing.
      case when shown_name ~ '[^\s\u200c\u200d]' then shown_name end,
      nullif(left(split_part(new.email, '@', 1), 80), ''),
      'Member'
    )
  );
  return new;
end;
$$;
revoke all on function private.create_profile() from public;

create trigger create_profile after insert on auth.users
  for each row execute function private.create_profile();
