-- When people were last here, as Channels tells the server: a device of theirs connected, or the last one went away.

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
end;
$$;
comment on function public.note_last_seen(jsonb) is
  '[{"user_id", "seen_at"}]. Only moves forward and never beyond now, so what is told twice, or late, alters nothing.';
revoke all on function public.note_last_seen(jsonb) from public, anon, authenticated;
grant execute on function public.note_last_seen(jsonb) to service_role;
