-- What sales and conversions are decided by changes seldom and is asked for by every batch: shops,
-- their products, rules and ratios, the policies. A server remembers it and asks only whether it is
-- still what it was. The version is random and not counted, so that a database put back to yesterday
-- never shows one that was seen with other facts. Triggers and not the program give the next one:
-- whoever changes a price by hand in the database is heard, too.
create table fact_version (
  only_one boolean primary key default true check (only_one),
  version uuid not null
);
insert into fact_version (version) values (gen_random_uuid());

create function give_next_fact_version() returns trigger language plpgsql as $$
begin
  update fact_version set version = gen_random_uuid();
  return null;
end $$;

create trigger facts_changed after insert or update or delete or truncate on shop_product
  for each statement execute function give_next_fact_version();
create trigger facts_changed after insert or update or delete or truncate on reward_rule
  for each statement execute function give_next_fact_version();
create trigger facts_changed after insert or update or delete or truncate on exchange_ratio
  for each statement execute function give_next_fact_version();
create trigger facts_changed after insert or update or delete or truncate on merchant
  for each statement execute function give_next_fact_version();
create trigger facts_changed after insert or update or delete or truncate on policy_version
  for each statement execute function give_next_fact_version();
