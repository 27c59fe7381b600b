-- Whoever is blocked by the other one of a conversation of two reads nothing of it while that lasts: not what is said, which is
-- impossible anyway, and not what was said. The rows say who may read them, as they do of somebody who was removed, so no door has to
-- know of blocks: not the API, not PostgREST, not search, not what is written later. Unblocking gives everything back.
--
-- The conversation itself stays in their inbox, and nothing is lost: what was written goes with a report.

create function private.is_withheld(reader uuid, p_conversation_id uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return exists (
    select from public.conversations c join public.blocks b on b.blocked_id = reader and b.blocker_id = any (c.participant_ids)
    where c.id = p_conversation_id and c.kind = 'direct' and reader = any (c.participant_ids));
end;
$$;
comment on function private.is_withheld(uuid, uuid) is 'Whether this person reads nothing of a conversation of theirs because the other one has blocked them.';
revoke all on function private.is_withheld(uuid, uuid) from public;

create function private.listeners(p_conversation_id uuid, own_id uuid default null) returns uuid[]
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (
    select case when c.kind <> 'direct' then c.participant_ids else array(
      select id from unnest(c.participant_ids) id where id = own_id or id = any (private.without_blocked(c.participant_ids))) end
    from public.conversations c where c.id = p_conversation_id);
end;
$$;
comment on function private.listeners(uuid, uuid) is
  'Whose devices are told of a conversation: everybody in it but whom the other one has blocked. own_id is told in any case: of what they do themselves.';
revoke all on function private.listeners(uuid, uuid) from public;

create function private.would_read(reader uuid, message public.messages) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (message.verdict_action <> 'hold' or message.sender_id = reader)
    and not exists (select from public.hidden_messages h where h.user_id = reader and h.message_id = message.id);
end;
$$;
comment on function private.would_read(uuid, public.messages) is
  'Whether this message of a conversation of two is its reader''s when nobody is blocked: it is not held, and they have not deleted it for themselves.';
revoke all on function private.would_read(uuid, public.messages) from public;

create function private.withhold(reader uuid, blocker uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  shared_id uuid;
begin
  for shared_id in
    select c.id from public.conversations c
    where c.kind = 'direct' and ((c.renter_id = reader and c.lister_id = blocker) or (c.renter_id = blocker and c.lister_id = reader))
    order by c.id for no key update
  loop
    update public.messages m set participant_ids = array_remove(m.participant_ids, reader)
    where m.conversation_id = shared_id and reader = any (m.participant_ids);
    update public.participants p set unread_count = 0
    where p.conversation_id = shared_id and p.user_id = reader and p.unread_count > 0;
    -- Nor are they told of what happened before, when that is still to be told.
    update public.outbox o set recipient_ids = array_remove(o.recipient_ids, reader)
    where o.conversation_id = shared_id and reader = any (o.recipient_ids);
  end loop;
end;
$$;
comment on function private.withhold(uuid, uuid) is 'This reader reads nothing any more of what was said with that person.';
revoke all on function private.withhold(uuid, uuid) from public;

create function private.give_back(reader uuid, blocker uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  shared record;
begin
  for shared in
    select c.id, c.participant_ids from public.conversations c
    where c.kind = 'direct' and ((c.renter_id = reader and c.lister_id = blocker) or (c.renter_id = blocker and c.lister_id = reader))
      and reader = any (c.participant_ids)
    order by c.id for no key update
  loop
    update public.messages m
    set participant_ids = array(select id from unnest(shared.participant_ids) id where id = reader or id = any (m.participant_ids))
    where m.conversation_id = shared.id and reader <> all (m.participant_ids) and private.would_read(reader, m);
    update public.participants p
    set unread_count = (
      select count(*) from public.messages m
      where m.conversation_id = shared.id and m.seq > p.read_seq and private.author_of(m.sender_id, m.body) is distinct from reader
        and m.unsent_at is null and reader = any (m.participant_ids))
    where p.conversation_id = shared.id and p.user_id = reader;
  end loop;
end;
$$;
comment on function private.give_back(uuid, uuid) is
  'This reader reads again what was said with that person, also what happened meanwhile: not what is in review, or what they have deleted for themselves.';
revoke all on function private.give_back(uuid, uuid) from public;

create function private.follow_block() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  -- In the transaction of the block, whoever makes it.
  if tg_op = 'INSERT' then
    perform private.withhold(new.blocked_id, new.blocker_id);
  else
    perform private.give_back(old.blocked_id, old.blocker_id);
  end if;
  return null;
end;
$$;
revoke all on function private.follow_block() from public;

create trigger follow_block after insert or delete on public.blocks
  for each row execute function private.follow_block();
