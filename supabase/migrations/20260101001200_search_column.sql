-- What a message can be found by. A generated column, so that it follows the text wherever that is written: a new message, an
-- edit, a backfill; an unsent message has no text and can't be found.

create function private.to_search(body jsonb) returns tsvector
language plpgsql immutable set search_path = ''
as $$
declare
  words text := body ->> 'text';
begin
  -- By script, not by language: what somebody sets as theirs says little about what they write. Words in other scripts than a
  -- configuration's own pass through it unchanged.
  return pg_catalog.to_tsvector(
    case
      when words ~ '[\u0600-\u06ff\u0750-\u077f]' then 'pg_catalog.arabic'::regconfig
      when words ~ '[\u0900-\u097f]' then 'pg_catalog.nepali'::regconfig
      else 'pg_catalog.english'::regconfig
    end,
    words);
end;
$$;
comment on function private.to_search(jsonb) is 'The words of a body, each reduced to its stem; null without a body.';
revoke all on function private.to_search(jsonb) from public;
-- Whoever inserts a message computes its columns.
grant execute on function private.to_search(jsonb) to authenticated;

alter table public.messages add column search tsvector generated always as (private.to_search(body)) stored;
comment on column public.messages.search is
  'What it can be found by. Not readable by people: they search through a function, since no index serves a search under policies.';

-- Both together: whose messages, and which words. Without the list of pending entries, which makes the slowest insert slow.
create index messages_by_words on public.messages using gin (participant_ids, search) with (fastupdate = off);
