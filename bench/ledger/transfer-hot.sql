\set giver random(2, 100000)
select transfer(:giver, 1, 1);
