-- The same promises for less. Each of these was asked at every message, of columns that no message alters.

-- What is always true of a conversation and of a place in it --------------------------------------------------------------

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

alter table public.conversations drop constraint conversations_check;
create trigger check_conversation
  after insert or update of kind, participant_ids, gear_id, renter_id, lister_id, title, started_by, first_started_by on public.conversations
  for each row execute function private.check_conversation();

drop trigger keep_sealed_small on public.conversations;
create trigger keep_sealed_small after insert or update of participant_ids, sealed on public.conversations
  for each row when (new.sealed and cardinality(new.participant_ids) > 10) execute function private.keep_sealed_small();

-- A domain's check is asked when a value is made, not when the row around it is written.
create domain private.participant_role as text check (value in ('renter', 'lister', 'member'));
alter table public.participants drop constraint participants_role_check, alter column role type private.participant_role;

-- What is always true of a message -----------------------------------------------------------------------------------------

-- Of the bodies that nearly all have, what private.is_body says is written out.
create or replace function private.is_message(
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

-- Two foreign keys that say nothing new: the trigger that places a message holds its conversation's row, and lets nobody write who is not
-- among its participants, each of whom has a profile that a foreign key of theirs keeps. What is left is that neither changes afterwards, and what
-- happens when one of the two is deleted.
alter table public.messages
  drop constraint messages_conversation_id_fkey,
  drop constraint messages_sender_id_fkey;

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

-- The condition is read from its text for each message; only people's are held.
drop trigger queue_held_message on public.messages;
create trigger queue_held_message after insert on public.messages
  for each row when (new.verdict_action = 'hold') execute function private.queue_held_message();

-- Sending ---------------------------------------------------------------------------------------------------------------

create or replace function public.send_message(
  p_id uuid, p_conversation_id uuid, p_kind text, p_body jsonb, p_reply_to_id uuid, p_verdict jsonb,
  p_published_ids uuid[] default '{}', p_rate_windows jsonb default null
) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  stored jsonb;
  was_created boolean := false;
  -- Of what is masked, what was written: that is what a repeat is compared by.
  as_written jsonb := coalesce(nullif((p_verdict ->> 'notice')::jsonb -> 'original', 'null'), p_body);
begin
  -- Mostly it isn't there, and what is shown of a message needn't be got ready.
  if exists (select from public.messages m where m.id = p_id) then
    select to_jsonb(m) into stored from private.message_rows m where m.id = p_id;
  end if;

  if stored is null and p_verdict is null then
    return null;
  end if;
  if stored is null then
    if p_rate_windows is not null then
      perform private.check_send_rate(p_rate_windows), private.check_before_reply(p_conversation_id, p_rate_windows);
    end if;
    begin
      insert into public.messages (id, conversation_id, sender_id, kind, body, reply_to_id, verdict_action,
        verdict_score, verdict_reasons, verdict_expires_at, verdict_signature)
      values (p_id, p_conversation_id, auth.uid(), p_kind, p_body, p_reply_to_id, p_verdict ->> 'action',
        (p_verdict ->> 'score')::integer,
        array(select jsonb_array_elements_text(p_verdict -> 'reasons')),
        (p_verdict ->> 'expiresAt')::bigint, p_verdict ->> 'signature');
      was_created := true;
    exception when unique_violation then
      -- The same id got in while we waited for the counter row. Undoing our insert gave its number back.
      null;
    end;
    if was_created and p_verdict ? 'notice' then
      perform private.keep_notice(p_id, p_verdict);
    end if;
    select to_jsonb(m) into stored from private.message_rows m where m.id = p_id;
  end if;

  -- It was sent, and its sender has deleted it since, on another device perhaps: there is nothing to show them, and nothing to send again.
  if stored is null and not was_created and private.has_deleted(p_id, p_conversation_id) then
    raise exception 'You have deleted this message' using errcode = 'PT409', detail = 'deleted';
  end if;
  -- What was altered since is not compared: a repeat of an edited or unsent message is a repeat.
  if not was_created and (
    stored is null
    or stored ->> 'conversation_id' <> p_conversation_id::text
    or stored ->> 'sender_id' is distinct from auth.uid()::text
    or (stored ->> 'unsent_at' is null and stored ->> 'edited_at' is null and (
      stored ->> 'kind' <> p_kind
      or coalesce(nullif(stored #> '{notice,original}', 'null'), stored -> 'body') <> as_written
      or stored ->> 'reply_to_id' is distinct from p_reply_to_id::text))
  ) then
    raise exception 'Another message has this id' using errcode = 'PT409';
  end if;

  if cardinality(p_published_ids) > 0 then
    perform private.remove_published(p_published_ids);
  end if;

  return jsonb_build_object(
    'created', was_created,
    'message', stored,
    'recipientIds', case when was_created then to_jsonb(current_setting('lendline.recipient_ids')::uuid[]) else '[]' end,
    'outboxId', case when was_created then current_setting('lendline.outbox_id') end);
end;
$$;
