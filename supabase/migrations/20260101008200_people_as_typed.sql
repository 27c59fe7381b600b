-- Typos are forgiven in a search for people only when nobody has a name as it was typed: "Ana" is not "Asante".

create or replace function public.find_people(p_query text, p_expires_at bigint, p_signature text) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  asker uuid := auth.uid();
  query text := private.fold(left(p_query, 200));
  words text[] := string_to_array(query, ' ');
  forty_ago timestamptz;
  acquainted_ids uuid[];
  found_ids uuid[];
begin
  perform private.require_permit('find-people', p_query, p_expires_at, p_signature);
  if char_length(query) not between 2 and 80 then
    raise exception 'must be 2 to 80 characters' using errcode = 'PT422', detail = 'q';
  end if;
  insert into private.recent_people_searches as r (user_id, times) values (asker, array[clock_timestamp()])
  on conflict (user_id) do update set times = (clock_timestamp() || r.times)[1:41]
  returning r.times[41] into forty_ago;
  if forty_ago > clock_timestamp() - interval '1 minute' then
    raise exception 'Too many searches for people' using errcode = 'PT429', hint = '40',
      detail = ceil(extract(epoch from forty_ago + interval '1 minute' - clock_timestamp()))::text;
  end if;
  acquainted_ids := array(
    select theirs.user_id from public.participants mine
    join public.participants theirs on theirs.conversation_id = mine.conversation_id
    where mine.user_id = asker and mine.left_at is null and theirs.left_at is null
    union select r.lister_id from public.rentals r where r.renter_id = asker
    union select r.renter_id from public.rentals r where r.lister_id = asker);
  found_ids := array(
    select p.id from public.profiles p
    where p.id = any (acquainted_ids) and not exists (select from unnest(words) word where strpos(private.fold(p.name), word) = 0)
    order by p.name, p.id limit 30);
  if cardinality(array_remove(found_ids, asker)) = 0 then
    found_ids := array(
      select p.id from public.profiles p where p.id = any (acquainted_ids) and private.is_named(p.name, words)
      order by p.name, p.id limit 30);
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'avatar_url', f.avatar_url, 'verified_at', f.verified_at)
      order by f.is_acquainted desc, f.name, f.id), '[]')
    from (
      (select p.*, true as is_acquainted from public.profiles p where p.id = any (found_ids))
      union all
      -- Of others, those whose whole name one knows. No part of it, so that nobody reads the directory out.
      (select p.*, false from public.profiles p where private.fold(p.name) = query and not private.are_acquainted(asker, p.id)
       order by p.created_at limit 5)
    ) f
    where f.id <> asker and f.erased_at is null and private.may_invite(asker, f.id)
  );
end;
$$;
