-- What happens to a group stands in its thread, and people search for people only so often that nobody reads the directory out.

create or replace function private.note_event(p_conversation_id uuid, p_event jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.write_event(p_conversation_id, p_event);
end;
$$;

-- Exactly, also when Redis can't be asked.
create table private.recent_people_searches (
  user_id uuid primary key references public.profiles (id) on delete cascade,
  times timestamptz[] not null
);

comment on table private.recent_people_searches is 'When people last searched for people, newest first. One row a person.';

revoke all on private.recent_people_searches from public, anon, authenticated, service_role;

create or replace function public.find_people(p_query text, p_expires_at bigint, p_signature text) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  asker uuid := auth.uid();
  query text := private.fold(left(p_query, 200));
  words text[] := string_to_array(query, ' ');
  forty_ago timestamptz;
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
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'avatar_url', f.avatar_url, 'verified_at', f.verified_at)
      order by f.is_acquainted desc, f.name, f.id), '[]')
    from (
      (select p.*, true as is_acquainted from public.profiles p
       where p.id in (
         select theirs.user_id from public.participants mine
         join public.participants theirs on theirs.conversation_id = mine.conversation_id
         where mine.user_id = asker and mine.left_at is null and theirs.left_at is null
         union select r.lister_id from public.rentals r where r.renter_id = asker
         union select r.renter_id from public.rentals r where r.lister_id = asker)
         and private.is_named(p.name, words)
       order by p.name, p.id limit 30)
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

-- A record that nothing was read into has no fields to ask for; a row without values has.
create or replace function public.start_group(
  p_id uuid, p_from_conversation_id uuid, p_title text, p_user_ids uuid[], p_expires_at bigint, p_signature text,
  p_published_ids uuid[] default '{}'
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  starter uuid := auth.uid();
  clean_title text := private.clean_name(p_title);
  conversation public.conversations;
  source public.conversations;
  daily integer;
begin
  perform private.require_permit('start-group', concat_ws(' ', p_id, coalesce(p_from_conversation_id::text, '-'),
    array_to_string(p_user_ids, ','), p_title), p_expires_at, p_signature);
  perform private.lock_inviting();
  perform private.remove_published(p_published_ids);
  select * into conversation from public.conversations c where c.id = p_id;
  if conversation.id is not null then
    if conversation.kind = 'group' and starter = any (conversation.participant_ids) then
      return jsonb_build_object('created', false, 'conversation', public.get_conversation(p_id), 'announcements', '[]'::jsonb);
    end if;
    raise exception 'Another conversation has this id' using errcode = 'PT409';
  end if;
  select l.groups into daily from private.invitation_limits(starter) l;
  if (select count(*) from public.conversations c
      where c.first_started_by = starter and c.created_at > now() - interval '1 day') >= daily then
    raise exception 'Too many new groups' using errcode = 'PT429', hint = daily::text, detail = (
      select ceil(extract(epoch from min(recent.created_at) + interval '1 day' - now()))::text
      from (select c.created_at from public.conversations c where c.first_started_by = starter
            order by c.created_at desc limit daily) recent);
  end if;
  if p_title is not null and (clean_title is null or char_length(clean_title) > 80) then
    raise exception 'must be 1 to 80 characters' using errcode = 'PT422', detail = 'title';
  end if;
  if p_from_conversation_id is not null then
    select * into source from public.conversations c
    where c.id = p_from_conversation_id and starter = any (c.participant_ids);
    if not found then
      raise exception 'No such conversation' using errcode = 'PT404';
    end if;
  end if;

  insert into public.conversations (id, kind, participant_ids, gear_id, rental_id, title, started_by, first_started_by, last_change, change)
  values (p_id, 'group', array[starter],
    source.gear_id, source.rental_id, clean_title, starter, starter, 1, 1)
  returning * into conversation;
  insert into public.participants (conversation_id, user_id, role, sort_at, change)
  values (p_id, starter, private.role_in(conversation, starter), clock_timestamp(), 1);
  perform private.tell(p_id, 1, 'conversation.created', array[starter]);
  perform private.invite(conversation, 1, p_user_ids);
  return jsonb_build_object('created', true, 'conversation', public.get_conversation(p_id),
    'announcements', private.announcements_since(p_id, 0));
end;
$$;
