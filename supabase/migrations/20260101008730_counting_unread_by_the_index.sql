-- The total is read from the index alone: what it counts and what it leaves out are both in there. With hundreds of unread
-- conversations that is a few pages instead of one for each.
drop index public.participants_unread;
create index participants_unread on public.participants (user_id) include (unread_count, marked_unread, archived_at)
  where (unread_count > 0 or marked_unread) and left_at is null;
