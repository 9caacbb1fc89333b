-- Which version of the search words a product was indexed with. A server whose version is another one
-- indexes the product again, so that a new way of searching finds old products too.
alter table mall_product add column search_version smallint not null default 0;
