-- The same as before, and whoever may not write for now is told until when.
create or replace function private.check_may_write(sender uuid) returns void
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
