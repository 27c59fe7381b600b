-- The same as before with fewer questions: PL/pgSQL gets each of its expressions ready anew in each transaction. And the places of a
-- conversation are read by their index alone: a bitmap of two rows takes longer to make than they do, and leaves the entries of dead rows
-- to be passed over by the next message.

create or replace function private.place_message() returns trigger
language plpgsql security definer set search_path = '' set enable_bitmapscan = off
as $$
declare
  asker uuid := auth.uid();
  -- Of what the database itself writes: whose doing it is.
  author uuid;
  everybody uuid[];
  blocked_ids uuid[];
  is_direct boolean;
  is_sealed boolean;
  noted text;
begin
  if new.sender_id is null then
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
  end if;

  -- Each question costs in each transaction, so what few messages are asked is asked together.
  if new.reply_to_id is not null or new.verdict_action = 'hold' or is_sealed or new.body ->> 'kind' = 'sealed' or new.sender_id is null
    or blocked_ids <> '{}' or cardinality(everybody) < 2 then
    if is_direct and asker is not null and new.sender_id is not null and (blocked_ids <> '{}' or cardinality(everybody) < 2) then
      raise exception 'You can''t write to each other' using errcode = 'PT403';
    end if;

    if new.reply_to_id is not null and not exists (
      select 1 from public.messages m
      where m.id = new.reply_to_id and m.conversation_id = new.conversation_id
        and (new.sender_id is null or new.sender_id = any (m.participant_ids))
    ) then
      raise exception 'The message replied to is not in this conversation' using errcode = 'PT422', detail = 'replyToId';
    end if;

    if new.verdict_action = 'hold' then
      new.participant_ids := array[new.sender_id];
    elsif blocked_ids <> '{}' then
      new.participant_ids := array(select id from unnest(everybody) id where id <> all (blocked_ids));
    elsif is_direct and new.sender_id is null then
      -- What happens to a rental is not told to whom the conversation is closed.
      new.participant_ids := private.without_blocked(everybody);
    end if;

    if is_sealed or new.body ->> 'kind' = 'sealed' then
      new.countersignature := private.take_in_sealed(new, is_sealed, everybody, new.created_at);
    end if;
  end if;

  update public.participants p
  set sort_at = new.created_at,
      archived_at = null,
      unread_count = p.unread_count + (coalesce(new.sender_id, author) is distinct from p.user_id)::integer
  where p.conversation_id = new.conversation_id and p.user_id = any (new.participant_ids) and p.left_at is null;

  insert into public.outbox (conversation_id, change, event, recipient_ids)
  values (new.conversation_id, new.change, 'message.created', new.participant_ids)
  returning set_config('lendline.outbox_id', id::text, true), set_config('lendline.recipient_ids', recipient_ids::text, true)
  into noted, noted;
  return new;
end;
$$;
