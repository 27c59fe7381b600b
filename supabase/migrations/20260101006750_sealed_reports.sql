-- A report of a sealed message reveals it: the reporter's device sends the text with what proves it, and the server checks the proof.

alter table public.reviews
  add column revealed jsonb check (revealed is null or jsonb_typeof(revealed -> 'text') = 'string' and octet_length(revealed::text) <= 40000),
  add column verification text check (verification in ('verified', 'unverified')),
  add check ((revealed is null) = (verification is null));

comment on column public.reviews.revealed is 'Of a sealed message: {"text", …} as the reporter''s device has revealed it.';
comment on column public.reviews.verification is
  'Whether the server found that its sender really sent this text; null for what isn''t sealed. Unverified proves nothing.';

create function public.attach_revealed(
  p_review_id uuid, p_revealed jsonb, p_verification text, p_expires_at bigint, p_signature text
) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.require_permit('attach-revealed', concat_ws(' ', p_review_id, p_verification, p_revealed ->> 'text'), p_expires_at, p_signature);
  update public.reviews r set revealed = p_revealed, verification = p_verification
  where r.id = p_review_id and r.reporter_id = auth.uid() and r.kind = 'report' and r.decided_at is null
    -- What was verified isn't replaced by what was not.
    and (r.verification is null or r.verification = 'unverified');
end;
$$;
comment on function public.attach_revealed(uuid, jsonb, text, bigint, text) is
  'Adds to a report of mine what a sealed message says, and what the server found of its proof. 42501 no permit.';
revoke all on function public.attach_revealed(uuid, jsonb, text, bigint, text) from public, anon;
grant execute on function public.attach_revealed(uuid, jsonb, text, bigint, text) to authenticated;

-- The same as before, with what was revealed.
create or replace function private.review_text(review public.reviews) returns text
language plpgsql stable security definer set search_path = ''
as $$
begin
  if review.message_id is null then
    return null;
  end if;
  return coalesce(
    review.revealed ->> 'text',
    (select private.body_as_written(m.id, m.body) ->> 'text' from public.messages m where m.id = review.message_id),
    (select b.body ->> 'text' from public.blocked_messages b where b.id = review.message_id),
    (select v.body ->> 'text' from public.message_versions v where v.message_id = review.message_id order by v.number desc limit 1));
end;
$$;

create or replace function private.review_summary(review public.reviews) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return jsonb_build_object('id', review.id, 'kind', review.kind, 'risk', review.risk, 'createdAt', review.created_at,
    'subject', (select jsonb_build_object('id', f.id, 'name', f.name) from public.profiles f where f.id = review.subject_id),
    'messageId', review.message_id, 'reason', review.reason, 'note', review.note,
    'text', private.review_text(review),
    'verification', review.verification,
    'isUnsent', exists (select from public.messages m where m.id = review.message_id and m.unsent_at is not null),
    'verdict', coalesce((select m.verdict_action from public.messages m where m.id = review.message_id),
      case when review.kind = 'blocked' then 'block' end),
    'decidedAt', review.decided_at, 'decision', review.decision, 'explanation', review.explanation,
    'lastActionId', (select a.id from public.moderation_actions a
      where a.review_id = review.id and a.action not in ('look', 'undo')
        and not exists (select from public.moderation_actions u where u.undoes_id = a.id)
      order by a.number desc limit 1));
end;
$$;
