-- People who can't reach each other: whom one has blocked, and whom a moderator has muted or banned.
--
-- Nothing passes between the two sides of a block either way, and neither side asks or is asked for anything any more: no rental, no
-- offer, no question, no reaction, no key. What takes something away stays possible: cancelling, declining, withdrawing, unsending.
-- Whoever is blocked reads nothing any more of the conversation of the two (…1150_withheld_conversations.sql).

create table public.blocks (
  blocker_id uuid not null references public.profiles (id) on delete cascade,
  blocked_id uuid not null references public.profiles (id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (blocker_id, blocked_id),
  check (blocker_id <> blocked_id)
);

comment on table public.blocks is 'Who wants nothing from whom. Nothing passes between them either way.';

create index blocks_by_blocked on public.blocks (blocked_id);

revoke all on public.blocks from anon, authenticated, service_role;
grant select on public.blocks to authenticated, service_role;

alter table public.blocks enable row level security;

create policy "People can see whom they have blocked" on public.blocks
  for select to authenticated using (blocker_id = (select auth.uid()));

create table private.sanctions (
  user_id uuid not null references public.profiles (id) on delete cascade,
  kind text not null check (kind in ('mute', 'ban')),
  until timestamptz not null default 'infinity',
  reason text,
  created_at timestamptz not null default now(),
  primary key (user_id, kind)
);

comment on table private.sanctions is 'Who may not write (mute) or take part at all (ban), until when.';
revoke all on private.sanctions from public, anon, authenticated, service_role;

-- Sanctions -----------------------------------------------------------------------------------------------------------

create function private.is_banned(user_id uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return exists (select from private.sanctions s where s.user_id = is_banned.user_id and s.kind = 'ban' and s.until > now());
end;
$$;
comment on function private.is_banned(uuid) is 'Whether a moderator has excluded this person.';
revoke all on function private.is_banned(uuid) from public;
grant execute on function private.is_banned(uuid) to authenticated, service_role;

create function public.may_take_part() returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return not private.is_banned(auth.uid());
end;
$$;
comment on function public.may_take_part() is 'Whether I am not banned: asked before a socket is let in.';
revoke all on function public.may_take_part() from public, anon;
grant execute on function public.may_take_part() to authenticated;

create function private.check_may_write(sender uuid) returns void
language plpgsql stable security definer set search_path = ''
as $$
declare
  sanction record;
begin
  select s.kind, s.until into sanction from private.sanctions s
  where s.user_id = sender and s.until > now() order by s.kind limit 1;
  if sanction.kind = 'ban' then
    raise exception 'Your account is suspended' using errcode = 'PT403';
  elsif sanction.kind = 'mute' then
    raise exception 'You can''t write messages for now' using errcode = 'PT403', detail = 'muted',
      hint = case when isfinite(sanction.until) then to_jsonb(sanction.until) #>> '{}' else '' end;
  end if;
end;
$$;
comment on function private.check_may_write(uuid) is
  'PT403 for people who are muted or banned; of a mute the detail is muted, and the hint says until when, unless it is for good.';
revoke all on function private.check_may_write(uuid) from public;

create function private.is_newcomer(user_id uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return coalesce((select f.verified_at is null or f.created_at > now() - interval '1 day'
    from public.profiles f where f.id = is_newcomer.user_id), true);
end;
$$;
comment on function private.is_newcomer(uuid) is 'Whether the stricter limits hold for this person: not verified, or here for less than a day.';
revoke all on function private.is_newcomer(uuid) from public;

-- Who can reach whom --------------------------------------------------------------------------------------------------

create function private.blocked_with(user_id uuid, among uuid[]) returns uuid[]
language plpgsql stable security definer set search_path = ''
as $$
begin
  return array(
    select b.blocked_id from public.blocks b where b.blocker_id = user_id and b.blocked_id = any (among)
    union all
    select b.blocker_id from public.blocks b where b.blocked_id = user_id and b.blocker_id = any (among));
end;
$$;
comment on function private.blocked_with(uuid, uuid[]) is 'Those among these people with whom this one can''t talk: one of the two has blocked the other.';
revoke all on function private.blocked_with(uuid, uuid[]) from public;

create function private.is_parted(one_id uuid, among uuid[]) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return exists (
    select from public.blocks b
    where (b.blocker_id = one_id and b.blocked_id = any (among)) or (b.blocked_id = one_id and b.blocker_id = any (among)));
end;
$$;
comment on function private.is_parted(uuid, uuid[]) is 'Whether this person and one of these have blocked each other, one way or the other.';
revoke all on function private.is_parted(uuid, uuid[]) from public;

create function private.without_blocked(people uuid[]) returns uuid[]
language plpgsql stable security definer set search_path = ''
as $$
begin
  return array(
    select p.id from unnest(people) with ordinality as p (id, place)
    where not exists (select from public.blocks b where b.blocked_id = p.id and b.blocker_id = any (people))
    order by p.place);
end;
$$;
comment on function private.without_blocked(uuid[]) is 'Those of these people whom none of the others has blocked.';
revoke all on function private.without_blocked(uuid[]) from public;

create function private.require_open(one_id uuid, among uuid[]) returns void
language plpgsql stable security definer set search_path = ''
as $$
begin
  -- Not why: whom one was blocked by is nobody's to know.
  if private.is_parted(one_id, among) or exists (
    select from private.sanctions s where s.user_id = any (among || one_id) and s.kind = 'ban' and s.until > now()) then
    raise exception 'You can''t reach each other' using errcode = 'PT403';
  end if;
end;
$$;
comment on function private.require_open(uuid, uuid[]) is 'PT403 where one of the two has blocked the other, or is banned.';
revoke all on function private.require_open(uuid, uuid[]) from public;

create function private.require_open(one_id uuid, other_id uuid) returns void
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_open(one_id, array[other_id]);
end;
$$;
comment on function private.require_open(uuid, uuid) is 'PT403 where one of the two has blocked the other, or is banned.';
revoke all on function private.require_open(uuid, uuid) from public;

-- Blocking ------------------------------------------------------------------------------------------------------------

create function private.withdraw_between(one_id uuid, other_id uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  invitation record;
  new_change bigint;
begin
  for invitation in
    select i.id, i.conversation_id, i.invitee_id, c.participant_ids from public.invitations i
    join public.conversations c on c.id = i.conversation_id
    where i.status = 'pending' and ((i.inviter_id = one_id and i.invitee_id = other_id) or (i.inviter_id = other_id and i.invitee_id = one_id))
    order by c.id for no key update of c
  loop
    update public.invitations i set status = 'withdrawn', answered_at = clock_timestamp() where i.id = invitation.id and i.status = 'pending';
    new_change := private.take_change(invitation.conversation_id);
    perform private.tell(invitation.conversation_id, new_change, 'participant.changed', invitation.participant_ids);
    perform private.tell(invitation.conversation_id, new_change, 'invitation.changed', array[invitation.invitee_id]);
  end loop;
end;
$$;
comment on function private.withdraw_between(uuid, uuid) is 'Takes back what these two have asked each other into. The relay tells it.';
revoke all on function private.withdraw_between(uuid, uuid) from public;

create function private.announce_conversations_of(one uuid, other uuid, parted uuid[] default '{}') returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  shared record;
  new_change bigint;
  outbox_id uuid;
  announcements jsonb := '[]';
begin
  for shared in
    select c.id, c.participant_ids from public.conversations c
    where c.kind = 'direct' and c.participant_ids @> array[one]
      and (other is null or c.participant_ids @> array[other])
      and c.id in (select p.conversation_id from public.participants p where p.user_id = one)
    order by c.id for no key update
  loop
    new_change := private.take_change(shared.id);
    insert into public.outbox (conversation_id, change, event, recipient_ids)
    values (shared.id, new_change, 'conversation.updated', shared.participant_ids) returning id into outbox_id;
    announcements := announcements || jsonb_build_array(jsonb_build_object('event', 'conversation.updated', 'conversationId', shared.id,
      'change', new_change, 'recipientIds', to_jsonb(shared.participant_ids), 'outboxId', outbox_id));
    if cardinality(parted) > 0 then
      -- Once: a socket is open for all of its person's conversations.
      insert into public.outbox (conversation_id, change, event, recipient_ids, available_at)
      values (shared.id, new_change, 'connections.ended', parted, now() + interval '2 seconds') returning id into outbox_id;
      announcements := announcements || jsonb_build_array(jsonb_build_object('event', 'connections.ended', 'conversationId', shared.id,
        'change', new_change, 'recipientIds', to_jsonb(parted), 'outboxId', outbox_id));
      parted := '{}';
    end if;
  end loop;
  if cardinality(parted) > 0 then
    -- Who is in groups alone has an open socket too. Everybody learns of the change, so that nobody misses one.
    select c.id, c.participant_ids into shared from public.conversations c
    join public.participants p on p.conversation_id = c.id and p.user_id = one and p.left_at is null
    order by c.id limit 1 for no key update of c;
    if shared.id is not null then
      new_change := private.take_change(shared.id);
      insert into public.outbox (conversation_id, change, event, recipient_ids)
      values (shared.id, new_change, 'conversation.updated', shared.participant_ids) returning id into outbox_id;
      announcements := announcements || jsonb_build_array(jsonb_build_object('event', 'conversation.updated', 'conversationId', shared.id,
        'change', new_change, 'recipientIds', to_jsonb(shared.participant_ids), 'outboxId', outbox_id));
      insert into public.outbox (conversation_id, change, event, recipient_ids, available_at)
      values (shared.id, new_change, 'connections.ended', parted, now() + interval '2 seconds') returning id into outbox_id;
      announcements := announcements || jsonb_build_array(jsonb_build_object('event', 'connections.ended', 'conversationId', shared.id,
        'change', new_change, 'recipientIds', to_jsonb(parted), 'outboxId', outbox_id));
    end if;
  end if;
  return announcements;
end;
$$;
comment on function private.announce_conversations_of(uuid, uuid, uuid[]) is
  'Whether one can write in them has changed: the conversations of these two, or of the first with anybody. The '
  'sockets of those who are parted are closed; they come back into what they still may.';
revoke all on function private.announce_conversations_of(uuid, uuid, uuid[]) from public;

create function public.set_block(p_user_id uuid, p_is_on boolean, p_expires_at bigint, p_signature text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  blocker uuid := auth.uid();
  is_changed boolean;
begin
  perform private.require_permit('block-person', concat_ws(' ', p_user_id, p_is_on), p_expires_at, p_signature);
  perform private.check_action_rate();
  if p_user_id = blocker or not exists (select from public.profiles f where f.id = p_user_id) then
    raise exception 'No such person' using errcode = 'PT404';
  end if;
  if p_is_on then
    insert into public.blocks (blocker_id, blocked_id) values (blocker, p_user_id) on conflict do nothing;
    is_changed := found;
    perform private.withdraw_between(blocker, p_user_id);
  else
    delete from public.blocks b where b.blocker_id = blocker and b.blocked_id = p_user_id;
    is_changed := found;
  end if;
  return jsonb_build_object('announcements',
    case when is_changed then private.announce_conversations_of(blocker, p_user_id,
      case when p_is_on then array[blocker, p_user_id] else '{}' end) else '[]' end);
end;
$$;
comment on function public.set_block(uuid, boolean, bigint, text) is
  'From now on nothing passes between me and this person, or again something does. Errors: PT404 nobody, PT429 too fast, 42501 no permit.';
revoke all on function public.set_block(uuid, boolean, bigint, text) from public, anon;
grant execute on function public.set_block(uuid, boolean, bigint, text) to authenticated;

create function public.list_blocks() returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('user_id', f.id, 'name', f.name, 'avatar_url', f.avatar_url, 'blocked_at', b.created_at)
      order by b.created_at desc), '[]')
    from (select * from public.blocks where blocker_id = auth.uid() order by created_at desc limit 500) b
    join public.profiles f on f.id = b.blocked_id);
end;
$$;
comment on function public.list_blocks() is 'Whom I have blocked, the latest first.';
revoke all on function public.list_blocks() from public, anon;
grant execute on function public.list_blocks() to authenticated;
