-- The same as before for less: storing a message is what people wait for, and everybody else in the conversation waits while it holds
-- the counter row. docs/performance.md says what each part takes.

-- What is always true of a row -----------------------------------------------------------------------------------------

-- The expression of a check constraint is read anew by each statement that writes to its table, whichever column it writes to. Eight
-- of them took longer than storing the row: one each that calls a function takes little.

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
    and case when unsent_at is not null then body is null
      else private.is_body(body)
        and (body ->> 'kind' = 'event') = (kind = 'system') and (body ->> 'kind' = 'offer') = (kind = 'offer') end, false);
end;
$$;
comment on function private.is_message is
  'Whether these can be one message''s: the body is of its kind, or gone when it was unsent, and the database''s own have no sender.';
revoke all on function private.is_message from public;
-- Whoever inserts a message checks its columns.
grant execute on function private.is_message to authenticated;

alter table public.messages
  drop constraint messages_kind_check,
  drop constraint messages_check,
  drop constraint messages_system_sender,
  drop constraint messages_verdict_action_check,
  drop constraint messages_verdict_score_check,
  drop constraint messages_reactions_check,
  drop constraint messages_body_check,
  drop constraint messages_kind_of_body,
  add constraint messages_check
    check (private.is_message(kind, sender_id, body, unsent_at, reactions, verdict_action, verdict_score));

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

alter table public.conversations
  drop constraint conversations_kind_check,
  drop constraint conversations_participant_ids_check,
  drop constraint conversations_check,
  drop constraint conversations_check1,
  drop constraint conversations_group_fields_check,
  drop constraint conversations_title_check,
  add constraint conversations_check check (
    private.is_conversation(kind, participant_ids, gear_id, renter_id, lister_id, title, started_by, first_started_by));

-- What each message writes to ------------------------------------------------------------------------------------------

-- Room on each page for the next version of a row, so that counting needs no new entries in seven indexes.
alter table public.conversations set (fillfactor = 80);
alter table public.participants set (fillfactor = 80);

-- Two foreign keys whose rows the trigger below has in its hands anyway: it writes to the queue while it holds the conversation's row,
-- and says which message is the last one as it stores it. What is left is what happens when one of them is deleted.
alter table public.outbox drop constraint outbox_conversation_id_fkey;
alter table public.conversations drop constraint conversations_last_message_id_fkey;

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

-- At the end of the transaction, as the foreign key did: deleting a conversation deletes both.
create constraint trigger keep_last_message after delete on public.messages
  deferrable initially deferred for each row execute function private.keep_last_message();

-- Each message has some twenty entries here, most of which are cheaper to make together with those of the messages before. What waits
-- for that is searched too, and is never more than some two hundred messages: that is what the insert that tidies up takes in.
alter index public.messages_by_words set (fastupdate = on, gin_pending_list_limit = 128);

create or replace function private.to_search(body jsonb) returns tsvector
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

-- The verdict ----------------------------------------------------------------------------------------------------------

create function private.is_scored_by_server(
  sender_id uuid, conversation_id uuid, message_id uuid, kind text, body jsonb, action text, score integer, reasons text[],
  expires_at bigint, signature text
) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  -- 120 seconds from the server's clock to ours, and no signature that claims to last longer.
  return coalesce(expires_at between extract(epoch from now()) and extract(epoch from now()) + 150, false) and exists (
    select from private.signing_keys k
    where signature = encode(extensions.hmac(convert_to(private.verdict_statement(
      is_scored_by_server.sender_id, is_scored_by_server.conversation_id, is_scored_by_server.message_id, is_scored_by_server.kind,
      is_scored_by_server.body, is_scored_by_server.action, is_scored_by_server.score, is_scored_by_server.reasons,
      is_scored_by_server.expires_at), 'UTF8'), k.key, 'sha256'), 'hex'));
end;
$$;
comment on function private.is_scored_by_server is 'Whether the server has signed this verdict about this message of this person.';
revoke all on function private.is_scored_by_server from public;
grant execute on function private.is_scored_by_server to authenticated;

alter policy "Participants can send messages that the server has scored" on public.messages with check (
  sender_id = (select auth.uid())
  and sender_id = any (participant_ids)
  and private.is_scored_by_server(sender_id, conversation_id, id, kind, body, verdict_action, verdict_score, verdict_reasons,
    verdict_expires_at, verdict_signature)
);

-- The trigger ----------------------------------------------------------------------------------------------------------

create or replace function private.place_message() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  asker uuid := auth.uid();
  author uuid := new.sender_id;
  everybody uuid[];
  blocked_ids uuid[] := '{}';
  is_direct boolean;
  is_sealed boolean;
  noted text;
begin
  if author is null then
    author := private.author_of(null, new.body);
    -- What the database itself writes concerns people who may have left the conversation by then.
    if current_setting('lendline.event_id', true) = new.id::text then
      asker := null;
    end if;
  end if;
  -- Membership is part of the condition: a stranger's insert neither takes nor waits for the counter row's lock.
  -- The asker's, not only the sender's: the policy that compares the two is asked after this, and a stranger who
  -- names a participant as the sender would learn from its refusal that the conversation exists. So is what moderators have decided.
  -- One update for everything: a second one in the same transaction would check all of the row's foreign keys again. Its clock
  -- is read again after waiting for the lock, so that times go the same way as seq. The owner may say another time (imports, seeds).
  update public.conversations c
  set last_seq = c.last_seq + 1,
      last_change = c.last_change + 1,
      last_message_id = case when new.verdict_action = 'hold' then c.last_message_id else new.id end,
      last_message_at = case when new.verdict_action = 'hold' then c.last_message_at
        when asker is null then new.created_at else clock_timestamp() end
  where c.id = new.conversation_id and (new.sender_id is null or new.sender_id = any (c.participant_ids))
    and (asker is null or asker = any (c.participant_ids))
    and (asker is null or new.sender_id is null
      or not exists (select from private.sanctions s where s.user_id = asker and s.until > now()))
  returning c.last_seq, c.last_change, c.participant_ids, c.participant_ids, c.kind = 'direct', c.sealed,
    case when asker is null then new.created_at when new.verdict_action = 'hold' then clock_timestamp() else c.last_message_at end
  into new.seq, new.change, new.participant_ids, everybody, is_direct, is_sealed, new.created_at;
  if not found then
    if asker is not null and new.sender_id is not null then
      perform private.check_may_write(asker);
    end if;
    raise exception 'No such conversation' using errcode = 'PT404';
  end if;

  if asker is not null and new.sender_id is not null then
    -- As private.blocked_with says, without the call. After the lock: whoever blocks holds it too.
    select array(
      select b.blocked_id from public.blocks b where b.blocker_id = new.sender_id and b.blocked_id = any (everybody)
      union all
      select b.blocker_id from public.blocks b where b.blocked_id = new.sender_id and b.blocker_id = any (everybody)) into blocked_ids;
    if is_direct and (blocked_ids <> '{}' or cardinality(everybody) < 2) then
      raise exception 'You can''t write to each other' using errcode = 'PT403';
    end if;
  end if;

  if new.reply_to_id is not null then
    if not exists (
      select 1 from public.messages m
      where m.id = new.reply_to_id and m.conversation_id = new.conversation_id
        and (new.sender_id is null or new.sender_id = any (m.participant_ids))
    ) then
      raise exception 'The message replied to is not in this conversation' using errcode = 'PT422', detail = 'replyToId';
    end if;
  end if;

  if new.verdict_action = 'hold' then
    new.participant_ids := array[new.sender_id];
  elsif blocked_ids <> '{}' then
    new.participant_ids := array(select id from unnest(everybody) id where id <> all (blocked_ids));
  end if;

  if is_sealed or new.body ->> 'kind' = 'sealed' then
    new.countersignature := private.take_in_sealed(new, is_sealed, everybody, new.created_at);
  end if;

  update public.participants p
  set sort_at = new.created_at,
      archived_at = null,
      unread_count = p.unread_count + (author is distinct from p.user_id)::integer
  where p.conversation_id = new.conversation_id and p.user_id = any (new.participant_ids) and p.left_at is null;

  insert into public.outbox (conversation_id, change, event, recipient_ids)
  values (new.conversation_id, new.change, 'message.created', new.participant_ids)
  returning set_config('lendline.outbox_id', id::text, true), set_config('lendline.recipient_ids', recipient_ids::text, true)
  into noted, noted;
  return new;
end;
$$;
