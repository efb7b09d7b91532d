-- A first page tells of the newest facts as known at any moment: it goes back through them by when they were known. Facts
-- of one file are often known since one moment: what decides among them stands in the index too, else all of them would
-- be sorted for the first few. Of statements it tells those that people name things by, not a classifier's hundred
-- probabilities an object.
create index alert_newest on alert (known_at, alert_id);
drop index alert_known_at;
create index statement_news on statement (known_at, subject, property)
	where property in ('class', 'identity', 'name', 'redshift');
create index localization_known_at on localization (known_at);
