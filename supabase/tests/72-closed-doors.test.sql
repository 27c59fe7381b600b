begin;
\ir setup.psql
select plan(48);

-- Every table and every function that people can reach, as the catalogue has them: whoever may not read a conversation finds none of its
-- words behind any of these doors. A table or function that is added later is tried too, and one whose arguments mean something new
-- stops the test until it is said here what to give it. All that is said between two says quokka, all that is said in the group wombat.

create temporary table it as
select (pg_temp.start('ana', 'test-canoe') -> 'conversation' ->> 'id')::uuid as direct_id, null::uuid as group_id, null::uuid as rental_id,
  'a2720000-0000-4000-8000-000000000001'::uuid as hers, 'a2720000-0000-4000-8000-000000000002'::uuid as his,
  'a2720000-0000-4000-8000-000000000003'::uuid as masked, 'a2720000-0000-4000-8000-000000000004'::uuid as held,
  'a2720000-0000-4000-8000-000000000005'::uuid as offer, 'a2720000-0000-4000-8000-000000000006'::uuid as forgotten,
  'a2720000-0000-4000-8000-000000000007'::uuid as his_held, 'a2720000-0000-4000-8000-000000000011'::uuid as in_group,
  'a2720000-0000-4000-8000-000000000012'::uuid as refused;
select pg_temp.become('owner');
grant select, update on it to public;
create temporary table reading (word text, message_ids uuid[], conversation_id uuid, other text) on commit drop;
grant select, insert on reading to public;

create function pg_temp.send_judged(sender text, message_id uuid, conversation_id uuid, words text, action text, original text) returns jsonb
language plpgsql as $$
declare
  notice text := jsonb_build_object('original', pg_temp.text_body(original), 'masked', pg_temp.text_body(words), 'hidden', '[[8,14]]'::jsonb,
    'reasons', '["contact"]'::jsonb, 'findings', '[]'::jsonb)::text;
begin
  perform pg_temp.become(sender);
  return public.send_message(message_id, conversation_id, 'text', pg_temp.text_body(words), null,
    pg_temp.verdict(message_id, conversation_id, sender, words, action, 70) || jsonb_build_object('notice', notice,
      'noticeSignature', pg_temp.permit('keep-notice', sender, message_id || ' ' || encode(sha256(convert_to(notice, 'UTF8')), 'hex'))));
end; $$;
create function pg_temp.make_offer(sender text, id uuid, conversation_id uuid, words text) returns jsonb language plpgsql as $$
declare
  terms jsonb := jsonb_build_object('kind', 'offer', 'startsOn', current_date + 50, 'endsOn', current_date + 51, 'priceMinor', 9000,
    'depositMinor', 0, 'currency', 'EUR', 'text', words);
begin
  perform pg_temp.become(sender);
  return public.make_offer(id, conversation_id, terms, null, jsonb_build_object('action', 'allow', 'score', 0, 'reasons', '{}'::text[],
    'expiresAt', pg_temp.in_seconds(120), 'signature', pg_temp.sign(concat_ws(E'\n', 'lendline-verdict-1', pg_temp.person(sender),
      conversation_id, id, pg_temp.in_seconds(120), 0, 'allow', '', encode(sha256(convert_to(concat_ws(E'\n', 'offer', 'offer',
        terms ->> 'startsOn', terms ->> 'endsOn', terms ->> 'priceMinor', terms ->> 'depositMinor', terms ->> 'currency', words), 'UTF8')), 'hex')))));
end; $$;
create function pg_temp.block(who text, whom text, is_on boolean default true) returns jsonb language plpgsql as $$
begin
  perform pg_temp.become(who);
  return public.set_block(pg_temp.person(whom), is_on, pg_temp.in_seconds(120),
    pg_temp.permit('block-person', who, concat_ws(' ', pg_temp.person(whom), is_on)));
end; $$;

-- What to give a function for an argument of this name; null for those that are tried without.
create function pg_temp.value_for(argument text, message_id uuid, r reading) returns text language plpgsql as $$
begin
  return case argument
    when 'p_id' then message_id::text when 'p_message_id' then message_id::text when 'p_ids' then r.message_ids::text
    when 'p_counters_id' then message_id::text when 'p_review_id' then message_id::text when 'p_action_id' then message_id::text
    when 'p_conversation_id' then r.conversation_id::text when 'p_conversation_ids' then array[r.conversation_id]::text
    when 'p_from_conversation_id' then r.conversation_id::text
    when 'p_user_id' then pg_temp.person(r.other)::text when 'p_user_ids' then array[pg_temp.person(r.other)]::text
    when 'p_sender_id' then pg_temp.person(r.other)::text
    when 'p_gear_id' then pg_temp.gear_called('test-canoe')::text
    when 'p_query' then r.word when 'p_emoji' then '👍' when 'p_kind' then 'text' when 'p_text' then 'Hello' when 'p_title' then 'Trip'
    when 'p_name' then 'Trip' when 'p_shortcut' then 'trip' when 'p_note' then 'Look' when 'p_reason' then 'scam' when 'p_locale' then 'en'
    when 'p_status' then 'withdrawn' when 'p_decision' then 'dismiss' when 'p_commitment' then 'AA' when 'p_public_key' then 'AA'
    when 'p_wrapped' then 'AA' when 'p_verification' then 'unverified' when 'p_hue' then '1' when 'p_at' then '1' when 'p_version' then '1'
    when 'p_key_version' then '1' when 'p_days' then '10' when 'p_hours' then '10'
    when 'p_is_on' then 'true' when 'p_accepts' then 'false' when 'p_is_decided' then 'false' when 'p_hides' then 'false' when 'p_before_pinned' then 'false'
    when 'p_limit' then '50' when 'p_daily_limit' then '20' when 'p_after' then '0'
    when 'p_starts_on' then (current_date + 90)::text when 'p_ends_on' then (current_date + 91)::text
    when 'p_body' then '{"kind": "plain", "text": "Hello"}'
    when 'p_terms' then jsonb_build_object('kind', 'offer', 'startsOn', current_date + 90, 'endsOn', current_date + 91, 'priceMinor', 1,
      'depositMinor', 0, 'currency', 'EUR', 'text', 'Hello')::text
    when 'p_narrowed' then '{}' when 'p_change' then '{"pinned": true}' when 'p_revealed' then '{}' when 'p_recovery' then '{}'
    when 'p_markers' then jsonb_build_array(jsonb_build_object('conversation_id', r.conversation_id, 'read_seq', 1))::text
    when 'p_verdict' then '{"action": "allow", "score": 0, "reasons": [], "expiresAt": 1, "signature": "00"}'
    when 'p_expires_at' then pg_temp.in_seconds(60)::text when 'p_signature' then '00' when 'p_published_ids' then '{}'
    when 'p_before' then null when 'p_around' then null when 'p_before_sort_at' then null when 'p_before_id' then null
    when 'p_before_at' then null when 'p_before_seq' then null when 'p_rate_windows' then null when 'p_reply_to_id' then null
    else '?' end;
end; $$;

-- The doors that give somebody something of what was said. Each is tried and then undone.
create function pg_temp.doors_open_to(who text, about text) returns text[] language plpgsql as $$
declare
  r reading;
  door record;
  message_id uuid;
  answer text;
  open text[] := '{}';
begin
  select * into r from reading where word = about;
  for door in
    select format('select coalesce(jsonb_agg(to_jsonb(t)), ''[]'')::text from (select %s from %s) t', string_agg(quote_ident(a.attname), ', '), c.oid::regclass) as call,
      c.oid::regclass::text as name
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind in ('r', 'v', 'm', 'p')
      and has_column_privilege('authenticated', c.oid, a.attnum, 'select')
    group by c.oid order by 2
  loop
    perform pg_temp.become(who);
    execute door.call into answer;
    if answer ilike '%' || about || '%' then
      open := open || door.name;
    end if;
  end loop;
  foreach message_id in array r.message_ids loop
    for door in
      select p.proname as name, format('select to_jsonb(%s(%s))::text', p.oid::regproc, coalesce((
          select string_agg(format('%I => %L::%s', a.name, pg_temp.value_for(a.name, message_id, r), a.type::regtype), ', ' order by a.place)
          from unnest(p.proargnames[1:p.pronargs], p.proargtypes::oid[]) with ordinality as a (name, type, place)), '')) as call
      from pg_proc p
      where p.pronamespace = 'public'::regnamespace and has_function_privilege('authenticated', p.oid, 'execute') and p.prorettype <> 'trigger'::regtype
        -- Those that are asked about no message once.
        and (message_id = r.message_ids[1] or p.proargnames[1:p.pronargs] && '{p_id,p_message_id}')
      order by 1
    loop
      begin
        perform pg_temp.become(who);
        execute door.call into answer;
        raise exception using errcode = 'P0001', message = coalesce(answer, '');
      exception
        when raise_exception then
          if sqlerrm ilike '%' || about || '%' and door.name <> all (open) then
            open := open || door.name::text;
          end if;
        -- An error that says what was written would be a door too.
        when others then
          if sqlerrm ilike '%' || about || '%' and door.name <> all (open) then
            open := open || (door.name || ' fails');
          end if;
      end;
    end loop;
  end loop;
  return (select coalesce(array_agg(name order by name), '{}') from unnest(open) name);
end; $$;
create function pg_temp.unknown_arguments() returns text[] language sql as $$
  select coalesce(array_agg(distinct a.name), '{}') from pg_proc p, unnest(p.proargnames[1:p.pronargs]) a (name)
  where p.pronamespace = 'public'::regnamespace and has_function_privilege('authenticated', p.oid, 'execute')
    and pg_temp.value_for(a.name, gen_random_uuid(), (select r from reading r limit 1)) = '?'
$$;
do $$
declare
  helper regprocedure;
begin
  for helper in select p.oid::regprocedure from pg_proc p where p.pronamespace = pg_my_temp_schema() loop
    execute format('grant execute on function %s to public', helper);
  end loop;
end $$;

-- What was said ---------------------------------------------------------------------------------------------------------
select lives_ok($$select pg_temp.send('ana', hers, direct_id, 'Hers: quokka') from it$$, 'Ana and ben talk');
select pg_temp.send('ben', his, direct_id, 'His: quokka https://example.com/quokka', reply_to_id => hers) from it;
select pg_temp.send_judged('ana', masked, direct_id, 'Call quokka ••••••', 'mask', 'Call quokka 912345678') from it;
select pg_temp.send('ana', held, direct_id, 'Held: quokka', 'hold') from it;
select pg_temp.send('ben', his_held, direct_id, 'His held: quokka', 'hold') from it;
select pg_temp.send('ben', forgotten, direct_id, 'Forgotten: quokka') from it;
select pg_temp.edit('ben', his, 'His: quokka https://example.com/quokka, edited') from it;
select pg_temp.hide('ana', forgotten) from it;
select pg_temp.become('owner');
insert into public.rentals (gear_id, renter_id, lister_id, starts_on, ends_on, price_minor)
values (pg_temp.gear_called('test-canoe'), pg_temp.person('ana'), pg_temp.person('ben'), current_date + 20, current_date + 21, 4000);
select pg_temp.make_offer('ana', offer, direct_id, 'Offer: quokka') from it;
insert into reading select 'quokka', array[hers, his, masked, held, his_held, forgotten, offer], direct_id, 'ben' from it;
-- A group, of whom one will be removed and one banned.
select pg_temp.become('owner');
with made as (
  insert into public.conversations (kind, participant_ids, title, started_by, first_started_by)
  values ('group', array[pg_temp.person('ben'), pg_temp.person('ana'), pg_temp.person('lukas')], 'Trip', pg_temp.person('ben'), pg_temp.person('ben')) returning id)
update it set group_id = made.id from made;
insert into public.participants (conversation_id, user_id, role, sort_at)
select group_id, pg_temp.person(one), 'member', now() from it, unnest('{ben,ana,lukas}'::text[]) one;
select pg_temp.send('ben', in_group, group_id, 'In the group: wombat https://example.com') from it;
select pg_temp.become('owner');
insert into reading select 'wombat', array[in_group], group_id, 'ben' from it;

-- From here on everybody has every permit: what is asked is who reads, not who signs.
create or replace function private.is_signed_by_server(statement text, expires_at bigint, signature bytea) returns boolean
language plpgsql stable as $$ begin return true; end; $$;
create or replace function private.is_scored_by_server(
  sender_id uuid, conversation_id uuid, message_id uuid, kind text, body jsonb, action text, score integer, reasons text[],
  expires_at bigint, signature text) returns boolean
language plpgsql stable as $$ begin return true; end; $$;
delete from private.recent_actions;

-- The doors that there are ----------------------------------------------------------------------------------------------
select is(pg_temp.unknown_arguments(), '{}', 'Every argument of every function is known here: say in value_for what to try for these');
select is(pg_temp.doors_open_to('ana', 'quokka'), array[
  'appeal', 'get_conversation', 'get_conversation_context', 'get_message', 'get_message_to_edit', 'get_score_context',
  'list_changes', 'list_conversations', 'list_messages', 'message_notices', 'messages', 'private.message_rows',
  'react_to_message', 'search_conversation', 'search_messages', 'settle_offer', 'start_conversation'],
  'These are the doors to what was said, for whoever may read it');
select pg_temp.become('owner');
delete from private.recent_actions;
select is(pg_temp.doors_open_to('cara', 'quokka'), '{}', 'cara, a stranger, finds none of it behind any');
select pg_temp.become('owner');
select isnt(pg_temp.doors_open_to('lukas', 'wombat'), '{}', 'lukas reads the group');

-- Removed, and banned
select pg_temp.become('owner');
delete from private.recent_actions;
select pg_temp.become('ben');
select lives_ok($$select public.end_participation(group_id, pg_temp.person('lukas'), pg_temp.in_seconds(60), '00') from it$$, 'Lukas is removed from the group');
select is(pg_temp.doors_open_to('lukas', 'wombat'), '{}', 'and finds none of it behind any door');
select pg_temp.become('owner');
insert into private.sanctions (user_id, kind) values (pg_temp.person('ana'), 'ban');
select is(pg_temp.doors_open_to('ana', 'wombat'), '{}', 'Ana is banned, and finds nothing of the group');
select is(pg_temp.doors_open_to('ana', 'quokka'), '{}', 'nor of the conversation');
select pg_temp.become('owner');
delete from private.sanctions;
delete from private.recent_actions;

-- Blocked
select pg_temp.become('owner');
create temporary table before as select m.id, m.participant_ids, m.change from public.messages m, it where m.conversation_id = direct_id;
create temporary table unread as select p.user_id, p.unread_count from public.participants p, it where p.conversation_id = direct_id;
grant select on before, unread to public;
select cmp_ok((select unread_count from unread where user_id = pg_temp.person('ana')), '>', 0, 'Something is unread');
select lives_ok($$select pg_temp.block('ben', 'ana')$$, 'Ben blocks ana');
select is(pg_temp.doors_open_to('ana', 'quokka'), '{}', 'and she finds none of what they said behind any door, of what she wrote herself neither');
select pg_temp.become('owner');
select is_empty($$select from public.outbox o, it where o.conversation_id = direct_id and pg_temp.person('ana') = any (o.recipient_ids)
  and o.event not in ('conversation.updated', 'connections.ended')$$, 'She is told that it has changed and let go of, and nothing that was still to be told from before');
delete from private.recent_actions;
select cmp_ok(cardinality(pg_temp.doors_open_to('ben', 'quokka')), '>', 12, 'Ben reads everything as before');
select pg_temp.become('ana');
select is(public.list_messages(direct_id), '[]', 'Her page is empty') from it;
select is(public.list_changes(direct_id, 0) -> 'messages', '[]', 'so is what has changed') from it;
select is(public.search_messages('quokka') -> 'hits', '[]', 'so is what she searches for');
select isnt(public.search_messages('wombat') -> 'hits', '[]', 'while the group is open to both of them');
select is(public.get_conversation(direct_id) - '{id}'::text[] @> '{"closed": "unavailable", "withheld": true, "last_message": null}', true,
  'The conversation is still there, closed') from it;
select is((public.get_conversation(direct_id) #>> '{mine,unread_count}')::integer, 0, 'with nothing unread') from it;
select throws_ok($$select pg_temp.send('ana', gen_random_uuid(), direct_id, 'Hello?') from it$$, 'PT403', null, 'She sends nothing');
select throws_ok($$select pg_temp.unsend('ana', hers) from it$$, 'PT404', null, 'nor does she take back what she doesn''t see');
select pg_temp.become('ben');
select is(public.get_conversation(direct_id) -> 'withheld', 'false', 'From ben nothing is withheld') from it;

-- What happens meanwhile
select pg_temp.become('owner');
create temporary table told as select o.id from public.outbox o;
grant select on told to public;
select pg_temp.become('ben');
select throws_ok($$select pg_temp.edit('ben', his, 'His: quokka, edited again') from it$$, 'PT403', null, 'Ben can''t put other words into what he wrote');
select lives_ok($$select pg_temp.unsend('ben', forgotten) from it$$, 'but take back what he wrote');
select pg_temp.react('ben', hers, '👍', false) from it;
select lives_ok($$select pg_temp.read_up_to('ben', direct_id, 3) from it$$, 'reads on');
select lives_ok($$select public.change_places(array[direct_id], '{"pinned": true}', pg_temp.in_seconds(60), '00') from it$$, 'pins it');
select lives_ok($$select public.settle_offer(offer, 'declined', pg_temp.in_seconds(60), '00') from it$$, 'declines her offer');
select is((select public.change_rental(r.id, 'declined', pg_temp.in_seconds(60), '00') ->> 'conflict' from public.rentals r
  where r.gear_id = pg_temp.gear_called('test-canoe') and r.status = 'requested'), 'false', 'and declines the rental');
select pg_temp.become('owner');
update it set rental_id = (select m.id from public.messages m where m.conversation_id = direct_id and m.kind = 'system' order by m.seq desc limit 1);
select is((select m.body ->> 'event' || ' ' || m.participant_ids::text from public.messages m, it where m.id = rental_id),
  'rental.declined {' || pg_temp.person('ben') || '}', 'which is told to him alone');
select cmp_ok((select count(*) from public.outbox o, it where o.conversation_id = direct_id and o.id not in (select id from told)), '>=', 4::bigint, 'His own devices are told of all of it');
select is((select count(*) from public.outbox o, it where o.conversation_id = direct_id and o.id not in (select id from told)
  and pg_temp.person('ana') = any (o.recipient_ids)), 0::bigint, 'hers of nothing');
select is((select p.unread_count from public.participants p, it where p.conversation_id = direct_id and p.user_id = pg_temp.person('ana')), 0, 'and nothing is unread for her');
select lives_ok($$select private.release_message(his_held) from it$$, 'Moderators release what ben had written before');
select is(pg_temp.doors_open_to('ana', 'quokka'), '{}', 'and ana reads none of it');

-- What was written goes with a report
select pg_temp.become('owner');
delete from private.recent_actions;
select pg_temp.become('ana');
select is(public.report(null, pg_temp.person('ben'), 'scam', 'He took the money', 10, pg_temp.in_seconds(60), '00', direct_id) ->> 'created', 'true', 'Ana can report ben') from it;
select throws_ok($$select public.report(null, pg_temp.person('ben'), 'scam', '', 10, pg_temp.in_seconds(60), '00', group_id) from it, pg_temp.become('cara')$$,
  'PT404', null, 'Nobody reports from a conversation of others');
select pg_temp.become('owner');
select is((select array_agg(m.id order by m.seq) from public.messages m, public.reviews r, jsonb_array_elements(r.evidence) e
  where r.reporter_id = pg_temp.person('ana') and r.kind = 'report' and m.id = (e ->> 'id')::uuid and m.kind <> 'system'),
  (select array[hers, his, masked, held, his_held, offer] from it), 'with what she could read, and what has been released since');
select is((select count(*) from public.reviews r where r.reporter_id = pg_temp.person('ana') and r.evidence::text like '%912345678%'), 0::bigint, 'as others read it');

-- Both
select lives_ok($$select pg_temp.block('ana', 'ben')$$, 'Ana blocks ben too');
select is(pg_temp.doors_open_to('ben', 'quokka'), '{}', 'and neither reads');
select lives_ok($$select pg_temp.block('ben', 'ana', false)$$, 'Ben unblocks her');
select cmp_ok(cardinality(pg_temp.doors_open_to('ana', 'quokka')), '>', 12, 'She reads again');
select is(pg_temp.doors_open_to('ben', 'quokka'), '{}', 'while he doesn''t: she has blocked him still');
select lives_ok($$select pg_temp.block('ana', 'ben', false)$$, 'until she unblocks him');
select pg_temp.become('owner');
select is((select count(*) from before b join public.messages m on m.id = b.id, it where m.participant_ids <> b.participant_ids and m.id <> his_held), 0::bigint,
  'Then everything is read by whom it was: what she has deleted for herself not by her, what is in review by nobody else');
select is((select m.participant_ids from public.messages m, it where m.id = rental_id), (select c.participant_ids from public.conversations c, it where c.id = direct_id),
  'what happened meanwhile by both');
select is((select p.unread_count from public.participants p, it where p.conversation_id = direct_id and p.user_id = pg_temp.person('ana')),
  (select count(*)::integer from public.messages m, it where m.conversation_id = direct_id and pg_temp.person('ana') = any (m.participant_ids)
    and private.author_of(m.sender_id, m.body) is distinct from pg_temp.person('ana')), 'and counts as unread again');
select * from finish();
rollback;
