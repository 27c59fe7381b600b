-- What happened, until the world has been told. A row is written in the transaction of the change it announces and
-- removed after it was published, so a process that dies in between loses nothing: a relay publishes what is left.
--
-- The relay's event also reaches devices that lost the first one with none after it to show that. So it comes as soon as the sender's
-- own request is surely done with publishing, which Channels may take a second for.

create table public.outbox (
  id uuid primary key default gen_random_uuid(),
  -- No foreign key: every message writes a row here, and does so while it holds the conversation's row. Deleting is empty_outbox.
  conversation_id uuid not null,
  change bigint not null,
  event text not null,
  recipient_ids uuid[] not null,
  attempts integer not null default 0,
  available_at timestamptz not null default now() + interval '3 seconds',
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
create index outbox_dead on public.outbox (dead_at) where dead_at is not null;
create index outbox_by_conversation on public.outbox (conversation_id, change);

revoke all on public.outbox from anon, authenticated, service_role;
grant select on public.outbox to service_role;

-- No policy: nobody but the owner and the functions below.
alter table public.outbox enable row level security;

create function private.empty_outbox() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.outbox o where o.conversation_id = old.id;
  return null;
end;
$$;
revoke all on function private.empty_outbox() from public;

create trigger empty_outbox after delete on public.conversations for each row execute function private.empty_outbox();

-- Writing it ----------------------------------------------------------------------------------------------------------

create function private.tell(p_conversation_id uuid, p_change bigint, p_event text, p_recipient_ids uuid[]) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  if cardinality(p_recipient_ids) > 0 then
    insert into public.outbox (conversation_id, change, event, recipient_ids, available_at)
    -- Whoever may read nothing more is let go of in a few seconds, also when the one who asked for it can't be relied on.
    values (p_conversation_id, p_change, p_event, p_recipient_ids,
      now() + case when p_event = 'connections.ended' then interval '2 seconds' else interval '3 seconds' end);
  end if;
end;
$$;
comment on function private.tell(uuid, bigint, text, uuid[]) is 'Writes what these people have to be told of a change; nothing for nobody.';
revoke all on function private.tell(uuid, bigint, text, uuid[]) from public;

create function private.announcements() returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce(nullif(current_setting('lendline.announcements', true), ''), '[]')::jsonb;
end;
$$;
comment on function private.announcements() is 'What events written in this transaction, by whatever trigger, have to be announced.';
revoke all on function private.announcements() from public;

create function private.announcements_since(p_conversation_id uuid, p_change bigint) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  -- Whoever holds the counter row wrote all of them.
  return (
    select coalesce(jsonb_agg(jsonb_build_object('outboxId', o.id, 'event', o.event, 'change', o.change,
      'recipientIds', to_jsonb(o.recipient_ids)) order by o.change, o.event), '[]')
    from public.outbox o where o.conversation_id = p_conversation_id and o.change > p_change
  );
end;
$$;
comment on function private.announcements_since(uuid, bigint) is
  'What the outbox has to tell of a conversation since this change. For functions that have locked its counter row before.';
revoke all on function private.announcements_since(uuid, bigint) from public;

-- Emptying it ---------------------------------------------------------------------------------------------------------

create function private.remove_published(outbox_ids uuid[]) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  if cardinality(outbox_ids) > 0 then
    -- A row that somebody else holds is being removed by the relay. Waiting for it, with a few rows each, could go round in a circle.
    delete from public.outbox o
    where o.ctid = any (array(select l.ctid from public.outbox l where l.id = any (outbox_ids) for update skip locked));
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

-- For whoever watches.
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
