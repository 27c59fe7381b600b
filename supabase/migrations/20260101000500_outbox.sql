-- What happened, until the world has been told. A row is written in the transaction of the change it announces and
-- removed after it was published, so a process that dies in between loses nothing: a relay publishes what is left.

create table public.outbox (
  id uuid primary key default gen_random_uuid(),
  conversation_id uuid not null references public.conversations (id) on delete cascade,
  change bigint not null,
  event text not null,
  recipient_ids uuid[] not null,
  attempts integer not null default 0,
  available_at timestamptz not null default now() + interval '10 seconds',
  dead_at timestamptz,
  created_at timestamptz not null default now()
);

comment on table public.outbox is
  'Changes not yet known to be published. No content: what the relay publishes makes devices fetch the change.';
comment on column public.outbox.id is
  'Random, and known to the server alone: knowing it is the right to remove the row.';
comment on column public.outbox.event is 'Name of the realtime event, such as message.created.';
comment on column public.outbox.recipient_ids is 'Who is told.';
comment on column public.outbox.available_at is
  'The relay leaves it alone until then: at first the sender''s own request publishes it, later it is leased or backing off.';
comment on column public.outbox.dead_at is 'When the relay gave up; kept for a person to look at.';

create index outbox_waiting on public.outbox (available_at) where dead_at is null;

revoke all on public.outbox from anon, authenticated, service_role;
grant select on public.outbox to service_role;

-- No policy: nobody but the owner and the functions below.
alter table public.outbox enable row level security;

create function private.remove_published(outbox_ids uuid[]) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  if cardinality(outbox_ids) > 0 then
    delete from public.outbox where id = any (outbox_ids);
  end if;
end;
$$;
comment on function private.remove_published(uuid[]) is
  'Forgets what was published. Called at the next write, so that a message costs one database call.';
revoke all on function private.remove_published(uuid[]) from public;
grant execute on function private.remove_published(uuid[]) to authenticated;

create function public.lease_outbox(batch_size integer, lease_seconds integer)
returns table (id uuid, conversation_id uuid, change bigint, event text, recipient_ids uuid[], attempts integer)
language plpgsql security definer set search_path = ''
as $$
begin
  return query
  with leased as (
    select o.id from public.outbox o
    where o.dead_at is null and o.available_at <= now()
    order by o.available_at
    limit least(greatest(batch_size, 1), 500)
    for update skip locked
  )
  update public.outbox o
  set attempts = o.attempts + 1, available_at = now() + make_interval(secs => lease_seconds)
  from leased where o.id = leased.id
  returning o.id, o.conversation_id, o.change, o.event, o.recipient_ids, o.attempts;
end;
$$;
comment on function public.lease_outbox(integer, integer) is
  'Takes rows to publish for some seconds. Two relays never get the same row; a relay that dies gives them back.';
revoke all on function public.lease_outbox(integer, integer) from public, anon, authenticated;
grant execute on function public.lease_outbox(integer, integer) to service_role;

create function public.settle_outbox(published_ids uuid[], failed_ids uuid[]) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.outbox where id = any (published_ids);
  -- Backoff doubles from 5 s to about 10 min, with jitter; after 20 attempts (about 2 hours) a person has to look.
  update public.outbox
  set available_at = now() + make_interval(secs => least(600, 5 * 2 ^ least(attempts, 7)) * (0.5 + random() / 2)),
      dead_at = case when attempts >= 20 then now() end
  where id = any (failed_ids);
end;
$$;
comment on function public.settle_outbox(uuid[], uuid[]) is 'Removes what was published and puts off what was not.';
revoke all on function public.settle_outbox(uuid[], uuid[]) from public, anon, authenticated;
grant execute on function public.settle_outbox(uuid[], uuid[]) to service_role;
