-- Who is here: whose devices are connected, as Channels tells the server when a person's own channel gets its first subscriber and loses
-- its last. A list for everybody one has to do with costs one call, however many conversations that is.

alter table public.profiles
  add column is_connected boolean not null default false,
  add column connection_told_at timestamptz;
comment on column public.profiles.is_connected is 'A device of this person is connected, as far as was told. Not readable by others.';
comment on column public.profiles.connection_told_at is 'When that happened; what is told late of an earlier moment doesn''t count.';

create or replace function public.note_last_seen(p_seen jsonb) returns void
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
