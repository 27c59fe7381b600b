-- How far the world is behind, for whoever watches; and a way to forget what was published that waits for nobody.

create function public.outbox_lag() returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'waiting', count(*),
      'oldest_seconds', coalesce(floor(extract(epoch from now() - min(o.created_at))), 0),
      'dead', (select count(*) from public.outbox d where d.dead_at is not null))
    from public.outbox o where o.dead_at is null and o.available_at <= now()
  );
end;
$$;
comment on function public.outbox_lag() is
  'How many rows a relay should have published by now, how old the oldest of them is, and how many were given up.';
revoke all on function public.outbox_lag() from public, anon, authenticated;
grant execute on function public.outbox_lag() to service_role;

create index outbox_dead on public.outbox (dead_at) where dead_at is not null;

create or replace function private.remove_published(outbox_ids uuid[]) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  if cardinality(outbox_ids) > 0 then
    -- A row that somebody else holds is being removed by the relay. Waiting for it, with a few rows each, could go round in a circle.
    delete from public.outbox o
    where o.id in (select l.id from public.outbox l where l.id = any (outbox_ids) for update skip locked);
  end if;
end;
$$;
