-- The same as before, and nobody seals a conversation with somebody whom they can't reach.
create or replace function public.agree_to_sealing(p_conversation_id uuid, p_expires_at bigint, p_signature text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  asker uuid := auth.uid();
  conversation public.conversations;
  is_first boolean;
begin
  perform private.require_permit('agree-to-sealing', p_conversation_id::text, p_expires_at, p_signature);
  conversation := private.lock_conversation(p_conversation_id);
  if conversation.sealed then
    return jsonb_build_object('told', '[]'::jsonb);
  end if;
  if conversation.kind = 'direct' then
    perform private.require_open(asker, conversation.participant_ids);
  end if;
  if not private.may_be_sealed(conversation) then
    raise exception 'Sealing is offered once a rental is confirmed, or between verified accounts older than 30 days'
      using errcode = 'PT403';
  end if;
  if not exists (select 1 from public.encryption_keys k where k.user_id = asker) then
    raise exception 'Set up sealing first' using errcode = 'PT409', detail = 'no_key';
  end if;
  delete from public.encryption_consents e
  where e.conversation_id = p_conversation_id and e.user_id <> all (conversation.participant_ids);
  is_first := not exists (select 1 from public.encryption_consents e where e.conversation_id = p_conversation_id);
  insert into public.encryption_consents (conversation_id, user_id) values (p_conversation_id, asker) on conflict do nothing;
  if not found then
    return jsonb_build_object('told', '[]'::jsonb);
  end if;
  if (select count(*) from public.encryption_consents e where e.conversation_id = p_conversation_id)
    < cardinality(conversation.participant_ids) then
    return jsonb_build_object('told', jsonb_build_array(private.tell_of_sealing(p_conversation_id,
      case when is_first then 'encryption.requested' else 'encryption.accepted' end, asker)));
  end if;
  delete from public.encryption_consents e where e.conversation_id = p_conversation_id;
  -- The row is locked: the next seq is that of the message which tells it.
  update public.conversations c set sealed = true, sealed_seq = c.last_seq + 1, change = c.last_change + 1 where c.id = p_conversation_id;
  return jsonb_build_object('told', jsonb_build_array(
    private.tell_of_sealing(p_conversation_id, 'encryption.started', asker)));
end;
$$;
