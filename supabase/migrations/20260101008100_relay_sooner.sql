-- The relay's event also reaches devices that lost the first one with none after it to show that. So it comes as soon as the
-- sender's own request is surely done with publishing, which Channels may take a second for, instead of after ten.

alter table public.outbox alter column available_at set default now() + interval '3 seconds';

create or replace function private.tell(p_conversation_id uuid, p_change bigint, p_event text, p_recipient_ids uuid[]) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  if cardinality(p_recipient_ids) > 0 then
    insert into public.outbox (conversation_id, change, event, recipient_ids, available_at)
    -- Whoever may read nothing more is let go of in a few seconds, also when the one who asked for it can't be relied on.
    values (p_conversation_id, p_change, p_event, p_recipient_ids,
      now() + case when p_event = 'connections.ended' then interval '2 seconds' else interval '3 seconds' end);
  end if;
end;
$$;
