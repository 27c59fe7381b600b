-- Messages. The sender's device makes the id, so that sending again is harmless; the database gives seq and change.
--
-- A message says a text, in clear or sealed, makes an offer of terms for a rental (kind offer), or tells what happened (kind system).
-- Events are written by the database alone, in the transaction of the change that they tell. They bump inboxes, and count as unread
-- for everybody but whoever did it.

-- What may be said ----------------------------------------------------------------------------------------------------

-- Whoever inserts a message checks its columns and computes those that are generated, so people may execute what does.

create function private.is_id(value jsonb) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(jsonb_typeof(value) = 'string'
    and value #>> '{}' ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$', false);
end;
$$;
comment on function private.is_id(jsonb) is 'Whether this is a uuid as the database writes it.';
revoke all on function private.is_id(jsonb) from public;
grant execute on function private.is_id(jsonb) to authenticated, service_role;

create function private.is_event_body(body jsonb) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(
    body ->> 'event' ~ '^[a-z]+\.[a-z_]+$' and char_length(body ->> 'event') <= 40
    and (body -> 'actorId' = 'null' or private.is_id(body -> 'actorId'))
    and octet_length(body::text) <= 2000,
    false);
end;
$$;
comment on function private.is_event_body(jsonb) is
  'Whether this is {"kind": "event", "event": "rental.confirmed", "actorId": uuid or null, …}: what else is in it belongs to the event.';
revoke all on function private.is_event_body(jsonb) from public;
grant execute on function private.is_event_body(jsonb) to authenticated, service_role;

create function private.is_offer_body(body jsonb) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(
    body - '{kind,startsOn,endsOn,priceMinor,depositMinor,currency,text,status,expiresAt,settledById,countersId,rentalId}'::text[] = '{}'
    and body ->> 'startsOn' ~ '^\d{4}-\d\d-\d\d$' and body ->> 'endsOn' ~ '^\d{4}-\d\d-\d\d$'
    and body ->> 'startsOn' <= body ->> 'endsOn'
    and jsonb_typeof(body -> 'priceMinor') = 'number' and body ->> 'priceMinor' ~ '^\d{1,9}$'
    and jsonb_typeof(body -> 'depositMinor') = 'number' and body ->> 'depositMinor' ~ '^\d{1,9}$'
    and body ->> 'currency' ~ '^[A-Z]{3}$'
    and jsonb_typeof(body -> 'text') = 'string' and char_length(body ->> 'text') <= 1000
    and body ->> 'status' in ('open', 'accepted', 'declined', 'countered', 'withdrawn', 'expired')
    and jsonb_typeof(body -> 'expiresAt') = 'string'
    and (body -> 'settledById' = 'null' or private.is_id(body -> 'settledById'))
    and (body -> 'countersId' = 'null' or private.is_id(body -> 'countersId'))
    and (body -> 'rentalId' = 'null' or private.is_id(body -> 'rentalId')),
    false);
end;
$$;
comment on function private.is_offer_body(jsonb) is
  'Whether this is a complete offer: dates (inclusive), price of all days and deposit in the currency''s minor unit, a text of up to '
  '1,000 characters that may be empty, and what has become of it.';
revoke all on function private.is_offer_body(jsonb) from public;
grant execute on function private.is_offer_body(jsonb) to authenticated, service_role;

create function private.is_body(body jsonb) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(case body ->> 'kind'
    when 'plain' then
      jsonb_typeof(body -> 'text') = 'string'
      and char_length(body ->> 'text') between 1 and 5000
      and body - 'kind' - 'text' = '{}'
    when 'sealed' then
      body ->> 'envelope' ~ '^[A-Za-z0-9+/]+={0,2}$'
      and char_length(body ->> 'envelope') between 300 and 32768
      and body ->> 'commitment' ~ '^[A-Za-z0-9+/]{43}=$'
      and body - 'kind' - 'envelope' - 'commitment' = '{}'
    when 'event' then private.is_event_body(body)
    when 'offer' then private.is_offer_body(body)
    end, false);
end;
$$;
comment on function private.is_body(jsonb) is
  'Whether this is {"kind": "plain", "text": 1 to 5,000 characters} or {"kind": "sealed", "envelope", "commitment"} and nothing else, an '
  'event or an offer.';
revoke all on function private.is_body(jsonb) from public;
grant execute on function private.is_body(jsonb) to authenticated, service_role;

create function private.with_words(body jsonb, words jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  -- Of an offer only the note was hidden; what has become of it meanwhile stays.
  return case when words is null or words = 'null' then body
    when body ->> 'kind' = 'offer' then body || jsonb_build_object('text', words -> 'text') else words end;
end;
$$;
comment on function private.with_words(jsonb, jsonb) is 'A body that says this; an offer keeps its terms and its state.';
revoke all on function private.with_words(jsonb, jsonb) from public;

create function private.author_of(sender_id uuid, body jsonb) returns uuid
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(sender_id, case when body ->> 'kind' = 'event' then (body ->> 'actorId')::uuid end);
end;
$$;
comment on function private.author_of(uuid, jsonb) is
  'Whose doing a message is: its sender''s, or that of whoever did what it tells. It is not unread for them.';
revoke all on function private.author_of(uuid, jsonb) from public;

-- Of the bodies that nearly all have, what private.is_body says is written out. One check, because each is read from its text whenever a
-- row is written.
create function private.is_message(
  kind text, sender_id uuid, body jsonb, unsent_at timestamptz, reactions jsonb, verdict_action text, verdict_score integer
) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(
    kind = any ('{text,image,file,voice,location,offer,handover,system}')
    and (sender_id is null) = (kind = 'system')
    and verdict_action = any ('{allow,nudge,mask,hold}')
    and verdict_score between 0 and 100
    and jsonb_typeof(reactions) = 'array'
    and case
      when unsent_at is not null then body is null
      when body ->> 'kind' = 'plain' then kind <> all ('{system,offer}')
        and jsonb_typeof(body -> 'text') = 'string' and char_length(body ->> 'text') between 1 and 5000 and body - 'kind' - 'text' = '{}'
      else private.is_body(body)
        and (body ->> 'kind' = 'event') = (kind = 'system') and (body ->> 'kind' = 'offer') = (kind = 'offer') end, false);
end;
$$;
comment on function private.is_message is
  'Whether these can be one message''s: the body is of its kind, or gone when it was unsent, and the database''s own have no sender.';
revoke all on function private.is_message from public;
grant execute on function private.is_message to authenticated;

create function private.to_search(body jsonb) returns tsvector
language plpgsql immutable set search_path = ''
as $$
begin
  -- By script, not by language: what somebody sets as theirs says little about what they write. Words in other scripts than a
  -- configuration's own pass through it unchanged. A text of single bytes is not looked through for scripts.
  return pg_catalog.to_tsvector(
    case
      when octet_length(body ->> 'text') = char_length(body ->> 'text') then 'pg_catalog.english'::regconfig
      when body ->> 'text' ~ '[\u0600-\u06ff\u0750-\u077f]' then 'pg_catalog.arabic'::regconfig
      when body ->> 'text' ~ '[\u0900-\u097f]' then 'pg_catalog.nepali'::regconfig
      else 'pg_catalog.english'::regconfig
    end,
    body ->> 'text');
end;
$$;
comment on function private.to_search(jsonb) is 'The words of a body, each reduced to its stem; null without a body.';
revoke all on function private.to_search(jsonb) from public;
grant execute on function private.to_search(jsonb) to authenticated;

-- The table -----------------------------------------------------------------------------------------------------------

create table public.messages (
  id uuid primary key,
  -- These two have no foreign keys, which would say nothing new at each message: the trigger that places it holds its conversation's row,
  -- and lets nobody write who is not among its participants. What is left is below the table.
  conversation_id uuid not null,
  seq bigint not null,
  change bigint not null,
  sender_id uuid,
  participant_ids uuid[] not null,
  kind text not null default 'text',
  body jsonb,
  reply_to_id uuid references public.messages (id),
  created_at timestamptz not null default now(),
  edited_at timestamptz,
  unsent_at timestamptz,
  verdict_action text not null default 'allow',
  verdict_score integer not null default 0,
  verdict_reasons text[] not null default '{}',
  verdict_expires_at bigint,
  verdict_signature text,
  reactions jsonb not null default '[]',
  -- Generated, so that it follows the text wherever that is written: a new message, an edit, a backfill; an unsent message has no text
  -- and can't be found.
  search tsvector generated always as (private.to_search(body)) stored,
  countersignature jsonb,
  check (private.is_message(kind, sender_id, body, unsent_at, reactions, verdict_action, verdict_score))
);

comment on table public.messages is 'What people said, in the order the database received it.';
comment on column public.messages.id is 'Client message id: made by the sender''s device.';
comment on column public.messages.seq is 'Place in the conversation, 1, 2, 3 … without holes.';
comment on column public.messages.change is 'The conversation''s change that last altered this row.';
comment on column public.messages.sender_id is 'Null for system messages.';
comment on column public.messages.participant_ids is
  'Who may read it: the conversation''s participants when it was sent, without those who deleted it for themselves; the sender '
  'alone while it is held.';
comment on column public.messages.body is
  '{"kind": "plain", "text": "…"} or {"kind": "sealed", "envelope": "…", "commitment": "…"}; {"kind": "event", "event": "…", "actorId": '
  '"…", …} of a system message; {"kind": "offer", …} of an offer; null when it was unsent.';
comment on column public.messages.reply_to_id is 'The message of the same conversation that this one answers.';
comment on column public.messages.edited_at is 'When it was last edited.';
comment on column public.messages.unsent_at is 'A tombstone stays where a message was.';
comment on column public.messages.verdict_action is 'What the scoring decided: allow, nudge, mask, hold. Blocked messages are never stored.';
comment on column public.messages.verdict_score is 'Risk score, 0 to 100. Not a probability. Not readable by the people in the conversation.';
comment on column public.messages.verdict_reasons is 'Ids of the findings behind the score, strongest first.';
comment on column public.messages.verdict_expires_at is 'Seconds since 1970; the verdict could be used until then.';
comment on column public.messages.verdict_signature is 'HMAC-SHA256 of the server over exactly this row, in hex.';
comment on column public.messages.reactions is
  '[{"emoji": "…", "user_ids": ["…"]}], both in the order in which they came. Not a table: docs/decisions/0004.';
comment on column public.messages.search is
  'What it can be found by. Not readable by people: they search through a function, since no index serves a search under policies.';
comment on column public.messages.countersignature is
  'Of a sealed message: {"at", "signature"}, the database''s HMAC-SHA256 over its place, sender, commitment and that time (seconds since 1970).';

create unique index messages_by_seq on public.messages (conversation_id, seq);
create index messages_by_change on public.messages (conversation_id, change);
create index messages_by_sender on public.messages (sender_id, created_at desc);
-- One offer is on the table at a time.
create unique index messages_open_offer on public.messages (conversation_id)
  where kind = 'offer' and body ->> 'status' = 'open';
-- Both together: whose messages, and which words. Each message has some twenty entries here, most of which are cheaper to make together
-- with those of the messages before. What waits for that is searched too, and is never more than some 170 messages, the least that
-- Postgres allows: the insert that takes them in takes 3 to 5 ms longer, and that is the longest.
create index messages_by_words on public.messages using gin (participant_ids, search)
  with (fastupdate = on, gin_pending_list_limit = 64);

revoke all on public.messages from anon, authenticated, service_role;
-- seq, change, participant_ids and created_at are the database's to give. The score, its reasons and its signature are evidence: the
-- people in the conversation don't read them. Who may read a message tells who has deleted it for themselves: the policies compare it
-- without anybody's grant.
grant select (id, conversation_id, seq, change, sender_id, kind, body, reply_to_id, created_at, edited_at, unsent_at, verdict_action,
  reactions, countersignature) on public.messages to authenticated;
grant insert (id, conversation_id, sender_id, kind, body, reply_to_id, verdict_action, verdict_score, verdict_reasons,
  verdict_expires_at, verdict_signature) on public.messages to authenticated;
grant select on public.messages to service_role;

alter table public.messages enable row level security;

create policy "Participants can read messages in their conversations" on public.messages
  for select to authenticated using ((select auth.uid()) = any (participant_ids));

create policy "Banned people read nothing" on public.messages as restrictive
  for select to authenticated using (not (select private.is_banned((select auth.uid()))));

create policy "Participants can send messages that the server has scored" on public.messages
  for insert to authenticated with check (
    sender_id = (select auth.uid())
    and sender_id = any (participant_ids)
    and private.is_scored_by_server(sender_id, conversation_id, id, kind, body, verdict_action, verdict_score, verdict_reasons,
      verdict_expires_at, verdict_signature)
  );

-- No verdict lets these in: events come from private.write_event, offers from make_offer.
create policy "System messages and offers are not inserted by people" on public.messages
  as restrictive for insert to authenticated with check (kind not in ('system', 'offer'));

-- What foreign keys would do, from conversations to their last message, and from messages to their conversation and sender, each of
-- whom has a profile that a foreign key of participants keeps.
create function private.keep_last_message() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if exists (select from public.conversations c where c.id = old.conversation_id and c.last_message_id = old.id) then
    raise exception 'It is the last message of its conversation' using errcode = 'foreign_key_violation';
  end if;
  return null;
end;
$$;
revoke all on function private.keep_last_message() from public;

-- At the end of the transaction, as a foreign key would: deleting a conversation deletes both.
create constraint trigger keep_last_message after delete on public.messages
  deferrable initially deferred for each row execute function private.keep_last_message();

create function private.keep_message_in_place() returns trigger
language plpgsql set search_path = ''
as $$
begin
  raise exception 'A message stays whose and where it is' using errcode = 'foreign_key_violation', table = 'messages';
end;
$$;
revoke all on function private.keep_message_in_place() from public;

create trigger keep_message_in_place before update of conversation_id, sender_id on public.messages
  for each row when (new.conversation_id <> old.conversation_id or new.sender_id <> old.sender_id)
  execute function private.keep_message_in_place();

create function private.empty_conversation() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.messages m where m.conversation_id = old.id;
  return null;
end;
$$;
revoke all on function private.empty_conversation() from public;

create trigger empty_conversation after delete on public.conversations for each row execute function private.empty_conversation();

create function private.keep_senders() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if exists (select from public.messages m where m.sender_id = old.id) then
    raise exception 'There are messages of this person' using errcode = 'foreign_key_violation', table = 'messages';
  end if;
  return null;
end;
$$;
revoke all on function private.keep_senders() from public;

create trigger keep_senders after delete on public.profiles for each row execute function private.keep_senders();

-- Whoever may alter messages by the functions for it alters what people wrote.
create function private.keep_what_is_no_text() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if auth.uid() is not null and (new.unsent_at is distinct from old.unsent_at or new.edited_at is distinct from old.edited_at
    or old.kind = 'system' and (new.reactions <> old.reactions or new.body is distinct from old.body)) then
    raise exception 'This message stays as it is' using errcode = 'PT403';
  end if;
  return new;
end;
$$;
revoke all on function private.keep_what_is_no_text() from public;

create trigger keep_what_is_no_text before update of body, reactions, edited_at, unsent_at on public.messages
  for each row when (old.kind in ('system', 'offer')) execute function private.keep_what_is_no_text();

-- What messages said before, and for whom they are gone ---------------------------------------------------------------

create table public.message_versions (
  message_id uuid not null references public.messages (id) on delete cascade,
  number smallint not null check (number between 1 and 21),
  sender_id uuid references public.profiles (id),
  body jsonb not null,
  verdict_action text not null,
  verdict_score integer not null,
  verdict_reasons text[] not null,
  verdict_expires_at bigint,
  verdict_signature text,
  written_at timestamptz not null,
  replaced_at timestamptz not null default clock_timestamp(),
  primary key (message_id, number)
);

comment on table public.message_versions is
  'What messages said before they were edited or unsent, for whoever has to judge a report.';
comment on column public.message_versions.number is '1 is the message as it was sent.';
comment on column public.message_versions.verdict_signature is
  'HMAC-SHA256 of the server over this text and its score: evidence that it was sent so.';
comment on column public.message_versions.written_at is 'When it was sent, or edited to this.';
comment on column public.message_versions.replaced_at is 'When it was edited or unsent.';

create index message_versions_by_sender on public.message_versions (sender_id);

revoke all on public.message_versions from anon, authenticated, service_role;
grant select on public.message_versions to service_role;

-- No policy: nobody but the owner, functions and the secret key.
alter table public.message_versions enable row level security;

create table public.hidden_messages (
  user_id uuid not null references public.profiles (id),
  message_id uuid not null references public.messages (id) on delete cascade,
  conversation_id uuid not null references public.conversations (id) on delete cascade,
  seq bigint not null,
  change bigint not null,
  hidden_at timestamptz not null default clock_timestamp(),
  by_moderator boolean not null default false,
  primary key (user_id, message_id)
);

comment on table public.hidden_messages is
  'Messages that somebody has deleted for themselves: their other devices have to learn of it, and the row itself is '
  'out of their reach.';
comment on column public.hidden_messages.seq is 'The message''s place in its conversation.';
comment on column public.hidden_messages.change is 'The conversation''s change that hid it. The message keeps its own.';
comment on column public.hidden_messages.by_moderator is 'A release that was taken back: not deleted by its reader, and it may come again.';

create index hidden_messages_by_change on public.hidden_messages (conversation_id, user_id, change);
create index hidden_messages_by_message on public.hidden_messages (message_id);

revoke all on public.hidden_messages from anon, authenticated, service_role;
grant select on public.hidden_messages to authenticated, service_role;

alter table public.hidden_messages enable row level security;

create policy "People can see which messages they have deleted for themselves" on public.hidden_messages
  for select to authenticated using (user_id = (select auth.uid()));
