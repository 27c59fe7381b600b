-- Whom a moderator has excluded reads nothing, and finds nothing either. Conversations are left out by read_conversations already.

create or replace function private.can_find(message public.messages, reader uuid, wanted tsquery) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return not private.is_banned(reader)
    and exists (
      select from public.participants p join public.conversations c on c.id = p.conversation_id
      where p.conversation_id = message.conversation_id and p.user_id = reader and p.left_at is null
        and reader = any (c.participant_ids))
    -- What is masked for this reader is not to be found by what the mask hides.
    and (message.verdict_action <> 'mask' or message.sender_id = reader or exists (
      select from private.message_rows r where r.id = message.id and private.to_search(r.body) @@ wanted));
end;
$$;
