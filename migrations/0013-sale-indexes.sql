-- Nothing asks for a customer's sales by itself: they are found by their id, in the customer's bucket.
drop index sale_of_customer;
