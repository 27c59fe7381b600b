-- Sealed conversations: what people say is encrypted on their devices, and the database keeps what it can't read.
--
-- It keeps their public keys, their secret keys wrapped with a secret that it doesn't have, who has agreed to seal, and of each message
-- to whom it is sealed and what its sender is committed to. docs/encryption.md has the protocol.

-- Keys ----------------------------------------------------------------------------------------------------------------

create function private.is_public_key(public_key text) returns boolean
language plpgsql immutable set search_path = ''
as $$
declare
  bytes bytea;
begin
  if public_key is null or public_key !~ '^[A-Za-z0-9+/]{43}=$' then
    return false;
  end if;
  bytes := decode(public_key, 'base64');
  -- X25519 ignores the highest bit. The points of low order are those of https://cr.yp.to/ecdh.html#validate.
  return encode(bytes, 'base64') = public_key
    and encode(set_byte(bytes, 31, get_byte(bytes, 31) & 127), 'hex') not in (
      '0000000000000000000000000000000000000000000000000000000000000000',
      '0100000000000000000000000000000000000000000000000000000000000000',
      'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
      '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
      'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
      'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
      'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f');
end;
$$;
comment on function private.is_public_key(text) is 'Whether this is the base64 of an X25519 key with which a secret can be agreed on.';
revoke all on function private.is_public_key(text) from public;

create table public.encryption_keys (
  user_id uuid not null references public.profiles (id),
  version integer not null check (version >= 1),
  public_key text not null check (private.is_public_key(public_key)),
  created_at timestamptz not null default clock_timestamp(),
  primary key (user_id, version)
);

comment on table public.encryption_keys is
  'Public keys that people open sealed messages with. The highest version is the current one; earlier ones stay, for the messages under them.';
comment on column public.encryption_keys.version is '1, 2, 3 … for each person.';
comment on column public.encryption_keys.public_key is 'X25519, base64 of 32 bytes.';

create table public.encryption_recovery (
  user_id uuid not null,
  kind text not null check (kind in ('key', 'passphrase')),
  key_version integer not null,
  wrapped text not null check (wrapped ~ '^[A-Za-z0-9+/]+={0,2}$' and char_length(wrapped) between 100 and 20000),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (user_id, kind),
  foreign key (user_id, key_version) references public.encryption_keys (user_id, version)
);

comment on table public.encryption_recovery is
  'People''s secret keys, wrapped on their device with a recovery key or a passphrase that never leaves it.';
comment on column public.encryption_recovery.key_version is 'The newest key in it, to which the wrap is bound.';
comment on column public.encryption_recovery.wrapped is 'Base64; docs/encryption.md has the bytes.';

create index encryption_recovery_by_key on public.encryption_recovery (user_id, key_version);

create table public.encryption_consents (
  conversation_id uuid not null references public.conversations (id) on delete cascade,
  user_id uuid not null references public.profiles (id),
  created_at timestamptz not null default clock_timestamp(),
  primary key (conversation_id, user_id)
);

comment on table public.encryption_consents is
  'Who has agreed to seal a conversation that is not sealed yet. The first one asked; when everybody in it has agreed, it is sealed.';

create index encryption_consents_by_user on public.encryption_consents (user_id);

revoke all on public.encryption_keys, public.encryption_recovery, public.encryption_consents from anon, authenticated, service_role;

-- No policies: the functions below are the way in.
alter table public.encryption_keys enable row level security;
alter table public.encryption_recovery enable row level security;
alter table public.encryption_consents enable row level security;

create function private.tell_of_sealing(conversation_id uuid, event text, actor_id uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  return private.write_event(conversation_id, jsonb_build_object('event', event, 'actorId', actor_id));
end;
$$;
comment on function private.tell_of_sealing(uuid, text, uuid) is 'Writes an event of sealing into the conversation. Gives what there is to announce.';
revoke all on function private.tell_of_sealing(uuid, text, uuid) from public;

-- My keys -------------------------------------------------------------------------------------------------------------

create function public.get_my_encryption() returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return jsonb_build_object(
    'keys', (select coalesce(jsonb_agg(jsonb_build_object('user_id', k.user_id, 'version', k.version,
        'public_key', k.public_key, 'created_at', k.created_at) order by k.version), '[]')
      from public.encryption_keys k where k.user_id = auth.uid()),
    'recovery', (select coalesce(jsonb_agg(jsonb_build_object('kind', r.kind, 'key_version', r.key_version,
        'wrapped', r.wrapped) order by r.kind), '[]')
      from public.encryption_recovery r where r.user_id = auth.uid()));
end;
$$;
comment on function public.get_my_encryption() is 'My public keys, oldest first, and my wrapped secret ones.';
revoke all on function public.get_my_encryption() from public, anon;
grant execute on function public.get_my_encryption() to authenticated;

create function public.publish_encryption_key(
  p_version integer, p_public_key text, p_recovery jsonb, p_expires_at bigint, p_signature text
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  owner_id uuid := auth.uid();
  newest integer;
  conversation_id uuid;
  told jsonb := '[]';
begin
  perform private.require_permit('publish-encryption-key', concat_ws(' ', p_version, p_public_key), p_expires_at, p_signature);
  -- One at a time: two devices that set up at once must not both believe that theirs is the key.
  perform pg_advisory_xact_lock(hashtextextended(owner_id::text, 2));
  select coalesce(max(k.version), 0) into newest from public.encryption_keys k where k.user_id = owner_id;
  if p_version is distinct from newest + 1 then
    raise exception 'Another device has published a key in the meantime' using errcode = 'PT409', detail = 'version';
  end if;
  if not private.is_public_key(p_public_key) then
    raise exception 'must be a public key that a secret can be agreed on with' using errcode = 'PT422', detail = 'publicKey';
  end if;
  if jsonb_typeof(p_recovery) is distinct from 'array' or jsonb_array_length(p_recovery) not between 1 and 2 then
    raise exception 'must have a way to get the key back' using errcode = 'PT422', detail = 'recovery';
  end if;
  insert into public.encryption_keys (user_id, version, public_key) values (owner_id, p_version, p_public_key);
  delete from public.encryption_recovery r where r.user_id = owner_id;
  insert into public.encryption_recovery (user_id, kind, key_version, wrapped)
  select owner_id, r ->> 'kind', p_version, r ->> 'wrapped' from jsonb_array_elements(p_recovery) r;

  if p_version > 1 then
    -- In the order of ids, in which everything that takes several conversations takes them.
    for conversation_id in
      select c.id from public.participants p join public.conversations c on c.id = p.conversation_id
      where p.user_id = owner_id and p.left_at is null and c.sealed and owner_id = any (c.participant_ids)
      order by c.id
    loop
      told := told || private.tell_of_sealing(conversation_id, 'encryption.key_changed', owner_id);
    end loop;
  end if;
  return jsonb_build_object('told', told);
end;
$$;
comment on function public.publish_encryption_key(integer, text, jsonb, bigint, text) is
  'Makes this my current key, with its wraps [{"kind", "wrapped"}], and tells the sealed conversations that it changed. Errors: '
  'PT409 the version is not the next one, PT422 no key, 42501 no permit.';
revoke all on function public.publish_encryption_key(integer, text, jsonb, bigint, text) from public, anon;
grant execute on function public.publish_encryption_key(integer, text, jsonb, bigint, text) to authenticated;

-- One way to get keys back at a time: whoever changes it may have lost what they had, or told it somebody.
create function public.store_encryption_recovery(
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
revoke all on function public.store_encryption_recovery(text, integer, text, bigint, text) from public, anon;
grant execute on function public.store_encryption_recovery(text, integer, text, bigint, text) to authenticated;

-- Agreeing to seal ----------------------------------------------------------------------------------------------------

create function private.keep_sealed_small() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  raise exception 'A sealed conversation has room for 10 people' using errcode = 'PT409', detail = 'sealed_full';
end;
$$;
revoke all on function private.keep_sealed_small() from public;

-- Every message of a sealed conversation carries a key for each of them.
create trigger keep_sealed_small after insert or update of participant_ids, sealed on public.conversations
  for each row when (new.sealed and cardinality(new.participant_ids) > 10) execute function private.keep_sealed_small();

create function private.may_be_sealed(conversation public.conversations) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return cardinality(conversation.participant_ids) between 2 and 10 and (
    exists (select 1 from public.rentals r
      where r.id = conversation.rental_id and r.status in ('confirmed', 'picked_up', 'returned'))
    or not exists (select 1 from public.profiles f
      where f.id = any (conversation.participant_ids)
        and (f.verified_at is null or f.created_at > now() - interval '30 days')));
end;
$$;
comment on function private.may_be_sealed(public.conversations) is
  'Sealing hides messages from the scoring, so strangers can''t: a rental is confirmed, or everybody is verified and older than 30 days.';
revoke all on function private.may_be_sealed(public.conversations) from public;

create function public.get_encryption(p_conversation_id uuid) returns jsonb
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
revoke all on function public.get_encryption(uuid) from public, anon;
grant execute on function public.get_encryption(uuid) to authenticated;

create function public.agree_to_sealing(p_conversation_id uuid, p_expires_at bigint, p_signature text) returns jsonb
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
comment on function public.agree_to_sealing(uuid, bigint, text) is
  'I ask to seal a conversation, or agree; when everybody has, it is sealed for good. Errors: PT404 no such conversation, PT403 not '
  'offered, PT409 I have no key, 42501 no permit.';
revoke all on function public.agree_to_sealing(uuid, bigint, text) from public, anon;
grant execute on function public.agree_to_sealing(uuid, bigint, text) to authenticated;

create function public.decline_sealing(p_conversation_id uuid, p_expires_at bigint, p_signature text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  conversation public.conversations;
begin
  perform private.require_permit('decline-sealing', p_conversation_id::text, p_expires_at, p_signature);
  conversation := private.lock_conversation(p_conversation_id);
  delete from public.encryption_consents e where e.conversation_id = conversation.id;
  if not found then
    return jsonb_build_object('told', '[]'::jsonb);
  end if;
  return jsonb_build_object('told', jsonb_build_array(
    private.tell_of_sealing(p_conversation_id, 'encryption.declined', auth.uid())));
end;
$$;
comment on function public.decline_sealing(uuid, bigint, text) is
  'I don''t want this conversation sealed, or take back that I asked. Errors: PT404 no such conversation, 42501 no permit.';
revoke all on function public.decline_sealing(uuid, bigint, text) from public, anon;
grant execute on function public.decline_sealing(uuid, bigint, text) to authenticated;

-- Sealed messages -----------------------------------------------------------------------------------------------------

create function private.read_recipients(envelope text) returns table (user_id uuid, version integer)
language plpgsql immutable set search_path = ''
as $$
declare
  bytes bytea := decode(envelope, 'base64');
  place integer;
begin
  -- Version, number of recipients, and for each an id, a key version, a nonce and a box: 156 bytes. Then nonce and ciphertext.
  if get_byte(bytes, 0) <> 1 or get_byte(bytes, 1) not between 1 and 10
    or octet_length(bytes) < 2 + 156 * get_byte(bytes, 1) + 24 + 16 + 256 then
    return;
  end if;
  for i in 0 .. get_byte(bytes, 1) - 1 loop
    place := 2 + 156 * i;
    user_id := encode(substring(bytes from place + 1 for 16), 'hex')::uuid;
    version := (get_byte(bytes, place + 16) << 24) | (get_byte(bytes, place + 17) << 16)
      | (get_byte(bytes, place + 18) << 8) | get_byte(bytes, place + 19);
    return next;
  end loop;
end;
$$;
comment on function private.read_recipients(text) is
  'To whom, and to which of their keys, an envelope says it is sealed; nobody when it is none.';
revoke all on function private.read_recipients(text) from public;

create function private.countersign(
  message_id uuid, conversation_id uuid, sender_id uuid, commitment text, signed_at bigint, signing_key bytea
) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return encode(extensions.hmac(convert_to(concat_ws(E'\n', 'lendline-countersignature-1',
    message_id, conversation_id, sender_id, commitment, signed_at), 'UTF8'), signing_key, 'sha256'), 'hex');
end;
$$;
revoke all on function private.countersign(uuid, uuid, uuid, text, bigint, bytea) from public;

create function private.take_in_sealed(
  message public.messages, is_sealed boolean, participant_ids uuid[], taken_at timestamptz
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  body_kind text := message.body ->> 'kind';
  signing_key bytea;
  signed_at bigint := floor(extract(epoch from taken_at));
begin
  -- What the database itself writes about rentals and people stays readable; what people say does not.
  if body_kind is distinct from 'sealed' then
    if is_sealed and body_kind = 'plain' and message.sender_id is not null then
      raise exception 'This conversation is sealed, so its messages have to be' using errcode = 'PT422', detail = 'body';
    end if;
    return null;
  end if;
  if not is_sealed then
    raise exception 'This conversation is not sealed' using errcode = 'PT422', detail = 'body';
  end if;
  if exists (
    (select r.user_id, r.version from private.read_recipients(message.body ->> 'envelope') r
      except select k.user_id, max(k.version) from public.encryption_keys k where k.user_id = any (participant_ids) group by k.user_id)
    union all
    (select k.user_id, max(k.version) from public.encryption_keys k where k.user_id = any (participant_ids) group by k.user_id
      except select r.user_id, r.version from private.read_recipients(message.body ->> 'envelope') r)
  ) then
    raise exception 'Sealed to other people or keys than the conversation has now' using errcode = 'PT409', detail = 'recipients';
  end if;
  select k.key into signing_key from private.signing_keys k order by k.id desc limit 1;
  return jsonb_build_object('at', signed_at, 'signature', private.countersign(
    message.id, message.conversation_id, message.sender_id, message.body ->> 'commitment', signed_at, signing_key));
end;
$$;
comment on function private.take_in_sealed(public.messages, boolean, uuid[], timestamptz) is
  'A sealed conversation takes sealed messages only, sealed to the current keys of exactly those who are in it; gives the '
  'countersignature. Errors: PT422 the wrong kind of body, PT409 other recipients.';
revoke all on function private.take_in_sealed(public.messages, boolean, uuid[], timestamptz) from public;

create function private.take_in_edit() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  conversation record;
begin
  select c.sealed, c.participant_ids into conversation from public.conversations c where c.id = new.conversation_id;
  new.countersignature := private.take_in_sealed(new, conversation.sealed, conversation.participant_ids, clock_timestamp());
  return new;
end;
$$;
revoke all on function private.take_in_edit() from public;

-- Not for what the database itself writes into a body, which isn't an edit.
create trigger take_in_edit before update of body on public.messages
  for each row when (new.body is not null and new.edited_at is distinct from old.edited_at)
  execute function private.take_in_edit();

create function public.is_countersigned(
  p_message_id uuid, p_conversation_id uuid, p_sender_id uuid, p_commitment text, p_at bigint, p_signature text
) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
declare
  signing_key bytea;
begin
  for signing_key in select k.key from private.signing_keys k loop
    if private.countersign(p_message_id, p_conversation_id, p_sender_id, p_commitment, p_at, signing_key) = p_signature then
      return true;
    end if;
  end loop;
  return false;
end;
$$;
comment on function public.is_countersigned(uuid, uuid, uuid, text, bigint, text) is
  'Whether this database took in, at that time, a sealed message with this commitment from that person.';
revoke all on function public.is_countersigned(uuid, uuid, uuid, text, bigint, text) from public, anon;
grant execute on function public.is_countersigned(uuid, uuid, uuid, text, bigint, text) to authenticated;
