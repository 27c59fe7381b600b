-- How soon a lister answers, from what was written: the median time from a renter's first message to the lister's first answer,
-- over the newest conversations of the last 90 days. Whoever has answered few is told about as new, not as fast.

create index conversations_by_lister_and_time on public.conversations (lister_id, created_at desc) where kind = 'direct';

create function public.get_response_time(p_user_id uuid) returns text
language plpgsql stable security definer set search_path = ''
as $$
declare
  asked integer;
  median_seconds double precision;
begin
  select count(*), percentile_cont(0.5) within group (order by t.seconds) into asked, median_seconds
  from (
    -- Fifty at most, each read by its index: it costs the same for whoever has thousands.
    select case when answer.created_at is not null then extract(epoch from answer.created_at - question.created_at)
      -- No answer counts as slow once a day has passed, and not at all before.
      when question.created_at < now() - interval '1 day' then extract(epoch from now() - question.created_at) end as seconds
    from (
      select c.id from public.conversations c
      where c.lister_id = p_user_id and c.kind = 'direct' and c.created_at > now() - interval '90 days'
      order by c.created_at desc limit 50
    ) c
    cross join lateral (
      select m.seq, m.created_at from public.messages m
      where m.conversation_id = c.id and m.sender_id <> p_user_id and p_user_id = any (m.participant_ids) and m.kind <> 'system'
      order by m.seq limit 1
    ) question
    left join lateral (
      select m.created_at from public.messages m
      where m.conversation_id = c.id and m.seq > question.seq and m.sender_id = p_user_id and m.verdict_action <> 'hold'
      order by m.seq limit 1
    ) answer on true
  ) t
  where t.seconds is not null;
  return case
    when asked < 5 then null
    when median_seconds <= 3600 then 'hour'
    when median_seconds <= 6 * 3600 then 'hours'
    when median_seconds <= 24 * 3600 then 'day'
    else 'days'
  end;
end;
$$;
comment on function public.get_response_time(uuid) is
  'Within what somebody usually answers a first message about their gear: hour, hours (6), day or days; null when fewer than five '
  'people have asked in 90 days. No finer, since everybody may ask it.';
revoke all on function public.get_response_time(uuid) from public;
grant execute on function public.get_response_time(uuid) to anon, authenticated;
