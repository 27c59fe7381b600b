begin;
\ir setup.psql
select plan(16);

create temporary table it as
select (pg_temp.start('ana', 'test-canoe') -> 'conversation' ->> 'id')::uuid as conversation_id, 'aaaaaaaa-0000-4000-8000-000000000001'::uuid as id;
select pg_temp.become('owner');
grant select on it to public;

create function pg_temp.is_found(query tsquery, message_id uuid default 'aaaaaaaa-0000-4000-8000-000000000001') returns boolean
language plpgsql security definer
as $$
begin
  return (select search @@ query from public.messages m where m.id = message_id);
end;
$$;
grant execute on function pg_temp.is_found(tsquery, uuid) to public;

-- By script
select is(private.to_search(pg_temp.text_body(words)) @@ query, true, title) from (values
  ('The bikes were running well', to_tsquery('english', 'bike & run'), 'English is found by its stems'),
  ('مساء الخير ليلى، هل جهاز العرض مناسب لسطح البيت؟', to_tsquery('arabic', 'عرض & بيت'), 'Arabic without its articles'),
  ('नमस्ते दिदी, तपाईंको ब्याग खाली छ?', to_tsquery('nepali', 'ब्याग'), 'Nepali'),
  ('Canon R6 ब्याग', to_tsquery('nepali', 'Canon'), 'a name in other letters'),
  ('¿Incluye la parafina?', to_tsquery('english', 'parafina'), 'and any other language by its words')
) as texts (words, query, title);
select is(private.to_search(null), null, 'Without a body there is nothing to find');

-- It follows the text
select pg_temp.send('ana', id, conversation_id, 'Could I have the paddles too?') from it;
select ok(pg_temp.is_found('paddl'), 'A new message can be found');
select pg_temp.edit('ana', id, 'Could I have the life jackets too?') from it;
select ok(pg_temp.is_found('jacket'), 'An edited one by its new words');
select ok(not pg_temp.is_found('paddl'), 'and no longer by the old ones');
select pg_temp.unsend('ana', id) from it;
select is(pg_temp.is_found('jacket'), null, 'An unsent one not at all');
select pg_temp.become('owner');
select is_empty($$select 1 from public.messages where body ? 'text' and search is null$$, 'Every message that was there before has its words');

-- Not past the policies
select pg_temp.become('ben');
select throws_ok($$select search from public.messages$$, '42501', null, 'ben can''t read the words');
select throws_ok($$select id from public.messages where search @@ 'jacket'$$, '42501', null, 'nor ask for them past a function');
select throws_ok(
  $$insert into public.messages (id, conversation_id, sender_id, body, search) select gen_random_uuid(), conversation_id, auth.uid(), pg_temp.text_body('x'), 'y' from it$$,
  '428C9', null, 'nor say what his message is found by');

-- The index
select pg_temp.become('owner');
set local enable_seqscan = off;
create function pg_temp.plan_of(statement text) returns text
language plpgsql
as $$
declare
  plan jsonb;
begin
  execute 'explain (format json) ' || statement into plan;
  return plan::text;
end;
$$;
select matches(
  pg_temp.plan_of($$select id from public.messages where participant_ids @> array['00000000-0000-4000-8000-00000000000b'::uuid] and search @@ 'bike'$$),
  'messages_by_words', 'One index serves whose messages and which words');
select is((select reloptions from pg_class where relname = 'messages_by_words'), array['fastupdate=on', 'gin_pending_list_limit=64'],
  'and an insert that has to tidy it up finds little');

select * from finish();
rollback;
