-- Asking people into a group, and finding those whom one may ask.

create table public.invitations (
  id uuid primary key default gen_random_uuid(),
  conversation_id uuid not null references public.conversations (id) on delete cascade,
  inviter_id uuid not null references public.profiles (id),
  invitee_id uuid not null references public.profiles (id),
  is_acquainted boolean not null,
  status text not null default 'pending' check (status in ('pending', 'accepted', 'declined', 'withdrawn', 'expired')),
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null default clock_timestamp() + interval '14 days',
  answered_at timestamptz,
  check (inviter_id <> invitee_id)
);

comment on table public.invitations is 'Who was asked to join which group, by whom, and what became of it.';
comment on column public.invitations.is_acquainted is 'Whether the two had a conversation or a rental together. Of others one may ask few.';
comment on column public.invitations.status is
  'pending, accepted, declined, withdrawn or expired. A pending one past expires_at counts as expired before it is marked so.';
comment on column public.invitations.answered_at is 'When it stopped being pending.';

create unique index invitations_pending on public.invitations (conversation_id, invitee_id) where status = 'pending';
create index invitations_by_invitee on public.invitations (invitee_id, created_at desc);
create index invitations_by_inviter on public.invitations (inviter_id, created_at desc);

-- No grant and no policy: people read them through functions alone, which say who is asking and what about.
revoke all on public.invitations from anon, authenticated, service_role;
grant select on public.invitations to service_role;
alter table public.invitations enable row level security;

-- Whom one may ask ----------------------------------------------------------------------------------------------------

create function private.are_acquainted(one_id uuid, other_id uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return exists (
    select 1 from public.participants mine join public.participants theirs on theirs.conversation_id = mine.conversation_id
    where mine.user_id = one_id and mine.left_at is null and theirs.user_id = other_id and theirs.left_at is null
  ) or exists (
    select 1 from public.rentals r
    where (r.renter_id = one_id and r.lister_id = other_id) or (r.renter_id = other_id and r.lister_id = one_id)
  );
end;
$$;
comment on function private.are_acquainted(uuid, uuid) is 'Whether these two have a conversation or a rental together.';
revoke all on function private.are_acquainted(uuid, uuid) from public;

create function private.may_invite(inviter_id uuid, invitee_id uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return not private.is_banned(inviter_id) and not private.is_banned(invitee_id)
    and private.blocked_with(inviter_id, array[invitee_id]) = '{}';
end;
$$;
comment on function private.may_invite(uuid, uuid) is 'Whether somebody may ask somebody else at all. What refuses people elsewhere refuses here too.';
revoke all on function private.may_invite(uuid, uuid) from public;

create function private.invitation_limits(user_id uuid) returns table (groups integer, invitations integer, strangers integer)
language plpgsql stable security definer set search_path = ''
as $$
begin
  if private.is_newcomer(user_id) then
    return query select 2, 10, 0;
  else
    return query select 10, 40, 5;
  end if;
end;
$$;
comment on function private.invitation_limits(uuid) is
  'How many groups somebody may start, how many people they may invite, and how many of those may be strangers to them, in a day.';
revoke all on function private.invitation_limits(uuid) from public;

-- Asking --------------------------------------------------------------------------------------------------------------

create function private.lock_inviting() returns void
language plpgsql security definer set search_path = ''
as $$
begin
  -- One request of a person at a time, so that counts hold in parallel too.
  perform pg_advisory_xact_lock(hashtextextended(auth.uid()::text, 2));
end;
$$;
revoke all on function private.lock_inviting() from public;

-- A newcomer may invite no strangers at all: the limit is reached before there is a first invitation to count the day from. They are told to
-- come back in a day.
create function private.invite(conversation public.conversations, p_change bigint, p_invitee_ids uuid[]) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  inviter uuid := auth.uid();
  invitee uuid;
  limits record;
  recent record;
  acquainted boolean;
  invited uuid[] := '{}';
begin
  if coalesce(cardinality(p_invitee_ids), 0) not between 1 and 49 then
    raise exception 'must be 1 to 49' using errcode = 'PT422', detail = 'userIds';
  end if;
  select * into limits from private.invitation_limits(inviter);
  -- Expired ones make room.
  update public.invitations i set status = 'expired', answered_at = i.expires_at
  where i.conversation_id = conversation.id and i.status = 'pending' and i.expires_at <= now();

  foreach invitee in array p_invitee_ids loop
    if invitee = inviter or not exists (select 1 from public.profiles f where f.id = invitee and f.erased_at is null)
      or not private.may_invite(inviter, invitee) then
      raise exception 'No such person' using errcode = 'PT404';
    end if;
    continue when invitee = any (conversation.participant_ids) or exists (
      select 1 from public.invitations i
      where i.conversation_id = conversation.id and i.invitee_id = invitee and i.status = 'pending');
    if exists (select 1 from public.invitations i where i.conversation_id = conversation.id and i.invitee_id = invitee
      and i.status = 'declined' and i.answered_at > now() - interval '7 days') then
      raise exception 'They have declined not long ago' using errcode = 'PT409';
    end if;
    acquainted := private.are_acquainted(inviter, invitee);
    select count(*) as all_of_them, count(*) filter (where not i.is_acquainted) as strangers, min(i.created_at) as first_at into recent
    from public.invitations i where i.inviter_id = inviter and i.created_at > now() - interval '1 day';
    if recent.all_of_them >= limits.invitations or (not acquainted and recent.strangers >= limits.strangers) then
      raise exception 'Too many invitations' using errcode = 'PT429', hint = limits.invitations::text,
        detail = ceil(extract(epoch from coalesce(recent.first_at, now()) + interval '1 day' - now()))::text;
    end if;
    insert into public.invitations (conversation_id, inviter_id, invitee_id, is_acquainted)
    values (conversation.id, inviter, invitee, acquainted);
    invited := invited || invitee;
  end loop;

  if cardinality(conversation.participant_ids) + (select count(*) from public.invitations i
    where i.conversation_id = conversation.id and i.status = 'pending') > 50 then
    raise exception 'A group has room for 50 people' using errcode = 'PT409';
  end if;
  perform private.tell(conversation.id, p_change, 'participant.changed', conversation.participant_ids);
  perform private.tell(conversation.id, p_change, 'invitation.changed', invited);
end;
$$;
comment on function private.invite(public.conversations, bigint, uuid[]) is
  'Asks these people to join; those who were asked or are in it already are passed over. Locks: the inviter''s count, then the counter row.';
revoke all on function private.invite(public.conversations, bigint, uuid[]) from public;

create function public.invite_people(
  p_conversation_id uuid, p_user_ids uuid[], p_expires_at bigint, p_signature text, p_published_ids uuid[] default '{}'
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  conversation public.conversations;
begin
  perform private.require_permit('invite-people', p_conversation_id || ' ' || array_to_string(p_user_ids, ','), p_expires_at, p_signature);
  perform private.lock_inviting();
  conversation := private.lock_conversation(p_conversation_id);
  perform private.remove_published(p_published_ids);
  if conversation.kind <> 'group' then
    raise exception 'Start a group to add people' using errcode = 'PT409';
  end if;
  perform private.invite(conversation, private.take_change(p_conversation_id), p_user_ids);
  return jsonb_build_object('conversation', public.get_conversation(p_conversation_id),
    'announcements', private.announcements_since(p_conversation_id, conversation.last_change));
end;
$$;
comment on function public.invite_people(uuid, uuid[], bigint, text, uuid[]) is
  'Asks people to join a group of mine. Errors: PT404 no such conversation or person, PT409 no group, full, or declined in the last '
  'week, PT422 nobody or too many, PT429 too many in a day, 42501 no permit.';
revoke all on function public.invite_people(uuid, uuid[], bigint, text, uuid[]) from public, anon;
grant execute on function public.invite_people(uuid, uuid[], bigint, text, uuid[]) to authenticated;

create function public.withdraw_invitation(p_id uuid, p_expires_at bigint, p_signature text, p_published_ids uuid[] default '{}')
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  asker uuid := auth.uid();
  invitation public.invitations;
  conversation public.conversations;
  new_change bigint;
begin
  perform private.require_permit('withdraw-invitation', p_id::text, p_expires_at, p_signature);
  perform private.check_action_rate();
  select * into invitation from public.invitations i where i.id = p_id;
  conversation := private.lock_conversation(invitation.conversation_id);
  perform private.remove_published(p_published_ids);
  if asker not in (invitation.inviter_id, conversation.started_by) then
    raise exception 'Only whoever asked, or started the group, can take an invitation back' using errcode = 'PT403';
  end if;
  update public.invitations i set status = 'withdrawn', answered_at = clock_timestamp() where i.id = p_id and i.status = 'pending';
  if found then
    new_change := private.take_change(conversation.id);
    perform private.tell(conversation.id, new_change, 'participant.changed', conversation.participant_ids);
    perform private.tell(conversation.id, new_change, 'invitation.changed', array[invitation.invitee_id]);
  end if;
  return jsonb_build_object('conversation', public.get_conversation(conversation.id),
    'announcements', private.announcements_since(conversation.id, conversation.last_change));
end;
$$;
comment on function public.withdraw_invitation(uuid, bigint, text, uuid[]) is
  'Takes an invitation back that I have made, or anybody in a group that I have started; one that is answered stays so. Errors: '
  'PT404 no such invitation in a group of mine, PT403 not mine to take back, PT429 too fast, 42501 no permit.';
revoke all on function public.withdraw_invitation(uuid, bigint, text, uuid[]) from public, anon;
grant execute on function public.withdraw_invitation(uuid, bigint, text, uuid[]) to authenticated;

create function private.withdraw_all(p_conversation_id uuid, p_change bigint, p_inviter_id uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  invitee_ids uuid[];
begin
  with withdrawn as (
    update public.invitations i set status = 'withdrawn', answered_at = clock_timestamp()
    where i.conversation_id = p_conversation_id and i.status = 'pending'
      and (p_inviter_id is null or i.inviter_id = p_inviter_id)
    returning i.invitee_id
  )
  select array_agg(w.invitee_id) into invitee_ids from withdrawn w;
  perform private.tell(p_conversation_id, p_change, 'invitation.changed', invitee_ids);
end;
$$;
comment on function private.withdraw_all(uuid, bigint, uuid) is 'Takes back what this person has asked, or with null everybody''s.';
revoke all on function private.withdraw_all(uuid, bigint, uuid) from public;

-- Answering -----------------------------------------------------------------------------------------------------------

create function public.answer_invitation(
  p_id uuid, p_accepts boolean, p_expires_at bigint, p_signature text, p_published_ids uuid[] default '{}'
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  invitee uuid := auth.uid();
  invitation public.invitations;
  conversation public.conversations;
  answer text := case when p_accepts then 'accepted' else 'declined' end;
  new_change bigint;
begin
  perform private.require_permit('answer-invitation', concat_ws(' ', p_id, p_accepts), p_expires_at, p_signature);
  perform private.check_action_rate();
  if p_accepts is null then
    raise exception 'must be accepted or declined' using errcode = 'PT422', detail = 'status';
  end if;
  select * into conversation from public.conversations c
  where c.id = (select i.conversation_id from public.invitations i where i.id = p_id and i.invitee_id = invitee)
  for no key update;
  select * into invitation from public.invitations i where i.id = p_id and i.invitee_id = invitee;
  if invitation.id is null then
    raise exception 'No such invitation' using errcode = 'PT404';
  end if;
  perform private.remove_published(p_published_ids);

  if invitation.status = 'pending' and invitation.expires_at > now() then
    if p_accepts and not private.may_invite(invitation.inviter_id, invitee) then
      raise exception 'No such invitation' using errcode = 'PT404';
    end if;
    if p_accepts and cardinality(conversation.participant_ids) >= 50 then
      raise exception 'This group is full' using errcode = 'PT409';
    end if;
    update public.invitations i
    set status = answer, answered_at = clock_timestamp() where i.id = p_id;
    if p_accepts then
      perform private.join_conversation(conversation.id, invitee);
      new_change := conversation.last_change + 1;
    else
      new_change := private.take_change(conversation.id);
      perform private.tell(conversation.id, new_change, 'participant.changed', conversation.participant_ids);
    end if;
    perform private.tell(conversation.id, new_change, 'invitation.changed', array[invitee]);
  elsif invitation.status <> answer then
    raise exception 'This invitation is no longer open' using errcode = 'PT409';
  end if;
  return jsonb_build_object('status', answer,
    'conversation_id', conversation.id,
    'conversation', (select r.conversation from private.read_conversations(invitee, array[conversation.id]) r),
    'announcements', private.announcements_since(conversation.id, conversation.last_change));
end;
$$;
comment on function public.answer_invitation(uuid, boolean, bigint, text, uuid[]) is
  'I join the group that I was asked into, or not; the same answer again changes nothing. Errors: PT404 no such invitation of mine, '
  'PT409 answered otherwise, taken back, expired, or the group is full, PT429 too fast, 42501 no permit.';
revoke all on function public.answer_invitation(uuid, boolean, bigint, text, uuid[]) from public, anon;
grant execute on function public.answer_invitation(uuid, boolean, bigint, text, uuid[]) to authenticated;

create function public.list_invitations() returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(o.invitation order by o.created_at desc), '[]') from (
      select i.created_at, jsonb_build_object(
        'id', i.id, 'conversation_id', c.id, 'title', c.title, 'created_at', i.created_at, 'expires_at', i.expires_at,
        'inviter', jsonb_build_object('id', f.id, 'name', f.name, 'avatar_url', f.avatar_url, 'verified_at', f.verified_at),
        'gear', (select jsonb_build_object('title', g.title, 'image_url', g.image_url) from public.gear g where g.id = c.gear_id),
        'member_count', cardinality(c.participant_ids)) as invitation
      from public.invitations i
      join public.conversations c on c.id = i.conversation_id
      join public.profiles f on f.id = i.inviter_id
      where i.invitee_id = auth.uid() and i.status = 'pending' and i.expires_at > now()
        and private.may_invite(i.inviter_id, i.invitee_id)
      order by i.created_at desc limit 50
    ) o
  );
end;
$$;
comment on function public.list_invitations() is 'The groups that I am asked to join, newest first; the newest fifty.';
revoke all on function public.list_invitations() from public, anon;
grant execute on function public.list_invitations() to authenticated;

-- Finding people ------------------------------------------------------------------------------------------------------

-- Nobody reads the directory out: people are found by parts of their name by those who know them, by others by their whole name, and
-- only so often. That is counted here, so that it holds exactly, also when Redis can't be asked.

create index profiles_by_whole_name on public.profiles (private.fold(name));

create table private.recent_people_searches (
  user_id uuid primary key references public.profiles (id) on delete cascade,
  times timestamptz[] not null
);

comment on table private.recent_people_searches is 'When people last searched for people, newest first. One row a person.';

revoke all on private.recent_people_searches from public, anon, authenticated, service_role;

create function private.is_named(name text, words text[]) returns boolean
language plpgsql immutable set search_path = ''
as $$
declare
  folded text := private.fold(name);
begin
  return not exists (select from unnest(words) word where not private.is_nearly_in(word, folded));
end;
$$;
comment on function private.is_named(text, text[]) is 'Whether somebody of this name was meant: it has all of these words, or nearly.';
revoke all on function private.is_named(text, text[]) from public;

-- Typos are forgiven only when nobody has a name as it was typed: "Ana" is not "Asante".
create function public.find_people(p_query text, p_expires_at bigint, p_signature text) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  asker uuid := auth.uid();
  query text := private.fold(left(p_query, 200));
  words text[] := string_to_array(query, ' ');
  forty_ago timestamptz;
  acquainted_ids uuid[];
  found_ids uuid[];
begin
  perform private.require_permit('find-people', p_query, p_expires_at, p_signature);
  if char_length(query) not between 2 and 80 then
    raise exception 'must be 2 to 80 characters' using errcode = 'PT422', detail = 'q';
  end if;
  insert into private.recent_people_searches as r (user_id, times) values (asker, array[clock_timestamp()])
  on conflict (user_id) do update set times = (clock_timestamp() || r.times)[1:41]
  returning r.times[41] into forty_ago;
  if forty_ago > clock_timestamp() - interval '1 minute' then
    raise exception 'Too many searches for people' using errcode = 'PT429', hint = '40',
      detail = ceil(extract(epoch from forty_ago + interval '1 minute' - clock_timestamp()))::text;
  end if;
  acquainted_ids := array(
    select theirs.user_id from public.participants mine
    join public.participants theirs on theirs.conversation_id = mine.conversation_id
    where mine.user_id = asker and mine.left_at is null and theirs.left_at is null
    union select r.lister_id from public.rentals r where r.renter_id = asker
    union select r.renter_id from public.rentals r where r.lister_id = asker);
  found_ids := array(
    select p.id from public.profiles p
    where p.id = any (acquainted_ids) and not exists (select from unnest(words) word where strpos(private.fold(p.name), word) = 0)
    order by p.name, p.id limit 30);
  if cardinality(array_remove(found_ids, asker)) = 0 then
    found_ids := array(
      select p.id from public.profiles p where p.id = any (acquainted_ids) and private.is_named(p.name, words)
      order by p.name, p.id limit 30);
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'avatar_url', f.avatar_url, 'verified_at', f.verified_at)
      order by f.is_acquainted desc, f.name, f.id), '[]')
    from (
      (select p.*, true as is_acquainted from public.profiles p where p.id = any (found_ids))
      union all
      -- Of others, those whose whole name one knows. No part of it, so that nobody reads the directory out.
      (select p.*, false from public.profiles p where private.fold(p.name) = query and not private.are_acquainted(asker, p.id)
       order by p.created_at limit 5)
    ) f
    where f.id <> asker and f.erased_at is null and private.may_invite(asker, f.id)
  );
end;
$$;
comment on function public.find_people(text, bigint, text) is
  'People whom I may ask into a group: those I have a conversation or a rental with, by parts of their name, nearly right, and '
  'anybody by their whole name. Errors: PT422 fewer than 2 characters, PT429 more than 40 in a minute, 42501 no permit.';
revoke all on function public.find_people(text, bigint, text) from public, anon;
grant execute on function public.find_people(text, bigint, text) to authenticated;
