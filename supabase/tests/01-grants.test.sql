-- Every right that visitors and signed-in people have, written out. A new grant fails here until somebody has
-- thought about it and added it.
begin;
\ir setup.psql
select plan(15);

create function pg_temp.holder(grantee oid) returns text
language plpgsql stable
as $$
begin
  return case when grantee = 0 then 'public' else (select rolname from pg_roles where oid = grantee) end;
end;
$$;

create temporary view table_grants as
select pg_temp.holder(acl.grantee) as holder, acl.privilege_type as privilege, n.nspname || '.' || c.relname as object,
  c.relkind
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
cross join lateral aclexplode(coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's'::"char" else 'r' end, c.relowner))) acl
where n.nspname in ('public', 'private') and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S');

create temporary view column_grants as
select pg_temp.holder(acl.grantee) as holder, acl.privilege_type as privilege, n.nspname || '.' || c.relname as object,
  string_agg(a.attname, ' ' order by a.attname) as columns
from pg_attribute a
join pg_class c on c.oid = a.attrelid
join pg_namespace n on n.oid = c.relnamespace
cross join lateral aclexplode(a.attacl) acl
where n.nspname in ('public', 'private') and a.attacl is not null
group by 1, 2, 3;

create temporary view our_functions as
select p.*, n.nspname || '.' || p.proname as name
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
where n.nspname in ('public', 'private')
  and not exists (select from pg_depend d where d.objid = p.oid and d.classid = 'pg_proc'::regclass and d.deptype = 'e');

create temporary view function_grants as
select pg_temp.holder(acl.grantee) as holder, f.name
from our_functions f
cross join lateral aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) acl;

select is_empty(
  $$select * from table_grants where holder in ('anon', 'authenticated', 'public') and privilege <> 'SELECT'$$,
  'Nobody who comes through the API may write a whole table or use a sequence');

select set_eq(
  $$select holder || ' ' || privilege || ' ' || object || ': ' || columns from column_grants
    where holder in ('anon', 'authenticated', 'public') and privilege <> 'SELECT'$$,
  array[
    'authenticated INSERT public.messages: body conversation_id id kind reply_to_id sender_id verdict_action '
      || 'verdict_expires_at verdict_reasons verdict_score verdict_signature'
  ],
  'The only columns that people may write are those of a new message that the server has signed');

select set_eq(
  $$select holder || ' ' || object from table_grants
    where holder in ('anon', 'authenticated', 'public') and privilege = 'SELECT'$$,
  array[
    'anon public.gear', 'authenticated public.gear', 'authenticated public.rentals', 'authenticated public.conversations',
    'authenticated public.participants',
    'authenticated public.labels',
    'authenticated public.hidden_messages',
    'authenticated public.saved_replies',
    'authenticated private.message_rows',
    'authenticated public.blocks'
  ],
  'Whole tables are readable where every column may be seen');

select set_eq(
  $$select holder || ' ' || object || ': ' || columns from column_grants
    where holder in ('anon', 'authenticated', 'public') and privilege = 'SELECT'$$,
  array[
    'anon public.profiles: avatar_url created_at id name verified_at',
    'anon public.gear_questions: answer answered_at asked_at asker_id gear_id id question',
    'authenticated public.gear_questions: answer answered_at asked_at asker_id gear_id id question',
    'authenticated public.profiles: avatar_url created_at id name verified_at',
    'authenticated public.messages: body change conversation_id countersignature created_at edited_at id kind reactions '
      || 'reply_to_id sender_id seq unsent_at verdict_action',
    'authenticated public.message_notices: appeal_outcome appealed_at decision explanation hidden message_id original reasons sender_id'
  ],
  'Elsewhere people read some columns only: not when others were last here nor what they hide, not a message''s score');

select set_eq(
  $$select holder || ' ' || name from function_grants where holder in ('anon', 'public')$$,
  array['anon public.get_response_time'],
  'Visitors can ask how soon somebody answers, and execute nothing else');

select set_eq(
  $$select name from function_grants where holder = 'authenticated'$$,
  array[
    'public.change_places', 'public.count_conversations', 'public.count_unread', 'public.delete_label', 'public.edit_message',
    'public.find_conversation_about', 'public.get_conversation',
    'public.get_message', 'public.get_preferences', 'public.hide_message', 'public.list_changes', 'public.list_conversations',
    'public.list_messages', 'public.move_markers', 'public.react_to_message', 'public.save_label', 'public.send_message',
    'public.set_hides_read_receipts', 'public.set_locale', 'public.start_conversation', 'public.unsend_message', 'private.check_send_rate',
    'private.from_hex', 'private.is_body', 'private.is_signed_by_server', 'private.remove_published', 'private.to_search',
    'private.verdict_statement',
    'private.has_deleted',
    'private.is_message',
    'private.is_scored_by_server',
    'private.is_event_body',
    'private.is_id',
    'private.is_offer_body',
    'public.answer_question',
    'public.ask_question',
    'public.change_rental',
    'public.get_conversation_context',
    'public.make_offer',
    'public.remove_question',
    'public.request_rental',
    'public.settle_offer',
    'public.delete_reply',
    'public.get_response_time',
    'public.save_reply',
    'public.find_conversations',
    'public.list_found_conversations',
    'public.search_conversation',
    'public.search_messages',
    'public.answer_invitation',
    'public.end_participation',
    'public.find_people',
    'public.invite_people',
    'public.list_invitations',
    'public.name_group',
    'public.start_group',
    'public.withdraw_invitation',
    'public.agree_to_sealing',
    'public.attach_revealed',
    'public.decline_sealing',
    'public.get_encryption',
    'public.get_my_encryption',
    'public.is_countersigned',
    'public.publish_encryption_key',
    'public.store_encryption_recovery',
    'public.keep_blocked_message',
    'public.get_score_context',
    'public.get_appeal',
    'private.is_risky',
    'public.get_message_to_edit',
    'public.may_take_part',
    'private.is_banned',
    'private.keep_notice',
    'private.check_before_reply',
    'public.set_block',
    'public.list_blocks',
    'public.report',
    'public.list_my_reports',
    'public.appeal',
    'public.am_moderator',
    'public.list_reviews',
    'public.look_at_review',
    'public.decide_review',
    'public.sanction_person',
    'public.undo_moderation',
    'public.list_moderation_actions',
    'public.moderation_figures',
    'public.export_decisions',
    'public.get_standing',
    'public.list_online'
  ],
  'Signed-in people can execute these functions and no other');

select set_eq(
  $$select name from function_grants where holder = 'service_role'$$,
  array['public.lease_outbox', 'public.settle_outbox', 'public.outbox_lag', 'public.note_last_seen', 'private.is_risky', 'private.is_body',
    'private.is_event_body', 'private.is_id', 'private.is_offer_body', 'private.is_banned', 'private.fold'],
  'The secret key can execute the outbox''s functions, note when people were here, and no other');

select set_eq(
  $$select privilege || ' ' || object from table_grants where holder = 'service_role'
    union all select privilege || ' ' || object || ': ' || columns from column_grants where holder = 'service_role'$$,
  array[
    'SELECT public.profiles', 'INSERT public.profiles: avatar_url id locale name time_zone verified_at',
    'UPDATE public.profiles: avatar_url locale name time_zone verified_at', 'SELECT public.gear', 'INSERT public.gear', 'UPDATE public.gear', 'SELECT public.rentals',
    'INSERT public.rentals', 'UPDATE public.rentals', 'SELECT public.conversations', 'SELECT public.participants',
    'SELECT public.messages',
    'SELECT public.message_versions',
    'SELECT public.hidden_messages',
    'SELECT public.outbox',
    'SELECT public.labels',
    'SELECT public.gear_questions',
    'UPDATE public.gear_questions: hidden_at',
    'SELECT public.invitations',
    'SELECT public.message_notices',
    'SELECT public.blocked_messages',
    'SELECT public.reviews',
    'SELECT public.blocks',
    'SELECT public.moderation_actions'
  ],
  'The secret key reads, and writes nothing but the marketplace''s gear and rentals, and who people are');

select set_eq(
  $$select pg_temp.holder(acl.grantee) || ' ' || acl.privilege_type from pg_namespace n
    cross join lateral aclexplode(n.nspacl) acl where n.nspname = 'private' and acl.grantee <> n.nspowner$$,
  array['authenticated USAGE', 'service_role USAGE'],
  'Visitors can''t look into the private schema');

select is_empty(
  $$select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    and not c.relrowsecurity$$,
  'Every table of the API has row-level security');

select set_eq(
  $$select tablename || ': ' || policyname from pg_policies where schemaname in ('public', 'private')$$,
  array[
    'profiles: Everyone can see who people are',
    'gear: Everyone can see listed gear',
    'gear: Listers can see their unlisted gear',
    'rentals: Renters and listers can see their rentals',
    'conversations: Participants can read their conversations',
    'participants: People can read their own place in a conversation',
    'labels: People can see their own labels',
    'messages: Participants can read messages in their conversations',
    'messages: Participants can send messages that the server has scored',
    'messages: System messages and offers are not inserted by people',
    'gear_questions: Everyone can read questions about listed gear',
    'saved_replies: People can read their own saved replies',
    'hidden_messages: People can see which messages they have deleted for themselves',
    'message_notices: Senders can read what the scoring made of their messages',
    'blocks: People can see whom they have blocked',
    'conversations: Banned people read nothing',
    'participants: Banned people read nothing',
    'messages: Banned people read nothing',
    'message_notices: Banned people read nothing'
  ],
  'These are the policies');

select is_empty(
  $$select name from our_functions where not coalesce(proconfig::text[] @> array['search_path=""'], false)$$,
  'Every function names its schemas: no search path can put another table under its hands');

select set_eq(
  $$select name from our_functions where prosecdef$$,
  array[
    'private.altered_message', 'private.change_place', 'private.check_action_rate', 'private.check_place_rate',
    'private.check_send_rate', 'private.create_profile',
    'private.is_signed_by_server', 'private.keep_version', 'private.list_places', 'private.lock_message',
    'private.move_marker', 'private.place_message', 'private.read_conversations', 'private.remove_published', 'private.require_permit',
    'private.take_change', 'public.change_places', 'public.count_conversations', 'public.delete_label', 'public.edit_message',
    'public.get_conversation', 'public.get_preferences', 'public.hide_message',
    'public.lease_outbox', 'public.list_conversations', 'public.move_markers', 'public.note_last_seen', 'public.outbox_lag',
    'public.react_to_message',
    'public.save_label',
    'public.set_hides_read_receipts',
    'public.set_locale',
    'public.settle_outbox',
    'public.start_conversation',
    'public.unsend_message',
    'private.empty_conversation',
    'private.empty_outbox',
    'private.check_conversation',
    'private.keep_senders',
    'private.has_deleted',
    'private.is_scored_by_server',
    'private.keep_last_message',
    'private.write_event',
    'private.write_event_as',
    'private.keep_what_is_no_text',
    'private.agree',
    'private.is_taken',
    'private.keep_rentals_apart',
    'private.require_verdict',
    'private.settle',
    'private.tell_rental',
    'private.to_question',
    'public.answer_question',
    'public.ask_question',
    'public.change_rental',
    'public.get_conversation_context',
    'public.make_offer',
    'public.remove_question',
    'public.request_rental',
    'public.settle_offer',
    'private.keep_changed_names',
    'private.keep_names_of_participants',
    'public.delete_reply',
    'public.get_response_time',
    'public.save_reply',
    'public.find_conversations',
    'public.list_found_conversations',
    'public.search_conversation',
    'public.search_messages',
    'private.announcements_since',
    'private.are_acquainted',
    'private.end_reading',
    'private.invitation_limits',
    'private.invite',
    'private.join_conversation',
    'private.lock_conversation',
    'private.lock_inviting',
    'private.may_invite',
    'private.role_in',
    'private.tell',
    'private.withdraw_all',
    'public.answer_invitation',
    'public.end_participation',
    'public.find_people',
    'public.invite_people',
    'public.list_invitations',
    'public.name_group',
    'public.start_group',
    'public.withdraw_invitation',
    'private.tell_of_sealing',
    'private.take_in_edit',
    'private.take_in_sealed',
    'private.keep_sealed_small',
    'private.may_be_sealed',
    'public.agree_to_sealing',
    'public.attach_revealed',
    'public.decline_sealing',
    'public.get_encryption',
    'public.get_my_encryption',
    'public.is_countersigned',
    'public.publish_encryption_key',
    'public.store_encryption_recovery',
    'private.queue_held_message',
    'private.is_risky',
    'private.require_open',
    'private.is_parted',
    'private.withdraw_between',
    'private.words_as_written',
    'public.get_appeal',
    'private.keep_notice',
    'private.body_as_written',
    'private.is_rental_confirmed',
    'private.reveal_message',
    'private.reveal_contact_details',
    'public.keep_blocked_message',
    'private.is_banned',
    'private.blocked_with',
    'private.without_blocked',
    'private.listeners',
    'private.is_withheld',
    'private.would_read',
    'private.withhold',
    'private.give_back',
    'private.follow_block',
    'private.is_newcomer',
    'public.may_take_part',
    'private.check_may_write',
    'private.check_before_reply',
    'private.score_context',
    'public.get_score_context',
    'public.get_message_to_edit',
    'private.announce_conversations_of',
    'public.set_block',
    'private.messages_around',
    'public.report',
    'public.list_my_reports',
    'public.appeal',
    'private.is_moderator',
    'public.am_moderator',
    'private.require_moderator',
    'private.review_text',
    'private.review_summary',
    'public.list_reviews',
    'private.history_of',
    'public.look_at_review',
    'private.announcement',
    'private.release_message',
    'private.withdraw_message',
    'private.tell_sender',
    'public.decide_review',
    'public.sanction_person',
    'public.undo_moderation',
    'public.list_moderation_actions',
    'public.moderation_figures',
    'public.export_decisions',
    'public.get_standing',
    'public.list_online'
  ],
  'These functions run as the owner');

select is_empty(
  $$select c.relname from pg_class c where c.relkind = 'v' and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
    and not coalesce(c.reloptions @> array['security_invoker=true'], false)$$,
  'No view reads past the policies of whoever asks');

-- What hosted projects grant by default must not come back with the next table or function.
create table public.made_later (id integer primary key generated always as identity);
create function public.made_later() returns void language sql set search_path = '' as 'select';
select is_empty(
  $$select holder || ' ' || object from table_grants where object like '%made_later%' and holder in ('anon', 'authenticated', 'service_role', 'public')
    union all
    select holder || ' ' || name from function_grants where name like '%made_later%' and holder in ('anon', 'authenticated', 'service_role', 'public')$$,
  'A table or function that grants nothing is out of everybody''s reach');

select * from finish();
rollback;
