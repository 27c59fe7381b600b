-- The queue as rows of its table: what a subquery gives is no review to a function that takes one.

create or replace function public.list_reviews(p_is_decided boolean default false, p_limit integer default 50) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_moderator();
  return (
    select coalesce(jsonb_agg(private.review_summary(r) order by p.place), '[]')
    from (
      select l.id, row_number() over (
        order by case when p_is_decided then l.decided_at end desc nulls last, l.risk desc, l.created_at) as place
      from public.reviews l
      where (l.decided_at is not null) = p_is_decided
      order by place limit least(greatest(p_limit, 1), 200)
    ) p join public.reviews r on r.id = p.id);
end;
$$;
