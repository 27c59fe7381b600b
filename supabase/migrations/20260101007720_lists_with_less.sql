-- The same for less: who blocks whom is asked once for a page, and each row's functions are written out.
-- When the other one was here is not said once the two can't write to each other.
create or replace function private.read_conversations(reader_id uuid, conversation_ids uuid[]) returns table (id uuid, conversation jsonb)
language plpgsql stable security definer set search_path = ''
as $$
declare
  reader_hides boolean := (select f.hides_read_receipts from public.profiles f where f.id = reader_id);
  -- As private.closed_to says of each, asked once for all.
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
    'last_message', coalesce(
      (select to_jsonb(r) from private.message_rows r join public.messages m on m.id = r.id
        where r.id = c.last_message_id and reader_id = any (m.participant_ids)),
      -- Only for whoever has deleted the newest for themselves, and stops at the first that they can read.
      case when c.last_message_id is not null then
        (select to_jsonb(r) from private.message_rows r where r.id = (
          select m.id from public.messages m where m.conversation_id = c.id and reader_id = any (m.participant_ids)
          order by m.seq desc limit 1)) end),
    'created_at', c.created_at,
    'closed', shut.reason,
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
  cross join lateral (select case
      when c.kind <> 'direct' then null
      when cardinality(c.participant_ids) < 2 then 'unavailable'
      when c.participant_ids && blocked_ids then 'blocked'
      when c.participant_ids && blocking_ids or exists (select from private.sanctions s
        where s.user_id = any (c.participant_ids) and s.user_id <> reader_id and s.kind = 'ban' and s.until > now())
        then 'unavailable' end as reason
    -- Kept from being written into each place it is used in.
    offset 0) shut
  where c.id = any (conversation_ids) and reader_id = any (c.participant_ids)
    and not private.is_banned(reader_id);
end;
$$;

-- Some 170 messages, the least that Postgres allows: the insert that takes them in takes 3 to 5 ms longer, and that is the longest.
alter index public.messages_by_words set (gin_pending_list_limit = 64);
