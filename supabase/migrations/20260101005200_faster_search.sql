-- The same in less time: thousands of names are compared in one statement, and a word that is in many messages is not looked for
-- as the beginning of others too.

create or replace function private.find_conversations(reader uuid, query text)
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

drop function private.to_words_query(text);
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

create or replace function public.search_messages(
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

create or replace function public.search_conversation(
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
