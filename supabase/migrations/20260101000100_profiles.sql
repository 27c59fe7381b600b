-- Who people are to each other, what they have set for themselves, and whether they are here. Names and faces are public (a gear
-- page shows its lister to visitors); the rest is not.

create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  name text not null check (char_length(name) between 1 and 80),
  avatar_url text check (char_length(avatar_url) <= 500),
  locale text not null default 'en' check (locale in ('en', 'ne', 'ar')),
  time_zone text not null default 'UTC' check (char_length(time_zone) <= 64),
  verified_at timestamptz,
  last_seen_at timestamptz,
  erased_at timestamptz,
  created_at timestamptz not null default now(),
  hides_read_receipts boolean not null default false,
  is_connected boolean not null default false,
  connection_told_at timestamptz
);

comment on table public.profiles is 'One for each auth user.';
comment on column public.profiles.id is 'The auth user''s id.';
comment on column public.profiles.name is 'Shown to others, as its owner wrote it.';
comment on column public.profiles.avatar_url is 'Path or address of a picture; null shows initials.';
comment on column public.profiles.locale is 'Language of what the product writes to this person.';
comment on column public.profiles.time_zone is 'IANA name; times in messages to this person are in it.';
comment on column public.profiles.verified_at is 'When the marketplace verified this person; null until then.';
comment on column public.profiles.last_seen_at is
  'When a device of this person was last connected. Given to those they have a conversation with.';
comment on column public.profiles.erased_at is 'When the account was erased; the row stays so that conversations keep their shape.';
comment on column public.profiles.created_at is 'Member since.';
comment on column public.profiles.hides_read_receipts is
  'Others don''t learn how far this person has read, and this person doesn''t learn it of others. Not readable by others.';
comment on column public.profiles.is_connected is 'A device of this person is connected, as far as was told. Not readable by others.';
comment on column public.profiles.connection_told_at is 'When that happened; what is told late of an earlier moment doesn''t count.';

revoke all on public.profiles from anon, authenticated, service_role;
grant select (id, name, avatar_url, verified_at, created_at) on public.profiles to anon, authenticated;
-- The marketplace knows people's names, pictures and whether they are verified; its backend writes that with the secret key. Somebody's
-- presence stays what their devices told, and who was here before Lendline gets a profile.
grant select on public.profiles to service_role;
grant insert (id, name, avatar_url, locale, time_zone, verified_at) on public.profiles to service_role;
grant update (name, avatar_url, locale, time_zone, verified_at) on public.profiles to service_role;

alter table public.profiles enable row level security;

create policy "Everyone can see who people are" on public.profiles
  for select to anon, authenticated using (true);

-- Who signs up in Nepali or Arabic has chosen a language: it is kept with the account from the first day on, and is that of other devices.
create function private.create_profile() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  -- Without control characters, and without those that turn the direction of the text around the name.
  shown_name text := btrim(left(btrim(regexp_replace(new.raw_user_meta_data ->> 'name',
    '[\u0001-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]+', ' ', 'g')), 80));
  -- What somebody else calls a language is no reason to refuse an account.
  language text := new.raw_user_meta_data ->> 'locale';
begin
  insert into public.profiles (id, name, locale)
  values (
    new.id,
    coalesce(
      -- Joiners belong to words of many scripts, and alone they show nothing.
      case when shown_name ~ '[^\s\u200c\u200d]' then shown_name end,
      nullif(left(split_part(new.email, '@', 1), 80), ''),
      'Member'
    ),
    case when language in ('ne', 'ar') then language else 'en' end
  );
  return new;
end;
$$;
revoke all on function private.create_profile() from public;

create trigger create_profile after insert on auth.users
  for each row execute function private.create_profile();

-- What people set for themselves --------------------------------------------------------------------------------------

create function public.get_preferences() returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('hides_read_receipts', p.hides_read_receipts, 'locale', p.locale)
    from public.profiles p where p.id = auth.uid()
  );
end;
$$;
comment on function public.get_preferences() is 'What I have set for myself.';
revoke all on function public.get_preferences() from public, anon;
grant execute on function public.get_preferences() to authenticated;

-- Both without a permit: they concern nobody but the caller, and however often they are called they make no row.
create function public.set_hides_read_receipts(p_hides boolean) returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  update public.profiles p set hides_read_receipts = p_hides where p.id = auth.uid() and p.hides_read_receipts <> p_hides;
  return public.get_preferences();
end;
$$;
comment on function public.set_hides_read_receipts(boolean) is 'From now on I show, or don''t show, how far I have read; I see as much of others.';
revoke all on function public.set_hides_read_receipts(boolean) from public, anon;
grant execute on function public.set_hides_read_receipts(boolean) to authenticated;

create function public.set_locale(p_locale text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  update public.profiles p set locale = p_locale where p.id = auth.uid() and p.locale <> p_locale;
  return public.get_preferences();
end;
$$;
comment on function public.set_locale(text) is 'From now on the product writes to me in this language.';
revoke all on function public.set_locale(text) from public, anon;
grant execute on function public.set_locale(text) to authenticated;

-- Who is here ---------------------------------------------------------------------------------------------------------

-- Whose devices are connected, and when people were last here, as Channels tells the server when a person's own channel gets its first
-- subscriber and loses its last. A list for everybody one has to do with costs one call, however many conversations that is.

create function public.note_last_seen(p_seen jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  -- In the order of their ids, so that two calls can't wait for each other.
  perform from public.profiles p
  where p.id in (select (s ->> 'user_id')::uuid from jsonb_array_elements(p_seen) s)
  order by p.id for no key update;
  update public.profiles p
  set last_seen_at = seen.at
  from (
    select (s ->> 'user_id')::uuid as user_id, least(max((s ->> 'seen_at')::timestamptz), now()) as at
    from jsonb_array_elements(p_seen) s group by 1
  ) seen
  where p.id = seen.user_id and (p.last_seen_at is null or p.last_seen_at < seen.at);
  update public.profiles p
  set is_connected = told.is_connected, connection_told_at = told.at
  from (
    select distinct on (1) (s.value ->> 'user_id')::uuid as user_id, (s.value ->> 'is_connected')::boolean as is_connected,
      least((s.value ->> 'seen_at')::timestamptz, now()) as at
    from jsonb_array_elements(p_seen) with ordinality s (value, place)
    where s.value ->> 'is_connected' is not null
    order by 1, (s.value ->> 'seen_at')::timestamptz desc, s.place desc
  ) told
  where p.id = told.user_id and (p.connection_told_at is null or p.connection_told_at <= told.at);
end;
$$;
comment on function public.note_last_seen(jsonb) is
  '[{"user_id", "seen_at", "is_connected"?}]. Only moves forward and never beyond now, so what is told twice, or late, alters nothing.';
revoke all on function public.note_last_seen(jsonb) from public, anon, authenticated;
grant execute on function public.note_last_seen(jsonb) to service_role;

create function public.list_online() returns uuid[]
language plpgsql stable security definer set search_path = ''
as $$
declare
  people uuid[];
begin
  if private.is_banned(auth.uid()) then
    return '{}';
  end if;
  select coalesce(array_agg(distinct f.id), '{}') into people
  from (
    select p.conversation_id from public.participants p
    where p.user_id = auth.uid() and p.left_at is null and p.sort_at is not null
    order by p.sort_at desc, p.conversation_id
    limit 200
  ) mine
  join public.participants o on o.conversation_id = mine.conversation_id and o.left_at is null and o.user_id <> auth.uid()
  -- When they went may never have been told.
  join public.profiles f on f.id = o.user_id and f.is_connected and f.connection_told_at > now() - interval '1 day';
  return (select coalesce(array_agg(id), '{}') from unnest(people) id
    where id <> all (private.blocked_with(auth.uid(), people)));
end;
$$;
comment on function public.list_online() is
  'Those of the others in my 200 newest conversations who are connected; nobody with whom I can''t talk because one of us has blocked the other.';
revoke all on function public.list_online() from public, anon;
grant execute on function public.list_online() to authenticated;
