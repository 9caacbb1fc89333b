-- Exchange ratios: only ever appended. What holds at a moment is the row with the latest valid_from
-- that is not after it; of two with the same valid_from, the higher version.
create table exchange_ratio (
  shop_id text collate "C" not null,
  version integer not null check (version > 0),
  shop_points bigint not null check (shop_points > 0),
  mall_points bigint not null check (mall_points > 0),
  minimum_points bigint not null check (minimum_points >= 0),
  -- The most points of this shop one customer may turn in on one day; null for no cap.
  daily_cap_points bigint check (daily_cap_points > 0),
  valid_from timestamptz not null,
  created_at timestamptz not null,
  created_by text collate "C" not null,
  primary key (shop_id, version)
);
create index exchange_ratio_in_force on exchange_ratio (shop_id, valid_from desc, version desc);

-- Offers that hold for a while: everything a conversion needs is frozen here, so that a new ratio or
-- fee in between changes nothing for the customer who has the offer in hand.
create table conversion_quote (
  bucket smallint not null check (bucket between 0 and 63),
  id text collate "C" not null,
  customer_id text collate "C" not null,
  shop_id text collate "C" not null,
  ratio_version integer not null,
  points_asked bigint not null check (points_asked > 0),
  points_taken bigint not null check (points_taken > 0 and points_taken <= points_asked),
  -- What the customer receives, after the fee; the shop pays for both.
  points_given bigint not null check (points_given > 0),
  fee bigint not null check (fee >= 0),
  cost_fen bigint not null check (cost_fen >= 0),
  minimum_points bigint not null check (minimum_points >= 0),
  daily_cap_points bigint check (daily_cap_points > 0),
  mall_points_expire_on date not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (bucket, id)
) with (fillfactor = 90);

create table conversion (
  bucket smallint not null check (bucket between 0 and 63),
  id text collate "C" not null,
  customer_id text collate "C" not null,
  shop_id text collate "C" not null,
  quote_id text collate "C" not null,
  ratio_version integer not null,
  points_taken bigint not null check (points_taken > 0),
  points_given bigint not null check (points_given > 0),
  fee bigint not null check (fee >= 0),
  cost_fen bigint not null check (cost_fen >= 0),
  at timestamptz not null,
  primary key (bucket, id),
  -- A quote converts once, whatever the program above believes.
  unique (bucket, quote_id)
);
create index conversion_of_shop on conversion (shop_id, at);

-- How much one customer turned in at one shop on one UTC day. Conversions of the pair meet on this
-- row, which is what makes the daily cap hold when they arrive together.
create table conversion_day (
  bucket smallint not null check (bucket between 0 and 63),
  customer_id text collate "C" not null,
  shop_id text collate "C" not null,
  day date not null,
  points_taken bigint not null check (points_taken >= 0),
  primary key (bucket, customer_id, shop_id, day)
) with (fillfactor = 80);
