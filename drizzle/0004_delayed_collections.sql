-- Collections may open a while after observation: the as-of functions take those beside the open ones, and the copy of
-- contested alerts says when each was observed. It is derived: made anew.
drop function if exists alert_as_of(timestamptz, bigint, text[]);
drop function if exists photometry_as_of(timestamptz, bigint, text[]);
drop function if exists statement_as_of(timestamptz, bigint, text[]);
drop function if exists notice_as_of(timestamptz, bigint, text[]);
drop function if exists localization_as_of(timestamptz, bigint, text[]);
drop function if exists collection_policy_as_of(timestamptz, bigint, text[]);

drop table alert_restatement;
create table alert_restatement (
	survey text not null,
	alert_id bigint not null,
	version bigint not null,
	collection text not null,
	observed_at timestamptz not null,
	known_at timestamptz not null,
	batch bigint not null,
	primary key (alert_id, survey, version, collection, known_at)
);
insert into alert_restatement (survey, alert_id, version, collection, observed_at, known_at, batch)
select survey, alert_id, version, collection, observed_at, known_at, batch
from (select *, count(*) over (partition by survey, alert_id) as tellings from alert) told
where tellings > 1
on conflict do nothing;
grant select, insert on alert_restatement to lookback_app;
