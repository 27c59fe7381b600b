-- What the API gives of messages and conversations, each in one place.

create function private.is_risky(message_id uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return exists (
    select from public.message_notices n, jsonb_array_elements(n.findings) finding
    where n.message_id = is_risky.message_id and (finding ->> 'points')::integer > 0
      and case finding ->> 'group'
        when 'contact' then false when 'context' then false when 'evasion' then false
        -- Everything is worded somehow: a little of it is in "call me at".
        when 'wording' then (finding ->> 'points')::integer >= 12
        else finding ->> 'id' <> 'link.disguised' end);
end;
$$;
comment on function private.is_risky(uuid) is 'Whether more speaks against a message than that it holds contact details.';
revoke all on function private.is_risky(uuid) from public;
grant execute on function private.is_risky(uuid) to authenticated, service_role;

-- Whoever selects from it sees what the policies let them. The condition on the sender is not left to a policy: functions of the owner
-- select from it too.
create view private.message_rows with (security_invoker = true) as
  select id, conversation_id, seq, change, sender_id, kind, body,
    case when unsent_at is null then reply_to_id end as reply_to_id,
    reactions, verdict_action, created_at, edited_at, unsent_at,
    case when unsent_at is null then countersignature end as countersignature,
    case when verdict_action in ('mask', 'hold') and unsent_at is null and sender_id = (select auth.uid()) then (
      select jsonb_build_object('original', n.original, 'hidden', n.hidden, 'reasons', n.reasons, 'decision', n.decision,
        'explanation', n.explanation,
        'appeal', case when n.appealed_at is not null then coalesce(n.appeal_outcome, 'open') end)
      from public.message_notices n where n.message_id = messages.id and n.sender_id = messages.sender_id
    ) end as notice,
    case when verdict_action = 'mask' and unsent_at is null then private.is_risky(messages.id) end as is_risky
  from public.messages;
comment on view private.message_rows is
  'What the API gives of a message, in one place; whoever selects from it sees what the table''s policy lets them.';
grant select on private.message_rows to authenticated;

-- Conversations -------------------------------------------------------------------------------------------------------

-- An inbox asks for a page of them: who blocks whom is asked once for all, and each row's functions are written out.
--
-- Others are given what somebody shows, not what they have read: shown_read_seq stands still while its owner hides their read receipts,
-- and whoever hides theirs is shown nobody else's. This is the only way to others' markers: the table's policy shows everybody their own
-- row alone, and the grants on profiles leave the setting out. When the other one was here is not said once the two can't write to each
-- other.
create function private.read_conversations(reader_id uuid, conversation_ids uuid[]) returns table (id uuid, conversation jsonb)
language plpgsql stable security definer set search_path = ''
as $$
declare
  reader_hides boolean := (select f.hides_read_receipts from public.profiles f where f.id = reader_id);
  -- Asked once for all.
  blocked_ids uuid[];
  blocking_ids uuid[];
begin
  select array(select b.blocked_id from public.blocks b where b.blocker_id = reader_id),
    array(select b.blocker_id from public.blocks b where b.blocked_id = reader_id)
  into blocked_ids, blocking_ids;
  return query
  select c.id, jsonb_build_object(
    'id', c.id,
    'kind', c.kind,
    'sealed', c.sealed,
    'sealing_consents', (select coalesce(jsonb_agg(e.user_id order by e.created_at), '[]')
      from public.encryption_consents e where e.conversation_id = c.id),
    'title', c.title,
    'started_by', c.started_by,
    'invited', case when c.kind = 'group' then (
      select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'user_id', i.invitee_id, 'name', f.name, 'avatar_url', f.avatar_url,
        'inviter_id', i.inviter_id, 'expires_at', i.expires_at) order by i.created_at, i.id), '[]')
      from public.invitations i join public.profiles f on f.id = i.invitee_id
      where i.conversation_id = c.id and i.status = 'pending') else '[]' end,
    'last_seq', c.last_seq,
    'last_change', c.last_change,
    -- Not looked for where this reader can read none.
    'last_message', case when not shut.is_withheld then coalesce(
      (select to_jsonb(r) from private.message_rows r join public.messages m on m.id = r.id
        where r.id = c.last_message_id and reader_id = any (m.participant_ids)),
      -- Only for whoever has deleted the newest for themselves, and stops at the first that they can read.
      case when c.last_message_id is not null then
        (select to_jsonb(r) from private.message_rows r where r.id = (
          select m.id from public.messages m where m.conversation_id = c.id and reader_id = any (m.participant_ids)
          order by m.seq desc limit 1)) end) end,
    'created_at', c.created_at,
    'closed', shut.reason,
    'withheld', shut.is_withheld,
    'gear', (select jsonb_build_object('id', g.id, 'slug', g.slug, 'title', g.title, 'image_url', g.image_url,
        'daily_price_minor', g.daily_price_minor, 'currency', g.currency)
      from public.gear g where g.id = c.gear_id),
    'rental', (select jsonb_build_object('id', r.id, 'status', r.status, 'starts_on', r.starts_on, 'ends_on', r.ends_on)
      from public.rentals r where r.id = c.rental_id),
    'participants', (select jsonb_agg(jsonb_build_object('user_id', p.user_id, 'role', p.role, 'name', f.name,
        'avatar_url', f.avatar_url, 'verified_at', f.verified_at, 'member_since', f.created_at,
        'read_seq', case when p.user_id = reader_id then p.read_seq when reader_hides then 0 else p.shown_read_seq end,
        'delivered_seq', p.delivered_seq, 'joined_seq', p.joined_seq, 'left_at', p.left_at,
        'last_seen_at', case when p.left_at is null and (p.user_id = reader_id or shut.reason is null) then f.last_seen_at end,
        'change', case when p.user_id = reader_id then greatest(p.change, p.own_change) else p.change end)
        order by p.joined_at, p.user_id)
      from public.participants p join public.profiles f on f.id = p.user_id
      -- Who left before I joined is nobody I have to do with.
      where p.conversation_id = c.id and (p.left_at is null or p.left_at >= me.joined_at)),
    -- As private.place_row says.
    'mine', jsonb_build_object('archived_at', me.archived_at, 'muted_until', me.muted_until, 'pinned_at', me.pinned_at,
      'labels', me.labels, 'marked_unread', me.marked_unread, 'unread_count', me.unread_count, 'sort_at', me.sort_at)
  )
  from public.conversations c
  join public.participants me on me.conversation_id = c.id and me.user_id = reader_id and me.left_at is null
  -- Why this person can't write in a conversation of two: blocked by them, or unavailable, which doesn't say why; null when they can.
  cross join lateral (select case
      when c.kind <> 'direct' then null
      when cardinality(c.participant_ids) < 2 then 'unavailable'
      when c.participant_ids && blocked_ids then 'blocked'
      when c.participant_ids && blocking_ids or exists (select from private.sanctions s
        where s.user_id = any (c.participant_ids) and s.user_id <> reader_id and s.kind = 'ban' and s.until > now())
        then 'unavailable' end as reason,
      c.kind = 'direct' and c.participant_ids && blocking_ids as is_withheld
    -- Kept from being written into each place it is used in.
    offset 0) shut
  where c.id = any (conversation_ids) and reader_id = any (c.participant_ids)
    and not private.is_banned(reader_id);
end;
$$;
comment on function private.read_conversations(uuid, uuid[]) is
  'Those of these conversations that this person takes part in, with people, the markers that they may see, gear, rental and the '
  'newest message that they can read.';
revoke all on function private.read_conversations(uuid, uuid[]) from public;

create function public.get_conversation(p_conversation_id uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  found_conversation jsonb;
begin
  select r.conversation into found_conversation
  from private.read_conversations(auth.uid(), array[p_conversation_id]) r;
  if found_conversation is null then
    raise exception 'No such conversation' using errcode = 'PT404';
  end if;
  return found_conversation;
end;
$$;
comment on function public.get_conversation(uuid) is 'One of my conversations. PT404 for strangers.';
revoke all on function public.get_conversation(uuid) from public, anon;
grant execute on function public.get_conversation(uuid) to authenticated;

-- Messages ------------------------------------------------------------------------------------------------------------

-- A page of a conversation is read in the order of its index and no further. Where most conversations are short, the planner would take
-- all of one for as few rows, and sort them: of one that is long, all its messages.

create function public.get_message(p_id uuid) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  found_message jsonb;
begin
  select to_jsonb(m) into found_message from private.message_rows m where m.id = p_id;
  if found_message is null then
    raise exception 'No such message' using errcode = 'PT404';
  end if;
  return found_message;
end;
$$;
comment on function public.get_message(uuid) is 'A message that I can read. PT404 otherwise.';
revoke all on function public.get_message(uuid) from public, anon;
grant execute on function public.get_message(uuid) to authenticated;

create function public.list_messages(
  p_conversation_id uuid, p_before bigint default null, p_after bigint default null, p_around bigint default null,
  p_limit integer default 50, p_ids uuid[] default null
) returns jsonb
language plpgsql stable set search_path = '' set enable_bitmapscan = off
as $$
declare
  page_size integer := least(greatest(p_limit, 1), 100);
  page jsonb;
begin
  if not exists (select 1 from public.conversations c where c.id = p_conversation_id) then
    raise exception 'No such conversation' using errcode = 'PT404';
  end if;

  if p_ids is not null then
    select jsonb_agg(to_jsonb(m) order by m.seq) into page from (
      select * from private.message_rows where id = any (p_ids[1:100]) and conversation_id = p_conversation_id
    ) m;
  elsif p_around is not null then
    select jsonb_agg(to_jsonb(m) order by m.seq) into page from (
      (select * from private.message_rows where conversation_id = p_conversation_id and seq < p_around
       order by seq desc limit page_size / 2)
      union all
      (select * from private.message_rows where conversation_id = p_conversation_id and seq >= p_around
       order by seq limit page_size - page_size / 2)
    ) m;
  elsif p_after is not null then
    select jsonb_agg(to_jsonb(m) order by m.seq) into page from (
      select * from private.message_rows where conversation_id = p_conversation_id and seq > p_after
      order by seq limit page_size
    ) m;
  else
    select jsonb_agg(to_jsonb(m) order by m.seq) into page from (
      select * from private.message_rows
      where conversation_id = p_conversation_id and seq < coalesce(p_before, 9223372036854775807)
      order by seq desc limit page_size
    ) m;
  end if;
  return coalesce(page, '[]');
end;
$$;
comment on function public.list_messages(uuid, bigint, bigint, bigint, integer, uuid[]) is
  'A page of a conversation, oldest first: the newest messages, those before, after or around a seq, or those with these ids '
  '(the first 100 of them). PT404 for strangers.';
revoke all on function public.list_messages(uuid, bigint, bigint, bigint, integer, uuid[]) from public, anon;
grant execute on function public.list_messages(uuid, bigint, bigint, bigint, integer, uuid[]) to authenticated;

-- Runs as the caller: the read policies decide what they see. Stable, so that all of it is one snapshot.
create function public.list_changes(p_conversation_id uuid, p_after bigint, p_limit integer default 100) returns jsonb
language plpgsql stable set search_path = '' set enable_bitmapscan = off
as $$
declare
  page_size integer := least(greatest(p_limit, 1), 100);
  found_conversation jsonb := public.get_conversation(p_conversation_id);
  last_change bigint := (found_conversation ->> 'last_change')::bigint;
  messages jsonb;
  hidden_ids jsonb;
  count_found integer;
  last_of_page bigint;
begin
  with changed as (
    (select m.change, to_jsonb(m) as message, null::uuid as hidden_id from private.message_rows m
     where m.conversation_id = p_conversation_id and m.change > p_after
     order by m.change limit page_size + 1)
    union all
    (select h.change, null, h.message_id from public.hidden_messages h
     where h.conversation_id = p_conversation_id and h.user_id = auth.uid() and h.change > p_after
     order by h.change limit page_size + 1)
  ), numbered as (
    select c.*, row_number() over (order by c.change) as place from changed c
  )
  select coalesce(jsonb_agg(n.message order by n.change) filter (where n.place <= page_size and n.hidden_id is null), '[]'),
    coalesce(jsonb_agg(n.hidden_id order by n.change) filter (where n.place <= page_size and n.hidden_id is not null), '[]'),
    count(*), max(n.change) filter (where n.place = page_size)
  into messages, hidden_ids, count_found, last_of_page
  from numbered n;
  return jsonb_build_object('conversation', found_conversation, 'messages', messages, 'hidden_message_ids', hidden_ids,
    'last_change', case when count_found > page_size then last_of_page else last_change end, 'more', count_found > page_size);
end;
$$;
comment on function public.list_changes(uuid, bigint, integer) is
  'Everything in a conversation whose change is greater than p_after: messages, tombstones included, and which of them I have '
  'deleted for myself; again from last_change while more.';
revoke all on function public.list_changes(uuid, bigint, integer) from public, anon;
grant execute on function public.list_changes(uuid, bigint, integer) to authenticated;
