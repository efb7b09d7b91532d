-- A token may open one calendar and nothing else, by an address that holds it: calendar programs send no headers.
alter table token add column calendar text;
