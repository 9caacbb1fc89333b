-- Pending points become available at a moment; only lots of pending accounts carry one, so the index
-- costs the others nothing.
alter table ledger_lot add column matures_at timestamptz;
create index ledger_lot_maturity on ledger_lot (bucket, matures_at) where matures_at is not null;

-- Answers are forgotten by age, once an hour: that may scan, and every request need not pay for an index.
drop index idempotency_record_age;
create index idempotency_record_age on idempotency_record using brin (created_at);
