-- Quotes that nobody took up are deleted some days after they expired. The index holds only those
-- that may be: a used quote leaves it, so the deletion never passes over years of conversions.
create index conversion_quote_unused on conversion_quote (bucket, expires_at)
  where used_at is null;
