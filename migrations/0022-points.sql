-- When a customer's account moved last. Entries of one account are numbered under its lock, but their
-- time was taken before it; from now on a posting is never dated before the last one of its accounts,
-- so that movements page by time and version alike. Accounts that are there count as moved now.
alter table ledger_account add column moved_at timestamptz default now();
alter table ledger_account alter column moved_at drop default;

-- Whether the lines of one product counted together when the sale earned. Receipts of before were
-- awarded line by line, and what comes back of them is computed so, too.
alter table sale add column counts_together boolean not null default false;
