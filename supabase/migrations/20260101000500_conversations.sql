-- A conversation is two people and a piece of gear, or a group. One row counts everything that happens in it: last_seq numbers its
-- messages without holes, last_change numbers every alteration. Whoever reads "rows whose change is greater than N" has missed
-- nothing, because the counter row is locked from the number to the commit. It is locked before the rows of messages and participants,
-- everywhere.

-- Of both tables, each page keeps room for the next version of a row, so that counting needs no new entries in the indexes.
create table public.conversations (
  id uuid primary key default gen_random_uuid(),
  kind text not null default 'direct',
  participant_ids uuid[] not null,
  gear_id uuid references public.gear (id),
  renter_id uuid references public.profiles (id),
  lister_id uuid references public.profiles (id),
  rental_id uuid references public.rentals (id),
  sealed boolean not null default false,
  last_seq bigint not null default 0,
  last_change bigint not null default 0,
  -- No foreign key, which each message would pay for: it is the trigger keep_last_message.
  last_message_id uuid,
  last_message_at timestamptz,
  change bigint not null default 0,
  created_at timestamptz not null default now(),
  title text,
  started_by uuid references public.profiles (id),
  first_started_by uuid references public.profiles (id),
  sealed_seq bigint
) with (fillfactor = 80);

comment on table public.conversations is
  'A renter and a lister about a piece of gear, one for each such three; or a group, whose people are in participants alone.';
comment on column public.conversations.kind is 'direct between two people, or a group.';
comment on column public.conversations.participant_ids is
  'Who may read it now. Copied onto every message, so that reading needs no join.';
comment on column public.conversations.rental_id is 'The rental it is about at present.';
comment on column public.conversations.sealed is 'Whether new messages are end-to-end encrypted.';
comment on column public.conversations.last_seq is 'Place of the newest message; the counter row.';
comment on column public.conversations.last_change is 'Version of the conversation: bumped by everything that alters it.';
comment on column public.conversations.last_message_id is 'Newest message that everybody in it may read.';
comment on column public.conversations.change is 'The change that last altered this row''s own fields (not its counters).';
comment on column public.conversations.title is 'What a group calls itself; null shows the names of its people.';
comment on column public.conversations.started_by is
  'Who started a group and may remove people from it. Goes over to the oldest member when they leave.';
comment on column public.conversations.first_started_by is
  'Who started a group, whoever it has gone over to since: they have used up one of their day.';
comment on column public.conversations.sealed_seq is
  'The seq of the message that tells that the conversation was sealed: devices show no text after it that is in clear.';

-- The second start finds the first conversation. Once one of the two has left, they may start again: what was said in the old one stays
-- with whoever stayed.
create unique index conversations_by_gear_and_people
  on public.conversations (gear_id, renter_id, lister_id) where kind = 'direct' and cardinality(participant_ids) = 2;
create index conversations_by_renter on public.conversations (renter_id, created_at desc);
create index conversations_by_lister on public.conversations (lister_id);
create index conversations_by_lister_and_time on public.conversations (lister_id, created_at desc) where kind = 'direct';
create index conversations_by_rental on public.conversations (rental_id) where rental_id is not null;
create index conversations_by_starter on public.conversations (first_started_by, created_at desc) where first_started_by is not null;

-- A domain's check is asked when a value is made, not when the row around it is written.
create domain private.participant_role as text check (value in ('renter', 'lister', 'member'));

create table public.participants (
  conversation_id uuid not null references public.conversations (id) on delete cascade,
  user_id uuid not null references public.profiles (id),
  role private.participant_role not null,
  read_seq bigint not null default 0,
  delivered_seq bigint not null default 0,
  unread_count integer not null default 0 check (unread_count >= 0),
  sort_at timestamptz,
  archived_at timestamptz,
  muted_until timestamptz,
  pinned_at timestamptz,
  labels uuid[] not null default '{}',
  joined_at timestamptz not null default now(),
  left_at timestamptz,
  change bigint not null default 0,
  shown_read_seq bigint not null default 0,
  own_change bigint not null default 0,
  joined_seq bigint not null default 0,
  marked_unread boolean not null default false,
  primary key (conversation_id, user_id)
) with (fillfactor = 80);

comment on table public.participants is 'A person''s place in a conversation: what they have read, and how their inbox shows it.';
comment on column public.participants.read_seq is 'Read marker: this person has seen every message up to here. Only moves forward. Theirs alone to know.';
comment on column public.participants.delivered_seq is 'Delivered marker: a device of theirs has every message up to here.';
comment on column public.participants.unread_count is 'Messages of others beyond the read marker.';
comment on column public.participants.sort_at is
  'Its place in this person''s inbox: the newest message, or the start for whoever started it. Null keeps it out.';
comment on column public.participants.archived_at is 'When this person put it away; a new message brings it back.';
comment on column public.participants.muted_until is 'No notifications until then; the end of the year 9999 until unmuted.';
comment on column public.participants.pinned_at is 'When this person put it on top of their inbox; putting it away takes it down.';
comment on column public.participants.labels is 'Ids of this person''s labels, in the order of their ids.';
comment on column public.participants.left_at is 'When this person left, was removed or was banned. Such a place is nobody''s to read any more.';
comment on column public.participants.change is 'The conversation''s change that last moved these markers or this role.';
comment on column public.participants.shown_read_seq is 'How far others are told that this person has read. Stands still while they hide it.';
comment on column public.participants.own_change is
  'The conversation''s change that last moved a marker so that only this person may notice: while they hide their read receipts.';
comment on column public.participants.joined_seq is 'The newest message when this person joined: they read from the next one on.';
comment on column public.participants.marked_unread is 'This person wants to come back to it. Reading on takes it away.';

-- The inbox reads this index and nothing before it: what is put away must not be passed over by whoever reads the rest.
create index participants_inbox on public.participants (user_id, sort_at desc, conversation_id)
  where archived_at is null and left_at is null;
create index participants_archived on public.participants (user_id, sort_at desc, conversation_id) where archived_at is not null;
create index participants_pinned on public.participants (user_id) where pinned_at is not null;
-- The total is read from the index alone: what it counts and what it leaves out are both in there. With hundreds of unread
-- conversations that is a few pages instead of one for each.
create index participants_unread on public.participants (user_id) include (unread_count, marked_unread, archived_at)
  where (unread_count > 0 or marked_unread) and left_at is null;

revoke all on public.conversations, public.participants from anon, authenticated, service_role;
grant select on public.conversations, public.participants to authenticated, service_role;

alter table public.conversations enable row level security;
alter table public.participants enable row level security;

create policy "Participants can read their conversations" on public.conversations
  for select to authenticated using ((select auth.uid()) = any (participant_ids));

-- Others' rows hold what they archived, muted and labelled; their markers are read through get_conversation.
create policy "People can read their own place in a conversation" on public.participants
  for select to authenticated using (user_id = (select auth.uid()) and left_at is null);

create policy "Banned people read nothing" on public.conversations as restrictive
  for select to authenticated using (not (select private.is_banned((select auth.uid()))));

create policy "Banned people read nothing" on public.participants as restrictive
  for select to authenticated using (not (select private.is_banned((select auth.uid()))));

-- What is always true of a conversation -------------------------------------------------------------------------------

create function private.is_conversation(
  kind text, participant_ids uuid[], gear_id uuid, renter_id uuid, lister_id uuid, title text, started_by uuid, first_started_by uuid
) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(
    cardinality(participant_ids) <= 50
    and (renter_id is null or lister_id is null or renter_id <> lister_id)
    and case kind
      when 'direct' then gear_id is not null and renter_id is not null and lister_id is not null
        and title is null and started_by is null and first_started_by is null
      when 'group' then title is null or char_length(title) between 1 and 80 end, false);
end;
$$;
comment on function private.is_conversation is
  'Whether these can be one conversation''s: two different people about a piece of gear, or a group with or without a title.';
revoke all on function private.is_conversation from public;

-- A check constraint is read from its text and evaluated whenever a row is written, whichever column is. A trigger that names its columns
-- isn't, and after the fact: one before it would have the row locked a second time.
create function private.check_conversation() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if not private.is_conversation(new.kind, new.participant_ids, new.gear_id, new.renter_id, new.lister_id, new.title, new.started_by,
    new.first_started_by) then
    raise exception 'These can''t be one conversation''s' using errcode = 'check_violation', table = 'conversations';
  end if;
  return null;
end;
$$;
revoke all on function private.check_conversation() from public;

create trigger check_conversation
  after insert or update of kind, participant_ids, gear_id, renter_id, lister_id, title, started_by, first_started_by on public.conversations
  for each row execute function private.check_conversation();

-- The counter row -----------------------------------------------------------------------------------------------------

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

create function private.take_change(conversation_id uuid) returns bigint
language plpgsql security definer set search_path = ''
as $$
declare
  new_change bigint;
begin
  update public.conversations c set last_change = c.last_change + 1 where c.id = take_change.conversation_id
  returning c.last_change into new_change;
  return new_change;
end;
$$;
comment on function private.take_change(uuid) is 'The conversation''s next change.';
revoke all on function private.take_change(uuid) from public;

-- Starting a conversation ---------------------------------------------------------------------------------------------

-- As the owner, because people can't write these tables, and with the server's permit, because a function is as open to the browser as a
-- table. So do all functions that write for people.

create function public.find_conversation_about(p_gear_id uuid) returns uuid
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select c.id from public.conversations c
    where c.gear_id = p_gear_id and c.renter_id = auth.uid() and c.kind = 'direct' and cardinality(c.participant_ids) = 2
      and c.lister_id = (select g.lister_id from public.gear g where g.id = p_gear_id)
  );
end;
$$;
comment on function public.find_conversation_about(uuid) is
  'My conversation, as a renter, about this gear; null when there is none, or one of us has left it.';
revoke all on function public.find_conversation_about(uuid) from public, anon;
grant execute on function public.find_conversation_about(uuid) to authenticated;

create function public.start_conversation(
  p_gear_id uuid, p_daily_limit integer, p_expires_at bigint, p_signature text
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  renter uuid := auth.uid();
  -- Newcomers may start fewer. lib/rate-limits/limits.ts says so too.
  daily_limit integer := case when private.is_newcomer(renter) then least(p_daily_limit, 5) else p_daily_limit end;
  lister uuid;
  new_id uuid;
  outbox_id uuid;
begin
  perform private.require_permit('start-conversation', p_gear_id::text, p_expires_at, p_signature);

  select g.lister_id into lister from public.gear g where g.id = p_gear_id and g.listed_at is not null;
  if lister is null then
    raise exception 'No such gear' using errcode = 'PT404';
  end if;
  if lister = renter then
    raise exception 'This is your own gear' using errcode = 'PT403';
  end if;

  -- One start of a person at a time, so that the count below holds in parallel too.
  perform pg_advisory_xact_lock(hashtextextended(renter::text, 1));
  new_id := public.find_conversation_about(p_gear_id);
  if new_id is not null then
    return jsonb_build_object('created', false, 'conversation', public.get_conversation(new_id));
  end if;
  if cardinality(private.blocked_with(renter, array[lister])) > 0 then
    raise exception 'You can''t write to each other' using errcode = 'PT403';
  end if;
  if (select count(*) from public.conversations c
      where c.renter_id = renter and c.created_at > now() - interval '1 day') >= daily_limit then
    raise exception 'Too many new conversations' using errcode = 'PT429', hint = daily_limit::text, detail = (
      select ceil(extract(epoch from min(recent.created_at) + interval '1 day' - now()))::text
      from (select c.created_at from public.conversations c where c.renter_id = renter
            order by c.created_at desc limit daily_limit) recent);
  end if;

  insert into public.conversations (kind, participant_ids, gear_id, renter_id, lister_id, rental_id, last_change, change)
  values ('direct', array[renter, lister], p_gear_id, renter, lister,
    (select r.id from public.rentals r where r.gear_id = p_gear_id and r.renter_id = renter and r.lister_id = lister
     order by r.starts_on desc limit 1), 1, 1)
  returning id into new_id;

  -- The lister's inbox shows it from the first message on: an empty conversation is no news.
  insert into public.participants (conversation_id, user_id, role, sort_at, change)
  values (new_id, renter, 'renter', now(), 1), (new_id, lister, 'lister', null, 1);

  insert into public.outbox (conversation_id, change, event, recipient_ids)
  values (new_id, 1, 'conversation.created', array[renter]) returning id into outbox_id;

  return jsonb_build_object('created', true, 'conversation', public.get_conversation(new_id),
    'recipientIds', jsonb_build_array(renter), 'outboxId', outbox_id);
end;
$$;
comment on function public.start_conversation(uuid, integer, bigint, text) is
  'My conversation with the lister of this gear, made if there is none. Errors: PT404 no such gear, PT403 my own, '
  'PT429 too many new ones today, 42501 no permit.';
revoke all on function public.start_conversation(uuid, integer, bigint, text) from public, anon;
grant execute on function public.start_conversation(uuid, integer, bigint, text) to authenticated;
