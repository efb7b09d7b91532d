-- Which objects and events a run was given: so that the runs that read something are found from it, whether they said
-- anything of it or not. Runs of before this table are found by what they said alone.
create table run_subject (
	run text not null,
	subject text collate "C" not null,
	collection text not null,
	known_at timestamptz not null,
	known_from known_from not null,
	version bigint not null,
	packet bigint,
	batch bigint not null,
	fact integer not null,
	primary key (subject, run, version, collection, known_at)
);
create index run_subject_batch on run_subject (batch);

grant select, insert on run_subject to lookback_app;
