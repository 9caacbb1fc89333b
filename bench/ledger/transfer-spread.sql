\set giver random(1, 50000)
\set taker random(50001, 100000)
select transfer(:giver, :taker, 1);
