-- Objects of which a reader may see measurements and no alert are found in a cone by where they are. The locator says
-- in which collections an object has alerts, so that the question is asked of few. It is derived: made anew.
create index object_place on object (hpx);
drop table locator;
create table locator as
	select distinct survey collate "C" as survey, alert_id, object_id collate "C" as object_id, hpx, observed_at, collection
	from alert;
alter table locator
	alter column survey set not null, alter column alert_id set not null, alter column object_id set not null,
	alter column hpx set not null, alter column observed_at set not null, alter column collection set not null;
alter table locator add primary key (alert_id, survey, hpx, observed_at, collection);
create index locator_object on locator (object_id, survey, collection);
grant select, insert on locator to lookback_app;
