import type { Sql } from "../platform/db/database.ts";

// Entries, lots and uses are elements of rows. These triggers let a test change and delete them as if
// they were rows of their own, so that it can do what somebody with access to the database could do.

const REMOVE_ENTRY = `
  update ledger_posting set accounts = accounts[:place - 1] || accounts[place + 1:],
    amounts = amounts[:place - 1] || amounts[place + 1:],
    versions = versions[:place - 1] || versions[place + 1:],
    balances = balances[:place - 1] || balances[place + 1:],
    priors = priors[:place - 1] || priors[place + 1:]
  where bucket = old.bucket and id = old.posting_id;`;

const STATEMENTS = [
  `create function write_entry() returns trigger language plpgsql as $$
   declare place integer;
   begin
     select n into place from ledger_posting p cross join lateral generate_subscripts(p.accounts, 1) as n
     where p.bucket = old.bucket and p.id = old.posting_id and p.accounts[n] = old.account_id
       and p.amounts[n] = old.amount and p.versions[n] is not distinct from old.version limit 1;
     if tg_op = 'DELETE' then ${REMOVE_ENTRY} return old; end if;
     if new.posting_id <> old.posting_id or new.bucket <> old.bucket then
       ${REMOVE_ENTRY}
       update ledger_posting set accounts = new.account_id || accounts, amounts = new.amount || amounts,
         versions = case when new.version is null then versions else new.version || versions end,
         balances = case when new.version is null then balances else new.balance_after || balances end,
         priors = case when new.version is null then priors else new.prior || priors end
       where bucket = new.bucket and id = new.posting_id;
       return new;
     end if;
     update ledger_posting set accounts[place] = new.account_id, amounts[place] = new.amount
     where bucket = old.bucket and id = old.posting_id;
     if old.version is not null then
       update ledger_posting set versions[place] = new.version, balances[place] = new.balance_after,
         priors[place] = new.prior
       where bucket = old.bucket and id = old.posting_id;
     end if;
     return new;
   end $$`,
  `create trigger write_entry instead of update or delete on ledger_entry
   for each row execute function write_entry()`,
  `create function write_lot() returns trigger language plpgsql as $$
   declare place integer;
   begin
     select n into place from ledger_account a cross join lateral generate_subscripts(a.lot_sources, 1) as n
     where a.bucket = old.bucket and a.id = old.account_id and a.lots[5 * n - 4] = old.lot
       and a.lots[5 * n - 3] = ledger_milliseconds(old.expires_at);
     if tg_op = 'DELETE' or new.account_id <> old.account_id then
       update ledger_account set lots = lots[:5 * place - 5] || lots[5 * place + 1:],
         lot_sources = lot_sources[:place - 1] || lot_sources[place + 1:]
       where bucket = old.bucket and id = old.account_id;
       if tg_op = 'DELETE' then return old; end if;
       update ledger_account set lots = lots || array[new.lot, ledger_milliseconds(new.expires_at),
           new.amount, new.remaining, coalesce(ledger_milliseconds(new.matures_at), 0)],
         lot_sources = lot_sources || new.posting_id
       where bucket = new.bucket and id = new.account_id;
       return new;
     end if;
     update ledger_account set lots[5 * place - 4] = new.lot,
       lots[5 * place - 3] = ledger_milliseconds(new.expires_at), lots[5 * place - 2] = new.amount,
       lots[5 * place - 1] = new.remaining,
       lots[5 * place] = coalesce(ledger_milliseconds(new.matures_at), 0),
       lot_sources[place] = new.posting_id
     where bucket = old.bucket and id = old.account_id;
     return new;
   end $$`,
  `create trigger write_lot instead of update or delete on ledger_lot
   for each row execute function write_lot()`,
  `create function write_use() returns trigger language plpgsql as $$
   declare place integer;
   begin
     select n into place from ledger_posting p cross join lateral generate_subscripts(p.use_sources, 1) as n
     where p.bucket = old.bucket and p.id = old.posting_id and p.uses[5 * n - 3] = old.lot
       and p.accounts[p.uses[5 * n - 4]] = old.account_id
       and p.uses[5 * n - 2] = ledger_milliseconds(old.expires_at);
     if tg_op = 'DELETE' or new.posting_id <> old.posting_id then
       update ledger_posting set uses = uses[:5 * place - 5] || uses[5 * place + 1:],
         use_sources = use_sources[:place - 1] || use_sources[place + 1:]
       where bucket = old.bucket and id = old.posting_id;
       if tg_op = 'DELETE' then return old; end if;
       update ledger_posting set uses = coalesce(uses, '{}') || array[
           coalesce(array_position(accounts, new.account_id), 99), new.lot,
           ledger_milliseconds(new.expires_at), new.amount, new.lot_amount]::bigint[],
         use_sources = coalesce(use_sources, '{}') || new.source
       where bucket = new.bucket and id = new.posting_id;
       return new;
     end if;
     update ledger_posting set uses[5 * place - 4] = coalesce(array_position(accounts, new.account_id), 99),
       uses[5 * place - 3] = new.lot, uses[5 * place - 2] = ledger_milliseconds(new.expires_at),
       uses[5 * place - 1] = new.amount, uses[5 * place] = new.lot_amount, use_sources[place] = new.source
     where bucket = old.bucket and id = old.posting_id;
     return new;
   end $$`,
  `create trigger write_use instead of update or delete on ledger_lot_use
   for each row execute function write_use()`,
];

/** Lets the database change elements of the ledger's rows by their views. */
export async function makeViewsWritable(sql: Sql): Promise<void> {
  for (const statement of STATEMENTS) await sql.execute(statement);
}
