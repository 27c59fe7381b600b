-- A newcomer may invite no strangers at all: the limit is reached before there is a first invitation to count the day from. What is refused then
-- says to come back in a day, instead of failing on a moment that isn't there.

create or replace function private.invite(conversation public.conversations, p_change bigint, p_invitee_ids uuid[]) returns void
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
