-- What a seller keeps is counted at each upload, and what nothing shows is removed by a job.
create index mall_picture_of_seller on mall_picture (seller_id);
create index mall_picture_by_age on mall_picture (created_at, id);
create index mall_order_line_by_picture on mall_order_line (picture) where picture is not null;
