-- A first page tells of the newest facts as known at any moment: it goes back through them by when they were known. Of
-- statements it tells those that people name things by, not a classifier's hundred probabilities an object.
create index statement_news on statement (known_at) where property in ('class', 'identity', 'name', 'redshift');
create index localization_known_at on localization (known_at);
