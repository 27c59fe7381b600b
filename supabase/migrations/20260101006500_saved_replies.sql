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
