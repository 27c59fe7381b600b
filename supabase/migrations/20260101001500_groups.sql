-- Groups: several people about the same gear, or about nothing in particular.
--
-- Nobody is put into a group: they are asked, and join by accepting. Membership stays on the rows: a joiner is added to the
-- conversation's participant_ids and so to every message from then on, and earlier messages don't carry them; whoever leaves or
-- is removed is taken off the conversation and off every message in it, and reads nothing any more, neither old nor new.

-- Starting and naming -------------------------------------------------------------------------------------------------

create function private.clean_name(name text) returns text
language plpgsql immutable set search_path = ''
as $$
declare
  -- Without control characters, and without those that turn the direction of the text around the name.
  shown text := btrim(regexp_replace(name, '[\u0001-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]+', ' ', 'g'));
begin
  -- Joiners belong to words of many scripts, and alone they show nothing.
  return case when shown ~ '[^\s\u200c\u200d]' then shown end;
end;
$$;
comment on function private.clean_name(text) is 'A name as it is shown, cleaned as those of people are; null when it shows nothing.';
revoke all on function private.clean_name(text) from public;

create function private.role_in(conversation public.conversations, p_user_id uuid) returns text
language plpgsql stable security definer set search_path = ''
as $$
begin
  return case
    when exists (select 1 from public.gear g where g.id = conversation.gear_id and g.lister_id = p_user_id) then 'lister'
    when exists (select 1 from public.rentals r where r.id = conversation.rental_id and r.renter_id = p_user_id) then 'renter'
    else 'member' end;
end;
$$;
comment on function private.role_in(public.conversations, uuid) is 'What somebody is in a group: the lister of its gear, the renter of its rental, or a member.';
revoke all on function private.role_in(public.conversations, uuid) from public;

create function public.start_group(
  p_id uuid, p_from_conversation_id uuid, p_title text, p_user_ids uuid[], p_expires_at bigint, p_signature text,
  p_published_ids uuid[] default '{}'
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  starter uuid := auth.uid();
  clean_title text := private.clean_name(p_title);
  conversation public.conversations;
  source public.conversations;
  daily integer;
begin
  perform private.require_permit('start-group', concat_ws(' ', p_id, coalesce(p_from_conversation_id::text, '-'),
    array_to_string(p_user_ids, ','), p_title), p_expires_at, p_signature);
  perform private.lock_inviting();
  perform private.remove_published(p_published_ids);
  select * into conversation from public.conversations c where c.id = p_id;
  if conversation.id is not null then
    if conversation.kind = 'group' and starter = any (conversation.participant_ids) then
      return jsonb_build_object('created', false, 'conversation', public.get_conversation(p_id), 'announcements', '[]'::jsonb);
    end if;
    raise exception 'Another conversation has this id' using errcode = 'PT409';
  end if;
  select l.groups into daily from private.invitation_limits(starter) l;
  if (select count(*) from public.conversations c
      where c.first_started_by = starter and c.created_at > now() - interval '1 day') >= daily then
    raise exception 'Too many new groups' using errcode = 'PT429', hint = daily::text, detail = (
      select ceil(extract(epoch from min(recent.created_at) + interval '1 day' - now()))::text
      from (select c.created_at from public.conversations c where c.first_started_by = starter
            order by c.created_at desc limit daily) recent);
  end if;
  if p_title is not null and (clean_title is null or char_length(clean_title) > 80) then
    raise exception 'must be 1 to 80 characters' using errcode = 'PT422', detail = 'title';
  end if;
  if p_from_conversation_id is not null then
    select * into source from public.conversations c
    where c.id = p_from_conversation_id and starter = any (c.participant_ids);
    if not found then
      raise exception 'No such conversation' using errcode = 'PT404';
    end if;
  end if;

  insert into public.conversations (id, kind, participant_ids, gear_id, rental_id, title, started_by, first_started_by, last_change, change)
  values (p_id, 'group', array[starter],
    source.gear_id, source.rental_id, clean_title, starter, starter, 1, 1)
  returning * into conversation;
  insert into public.participants (conversation_id, user_id, role, sort_at, change)
  values (p_id, starter, private.role_in(conversation, starter), clock_timestamp(), 1);
  perform private.tell(p_id, 1, 'conversation.created', array[starter]);
  perform private.invite(conversation, 1, p_user_ids);
  return jsonb_build_object('created', true, 'conversation', public.get_conversation(p_id),
    'announcements', private.announcements_since(p_id, 0));
end;
$$;
comment on function public.start_group(uuid, uuid, text, uuid[], bigint, text, uuid[]) is
  'A group of mine, at first with me alone, and these people asked to join; about the gear and the rental of a conversation of mine '
  'or about nothing. The same id again gives the first one. Errors: PT404 no such conversation or person, PT409 the id is another''s, '
  'PT422 the title or nobody to ask, PT429 too many in a day, 42501 no permit.';
revoke all on function public.start_group(uuid, uuid, text, uuid[], bigint, text, uuid[]) from public, anon;
grant execute on function public.start_group(uuid, uuid, text, uuid[], bigint, text, uuid[]) to authenticated;

create function public.name_group(
  p_conversation_id uuid, p_title text, p_expires_at bigint, p_signature text, p_published_ids uuid[] default '{}'
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  new_title text := private.clean_name(p_title);
  conversation public.conversations;
  new_change bigint;
begin
  perform private.require_permit('name-group', p_conversation_id || ' ' || p_title, p_expires_at, p_signature);
  perform private.check_action_rate();
  conversation := private.lock_conversation(p_conversation_id);
  perform private.remove_published(p_published_ids);
  if conversation.kind <> 'group' then
    raise exception 'Only groups have a name' using errcode = 'PT409';
  end if;
  if new_title is null or char_length(new_title) > 80 then
    raise exception 'must be 1 to 80 characters' using errcode = 'PT422', detail = 'title';
  end if;
  if new_title is distinct from conversation.title then
    new_change := private.take_change(p_conversation_id);
    update public.conversations c set title = new_title, change = new_change where c.id = p_conversation_id;
    perform private.refresh_conversation_names(array[p_conversation_id]);
    perform private.tell(p_conversation_id, new_change, 'conversation.updated', conversation.participant_ids);
    perform private.write_event(p_conversation_id,
      jsonb_build_object('kind', 'event', 'event', 'group.named', 'actorId', auth.uid(), 'title', new_title));
  end if;
  return jsonb_build_object('conversation', public.get_conversation(p_conversation_id),
    'announcements', private.announcements_since(p_conversation_id, conversation.last_change));
end;
$$;
comment on function public.name_group(uuid, text, bigint, text, uuid[]) is
  'Gives a group of mine another name, 1 to 80 characters. Errors: PT404 no such conversation, PT409 no group, PT422 no name, PT429 '
  'too fast, 42501 no permit.';
revoke all on function public.name_group(uuid, text, bigint, text, uuid[]) from public, anon;
grant execute on function public.name_group(uuid, text, bigint, text, uuid[]) to authenticated;

-- Coming and going ----------------------------------------------------------------------------------------------------

create function private.join_conversation(p_conversation_id uuid, p_user_id uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  conversation public.conversations;
begin
  update public.conversations c
  set participant_ids = c.participant_ids || p_user_id, last_change = c.last_change + 1, change = c.last_change + 1
  where c.id = p_conversation_id and p_user_id <> all (c.participant_ids)
  returning * into conversation;
  if not found then
    return;
  end if;
  insert into public.participants as p (conversation_id, user_id, role, read_seq, delivered_seq, shown_read_seq, joined_seq, sort_at,
    joined_at, change)
  values (p_conversation_id, p_user_id, private.role_in(conversation, p_user_id), conversation.last_seq, conversation.last_seq,
    conversation.last_seq, conversation.last_seq, clock_timestamp(), clock_timestamp(), conversation.last_change)
  on conflict (conversation_id, user_id) do update
  set role = excluded.role, read_seq = excluded.read_seq, delivered_seq = excluded.delivered_seq,
    shown_read_seq = excluded.shown_read_seq, joined_seq = excluded.joined_seq, sort_at = excluded.sort_at,
    joined_at = excluded.joined_at, left_at = null, unread_count = 0, change = excluded.change;
  perform private.refresh_conversation_names(array[p_conversation_id]);
  perform private.tell(p_conversation_id, conversation.last_change, 'participant.changed', conversation.participant_ids);
  perform private.write_event(p_conversation_id,
    jsonb_build_object('kind', 'event', 'event', 'participant.joined', 'actorId', p_user_id, 'userId', p_user_id));
  -- Whoever joins has read that they do.
  update public.participants p
  set unread_count = 0, read_seq = c.last_seq, delivered_seq = c.last_seq, shown_read_seq = c.last_seq
  from public.conversations c
  where c.id = p_conversation_id and p.conversation_id = p_conversation_id and p.user_id = p_user_id;
end;
$$;
comment on function private.join_conversation(uuid, uuid) is 'Somebody takes part from now on: they read what is written from here, and nothing before.';
revoke all on function private.join_conversation(uuid, uuid) from public;

create function private.end_reading(
  p_conversation_id uuid, p_user_id uuid, p_event text, p_actor_id uuid, p_cuts_connections boolean
) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  remaining uuid[];
  new_change bigint;
begin
  update public.conversations c
  set participant_ids = array_remove(c.participant_ids, p_user_id), last_change = c.last_change + 1, change = c.last_change + 1,
    started_by = case when c.started_by is distinct from p_user_id then c.started_by else (
      select p.user_id from public.participants p
      where p.conversation_id = c.id and p.user_id <> p_user_id and p.left_at is null
      order by p.joined_at, p.user_id limit 1) end
  where c.id = p_conversation_id and p_user_id = any (c.participant_ids)
  returning c.participant_ids, c.last_change into remaining, new_change;
  if not found then
    return;
  end if;

  update public.participants p
  set left_at = clock_timestamp(), sort_at = null, unread_count = 0, archived_at = null, pinned_at = null, muted_until = null,
    labels = '{}', change = new_change
  where p.conversation_id = p_conversation_id and p.user_id = p_user_id;
  -- The rows say who may read them. Nobody else's devices have to learn of it, so their change stays.
  update public.messages m set participant_ids = array_remove(m.participant_ids, p_user_id)
  where m.conversation_id = p_conversation_id and p_user_id = any (m.participant_ids);
  perform private.withdraw_all(p_conversation_id, new_change, case when cardinality(remaining) > 0 then p_user_id end);

  perform private.refresh_conversation_names(array[p_conversation_id]);

  perform private.tell(p_conversation_id, new_change, 'participant.changed', remaining || p_user_id);
  if p_cuts_connections then
    perform private.tell(p_conversation_id, new_change, 'connections.ended', array[p_user_id]);
  end if;
  if p_event is not null and cardinality(remaining) > 0 then
    perform private.write_event(p_conversation_id,
      jsonb_build_object('kind', 'event', 'event', p_event, 'actorId', p_actor_id, 'userId', p_user_id));
  end if;
end;
$$;
comment on function private.end_reading(uuid, uuid, text, uuid, boolean) is
  'Somebody reads nothing more of a conversation: neither what was nor what comes. p_event is what the thread says of it '
  '(participant.left, participant.removed; null says nothing), p_cuts_connections ends the sockets that they have open. Nothing '
  'when they take no part.';
revoke all on function private.end_reading(uuid, uuid, text, uuid, boolean) from public;

create function public.end_participation(
  p_conversation_id uuid, p_user_id uuid, p_expires_at bigint, p_signature text, p_published_ids uuid[] default '{}'
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  asker uuid := auth.uid();
  conversation public.conversations;
begin
  perform private.require_permit('end-participation', p_conversation_id || ' ' || p_user_id, p_expires_at, p_signature);
  perform private.check_action_rate();
  conversation := private.lock_conversation(p_conversation_id);
  perform private.remove_published(p_published_ids);
  if p_user_id <> asker then
    if conversation.kind <> 'group' or conversation.started_by is distinct from asker then
      raise exception 'Only whoever started a group can remove people from it' using errcode = 'PT403';
    end if;
    if p_user_id <> all (conversation.participant_ids) then
      raise exception 'No such participant' using errcode = 'PT404';
    end if;
  end if;
  perform private.end_reading(p_conversation_id, p_user_id,
    case when p_user_id = asker then 'participant.left' else 'participant.removed' end, asker, p_user_id <> asker);
  return jsonb_build_object('conversation_id', p_conversation_id,
    'conversation', (select r.conversation from private.read_conversations(asker, array[p_conversation_id]) r),
    'announcements', private.announcements_since(p_conversation_id, conversation.last_change));
end;
$$;
comment on function public.end_participation(uuid, uuid, bigint, text, uuid[]) is
  'I leave a conversation, or take somebody out of a group that I have started; gives it as I see it then. Errors: PT404 no such '
  'conversation or participant, PT403 not mine to do, PT429 too fast, 42501 no permit.';
revoke all on function public.end_participation(uuid, uuid, bigint, text, uuid[]) from public, anon;
grant execute on function public.end_participation(uuid, uuid, bigint, text, uuid[]) to authenticated;
