-- A page of a conversation is read in the order of its index and no further. Where most conversations are short, the planner would take all of one for
-- as few rows, and sort them: of one that is long, all its messages.
alter function public.list_messages(uuid, bigint, bigint, bigint, integer, uuid[]) set enable_bitmapscan = off;
alter function public.list_changes(uuid, bigint, integer) set enable_bitmapscan = off;
