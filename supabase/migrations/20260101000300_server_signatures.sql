-- Nobody writes around the server.
--
-- A person's token is theirs to use from anywhere and the publishable key is no secret, so whatever that person may write
-- through PostgREST could be written past the rate limits and the scoring. Every write therefore carries a signature
-- that only the server can make: HMAC-SHA256 over what is written, by whom, and until when it may be written. There are two: a
-- permit, for what isn't words, and a verdict, which the scoring has given about exactly these words.

create table private.signing_keys (
  id smallint primary key generated always as identity,
  key bytea not null check (octet_length(key) >= 32),
  created_at timestamptz not null default now()
);

comment on table private.signing_keys is
  'Keys shared with the server (SIGNING_KEY). Two rows while one replaces the other; a signature by any of them is genuine.';
comment on column private.signing_keys.key is 'At least 32 random bytes.';

revoke all on private.signing_keys from public, anon, authenticated, service_role;

create function private.set_signing_key(key_base64 text) returns void
language plpgsql set search_path = ''
as $$
begin
  delete from private.signing_keys;
  insert into private.signing_keys (key) values (decode(key_base64, 'base64'));
end;
$$;
comment on function private.set_signing_key(text) is
  'Run once by whoever owns the database: select private.set_signing_key(''<SIGNING_KEY, base64>'').';
revoke all on function private.set_signing_key(text) from public, anon, authenticated, service_role;

create function private.is_signed_by_server(statement text, expires_at bigint, signature bytea) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
declare
  signing_key bytea;
begin
  if statement is null or signature is null or expires_at is null then
    return false;
  end if;
  -- 120 seconds from the server's clock to ours, and no signature that claims to last longer.
  if expires_at < extract(epoch from now()) or expires_at > extract(epoch from now()) + 150 then
    return false;
  end if;
  for signing_key in select key from private.signing_keys loop
    if extensions.hmac(convert_to(statement, 'UTF8'), signing_key, 'sha256') = signature then
      return true;
    end if;
  end loop;
  return false;
end;
$$;
comment on function private.is_signed_by_server(text, bigint, bytea) is
  'Whether the server made this signature over this statement and it has not expired (seconds since 1970).';
revoke all on function private.is_signed_by_server(text, bigint, bytea) from public;
grant execute on function private.is_signed_by_server(text, bigint, bytea) to authenticated;

create function private.from_hex(digits text) returns bytea
language plpgsql immutable set search_path = ''
as $$
begin
  return case when digits ~ '^([0-9a-f]{2})+$' then decode(digits, 'hex') end;
end;
$$;
comment on function private.from_hex(text) is 'The bytes that these digits stand for; null for anything else, which is no signature.';
revoke all on function private.from_hex(text) from public;
grant execute on function private.from_hex(text) to authenticated;

-- Permits -------------------------------------------------------------------------------------------------------------

create function private.permit_statement(purpose text, user_id uuid, subject text, expires_at bigint) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return concat_ws(E'\n', 'lendline-permit-1', purpose, user_id, subject, expires_at);
end;
$$;
comment on function private.permit_statement(text, uuid, text, bigint) is
  'What the server signs to let somebody do something other than write a message. lib/supabase/server-signature.ts writes the same lines.';
revoke all on function private.permit_statement(text, uuid, text, bigint) from public;

create function private.require_permit(purpose text, subject text, expires_at bigint, signature text) returns void
language plpgsql stable security definer set search_path = ''
as $$
begin
  if not private.is_signed_by_server(
    private.permit_statement(purpose, auth.uid(), subject, expires_at), expires_at, private.from_hex(signature)) then
    raise exception 'Only the server may do this' using errcode = '42501';
  end if;
  if private.is_banned(auth.uid()) then
    raise exception 'Your account is suspended' using errcode = 'PT403';
  end if;
end;
$$;
revoke all on function private.require_permit(text, text, bigint, text) from public;

-- Verdicts ------------------------------------------------------------------------------------------------------------

-- Text verdicts and others can't stand for each other: the second line says the kind of body, and no other body than these is signed.
create function private.verdict_statement(
  sender_id uuid, conversation_id uuid, message_id uuid, kind text, body jsonb,
  action text, score integer, reasons text[], expires_at bigint
) returns text
language plpgsql immutable set search_path = ''
as $$
declare
  signed text := case body ->> 'kind'
    when 'plain' then concat_ws(E'\n', kind, 'plain', body ->> 'text')
    when 'sealed' then concat_ws(E'\n', kind, 'sealed', body ->> 'envelope', body ->> 'commitment')
    -- The terms, not what becomes of the offer. The text comes last, so that none can be taken for another line.
    when 'offer' then concat_ws(E'\n', kind, 'offer', body ->> 'startsOn', body ->> 'endsOn', body ->> 'priceMinor',
      body ->> 'depositMinor', body ->> 'currency', body ->> 'text')
    end;
begin
  -- Left out, the reasons' last line would stand where the digest is expected.
  if signed is null then
    return null;
  end if;
  return concat_ws(E'\n', 'lendline-verdict-1', sender_id, conversation_id, message_id, expires_at, score, action,
    array_to_string(reasons, ','), encode(sha256(convert_to(signed, 'UTF8')), 'hex'));
end;
$$;
comment on function private.verdict_statement(uuid, uuid, uuid, text, jsonb, text, integer, text[], bigint) is
  'What the server signs to let one message in; null for what it never signs. lib/supabase/server-signature.ts writes the same lines.';
revoke all on function private.verdict_statement(uuid, uuid, uuid, text, jsonb, text, integer, text[], bigint) from public;
grant execute on function private.verdict_statement(uuid, uuid, uuid, text, jsonb, text, integer, text[], bigint) to authenticated;

-- Once for each message, so it takes fewer steps than private.is_signed_by_server.
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
