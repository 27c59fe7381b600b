-- A person's inbox, and their own place in a conversation: put away, silent, on top, labelled, marked unread. It is nobody else's
-- business: the others' devices learn that the conversation has a new change, and not which.

-- Labels --------------------------------------------------------------------------------------------------------------

create table public.labels (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.profiles (id),
  name text not null check (char_length(name) between 1 and 40 and name = btrim(name)),
  hue smallint not null check (hue between 0 and 7),
  created_at timestamptz not null default now()
);

comment on table public.labels is 'What a person sorts their conversations with. Theirs alone to see.';
comment on column public.labels.hue is 'Which of the eight hues of the design it is shown in.';

create unique index labels_by_name on public.labels (user_id, lower(name));

revoke all on public.labels from anon, authenticated, service_role;
grant select on public.labels to authenticated, service_role;

alter table public.labels enable row level security;

create policy "People can see their own labels" on public.labels
  for select to authenticated using (user_id = (select auth.uid()));

create function public.save_label(p_id uuid, p_name text, p_hue integer, p_expires_at bigint, p_signature text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  asker uuid := auth.uid();
  saved public.labels;
begin
  perform private.require_permit('save-label', concat_ws(' ', p_id, p_hue, p_name), p_expires_at, p_signature);
  -- One at a time, so that the count below holds in parallel too.
  perform pg_advisory_xact_lock(hashtextextended(asker::text, 2));
  if exists (select 1 from public.labels l where l.user_id = asker and lower(l.name) = lower(p_name) and l.id <> p_id) then
    raise exception 'You have a label of this name' using errcode = 'PT409';
  end if;
  update public.labels l set name = p_name, hue = p_hue where l.id = p_id and l.user_id = asker returning * into saved;
  if not found then
    if (select count(*) from public.labels l where l.user_id = asker) >= 20 then
      raise exception 'must be 20 at most' using errcode = 'PT422', detail = 'labels';
    end if;
    insert into public.labels (id, user_id, name, hue) values (p_id, asker, p_name, p_hue)
    on conflict (id) do nothing returning * into saved;
    if saved.id is null then
      raise exception 'No such label' using errcode = 'PT404';
    end if;
  end if;
  return to_jsonb(saved) - 'user_id';
end;
$$;
comment on function public.save_label(uuid, text, integer, bigint, text) is
  'Makes a label of mine, or renames and recolours it. Errors: PT404 somebody else''s id, PT409 a name I have, PT422 twenty already, '
  '42501 no permit.';
revoke all on function public.save_label(uuid, text, integer, bigint, text) from public, anon;
grant execute on function public.save_label(uuid, text, integer, bigint, text) to authenticated;

-- No change of the conversations: an id that is no label's is shown by nobody.
create function public.delete_label(p_id uuid, p_expires_at bigint, p_signature text) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.require_permit('delete-label', p_id::text, p_expires_at, p_signature);
  delete from public.labels l where l.id = p_id and l.user_id = auth.uid();
  if not found then
    raise exception 'No such label' using errcode = 'PT404';
  end if;
  update public.participants p set labels = array_remove(p.labels, p_id) where p.user_id = auth.uid() and p_id = any (p.labels);
end;
$$;
comment on function public.delete_label(uuid, bigint, text) is
  'Deletes a label of mine and takes it off my conversations. Errors: PT404 not mine, 42501 no permit.';
revoke all on function public.delete_label(uuid, bigint, text) from public, anon;
grant execute on function public.delete_label(uuid, bigint, text) to authenticated;

-- Changing one's place ------------------------------------------------------------------------------------------------

create table private.recent_place_changes (
  user_id uuid primary key references public.profiles (id) on delete cascade,
  times timestamptz[] not null
);

comment on table private.recent_place_changes is
  'When people last changed their place in conversations, newest first, to keep them to a rate. One row a person.';

revoke all on private.recent_place_changes from public, anon, authenticated, service_role;

create function private.check_place_rate() returns void
language plpgsql security definer set search_path = ''
as $$
declare
  last_allowed timestamptz;
begin
  insert into private.recent_place_changes as r (user_id, times) values (auth.uid(), array[clock_timestamp()])
  on conflict (user_id) do update set times = (clock_timestamp() || r.times)[1:121]
  returning r.times[121] into last_allowed;
  if last_allowed > clock_timestamp() - interval '1 minute' then
    raise exception 'Too many changes to your inbox' using errcode = 'PT429', hint = '120',
      detail = ceil(extract(epoch from last_allowed + interval '1 minute' - clock_timestamp()))::text;
  end if;
end;
$$;
comment on function private.check_place_rate() is
  'Lets a person change their places 120 times in any minute, exactly, also when the limiter in front can''t be asked.';
revoke all on function private.check_place_rate() from public;

create function private.changed_place(place public.participants, change jsonb) returns public.participants
language plpgsql stable set search_path = ''
as $$
declare
  wanted uuid[];
begin
  if change ? 'archived' then
    place.archived_at := case when (change ->> 'archived')::boolean then coalesce(place.archived_at, now()) end;
    place.pinned_at := case when place.archived_at is null then place.pinned_at end;
  end if;
  if change ? 'pinned' then
    place.pinned_at := case when (change ->> 'pinned')::boolean then coalesce(place.pinned_at, now()) end;
    place.archived_at := case when place.pinned_at is null then place.archived_at end;
  end if;
  if change ? 'muted_until' then
    place.muted_until := (change ->> 'muted_until')::timestamptz;
  end if;
  if change ? 'marked_unread' then
    -- What has something new in it is unread already.
    place.marked_unread := (change ->> 'marked_unread')::boolean and place.unread_count = 0;
  end if;
  wanted := coalesce((select array_agg(l::uuid) from jsonb_array_elements_text(change -> 'labels') l),
      case when change ? 'labels' then '{}' else place.labels end)
    || coalesce((select array_agg(l::uuid) from jsonb_array_elements_text(change -> 'add_labels') l), '{}');
  place.labels := coalesce((select array_agg(distinct l order by l) from unnest(wanted) l
    where not coalesce(change -> 'remove_labels', '[]') ? l::text), '{}');
  return place;
end;
$$;
comment on function private.changed_place(public.participants, jsonb) is
  'A place as a change makes it: {"archived", "muted_until", "pinned", "labels", "add_labels", "remove_labels", "marked_unread"}, '
  'each if it is there.';
revoke all on function private.changed_place(public.participants, jsonb) from public;

create function private.place_row(place public.participants) returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  return jsonb_build_object('archived_at', place.archived_at, 'muted_until', place.muted_until, 'pinned_at', place.pinned_at,
    'labels', place.labels, 'marked_unread', place.marked_unread);
end;
$$;
comment on function private.place_row(public.participants) is 'What a person''s devices are told of their place in a conversation.';
revoke all on function private.place_row(public.participants) from public;

create function private.change_place(asker uuid, changed_id uuid, change jsonb) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  place public.participants;
  next_place public.participants;
  version bigint;
  recipients uuid[];
  outbox_id uuid;
begin
  select c.last_change, c.participant_ids into version, recipients from public.conversations c
  where c.id = changed_id and asker = any (c.participant_ids);
  select * into place from public.participants p
  where p.conversation_id = changed_id and p.user_id = asker and p.left_at is null;
  if version is null or place.user_id is null then
    return null;
  end if;
  -- A first look without a lock: what changes nothing waits for nobody.
  next_place := private.changed_place(place, change);
  if private.place_row(next_place) <> private.place_row(place) then
    -- The counter row first: the same order of locks everywhere. Then everything as it is now.
    perform from public.conversations c where c.id = changed_id for no key update;
    recipients := private.listeners(changed_id, asker);
    select * into place from public.participants p where p.conversation_id = changed_id and p.user_id = asker;
    next_place := private.changed_place(place, change);
    version := private.take_change(changed_id);
    update public.participants p
    set archived_at = next_place.archived_at, muted_until = next_place.muted_until, pinned_at = next_place.pinned_at,
        labels = next_place.labels, marked_unread = next_place.marked_unread, own_change = version
    where p.conversation_id = changed_id and p.user_id = asker;
    -- By its name, too, the others must not learn of it.
    insert into public.outbox (conversation_id, change, event, recipient_ids)
    values (changed_id, version, 'conversation.updated', recipients) returning id into outbox_id;
  end if;
  return jsonb_build_object('conversation_id', changed_id, 'change', version, 'place', private.place_row(next_place))
    || case when outbox_id is null then '{}' else
      jsonb_build_object('recipientIds', to_jsonb(recipients), 'outboxId', outbox_id) end;
end;
$$;
comment on function private.change_place(uuid, uuid, jsonb) is
  'Changes one person''s place in one conversation; null where they take no part. Says whom to tell when something has changed.';
revoke all on function private.change_place(uuid, uuid, jsonb) from public;

create function public.change_places(
  p_conversation_ids uuid[], p_change jsonb, p_expires_at bigint, p_signature text, p_published_ids uuid[] default '{}'
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  asker uuid := auth.uid();
  wanted_id uuid;
  changed jsonb;
  answer jsonb := '[]';
begin
  -- Not over the change itself, which concerns nobody else: the permit is what keeps the caller to the server's limits.
  perform private.require_permit('change-places', array_to_string(p_conversation_ids, ','), p_expires_at, p_signature);
  perform private.check_place_rate();
  if cardinality(p_conversation_ids) not between 1 and 50 then
    raise exception 'must be 1 to 50' using errcode = 'PT422', detail = 'ids';
  end if;
  if exists (
    select 1 from jsonb_array_elements_text(coalesce(p_change -> 'labels', '[]') || coalesce(p_change -> 'add_labels', '[]')) wanted
    where not exists (select 1 from public.labels l where l.id = wanted::uuid and l.user_id = asker)
  ) then
    raise exception 'must be labels of yours' using errcode = 'PT422', detail = 'labels';
  end if;
  perform private.remove_published(p_published_ids);
  -- In the order of their ids, so that two batches can't wait for each other.
  for wanted_id in select distinct id from unnest(p_conversation_ids) id order by id loop
    changed := private.change_place(asker, wanted_id, p_change);
    if changed is not null then
      answer := answer || jsonb_build_array(changed);
    end if;
  end loop;
  if (p_change ->> 'pinned')::boolean
    and (select count(*) from public.participants p where p.user_id = asker and p.pinned_at is not null and p.left_at is null) > 10 then
    raise exception 'must be 10 at most' using errcode = 'PT422', detail = 'pinned';
  end if;
  return answer;
end;
$$;
comment on function public.change_places(uuid[], jsonb, bigint, text, uuid[]) is
  'Changes my place in 1 to 50 conversations, all the same way. Gives each as it is now, without those that are not mine. Errors: '
  'PT422 too many ids, more than ten pinned, or a label that isn''t mine, PT429 too fast, 42501 no permit.';
revoke all on function public.change_places(uuid[], jsonb, bigint, text, uuid[]) from public, anon;
grant execute on function public.change_places(uuid[], jsonb, bigint, text, uuid[]) to authenticated;

-- The inbox in pages --------------------------------------------------------------------------------------------------

create function private.rental_stage(status text) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return case status when 'requested' then 'requested' when 'confirmed' then 'confirmed' when 'picked_up' then 'ongoing'
    when 'returned' then 'past' when 'declined' then 'past' when 'cancelled' then 'past' else 'inquiry' end;
end;
$$;
comment on function private.rental_stage(text) is 'Where a conversation stands for its lister, by the status of its rental.';
revoke all on function private.rental_stage(text) from public;

create function private.list_places(
  reader uuid, narrowed jsonb, is_pinned boolean, before_sort_at timestamptz, before_id uuid, page_size integer
) returns uuid[]
language plpgsql stable security definer set search_path = ''
as $$
declare
  found_ids uuid[];
begin
  if page_size < 1 then
    return '{}';
  end if;
  if narrowed = '{}' and not is_pinned then
    -- The redundant bound on sort_at lets the index start at the cursor instead of filtering up to it.
    return array(
      select p.conversation_id from public.participants p
      where p.user_id = reader and p.left_at is null and p.archived_at is null and p.sort_at is not null and p.pinned_at is null
        and p.sort_at <= coalesce(before_sort_at, 'infinity')
        and (before_sort_at is null or p.sort_at < before_sort_at
          or (p.sort_at = before_sort_at and p.conversation_id > before_id))
      order by p.sort_at desc, p.conversation_id
      limit page_size);
  end if;
  -- Written for what is asked, so that it is planned for that: a partial index serves only a query that says its condition.
  execute 'select array_agg(f.conversation_id order by f.sort_at desc, f.conversation_id) from (
    select p.conversation_id, p.sort_at from public.participants p'
    || case when narrowed ?| array['gear_id', 'stage'] then ' join public.conversations c on c.id = p.conversation_id' else '' end
    || case when narrowed ? 'stage' then ' left join public.rentals r on r.id = c.rental_id' else '' end
    || ' where p.user_id = $1 and p.left_at is null and p.sort_at is not null'
    || case when narrowed ->> 'filter' = 'archived' then ' and p.archived_at is not null' else ' and p.archived_at is null' end
    || case when is_pinned then ' and p.pinned_at is not null' else ' and p.pinned_at is null' end
    || case when narrowed ->> 'filter' = 'unread' then ' and (p.unread_count > 0 or p.marked_unread)' else '' end
    || case when narrowed ? 'label' then ' and ($2 ->> ''label'')::uuid = any (p.labels)' else '' end
    || case when narrowed ? 'role' then ' and p.role = $2 ->> ''role''' else '' end
    || case when narrowed ? 'gear_id' then ' and c.gear_id = ($2 ->> ''gear_id'')::uuid' else '' end
    || case when narrowed ? 'stage' then ' and private.rental_stage(r.status) = $2 ->> ''stage''' else '' end
    || case when before_sort_at is null then '' else
      ' and p.sort_at <= $3 and (p.sort_at < $3 or p.conversation_id > $4)' end
    || ' order by p.sort_at desc, p.conversation_id limit $5) f'
  into found_ids using reader, narrowed, before_sort_at, before_id, page_size;
  return coalesce(found_ids, '{}');
end;
$$;
comment on function private.list_places(uuid, jsonb, boolean, timestamptz, uuid, integer) is
  'Ids of a person''s conversations behind a cursor, newest first: the pinned ones or the others, in any case only those of the '
  'narrowed kind {"filter", "label", "gear_id", "stage", "role"}.';
revoke all on function private.list_places(uuid, jsonb, boolean, timestamptz, uuid, integer) from public;

create function public.list_conversations(
  p_before_sort_at timestamptz default null, p_before_id uuid default null, p_limit integer default 30,
  p_before_pinned boolean default false, p_narrowed jsonb default '{}'
) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  page_size integer := least(greatest(p_limit, 1), 100);
  page_ids uuid[] := '{}';
begin
  if p_before_sort_at is null or p_before_pinned then
    page_ids := private.list_places(auth.uid(), p_narrowed, true, p_before_sort_at, p_before_id, page_size);
  end if;
  page_ids := page_ids || private.list_places(auth.uid(), p_narrowed, false,
    case when not p_before_pinned then p_before_sort_at end, case when not p_before_pinned then p_before_id end,
    page_size - cardinality(page_ids));
  return coalesce((
    select jsonb_agg(r.conversation order by array_position(page_ids, r.id))
    from private.read_conversations(auth.uid(), page_ids) r
  ), '[]');
end;
$$;
comment on function public.list_conversations(timestamptz, uuid, integer, boolean, jsonb) is
  'A page of my inbox: what I have pinned, then the rest, each newest first, without what I have put away. p_narrowed may have '
  '"filter" (unread, or archived for what I have put away), "label", "gear_id", "stage" and "role".';
revoke all on function public.list_conversations(timestamptz, uuid, integer, boolean, jsonb) from public, anon;
grant execute on function public.list_conversations(timestamptz, uuid, integer, boolean, jsonb) to authenticated;

create function public.count_conversations(p_narrowed jsonb default '{}') returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  most constant integer := 1000;
  asker uuid := auth.uid();
  asked_role text := p_narrowed ->> 'role';
  asked_gear uuid := (p_narrowed ->> 'gear_id')::uuid;
  asked_stage text := p_narrowed ->> 'stage';
begin
  return (
    with newest as materialized (
      select p.conversation_id, p.unread_count > 0 or p.marked_unread as is_unread from public.participants p
      where p.user_id = asker and p.left_at is null and p.archived_at is null and p.sort_at is not null
        and (asked_role is null or p.role = asked_role)
      order by p.sort_at desc, p.conversation_id limit most
    ), placed as materialized (
      select n.is_unread, c.gear_id, private.rental_stage(r.status) as stage
      from newest n join public.conversations c on c.id = n.conversation_id left join public.rentals r on r.id = c.rental_id
    )
    select jsonb_build_object(
      'all', count(*) filter (where is_of_gear and is_of_stage),
      'unread', count(*) filter (where is_of_gear and is_of_stage and is_unread),
      'archived', (select count(*) from (select from public.participants p join public.conversations c on c.id = p.conversation_id
        left join public.rentals r on r.id = c.rental_id
        where p.user_id = asker and p.left_at is null and p.archived_at is not null and p.sort_at is not null
          and (asked_role is null or p.role = asked_role) and (asked_gear is null or c.gear_id = asked_gear)
          and (asked_stage is null or private.rental_stage(r.status) = asked_stage) limit most) a),
      'stages', jsonb_build_object(
        'inquiry', count(*) filter (where is_of_gear and stage = 'inquiry'),
        'requested', count(*) filter (where is_of_gear and stage = 'requested'),
        'confirmed', count(*) filter (where is_of_gear and stage = 'confirmed'),
        'ongoing', count(*) filter (where is_of_gear and stage = 'ongoing'),
        'past', count(*) filter (where is_of_gear and stage = 'past')),
      'gear', coalesce((
        select jsonb_agg(jsonb_build_object('id', g.id, 'title', g.title, 'image_url', g.image_url, 'all', k.everything, 'unread', k.unread)
          order by g.title, g.id)
        from (select o.gear_id, count(*) as everything, count(*) filter (where o.is_unread) as unread from placed o
          where asked_stage is null or o.stage = asked_stage group by o.gear_id) k
        join public.gear g on g.id = k.gear_id), '[]'),
      'is_bounded', count(*) >= most)
    from (select w.*, asked_gear is null or w.gear_id = asked_gear as is_of_gear,
      asked_stage is null or w.stage = asked_stage as is_of_stage from placed w) counted
  );
end;
$$;
comment on function public.count_conversations(jsonb) is
  'How many conversations each tab of my inbox holds, among the 1,000 newest: stages within the gear asked for, gear within the '
  'stage asked for. "is_bounded" when there are more. p_narrowed may have "role", "gear_id" and "stage".';
revoke all on function public.count_conversations(jsonb) from public, anon;
grant execute on function public.count_conversations(jsonb) to authenticated;

create function public.count_unread() returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('messages', coalesce(sum(greatest(p.unread_count, p.marked_unread::integer)), 0),
      'conversations', count(*))
    from public.participants p
    where p.user_id = auth.uid() and (p.unread_count > 0 or p.marked_unread) and p.left_at is null and p.archived_at is null
  );
end;
$$;
comment on function public.count_unread() is
  'My unread messages, a conversation that I marked unread myself as one, and in how many conversations.';
revoke all on function public.count_unread() from public, anon;
grant execute on function public.count_unread() to authenticated;
