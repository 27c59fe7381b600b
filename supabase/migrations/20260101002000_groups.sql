-- Groups: several people about the same gear, or about nothing in particular.
--
-- Nobody is put into a group: they are asked, and join by accepting. Membership stays on the rows: a joiner is added to the
-- conversation's participant_ids and so to every message from then on, and earlier messages don't carry them; whoever leaves or
-- is removed is taken off the conversation and off every message in it, and reads nothing any more, neither old nor new.

alter table public.conversations
  add column title text check (char_length(title) between 1 and 80),
  add column started_by uuid references public.profiles (id),
  add column first_started_by uuid references public.profiles (id),
  add constraint conversations_group_fields_check
    check (kind = 'group' or (title is null and started_by is null and first_started_by is null));
comment on table public.conversations is
  'A renter and a lister about a piece of gear, one for each such three; or a group, whose people are in participants alone.';
comment on column public.conversations.title is 'What a group calls itself; null shows the names of its people.';
comment on column public.conversations.started_by is
  'Who started a group and may remove people from it. Goes over to the oldest member when they leave.';
comment on column public.conversations.first_started_by is
  'Who started a group, whoever it has gone over to since: they have used up one of their day.';
create index conversations_by_starter on public.conversations (first_started_by, created_at desc) where first_started_by is not null;

alter table public.participants add column joined_seq bigint not null default 0;
comment on column public.participants.joined_seq is 'The newest message when this person joined: they read from the next one on.';
comment on column public.participants.left_at is 'When this person left, was removed or was banned. Such a place is nobody''s to read any more.';

drop policy "People can read their own place in a conversation" on public.participants;
create policy "People can read their own place in a conversation" on public.participants
  for select to authenticated using (user_id = (select auth.uid()) and left_at is null);

create table public.invitations (
  id uuid primary key default gen_random_uuid(),
  conversation_id uuid not null references public.conversations (id) on delete cascade,
  inviter_id uuid not null references public.profiles (id),
  invitee_id uuid not null references public.profiles (id),
  is_acquainted boolean not null,
  status text not null default 'pending' check (status in ('pending', 'accepted', 'declined', 'withdrawn', 'expired')),
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null default clock_timestamp() + interval '14 days',
  answered_at timestamptz,
  check (inviter_id <> invitee_id)
);

comment on table public.invitations is 'Who was asked to join which group, by whom, and what became of it.';
comment on column public.invitations.is_acquainted is 'Whether the two had a conversation or a rental together. Of others one may ask few.';
comment on column public.invitations.status is
  'pending, accepted, declined, withdrawn or expired. A pending one past expires_at counts as expired before it is marked so.';
comment on column public.invitations.answered_at is 'When it stopped being pending.';

create unique index invitations_pending on public.invitations (conversation_id, invitee_id) where status = 'pending';
create index invitations_by_invitee on public.invitations (invitee_id, created_at desc);
create index invitations_by_inviter on public.invitations (inviter_id, created_at desc);

-- No grant and no policy: people read them through functions alone, which say who is asking and what about.
revoke all on public.invitations from anon, authenticated, service_role;
grant select on public.invitations to service_role;
alter table public.invitations enable row level security;

-- What the functions below share ---------------------------------------------------------------------------------------

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

create function private.are_acquainted(one_id uuid, other_id uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return exists (
    select 1 from public.participants mine join public.participants theirs on theirs.conversation_id = mine.conversation_id
    where mine.user_id = one_id and mine.left_at is null and theirs.user_id = other_id and theirs.left_at is null
  ) or exists (
    select 1 from public.rentals r
    where (r.renter_id = one_id and r.lister_id = other_id) or (r.renter_id = other_id and r.lister_id = one_id)
  );
end;
$$;
comment on function private.are_acquainted(uuid, uuid) is 'Whether these two have a conversation or a rental together.';
revoke all on function private.are_acquainted(uuid, uuid) from public;

create function private.may_invite(inviter_id uuid, invitee_id uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return true;
end;
$$;
comment on function private.may_invite(uuid, uuid) is 'Whether somebody may ask somebody else at all. What refuses people elsewhere refuses here too.';
revoke all on function private.may_invite(uuid, uuid) from public;

create function private.invitation_limits(user_id uuid) returns table (groups integer, invitations integer, strangers integer)
language plpgsql stable security definer set search_path = ''
as $$
begin
  return query select 10, 40, 5;
end;
$$;
comment on function private.invitation_limits(uuid) is
  'How many groups somebody may start, how many people they may invite, and how many of those may be strangers to them, in a day.';
revoke all on function private.invitation_limits(uuid) from public;

create function private.lock_conversation(p_conversation_id uuid) returns public.conversations
language plpgsql security definer set search_path = ''
as $$
declare
  conversation public.conversations;
begin
  -- Membership is part of the condition, as for a message: a stranger neither takes nor waits for the lock.
  select * into conversation from public.conversations c
  where c.id = p_conversation_id and auth.uid() = any (c.participant_ids) for no key update;
  if conversation.id is null then
    raise exception 'No such conversation' using errcode = 'PT404';
  end if;
  return conversation;
end;
$$;
comment on function private.lock_conversation(uuid) is 'A conversation of the asker''s, with its counter row locked. PT404 otherwise.';
revoke all on function private.lock_conversation(uuid) from public;

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
create index outbox_by_conversation on public.outbox (conversation_id, change);

create function private.tell(p_conversation_id uuid, p_change bigint, p_event text, p_recipient_ids uuid[]) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  if cardinality(p_recipient_ids) > 0 then
    insert into public.outbox (conversation_id, change, event, recipient_ids, available_at)
    -- Whoever may read nothing more is let go of in a few seconds, also when the one who asked for it can't be relied on.
    values (p_conversation_id, p_change, p_event, p_recipient_ids,
      now() + case when p_event = 'connections.ended' then interval '2 seconds' else interval '10 seconds' end);
  end if;
end;
$$;
comment on function private.tell(uuid, bigint, text, uuid[]) is 'Writes what these people have to be told of a change; nothing for nobody.';
revoke all on function private.tell(uuid, bigint, text, uuid[]) from public;

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

-- Taking somebody out --------------------------------------------------------------------------------------------------

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
    perform private.note_event(p_conversation_id,
      jsonb_build_object('kind', 'event', 'event', p_event, 'actorId', p_actor_id, 'userId', p_user_id));
  end if;
end;
$$;
comment on function private.end_reading(uuid, uuid, text, uuid, boolean) is
  'Somebody reads nothing more of a conversation: neither what was nor what comes. p_event is what the thread says of it '
  '(participant.left, participant.removed; null says nothing), p_cuts_connections ends the sockets that they have open. Nothing '
  'when they take no part.';
revoke all on function private.end_reading(uuid, uuid, text, uuid, boolean) from public;

create function private.withdraw_all(p_conversation_id uuid, p_change bigint, p_inviter_id uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  invitee_ids uuid[];
begin
  with withdrawn as (
    update public.invitations i set status = 'withdrawn', answered_at = clock_timestamp()
    where i.conversation_id = p_conversation_id and i.status = 'pending'
      and (p_inviter_id is null or i.inviter_id = p_inviter_id)
    returning i.invitee_id
  )
  select array_agg(w.invitee_id) into invitee_ids from withdrawn w;
  perform private.tell(p_conversation_id, p_change, 'invitation.changed', invitee_ids);
end;
$$;
comment on function private.withdraw_all(uuid, bigint, uuid) is 'Takes back what this person has asked, or with null everybody''s.';
revoke all on function private.withdraw_all(uuid, bigint, uuid) from public;

create function private.note_event(p_conversation_id uuid, p_event jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  if to_regprocedure('private.write_event(uuid,jsonb)') is not null then
    execute 'select private.write_event($1, $2)' using p_conversation_id, p_event;
  end if;
end;
$$;
comment on function private.note_event(uuid, jsonb) is 'Says in the thread what has happened.';
revoke all on function private.note_event(uuid, jsonb) from public;

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

-- Asking ---------------------------------------------------------------------------------------------------------------

create function private.invite(conversation public.conversations, p_change bigint, p_invitee_ids uuid[]) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  inviter uuid := auth.uid();
  invitee uuid;
  limits record;
  recent record;
  acquainted boolean;
  invited uuid[] := '{}';
begin
  if coalesce(cardinality(p_invitee_ids), 0) not between 1 and 49 then
    raise exception 'must be 1 to 49' using errcode = 'PT422', detail = 'userIds';
  end if;
  select * into limits from private.invitation_limits(inviter);
  -- Expired ones make room.
  update public.invitations i set status = 'expired', answered_at = i.expires_at
  where i.conversation_id = conversation.id and i.status = 'pending' and i.expires_at <= now();

  foreach invitee in array p_invitee_ids loop
    if invitee = inviter or not exists (select 1 from public.profiles f where f.id = invitee and f.erased_at is null)
      or not private.may_invite(inviter, invitee) then
      raise exception 'No such person' using errcode = 'PT404';
    end if;
    continue when invitee = any (conversation.participant_ids) or exists (
      select 1 from public.invitations i
      where i.conversation_id = conversation.id and i.invitee_id = invitee and i.status = 'pending');
    if exists (select 1 from public.invitations i where i.conversation_id = conversation.id and i.invitee_id = invitee
      and i.status = 'declined' and i.answered_at > now() - interval '7 days') then
      raise exception 'They have declined not long ago' using errcode = 'PT409';
    end if;
    acquainted := private.are_acquainted(inviter, invitee);
    select count(*) as all_of_them, count(*) filter (where not i.is_acquainted) as strangers, min(i.created_at) as first_at into recent
    from public.invitations i where i.inviter_id = inviter and i.created_at > now() - interval '1 day';
    if recent.all_of_them >= limits.invitations or (not acquainted and recent.strangers >= limits.strangers) then
      raise exception 'Too many invitations' using errcode = 'PT429', hint = limits.invitations::text,
        detail = ceil(extract(epoch from recent.first_at + interval '1 day' - now()))::text;
    end if;
    insert into public.invitations (conversation_id, inviter_id, invitee_id, is_acquainted)
    values (conversation.id, inviter, invitee, acquainted);
    invited := invited || invitee;
  end loop;

  if cardinality(conversation.participant_ids) + (select count(*) from public.invitations i
    where i.conversation_id = conversation.id and i.status = 'pending') > 50 then
    raise exception 'A group has room for 50 people' using errcode = 'PT409';
  end if;
  perform private.tell(conversation.id, p_change, 'participant.changed', conversation.participant_ids);
  perform private.tell(conversation.id, p_change, 'invitation.changed', invited);
end;
$$;
comment on function private.invite(public.conversations, bigint, uuid[]) is
  'Asks these people to join; those who were asked or are in it already are passed over. Locks: the inviter''s count, then the counter row.';
revoke all on function private.invite(public.conversations, bigint, uuid[]) from public;

create function private.lock_inviting() returns void
language plpgsql security definer set search_path = ''
as $$
begin
  -- One request of a person at a time, so that counts hold in parallel too.
  perform pg_advisory_xact_lock(hashtextextended(auth.uid()::text, 2));
end;
$$;
revoke all on function private.lock_inviting() from public;

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
  source record;
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
    select c.gear_id, c.rental_id into source from public.conversations c
    where c.id = p_from_conversation_id and starter = any (c.participant_ids);
    if not found then
      raise exception 'No such conversation' using errcode = 'PT404';
    end if;
  end if;

  insert into public.conversations (id, kind, participant_ids, gear_id, rental_id, title, started_by, first_started_by, last_change, change)
  values (p_id, 'group', array[starter],
    case when p_from_conversation_id is not null then source.gear_id end,
    case when p_from_conversation_id is not null then source.rental_id end, clean_title, starter, starter, 1, 1)
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

create function public.invite_people(
  p_conversation_id uuid, p_user_ids uuid[], p_expires_at bigint, p_signature text, p_published_ids uuid[] default '{}'
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  conversation public.conversations;
begin
  perform private.require_permit('invite-people', p_conversation_id || ' ' || array_to_string(p_user_ids, ','), p_expires_at, p_signature);
  perform private.lock_inviting();
  conversation := private.lock_conversation(p_conversation_id);
  perform private.remove_published(p_published_ids);
  if conversation.kind <> 'group' then
    raise exception 'Start a group to add people' using errcode = 'PT409';
  end if;
  perform private.invite(conversation, private.take_change(p_conversation_id), p_user_ids);
  return jsonb_build_object('conversation', public.get_conversation(p_conversation_id),
    'announcements', private.announcements_since(p_conversation_id, conversation.last_change));
end;
$$;
comment on function public.invite_people(uuid, uuid[], bigint, text, uuid[]) is
  'Asks people to join a group of mine. Errors: PT404 no such conversation or person, PT409 no group, full, or declined in the last '
  'week, PT422 nobody or too many, PT429 too many in a day, 42501 no permit.';
revoke all on function public.invite_people(uuid, uuid[], bigint, text, uuid[]) from public, anon;
grant execute on function public.invite_people(uuid, uuid[], bigint, text, uuid[]) to authenticated;

create function public.withdraw_invitation(p_id uuid, p_expires_at bigint, p_signature text, p_published_ids uuid[] default '{}')
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  asker uuid := auth.uid();
  invitation public.invitations;
  conversation public.conversations;
  new_change bigint;
begin
  perform private.require_permit('withdraw-invitation', p_id::text, p_expires_at, p_signature);
  perform private.check_action_rate();
  select * into invitation from public.invitations i where i.id = p_id;
  conversation := private.lock_conversation(invitation.conversation_id);
  perform private.remove_published(p_published_ids);
  if asker not in (invitation.inviter_id, conversation.started_by) then
    raise exception 'Only whoever asked, or started the group, can take an invitation back' using errcode = 'PT403';
  end if;
  update public.invitations i set status = 'withdrawn', answered_at = clock_timestamp() where i.id = p_id and i.status = 'pending';
  if found then
    new_change := private.take_change(conversation.id);
    perform private.tell(conversation.id, new_change, 'participant.changed', conversation.participant_ids);
    perform private.tell(conversation.id, new_change, 'invitation.changed', array[invitation.invitee_id]);
  end if;
  return jsonb_build_object('conversation', public.get_conversation(conversation.id),
    'announcements', private.announcements_since(conversation.id, conversation.last_change));
end;
$$;
comment on function public.withdraw_invitation(uuid, bigint, text, uuid[]) is
  'Takes an invitation back that I have made, or anybody in a group that I have started; one that is answered stays so. Errors: '
  'PT404 no such invitation in a group of mine, PT403 not mine to take back, PT429 too fast, 42501 no permit.';
revoke all on function public.withdraw_invitation(uuid, bigint, text, uuid[]) from public, anon;
grant execute on function public.withdraw_invitation(uuid, bigint, text, uuid[]) to authenticated;

-- Answering ------------------------------------------------------------------------------------------------------------

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
  perform private.note_event(p_conversation_id,
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

create function public.answer_invitation(
  p_id uuid, p_accepts boolean, p_expires_at bigint, p_signature text, p_published_ids uuid[] default '{}'
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  invitee uuid := auth.uid();
  invitation public.invitations;
  conversation public.conversations;
  answer text := case when p_accepts then 'accepted' else 'declined' end;
  new_change bigint;
begin
  perform private.require_permit('answer-invitation', concat_ws(' ', p_id, p_accepts), p_expires_at, p_signature);
  perform private.check_action_rate();
  if p_accepts is null then
    raise exception 'must be accepted or declined' using errcode = 'PT422', detail = 'status';
  end if;
  select * into conversation from public.conversations c
  where c.id = (select i.conversation_id from public.invitations i where i.id = p_id and i.invitee_id = invitee)
  for no key update;
  select * into invitation from public.invitations i where i.id = p_id and i.invitee_id = invitee;
  if invitation.id is null then
    raise exception 'No such invitation' using errcode = 'PT404';
  end if;
  perform private.remove_published(p_published_ids);

  if invitation.status = 'pending' and invitation.expires_at > now() then
    if p_accepts and not private.may_invite(invitation.inviter_id, invitee) then
      raise exception 'No such invitation' using errcode = 'PT404';
    end if;
    if p_accepts and cardinality(conversation.participant_ids) >= 50 then
      raise exception 'This group is full' using errcode = 'PT409';
    end if;
    update public.invitations i
    set status = answer, answered_at = clock_timestamp() where i.id = p_id;
    if p_accepts then
      perform private.join_conversation(conversation.id, invitee);
      new_change := conversation.last_change + 1;
    else
      new_change := private.take_change(conversation.id);
      perform private.tell(conversation.id, new_change, 'participant.changed', conversation.participant_ids);
    end if;
    perform private.tell(conversation.id, new_change, 'invitation.changed', array[invitee]);
  elsif invitation.status <> answer then
    raise exception 'This invitation is no longer open' using errcode = 'PT409';
  end if;
  return jsonb_build_object('status', answer,
    'conversation_id', conversation.id,
    'conversation', (select r.conversation from private.read_conversations(invitee, array[conversation.id]) r),
    'announcements', private.announcements_since(conversation.id, conversation.last_change));
end;
$$;
comment on function public.answer_invitation(uuid, boolean, bigint, text, uuid[]) is
  'I join the group that I was asked into, or not; the same answer again changes nothing. Errors: PT404 no such invitation of mine, '
  'PT409 answered otherwise, taken back, expired, or the group is full, PT429 too fast, 42501 no permit.';
revoke all on function public.answer_invitation(uuid, boolean, bigint, text, uuid[]) from public, anon;
grant execute on function public.answer_invitation(uuid, boolean, bigint, text, uuid[]) to authenticated;

create function public.list_invitations() returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(o.invitation order by o.created_at desc), '[]') from (
      select i.created_at, jsonb_build_object(
        'id', i.id, 'conversation_id', c.id, 'title', c.title, 'created_at', i.created_at, 'expires_at', i.expires_at,
        'inviter', jsonb_build_object('id', f.id, 'name', f.name, 'avatar_url', f.avatar_url, 'verified_at', f.verified_at),
        'gear', (select jsonb_build_object('title', g.title, 'image_url', g.image_url) from public.gear g where g.id = c.gear_id),
        'member_count', cardinality(c.participant_ids)) as invitation
      from public.invitations i
      join public.conversations c on c.id = i.conversation_id
      join public.profiles f on f.id = i.inviter_id
      where i.invitee_id = auth.uid() and i.status = 'pending' and i.expires_at > now()
        and private.may_invite(i.inviter_id, i.invitee_id)
      order by i.created_at desc limit 50
    ) o
  );
end;
$$;
comment on function public.list_invitations() is 'The groups that I am asked to join, newest first; the newest fifty.';
revoke all on function public.list_invitations() from public, anon;
grant execute on function public.list_invitations() to authenticated;

-- Naming ---------------------------------------------------------------------------------------------------------------

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
    perform private.note_event(p_conversation_id,
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

-- Finding people -------------------------------------------------------------------------------------------------------

create index profiles_by_whole_name on public.profiles (private.fold(name));

create function private.is_named(name text, words text[]) returns boolean
language plpgsql immutable set search_path = ''
as $$
declare
  folded text := private.fold(name);
begin
  return not exists (select from unnest(words) word where not private.is_nearly_in(word, folded));
end;
$$;
comment on function private.is_named(text, text[]) is 'Whether somebody of this name was meant: it has all of these words, or nearly.';
revoke all on function private.is_named(text, text[]) from public;

create function public.find_people(p_query text, p_expires_at bigint, p_signature text) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  asker uuid := auth.uid();
  query text := private.fold(left(p_query, 200));
  words text[] := string_to_array(query, ' ');
begin
  perform private.require_permit('find-people', p_query, p_expires_at, p_signature);
  if char_length(query) not between 2 and 80 then
    raise exception 'must be 2 to 80 characters' using errcode = 'PT422', detail = 'q';
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'avatar_url', f.avatar_url, 'verified_at', f.verified_at)
      order by f.is_acquainted desc, f.name, f.id), '[]')
    from (
      (select p.*, true as is_acquainted from public.profiles p
       where p.id in (
         select theirs.user_id from public.participants mine
         join public.participants theirs on theirs.conversation_id = mine.conversation_id
         where mine.user_id = asker and mine.left_at is null and theirs.left_at is null
         union select r.lister_id from public.rentals r where r.renter_id = asker
         union select r.renter_id from public.rentals r where r.lister_id = asker)
         and private.is_named(p.name, words)
       order by p.name, p.id limit 30)
      union all
      -- Of others, those whose whole name one knows. No part of it, so that nobody reads the directory out.
      (select p.*, false from public.profiles p where private.fold(p.name) = query and not private.are_acquainted(asker, p.id)
       order by p.created_at limit 5)
    ) f
    where f.id <> asker and f.erased_at is null and private.may_invite(asker, f.id)
  );
end;
$$;
comment on function public.find_people(text, bigint, text) is
  'People whom I may ask into a group: those I have a conversation or a rental with, by parts of their name, nearly right, and '
  'anybody by their whole name. Errors: PT422 fewer than 2 characters, 42501 no permit.';
revoke all on function public.find_people(text, bigint, text) from public, anon;
grant execute on function public.find_people(text, bigint, text) to authenticated;

create or replace function private.refresh_conversation_names(conversation_ids uuid[]) returns void
language plpgsql set search_path = ''
as $$
begin
  insert into private.conversation_names as kept (user_id, conversation_id, people, gear)
  select p.user_id, p.conversation_id,
    concat_ws(' ', private.fold(c.title), (
      select string_agg(private.fold(f.name), ' ' order by other.joined_at, other.user_id)
      from public.participants other join public.profiles f on f.id = other.user_id
      where other.conversation_id = p.conversation_id and other.user_id <> p.user_id
        and (c.kind = 'direct' or other.left_at is null))),
    coalesce((select private.fold(g.title) from public.gear g where g.id = c.gear_id), '')
  from public.participants p join public.conversations c on c.id = p.conversation_id
  where p.conversation_id = any (conversation_ids)
  on conflict (user_id, conversation_id) do update set people = excluded.people, gear = excluded.gear
  where (kept.people, kept.gear) is distinct from (excluded.people, excluded.gear);
end;
$$;
comment on column private.conversation_names.people is 'Names of the others, and what a group calls itself, folded.';

-- Reading --------------------------------------------------------------------------------------------------------------

create or replace function private.read_conversations(reader_id uuid, conversation_ids uuid[]) returns table (id uuid, conversation jsonb)
language plpgsql stable security definer set search_path = ''
as $$
declare
  reader_hides boolean := (select f.hides_read_receipts from public.profiles f where f.id = reader_id);
begin
  return query
  select c.id, jsonb_build_object(
    'id', c.id,
    'kind', c.kind,
    'sealed', c.sealed,
    'title', c.title,
    'started_by', c.started_by,
    'invited', case when c.kind = 'group' then (
      select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'user_id', i.invitee_id, 'name', f.name, 'avatar_url', f.avatar_url,
        'inviter_id', i.inviter_id, 'expires_at', i.expires_at) order by i.created_at, i.id), '[]')
      from public.invitations i join public.profiles f on f.id = i.invitee_id
      where i.conversation_id = c.id and i.status = 'pending') else '[]' end,
    'last_seq', c.last_seq,
    'last_change', c.last_change,
    'last_message', coalesce(
      (select to_jsonb(r) from private.message_rows r join public.messages m on m.id = r.id
        where r.id = c.last_message_id and reader_id = any (m.participant_ids)),
      -- Only for whoever has deleted the newest for themselves, and stops at the first that they can read.
      case when c.last_message_id is not null then
        (select to_jsonb(r) from private.message_rows r where r.id = (
          select m.id from public.messages m where m.conversation_id = c.id and reader_id = any (m.participant_ids)
          order by m.seq desc limit 1)) end),
    'created_at', c.created_at,
    'gear', (select jsonb_build_object('id', g.id, 'slug', g.slug, 'title', g.title, 'image_url', g.image_url,
        'daily_price_minor', g.daily_price_minor, 'currency', g.currency)
      from public.gear g where g.id = c.gear_id),
    'rental', (select jsonb_build_object('id', r.id, 'status', r.status, 'starts_on', r.starts_on, 'ends_on', r.ends_on)
      from public.rentals r where r.id = c.rental_id),
    'participants', (select jsonb_agg(jsonb_build_object('user_id', p.user_id, 'role', p.role, 'name', f.name,
        'avatar_url', f.avatar_url, 'verified_at', f.verified_at, 'member_since', f.created_at,
        'read_seq', case when p.user_id = reader_id then p.read_seq when reader_hides then 0 else p.shown_read_seq end,
        'delivered_seq', p.delivered_seq, 'joined_seq', p.joined_seq, 'left_at', p.left_at,
        'last_seen_at', case when p.left_at is null then f.last_seen_at end,
        'change', case when p.user_id = reader_id then greatest(p.change, p.own_change) else p.change end)
        order by p.joined_at, p.user_id)
      from public.participants p join public.profiles f on f.id = p.user_id
      -- Who left before I joined is nobody I have to do with.
      where p.conversation_id = c.id and (p.left_at is null or p.left_at >= me.joined_at)),
    'mine', jsonb_build_object('unread_count', me.unread_count, 'sort_at', me.sort_at, 'archived_at', me.archived_at,
      'muted_until', me.muted_until, 'pinned_at', me.pinned_at, 'labels', me.labels)
  )
  from public.conversations c
  join public.participants me on me.conversation_id = c.id and me.user_id = reader_id and me.left_at is null
  where c.id = any (conversation_ids) and reader_id = any (c.participant_ids);
end;
$$;
comment on function private.read_conversations(uuid, uuid[]) is
  'Those of these conversations that this person takes part in, with people, the markers that they may see, gear, rental and the '
  'newest message that they can read.';
