-- The marketplace knows people's names, pictures and whether they are verified; its backend writes that with the secret key.
-- Somebody's presence stays what their devices told, and who was here before Lendline gets a profile.

grant insert (id, name, avatar_url, locale, time_zone, verified_at) on public.profiles to service_role;
grant update (name, avatar_url, locale, time_zone, verified_at) on public.profiles to service_role;
-- People are found by their whole name, through an index over it.
grant execute on function private.fold(text) to service_role;
