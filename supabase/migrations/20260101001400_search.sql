-- Finding conversations by people and gear, and messages by their words.
--
-- Both are asked of a person's own conversations. Under row-level security no index serves a search (@@ is not leakproof), so
-- these functions run as the owner and hold to the same rules themselves: whoever is in a message's participant_ids may find it,
-- while they are in the conversation. What is shown of a message is taken from message_rows, like everything the API gives.

-- Distances between words, for names with a typo.
create extension if not exists fuzzystrmatch with schema extensions;

-- Names ---------------------------------------------------------------------------------------------------------------

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
-- Whoever writes a name writes an index over it.
grant execute on function private.fold(text) to service_role;

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
comment on column private.conversation_names.people is 'Names of the others, and what a group calls itself, folded.';
comment on column private.conversation_names.gear is 'Title of the gear, folded.';

revoke all on private.conversation_names from public, anon, authenticated, service_role;
create index conversation_names_by_conversation on private.conversation_names (conversation_id);

create function private.refresh_conversation_names(conversation_ids uuid[]) returns void
language plpgsql set search_path = ''
as $$
begin
  insert into private.conversation_names as kept (user_id, conversation_id, people, gear)
  select p.user_id, p.conversation_id,
    concat_ws(' ', private.fold(c.title), (
      select string_agg(private.fold(f.name), ' ' order by other.joined_at, other.user_id)
      from public.participants other join public.profiles f on f.id = other.user_id
      where other.conversation_id = p.conversation_id and other.user_id <> p.user_id
        and (c.kind = 'direct' or other.left_at is null))),
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

-- Conversations -------------------------------------------------------------------------------------------------------

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

-- Thousands of names are compared in one statement.
create function private.find_conversations(reader uuid, query text)
returns table (conversation_id uuid, is_by_gear boolean, sort_at timestamptz)
language plpgsql stable set search_path = '' rows 20
as $$
declare
  words text[] := string_to_array(nullif(private.fold(left(query, 200)), ''), ' ');
  word text;
  typos integer;
  swapped text[];
  found_ids uuid[];
  ids_by_people uuid[] := '{}';
begin
  if words is null then
    return;
  end if;
  select array_agg(n.conversation_id), array_agg(n.conversation_id) filter (where n.has_people or not n.has_gear)
  into found_ids, ids_by_people
  from (
    select kept.conversation_id,
      not exists (select from unnest(words) w where strpos(kept.people, w) = 0) as has_people,
      not exists (select from unnest(words) w where strpos(kept.gear, w) = 0) as has_gear
    from private.conversation_names kept
    where kept.user_id = reader
      and strpos(kept.people || ' ' || kept.gear, words[1]) > 0
      and (cardinality(words) = 1 or not exists (select from unnest(words) w where strpos(kept.people || ' ' || kept.gear, w) = 0))
  ) n;

  if found_ids is null then
    -- Nobody has exactly this name. A typo in each word, two from six letters on, or two letters the wrong way round; the first
    -- letter is seldom wrong, and comparing it alone leaves most names out.
    foreach word in array words loop
      typos := case when char_length(word) < 3 then 0 when char_length(word) < 6 then 1 else 2 end;
      swapped := private.nearly(word);
      select array_agg(distinct n.conversation_id), ids_by_people || array_agg(n.conversation_id) filter (where n.is_person)
      into found_ids, ids_by_people
      from (
        select kept.conversation_id, name, is_person
        from private.conversation_names kept
        cross join lateral (
          select unnest(string_to_array(kept.people, ' ')) as name, true as is_person
          union all select unnest(string_to_array(kept.gear, ' ')), false) names
        where kept.user_id = reader and (found_ids is null or kept.conversation_id = any (found_ids))
      ) n
      where left(n.name, 1) in (left(word, 1), substr(word, 2, 1)) and char_length(word) <= 100
        and (starts_with(n.name, word)
          -- With the whole name, and with as much of it as was typed.
          or extensions.levenshtein_less_equal(word, left(n.name, 100), typos) <= typos
          or extensions.levenshtein_less_equal(word, left(n.name, char_length(word)), typos) <= typos
          or exists (select from unnest(swapped) s where starts_with(n.name, s)));
      exit when found_ids is null;
    end loop;
  end if;

  return query
  select p.conversation_id, p.conversation_id <> all (coalesce(ids_by_people, '{}')), p.sort_at
  from public.participants p
  where p.conversation_id = any (found_ids) and p.user_id = reader and p.left_at is null and p.sort_at is not null
  order by p.sort_at desc, p.conversation_id
  limit 500;
end;
$$;
comment on function private.find_conversations(uuid, text) is
  'Those in this person''s inbox whose people and gear have every word of the query, newest first; when there is none, those that '
  'nearly have. At most 500.';
revoke all on function private.find_conversations(uuid, text) from public;

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

-- Messages ------------------------------------------------------------------------------------------------------------

create function private.to_words_query(query text, is_unfinished boolean) returns tsquery
language plpgsql immutable set search_path = ''
as $$
declare
  -- What has a meaning in a tsquery goes, so that nothing that was typed is read as an operator.
  words text[] := (regexp_split_to_array(btrim(regexp_replace(left(query, 200), '[''"\\:&|!()<>*\s]+', ' ', 'g')), ' '))[1:12];
  word text;
  place integer := 0;
  language regconfig;
  part tsquery;
  whole tsquery;
begin
  foreach word in array words loop
    place := place + 1;
    language := case
      when word ~ '[\u0600-\u06ff\u0750-\u077f]' then 'pg_catalog.arabic'::regconfig
      when word ~ '[\u0900-\u097f]' then 'pg_catalog.nepali'::regconfig
      else 'pg_catalog.english'::regconfig
    end;
    part := plainto_tsquery(language, word);
    -- Words that are in every sentence are in no index. They are not asked for.
    if numnode(part) > 0 then
      -- A text is stemmed by the script it is in, and may quote words of another.
      if part <> plainto_tsquery('pg_catalog.simple', word) then
        part := part || plainto_tsquery('pg_catalog.simple', word);
      end if;
      if is_unfinished and place = cardinality(words) and char_length(word) >= 3 and query !~ '\s$' then
        part := part || to_tsquery(language, '''' || word || ''':*') || to_tsquery('pg_catalog.simple', '''' || word || ''':*');
      end if;
      whole := case when whole is null then part else whole && part end;
    end if;
  end loop;
  return whole;
end;
$$;
comment on function private.to_words_query(text, boolean) is
  'Every word of the query, stemmed like messages are, the last one also as the beginning of one if it may be unfinished; null when '
  'there is no word to ask for.';
revoke all on function private.to_words_query(text, boolean) from public;

-- Whom a moderator has excluded finds nothing. Conversations are left out by read_conversations already.
create function private.can_find(message public.messages, reader uuid, wanted tsquery) returns boolean
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

create function private.find_messages(reader uuid, wanted tsquery, before_at timestamptz, before_id uuid, page_size integer) returns uuid[]
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  candidate record;
  batch integer;
  found_ids uuid[] := '{}';
begin
  loop
    batch := 0;
    -- Ids and times alone, and only the newest: whole rows of a common word take longer to sort than to find.
    for candidate in
      select m.id, m.created_at from public.messages m
      where m.participant_ids @> array[reader] and m.search @@ wanted
        and m.created_at <= coalesce(before_at, 'infinity')
        and (before_at is null or m.created_at < before_at or m.id < before_id)
      order by m.created_at desc, m.id desc
      limit page_size + 20
    loop
      batch := batch + 1;
      before_at := candidate.created_at;
      before_id := candidate.id;
      if (select private.can_find(m, reader, wanted) from public.messages m where m.id = candidate.id) then
        found_ids := found_ids || candidate.id;
        if cardinality(found_ids) = page_size then
          return found_ids;
        end if;
      end if;
    end loop;
    if batch < page_size + 20 then
      return found_ids;
    end if;
  end loop;
end;
$$;
comment on function private.find_messages(uuid, tsquery, timestamptz, uuid, integer) is
  'Ids of this person''s messages that match, newest first, before a message''s time and id.';
revoke all on function private.find_messages(uuid, tsquery, timestamptz, uuid, integer) from public;

create function private.find_recent_messages(reader uuid, wanted tsquery, before_at timestamptz, before_id uuid, page_size integer) returns uuid[]
language plpgsql stable set search_path = ''
as $$
begin
  return array(
    select hit.id
    from (
      select recent.* from (
        select m.* from (
          -- A branch for each of the inbox's indexes.
          (select conversation_id, sort_at from public.participants
           where user_id = reader and left_at is null and archived_at is null and sort_at is not null
           order by sort_at desc, conversation_id limit 150)
          union all
          (select conversation_id, sort_at from public.participants
           where user_id = reader and left_at is null and archived_at is not null and sort_at is not null
           order by sort_at desc, conversation_id limit 50)
          order by sort_at desc
        ) p
        cross join lateral (
          select newest.id, newest.created_at, newest.search from public.messages newest
          where newest.conversation_id = p.conversation_id and reader = any (newest.participant_ids)
          order by newest.seq desc limit 500
        ) m
        limit 4000
      ) recent
      where recent.search @@ wanted
        and (before_at is null or recent.created_at < before_at or (recent.created_at = before_at and recent.id < before_id))
      order by recent.created_at desc, recent.id desc
      limit page_size + 20
    ) hit
    join public.messages m on m.id = hit.id
    where private.can_find(m, reader, wanted)
    order by hit.created_at desc, hit.id desc
    limit page_size);
end;
$$;
comment on function private.find_recent_messages(uuid, tsquery, timestamptz, uuid, integer) is
  'The same among the newest messages of the conversations that are newest in this person''s inbox: at most 500 of each and 4,000 in '
  'all. However many words begin like what was typed, and however many messages there are, it reads no more than these.';
revoke all on function private.find_recent_messages(uuid, tsquery, timestamptz, uuid, integer) from public;

create function public.search_messages(
  p_query text, p_before_at timestamptz default null, p_before_id uuid default null, p_limit integer default 20
) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  reader uuid := auth.uid();
  wanted tsquery := private.to_words_query(p_query, false);
  unfinished tsquery := private.to_words_query(p_query, true);
  page_size integer := least(greatest(p_limit, 1), 50);
  found_ids uuid[] := '{}';
begin
  if wanted is not null then
    found_ids := private.find_messages(reader, wanted, null, null, page_size);
    -- A whole word that fills a page is taken as one. What a word may be the beginning of is looked for among the newest messages:
    -- it can be many common words, and the index would have to read all of them, everybody's.
    if cardinality(found_ids) < page_size and unfinished <> wanted then
      wanted := unfinished;
      found_ids := array(
        select m.id from public.messages m
        where m.id = any (found_ids || private.find_recent_messages(reader, wanted, p_before_at, p_before_id, page_size))
          and (p_before_at is null or m.created_at < p_before_at or (m.created_at = p_before_at and m.id < p_before_id))
        order by m.created_at desc, m.id desc limit page_size);
    elsif p_before_at is not null then
      found_ids := private.find_messages(reader, wanted, p_before_at, p_before_id, page_size);
    end if;
  end if;
  return jsonb_build_object(
    'hits', coalesce((
      select jsonb_agg(private.to_hit(f.id, wanted) order by f.place) from unnest(found_ids) with ordinality as f (id, place)), '[]'),
    'conversations', coalesce((
      select jsonb_agg(r.conversation) from private.read_conversations(reader, array(
        select distinct m.conversation_id from public.messages m where m.id = any (found_ids))) r), '[]'));
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
  wanted tsquery := private.to_words_query(p_query, true);
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
