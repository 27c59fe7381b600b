-- The language that somebody has chosen is kept with their account: what the product writes to them is written in it.

create or replace function public.get_preferences() returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('hides_read_receipts', p.hides_read_receipts, 'locale', p.locale)
    from public.profiles p where p.id = auth.uid()
  );
end;
$$;

-- Without a permit, like the other preferences.
create function public.set_locale(p_locale text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  update public.profiles p set locale = p_locale where p.id = auth.uid() and p.locale <> p_locale;
  return public.get_preferences();
end;
$$;
comment on function public.set_locale(text) is 'From now on the product writes to me in this language.';
revoke all on function public.set_locale(text) from public, anon;
grant execute on function public.set_locale(text) to authenticated;
