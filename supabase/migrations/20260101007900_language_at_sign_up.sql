-- Who signs up in Nepali or Arabic has chosen a language: it is kept with the account from the first day on, and is that of other devices.

create or replace function private.create_profile() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  -- Without control characters, and without those that turn the direction of the text around the name.
  shown_name text := btrim(left(btrim(regexp_replace(new.raw_user_meta_data ->> 'name',
    '[\u0001-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]+', ' ', 'g')), 80));
  -- What somebody else calls a language is no reason to refuse an account.
  language text := new.raw_user_meta_data ->> 'locale';
begin
  insert into public.profiles (id, name, locale)
  values (
    new.id,
    coalesce(
      -- Joiners belong to words of many scripts, and alone they show nothing.
      case when shown_name ~ '[^\s\u200c\u200d]' then shown_name end,
      nullif(left(split_part(new.email, '@', 1), 80), ''),
      'Member'
    ),
    case when language in ('ne', 'ar') then language else 'en' end
  );
  return new;
end;
$$;
