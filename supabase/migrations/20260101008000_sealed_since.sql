-- Since when a conversation is sealed, whose keys are told of people who have left, and one way to get keys back at a time.

alter table public.conversations add column sealed_seq bigint;
comment on column public.conversations.sealed_seq is
  'The seq of the message that tells that the conversation was sealed: devices show no text after it that is in clear.';

update public.conversations c
set sealed_seq = (select max(m.seq) from public.messages m
  where m.conversation_id = c.id and m.body ->> 'event' = 'encryption.started')
where c.sealed;

-- The same as before, with the seq.
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

-- The same as before, with the seq, and of whoever has left without the keys that they have made since.
create or replace function public.get_encryption(p_conversation_id uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  conversation public.conversations;
  mine_joined_at timestamptz;
begin
  select * into conversation from public.conversations c where c.id = p_conversation_id and auth.uid() = any (c.participant_ids);
  if conversation.id is null then
    raise exception 'No such conversation' using errcode = 'PT404';
  end if;
  select p.joined_at into mine_joined_at from public.participants p
  where p.conversation_id = p_conversation_id and p.user_id = auth.uid();
  return jsonb_build_object(
    'sealed', conversation.sealed,
    'since_seq', conversation.sealed_seq,
    'offered', not conversation.sealed and private.may_be_sealed(conversation),
    -- Those who left too: what they wrote is still to be opened. Not who left before I came, and not what they use elsewhere now.
    'keys', (select coalesce(jsonb_agg(jsonb_build_object('user_id', k.user_id, 'version', k.version,
        'public_key', k.public_key, 'created_at', k.created_at) order by k.user_id, k.version), '[]')
      from public.participants p join public.encryption_keys k on k.user_id = p.user_id
      where p.conversation_id = p_conversation_id
        and (p.left_at is null or (p.left_at >= mine_joined_at and k.created_at <= p.left_at))));
end;
$$;
comment on function public.get_encryption(uuid) is
  'Whether a conversation of mine is or may be sealed, since which seq, and the public keys of everybody who is in it, or was with me. '
  'PT404 for strangers.';

-- The same as before, but for what it replaces: whoever changes it may have lost what they had, or told it somebody.
create or replace function public.store_encryption_recovery(
  p_kind text, p_key_version integer, p_wrapped text, p_expires_at bigint, p_signature text
) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.require_permit('store-encryption-recovery', concat_ws(' ', p_kind, p_key_version), p_expires_at, p_signature);
  if p_key_version is distinct from (select max(k.version) from public.encryption_keys k where k.user_id = auth.uid()) then
    raise exception 'Another device has published a key in the meantime' using errcode = 'PT409', detail = 'version';
  end if;
  insert into public.encryption_recovery as r (user_id, kind, key_version, wrapped)
  values (auth.uid(), p_kind, p_key_version, p_wrapped)
  on conflict (user_id, kind) do update
  set key_version = excluded.key_version, wrapped = excluded.wrapped, updated_at = clock_timestamp();
  delete from public.encryption_recovery r where r.user_id = auth.uid() and r.kind <> p_kind;
end;
$$;
comment on function public.store_encryption_recovery(text, integer, text, bigint, text) is
  'Puts this wrap in the place of mine. Errors: PT409 it is not of my current key, 42501 no permit.';
