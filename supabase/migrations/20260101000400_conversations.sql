-- A conversation is two people (later: a few) and a piece of gear. One row counts everything that happens in it:
-- last_seq numbers its messages without holes, last_change numbers every alteration. Whoever reads "rows whose
-- change is greater than N" has missed nothing, because the counter row is locked from the number to the commit.

create table public.conversations (
  id uuid primary key default gen_random_uuid(),
  kind text not null default 'direct' check (kind in ('direct', 'group')),
  participant_ids uuid[] not null check (cardinality(participant_ids) between 0 and 50),
  gear_id uuid references public.gear (id),
  renter_id uuid references public.profiles (id),
  lister_id uuid references public.profiles (id),
  rental_id uuid references public.rentals (id),
  sealed boolean not null default false,
  last_seq bigint not null default 0,
  last_change bigint not null default 0,
  last_message_id uuid,
  last_message_at timestamptz,
  change bigint not null default 0,
  created_at timestamptz not null default now(),
  check (kind = 'group' or (gear_id is not null and renter_id is not null and lister_id is not null)),
  check (renter_id <> lister_id)
) with (fillfactor = 80);

comment on table public.conversations is 'A renter and a lister about a piece of gear; one for each such three.';
comment on column public.conversations.kind is 'direct between two people, or a group.';
comment on column public.conversations.participant_ids is
  'Who may read it now. Copied onto every message, so that reading needs no join.';
comment on column public.conversations.rental_id is 'The rental it is about at present.';
comment on column public.conversations.sealed is 'Whether new messages are end-to-end encrypted.';
comment on column public.conversations.last_seq is 'Place of the newest message; the counter row.';
comment on column public.conversations.last_change is 'Version of the conversation: bumped by everything that alters it.';
comment on column public.conversations.last_message_id is 'Newest message that everybody in it may read.';
comment on column public.conversations.change is 'The change that last altered this row''s own fields (not its counters).';

-- The second start finds the first conversation.
create unique index conversations_by_gear_and_people
  on public.conversations (gear_id, renter_id, lister_id) where kind = 'direct';
create index conversations_by_renter on public.conversations (renter_id, created_at desc);
create index conversations_by_lister on public.conversations (lister_id);
create index conversations_by_rental on public.conversations (rental_id) where rental_id is not null;

create table public.participants (
  conversation_id uuid not null references public.conversations (id) on delete cascade,
  user_id uuid not null references public.profiles (id),
  role text not null check (role in ('renter', 'lister', 'member')),
  read_seq bigint not null default 0,
  delivered_seq bigint not null default 0,
  unread_count integer not null default 0 check (unread_count >= 0),
  sort_at timestamptz,
  archived_at timestamptz,
  muted_until timestamptz,
  pinned_at timestamptz,
  labels text[] not null default '{}',
  joined_at timestamptz not null default now(),
  left_at timestamptz,
  change bigint not null default 0,
  primary key (conversation_id, user_id)
) with (fillfactor = 80);

comment on table public.participants is 'A person''s place in a conversation: what they have read, and how their inbox shows it.';
comment on column public.participants.read_seq is 'Read marker: this person has seen every message up to here. Only moves forward.';
comment on column public.participants.delivered_seq is 'Delivered marker: a device of theirs has every message up to here.';
comment on column public.participants.unread_count is 'Messages of others beyond the read marker.';
comment on column public.participants.sort_at is
  'Its place in this person''s inbox: the newest message, or the start for whoever started it. Null keeps it out.';
comment on column public.participants.archived_at is 'When this person put it away; a new message brings it back.';
comment on column public.participants.muted_until is 'No notifications until then; ''infinity'' until unmuted.';
comment on column public.participants.change is 'The conversation''s change that last moved these markers or this role.';

-- The inbox reads this index and nothing before it.
create index participants_inbox on public.participants (user_id, sort_at desc, conversation_id);
create index participants_unread on public.participants (user_id) include (unread_count) where unread_count > 0;

revoke all on public.conversations, public.participants from anon, authenticated, service_role;
grant select on public.conversations, public.participants to authenticated, service_role;

alter table public.conversations enable row level security;
alter table public.participants enable row level security;

create policy "Participants can read their conversations" on public.conversations
  for select to authenticated using ((select auth.uid()) = any (participant_ids));

-- Others' rows hold what they archived, muted and labelled; their markers are read through get_conversation.
create policy "People can read their own place in a conversation" on public.participants
  for select to authenticated using (user_id = (select auth.uid()));
