-- A list of all objects steps to where the first news of another one came: its moments stand in an index.
create index object_known_at on object_known (known_at);
