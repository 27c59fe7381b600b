-- What a lister writes again and again, kept under a short name. Nobody's but theirs.

create table public.saved_replies (
  id uuid primary key,
  user_id uuid not null references public.profiles (id) on delete cascade,
  shortcut text not null check (char_length(shortcut) between 1 and 32 and shortcut !~ '[\s/]'),
  text text not null check (char_length(text) between 1 and 2000),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (user_id, shortcut)
);

comment on table public.saved_replies is 'Texts that people keep to answer with.';
comment on column public.saved_replies.id is 'Made by whoever saves it, so that saving again is harmless.';
comment on column public.saved_replies.shortcut is 'What follows the slash in the composer, in lower case.';
comment on column public.saved_replies.text is 'With {name}, {gear}, {dates} and {price} where the conversation''s are put in.';

revoke all on public.saved_replies from anon, authenticated, service_role;
grant select on public.saved_replies to authenticated;
alter table public.saved_replies enable row level security;

create policy "People can read their own saved replies" on public.saved_replies
  for select to authenticated using (user_id = (select auth.uid()));

create function public.save_reply(p_id uuid, p_shortcut text, p_text text, p_expires_at bigint, p_signature text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  owner uuid := auth.uid();
  saved public.saved_replies;
begin
  perform private.require_permit('save-reply', concat_ws(' ', p_id, p_shortcut), p_expires_at, p_signature);
  -- One of a person at a time, so that the count below holds in parallel too.
  perform pg_advisory_xact_lock(hashtextextended(owner::text, 2));
  if exists (select from public.saved_replies r where r.user_id = owner and r.shortcut = p_shortcut and r.id <> p_id) then
    raise exception 'You have a saved reply with this shortcut' using errcode = 'PT409';
  end if;
  if (select count(*) from public.saved_replies r where r.user_id = owner and r.id <> p_id) >= 100 then
    raise exception 'You can keep 100 saved replies' using errcode = 'PT409';
  end if;
  insert into public.saved_replies as r (id, user_id, shortcut, text) values (p_id, owner, p_shortcut, p_text)
  on conflict (id) do update set shortcut = excluded.shortcut, text = excluded.text, updated_at = now() where r.user_id = owner
  returning * into saved;
  if saved.id is null then
    raise exception 'No such saved reply' using errcode = 'PT404';
  end if;
  return to_jsonb(saved);
end;
$$;
comment on function public.save_reply(uuid, text, text, bigint, text) is
  'Keeps a reply of mine, or alters it. Errors: PT404 somebody else''s, PT409 the shortcut is another''s or there are too many, 42501 no permit.';
revoke all on function public.save_reply(uuid, text, text, bigint, text) from public, anon;
grant execute on function public.save_reply(uuid, text, text, bigint, text) to authenticated;

create function public.delete_reply(p_id uuid, p_expires_at bigint, p_signature text) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.require_permit('delete-reply', p_id::text, p_expires_at, p_signature);
  delete from public.saved_replies r where r.id = p_id and r.user_id = auth.uid();
  if not found then
    raise exception 'No such saved reply' using errcode = 'PT404';
  end if;
end;
$$;
comment on function public.delete_reply(uuid, bigint, text) is 'Forgets a reply of mine. Errors: PT404 not mine, 42501 no permit.';
revoke all on function public.delete_reply(uuid, bigint, text) from public, anon;
grant execute on function public.delete_reply(uuid, bigint, text) to authenticated;

-- How soon a lister answers, from what was written: the median time from a renter's first message to the lister's first answer,
-- over the newest conversations of the last 90 days. Whoever has answered few is told about as new, not as fast.

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
