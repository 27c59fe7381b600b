-- Nothing is reachable unless a later file grants it.
--
-- Hosted Supabase grants everything in schema public to anon and authenticated by default. A policy does not
-- take a grant away, so the default goes first and every table and function grants back what it means to.

create schema if not exists extensions;
create extension if not exists pgcrypto with schema extensions;

create schema private;
comment on schema private is 'Helpers and keys that policies and functions use. Never exposed through the API.';

revoke all on schema private from public;
grant usage on schema private to authenticated, service_role;

alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from anon, authenticated, service_role;
-- The right of everyone to execute a new function is a global default: it can't be revoked for one schema.
alter default privileges revoke execute on functions from public;
