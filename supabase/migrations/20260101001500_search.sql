-- Finding conversations by people and gear, and messages by their words.
--
-- Both are asked of a person's own conversations. Under row-level security no index serves a search (@@ is not leakproof), so
-- these functions run as the owner and hold to the same rules themselves: whoever is in a message's participant_ids may find it,
-- while they are in the conversation. What is shown of a message is taken from message_rows, like everything the API gives.

create extension if not exists fuzzystrmatch with schema extensions;

-- Names ----------------------------------------------------------------------------------------------------------------

create function private.fold(words text) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  -- Accents and vowel signs that people leave out are marks of their own once a text is decomposed. What doesn't decompose is
  -- translated, letter by letter: the second text is the first one's, in the same places.
  return btrim(regexp_replace(
    translate(
      regexp_replace(lower(normalize(words, NFKD)), '[\u0300-\u036f\u0640\u064b-\u065f\u0670\u093c\u200b-\u200f\u2060\ufeff]+', '', 'g'),
      'łøđðħıßœæþىةکیँ', 'lodohisoatيهكيं'),
    '[\s!-/:-@\[-`{-~\u00a1-\u00bf\u2010-\u2027\u3000]+', ' ', 'g'));
end;
$$;
comment on function private.fold(text) is
  'A name or title in lower case, without accents, vowel signs and punctuation, to compare it with what somebody typed.';
revoke all on function private.fold(text) from public;

create table private.conversation_names (
  user_id uuid not null references public.profiles (id) on delete cascade,
  conversation_id uuid not null references public.conversations (id) on delete cascade,
  people text not null,
  gear text not null,
  primary key (user_id, conversation_id)
);

comment on table private.conversation_names is
  'What a person finds their conversations by, kept beside each other: looking it up in three tables for thousands of '
  'conversations takes several times as long as comparing it.';
comment on column private.conversation_names.people is 'Names of the others, folded.';
comment on column private.conversation_names.gear is 'Title of the gear, folded.';

revoke all on private.conversation_names from public, anon, authenticated, service_role;
create index conversation_names_by_conversation on private.conversation_names (conversation_id);

create function private.refresh_conversation_names(conversation_ids uuid[]) returns void
language plpgsql set search_path = ''
as $$
begin
  insert into private.conversation_names as kept (user_id, conversation_id, people, gear)
  select p.user_id, p.conversation_id,
    coalesce((
      select string_agg(private.fold(f.name), ' ' order by other.joined_at, other.user_id)
      from public.participants other join public.profiles f on f.id = other.user_id
      where other.conversation_id = p.conversation_id and other.user_id <> p.user_id), ''),
    coalesce((select private.fold(g.title) from public.gear g where g.id = c.gear_id), '')
  from public.participants p join public.conversations c on c.id = p.conversation_id
  where p.conversation_id = any (conversation_ids)
  on conflict (user_id, conversation_id) do update set people = excluded.people, gear = excluded.gear
  where (kept.people, kept.gear) is distinct from (excluded.people, excluded.gear);
end;
$$;
comment on function private.refresh_conversation_names(uuid[]) is
  'Writes anew what these conversations are found by. For whoever loads rows past the triggers.';
revoke all on function private.refresh_conversation_names(uuid[]) from public;

create function private.keep_names_of_participants() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.refresh_conversation_names(array(select distinct j.conversation_id from joined j));
  return null;
end;
$$;
revoke all on function private.keep_names_of_participants() from public;

create trigger keep_names after insert on public.participants
  referencing new table as joined for each statement execute function private.keep_names_of_participants();

create function private.keep_changed_names() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if tg_table_name = 'profiles' then
    perform private.refresh_conversation_names(array(select p.conversation_id from public.participants p where p.user_id = new.id));
  else
    perform private.refresh_conversation_names(array(select c.id from public.conversations c where c.gear_id = new.id));
  end if;
  return null;
end;
$$;
revoke all on function private.keep_changed_names() from public;

create trigger keep_names after update of name on public.profiles
  for each row when (old.name is distinct from new.name) execute function private.keep_changed_names();
create trigger keep_names after update of title on public.gear
  for each row when (old.title is distinct from new.title) execute function private.keep_changed_names();

select private.refresh_conversation_names(array(select c.id from public.conversations c));

create function private.nearly(word text) returns text[]
language plpgsql immutable set search_path = ''
as $$
begin
  return array(
    select left(word, place - 1) || substr(word, place + 1, 1) || substr(word, place, 1) || substr(word, place + 2)
    from generate_series(1, char_length(word) - 1) place where char_length(word) >= 3);
end;
$$;
comment on function private.nearly(text) is 'The word with two neighbouring letters the wrong way round, in each place.';
revoke all on function private.nearly(text) from public;

create function private.is_nearly_in(word text, names text) returns boolean
language plpgsql immutable set search_path = ''
as $$
declare
  length integer := char_length(word);
  typos integer := case when length < 3 then 0 when length < 6 then 1 else 2 end;
  swapped text;
  name text;
begin
  if strpos(names, word) > 0 then
    return true;
  end if;
  if typos = 0 or length > 100 then
    return false;
  end if;
  foreach name in array string_to_array(names, ' ') loop
    -- With the whole name, and with as much of it as was typed.
    if extensions.levenshtein_less_equal(word, left(name, 100), typos) <= typos
      or extensions.levenshtein_less_equal(word, left(name, length), typos) <= typos then
      return true;
    end if;
  end loop;
  foreach swapped in array private.nearly(word) loop
    if strpos(' ' || names, ' ' || swapped) > 0 then
      return true;
    end if;
  end loop;
  return false;
end;
$$;
comment on function private.is_nearly_in(text, text) is
  'Whether the word is in these names, or but for a typo (two from six letters on) or two letters the wrong way round begins one.';
revoke all on function private.is_nearly_in(text, text) from public;

create function private.find_conversations(reader uuid, query text)
returns table (conversation_id uuid, is_by_gear boolean, sort_at timestamptz)
language plpgsql stable set search_path = '' rows 20
as $$
declare
  words text[] := string_to_array(nullif(private.fold(left(query, 200)), ''), ' ');
  found_ids uuid[];
begin
  if words is null then
    return;
  end if;
  found_ids := array(
    select n.conversation_id from private.conversation_names n
    where n.user_id = reader
      and not exists (select from unnest(words) word where strpos(n.people || ' ' || n.gear, word) = 0));
  if cardinality(found_ids) = 0 then
    -- First letters are seldom wrong. Most names are left out by comparing these alone.
    found_ids := array(
      select n.conversation_id from private.conversation_names n
      where n.user_id = reader
        and (strpos(' ' || n.people || ' ' || n.gear, ' ' || left(words[1], 1)) > 0
          or strpos(' ' || n.people || ' ' || n.gear, ' ' || substr(words[1], 2, 1)) > 0)
        and not exists (select from unnest(words) word where not private.is_nearly_in(word, n.people || ' ' || n.gear)));
  end if;
  return query
  select p.conversation_id,
    not exists (select from unnest(words) word where not private.is_nearly_in(word, n.gear))
      and exists (select from unnest(words) word where not private.is_nearly_in(word, n.people)),
    p.sort_at
  from public.participants p
  join public.conversations c on c.id = p.conversation_id
  join private.conversation_names n on n.conversation_id = p.conversation_id and n.user_id = reader
  where p.conversation_id = any (found_ids) and p.user_id = reader and p.left_at is null and p.sort_at is not null
    and reader = any (c.participant_ids)
  order by p.sort_at desc, p.conversation_id
  limit 500;
end;
$$;
comment on function private.find_conversations(uuid, text) is
  'Those in this person''s inbox whose people and gear have every word of the query, newest first; when there is none, those that '
  'nearly have. At most 500.';
revoke all on function private.find_conversations(uuid, text) from public;

-- Messages -------------------------------------------------------------------------------------------------------------

create function private.to_words_query(query text) returns tsquery
language plpgsql immutable set search_path = ''
as $$
declare
  -- What has a meaning in a tsquery goes, so that nothing that was typed is read as an operator.
  words text[] := (regexp_split_to_array(btrim(regexp_replace(left(query, 200), '[''"\\:&|!()<>*\s]+', ' ', 'g')), ' '))[1:12];
  word text;
  language regconfig;
  part tsquery;
  whole tsquery;
begin
  foreach word in array words loop
    language := case
      when word ~ '[\u0600-\u06ff\u0750-\u077f]' then 'pg_catalog.arabic'::regconfig
      when word ~ '[\u0900-\u097f]' then 'pg_catalog.nepali'::regconfig
      else 'pg_catalog.english'::regconfig
    end;
    part := plainto_tsquery(language, word);
    -- Words that are in every sentence are in no index. They are not asked for.
    if numnode(part) > 0 then
      -- A text is stemmed by the script it is in, and may quote words of another.
      part := part || plainto_tsquery('pg_catalog.simple', word);
      -- The last one may not be finished.
      if word = words[cardinality(words)] and char_length(word) >= 3 and query !~ '\s$' then
        part := part || to_tsquery(language, '''' || word || ''':*') || to_tsquery('pg_catalog.simple', '''' || word || ''':*');
      end if;
      whole := case when whole is null then part else whole && part end;
    end if;
  end loop;
  return whole;
end;
$$;
comment on function private.to_words_query(text) is
  'Every word of the query, stemmed like messages are, the last one also as the beginning of one; null when there is no word to ask for.';
revoke all on function private.to_words_query(text) from public;

create function private.can_find(message public.messages, reader uuid, wanted tsquery) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return exists (
      select from public.participants p join public.conversations c on c.id = p.conversation_id
      where p.conversation_id = message.conversation_id and p.user_id = reader and p.left_at is null
        and reader = any (c.participant_ids))
    -- What is masked for this reader is not to be found by what the mask hides.
    and (message.verdict_action <> 'mask' or message.sender_id = reader or exists (
      select from private.message_rows r where r.id = message.id and private.to_search(r.body) @@ wanted));
end;
$$;
comment on function private.can_find(public.messages, uuid, tsquery) is
  'Whether somebody who may read a message''s row may also find it: they are in the conversation, and what they are shown matches.';
revoke all on function private.can_find(public.messages, uuid, tsquery) from public;

create function private.to_hit(message_id uuid, wanted tsquery) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  shown jsonb := (select to_jsonb(r) from private.message_rows r where r.id = message_id);
  words text := translate(shown -> 'body' ->> 'text', E'\ue000\ue001', '');
begin
  return jsonb_build_object('message', shown, 'snippet', ts_headline(
    case
      when words ~ '[\u0600-\u06ff\u0750-\u077f]' then 'pg_catalog.arabic'::regconfig
      when words ~ '[\u0900-\u097f]' then 'pg_catalog.nepali'::regconfig
      else 'pg_catalog.english'::regconfig
    end,
    words, wanted, E'StartSel="\ue000", StopSel="\ue001", MaxWords=26, MinWords=12, ShortWord=0'));
end;
$$;
comment on function private.to_hit(uuid, tsquery) is
  'A message and a stretch of its text. U+E000 and U+E001, which no text keeps, are before and after each word that was found.';
revoke all on function private.to_hit(uuid, tsquery) from public;

create function public.search_messages(
  p_query text, p_before_at timestamptz default null, p_before_id uuid default null, p_limit integer default 20
) returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  reader uuid := auth.uid();
  wanted tsquery := private.to_words_query(p_query);
  page_size integer := least(greatest(p_limit, 1), 50);
  message public.messages;
  hits jsonb := '[]';
begin
  if wanted is null then
    return jsonb_build_object('hits', hits, 'conversations', '[]'::jsonb);
  end if;
  for message in
    select * from public.messages m
    where m.participant_ids @> array[reader] and m.search @@ wanted
      and m.created_at <= coalesce(p_before_at, 'infinity')
      and (p_before_at is null or m.created_at < p_before_at or m.id < p_before_id)
    order by m.created_at desc, m.id desc
  loop
    if private.can_find(message, reader, wanted) then
      hits := hits || private.to_hit(message.id, wanted);
      exit when jsonb_array_length(hits) = page_size;
    end if;
  end loop;
  return jsonb_build_object('hits', hits, 'conversations', coalesce((
    select jsonb_agg(r.conversation) from private.read_conversations(reader, array(
      select distinct (h -> 'message' ->> 'conversation_id')::uuid from jsonb_array_elements(hits) h)) r), '[]'));
end;
$$;
comment on function public.search_messages(text, timestamptz, uuid, integer) is
  'My messages that have every word, newest first, before a message''s time and id: a page of them, and their conversations.';
revoke all on function public.search_messages(text, timestamptz, uuid, integer) from public, anon;
grant execute on function public.search_messages(text, timestamptz, uuid, integer) to authenticated;

create function public.search_conversation(
  p_conversation_id uuid, p_query text, p_before_seq bigint default null, p_limit integer default 20
) returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  reader uuid := auth.uid();
  wanted tsquery := private.to_words_query(p_query);
  found_ids uuid[];
  page_ids uuid[];
begin
  perform public.get_conversation(p_conversation_id);
  found_ids := array(
    select m.id from public.messages m
    where m.conversation_id = p_conversation_id and m.participant_ids @> array[reader] and m.search @@ wanted
      and private.can_find(m, reader, wanted)
    order by m.seq desc);
  page_ids := array(
    select m.id from unnest(found_ids) with ordinality as f (id, place) join public.messages m on m.id = f.id
    where m.seq < coalesce(p_before_seq, 9223372036854775807)
    order by f.place limit least(greatest(p_limit, 1), 50));
  return jsonb_build_object(
    'total', cardinality(found_ids),
    'hits', coalesce((
      select jsonb_agg(private.to_hit(p.id, wanted) order by p.place) from unnest(page_ids) with ordinality as p (id, place)), '[]'));
end;
$$;
comment on function public.search_conversation(uuid, text, bigint, integer) is
  'The messages of one of my conversations that have every word, newest first: how many, and a page of those before a seq. '
  'PT404 for strangers.';
revoke all on function public.search_conversation(uuid, text, bigint, integer) from public, anon;
grant execute on function public.search_conversation(uuid, text, bigint, integer) to authenticated;

create function public.find_conversations(p_query text, p_limit integer default 5) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  reader uuid := auth.uid();
  page_size integer := least(greatest(p_limit, 1), 50);
  people uuid[];
  gear uuid[];
begin
  with matching as materialized (
    select f.*, row_number() over (partition by f.is_by_gear order by f.sort_at desc, f.conversation_id) as place
    from private.find_conversations(reader, p_query) f
  )
  select array_agg(m.conversation_id order by m.place) filter (where not m.is_by_gear and m.place <= page_size),
    array_agg(m.conversation_id order by m.place) filter (where m.is_by_gear and m.place <= page_size)
  into people, gear
  from matching m;
  return (
    select jsonb_build_object(
      'people', coalesce(jsonb_agg(r.conversation order by array_position(people, r.id)) filter (where r.id = any (people)), '[]'),
      'gear', coalesce(jsonb_agg(r.conversation order by array_position(gear, r.id)) filter (where r.id = any (gear)), '[]'))
    from private.read_conversations(reader, people || gear) r);
end;
$$;
comment on function public.find_conversations(text, integer) is
  'My conversations by the names of the people in them, and by the title of the gear: the newest of each.';
revoke all on function public.find_conversations(text, integer) from public, anon;
grant execute on function public.find_conversations(text, integer) to authenticated;

create function public.list_found_conversations(
  p_query text, p_before_sort_at timestamptz default null, p_before_id uuid default null, p_limit integer default 30
) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  page_ids uuid[] := array(
    select f.conversation_id from private.find_conversations(auth.uid(), p_query) f
    where p_before_sort_at is null or f.sort_at < p_before_sort_at
      or (f.sort_at = p_before_sort_at and f.conversation_id > p_before_id)
    order by f.sort_at desc, f.conversation_id
    limit least(greatest(p_limit, 1), 100));
begin
  return coalesce((
    select jsonb_agg(r.conversation order by array_position(page_ids, r.id))
    from private.read_conversations(auth.uid(), page_ids) r
  ), '[]');
end;
$$;
comment on function public.list_found_conversations(text, timestamptz, uuid, integer) is
  'A page of my inbox, newest first: the conversations whose people and gear have every word of the query.';
revoke all on function public.list_found_conversations(text, timestamptz, uuid, integer) from public, anon;
grant execute on function public.list_found_conversations(text, timestamptz, uuid, integer) to authenticated;
