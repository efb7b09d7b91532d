-- The ledger, the facts, and what is derived from them. Facts are inserted, never changed.

create type known_from as enum ('stated', 'received', 'assumed');
create type telling as enum ('own', 'history');
create type measurement_kind as enum ('detection', 'limit', 'forced');
create type packet_role as enum ('observation', 'prediction', 'utility', 'test', 'mock');

create table batch (
	batch bigint primary key,
	sealed_at timestamptz not null unique,
	actor text not null,
	kind text not null,
	note text not null,
	segment text,
	segment_bytes bigint,
	segment_frame_sha256 bytea,
	facts integer not null,
	previous bytea not null unique,
	digest bytea not null unique,
	manifest bytea not null
);

create sequence packet_id;

create table packet (
	id bigint not null,
	source text not null,
	format text not null,
	schema_version text,
	role packet_role not null,
	name text not null,
	wanted_collection text,
	sha256 bytea not null,
	byte_offset bigint not null,
	byte_length integer not null,
	records integer not null,
	collections text[] not null,
	stated_at timestamptz,
	received_at timestamptz not null,
	collection text not null,
	known_at timestamptz not null,
	known_from known_from not null,
	version bigint not null,
	packet bigint,
	batch bigint not null,
	fact integer not null,
	primary key (id)
);
create index packet_sha256 on packet (sha256);
create index packet_batch on packet (batch);

create table quarantine (
	record integer,
	name text not null,
	code text not null,
	reason text not null,
	collection text not null,
	known_at timestamptz not null,
	known_from known_from not null,
	version bigint not null,
	packet bigint,
	batch bigint not null,
	fact integer not null,
	primary key (batch, fact)
);
create index quarantine_packet on quarantine (packet);

create table alert (
	survey text not null,
	alert_id bigint not null,
	object_id text not null,
	hpx bigint not null,
	ra_deg double precision not null,
	dec_deg double precision not null,
	observed_at timestamptz not null,
	exposure_sec real,
	band text,
	mag real,
	mag_err real,
	limiting_mag real,
	flux_njy real,
	flux_err_njy real,
	is_positive boolean,
	real_bogus real,
	record integer not null,
	collection text not null,
	known_at timestamptz not null,
	known_from known_from not null,
	version bigint not null,
	packet bigint,
	batch bigint not null,
	fact integer not null
);

create table photometry (
	survey text not null,
	object_id text not null,
	measurement bigint not null,
	kind measurement_kind not null,
	hpx bigint not null,
	ra_deg double precision,
	dec_deg double precision,
	observed_at timestamptz not null,
	exposure_sec real,
	band text,
	mag real,
	mag_err real,
	limiting_mag real,
	flux_njy real,
	flux_err_njy real,
	is_positive boolean,
	real_bogus real,
	origin telling not null,
	collection text not null,
	known_at timestamptz not null,
	known_from known_from not null,
	version bigint not null,
	packet bigint,
	batch bigint not null,
	fact integer not null
);

create table withdrawal (
	relation text not null,
	survey text not null,
	target bigint not null,
	target_version bigint not null,
	withdrawn boolean not null,
	reason text not null,
	collection text not null,
	known_at timestamptz not null,
	known_from known_from not null,
	version bigint not null,
	packet bigint,
	batch bigint not null,
	fact integer not null,
	primary key (target, target_version, survey, relation, collection, known_at, withdrawn)
);
create index withdrawal_batch on withdrawal (batch);

create table statement (
	subject text not null,
	property text not null,
	qualifier text not null,
	agent text not null,
	software text,
	value_text text,
	value_number double precision,
	unit text,
	detail json,
	collection text not null,
	known_at timestamptz not null,
	known_from known_from not null,
	version bigint not null,
	packet bigint,
	batch bigint not null,
	fact integer not null,
	primary key (subject, property, qualifier, agent, version, collection, known_at)
);
create index statement_batch on statement (batch);
create index statement_value on statement (property, value_text text_pattern_ops) where length(value_text) < 200;

create table notice (
	notice_id text not null,
	event text,
	event_kind text not null,
	stream text not null,
	kind text not null,
	role packet_role not null,
	stated_at timestamptz,
	event_at timestamptz,
	ra_deg double precision,
	dec_deg double precision,
	error_deg double precision,
	far_hz double precision,
	title text,
	body text,
	cites json not null,
	detail json not null,
	collection text not null,
	known_at timestamptz not null,
	known_from known_from not null,
	version bigint not null,
	packet bigint,
	batch bigint not null,
	fact integer not null,
	primary key (notice_id, version, collection, known_at)
);
create index notice_event on notice (event);
create index notice_known_at on notice (known_at);
create index notice_batch on notice (batch);

create table localization (
	notice_id text not null,
	name text not null,
	event text not null,
	creator text,
	event_at timestamptz,
	distance_mean_mpc double precision,
	distance_std_mpc double precision,
	area_50_deg2 double precision not null,
	area_90_deg2 double precision not null,
	cell_count integer not null,
	cells bytea not null,
	collection text not null,
	known_at timestamptz not null,
	known_from known_from not null,
	version bigint not null,
	packet bigint,
	batch bigint not null,
	fact integer not null,
	primary key (notice_id, name, version, collection, known_at)
);
create index localization_event on localization (event);
create index localization_batch on localization (batch);

create table collection_policy (
	name text not null,
	owner text not null,
	policy text not null check (policy in ('public', 'group', 'public-from', 'public-after')),
	public_from timestamptz,
	public_after_months integer,
	title text not null,
	collection text not null,
	known_at timestamptz not null,
	known_from known_from not null,
	version bigint not null,
	packet bigint,
	batch bigint not null,
	fact integer not null,
	primary key (name, version, collection, known_at)
);
create index collection_policy_batch on collection_policy (batch);

-- Derived: rebuilt from the facts, outside the ledger's digests.

create table locator (
	survey text not null,
	alert_id bigint not null,
	object_id text not null,
	hpx bigint not null,
	observed_at timestamptz not null,
	primary key (alert_id, survey, hpx, observed_at)
);
create index locator_object on locator (object_id, survey);

-- "C", so that lists of objects page in the order in which programs compare their names
create table object (
	survey text collate "C" not null,
	object_id text collate "C" not null,
	hpx bigint not null,
	primary key (object_id, survey)
);
create unique index object_in_order on object (survey, object_id);

create table alert_restatement (
	survey text not null,
	alert_id bigint not null,
	version bigint not null,
	collection text not null,
	known_at timestamptz not null,
	batch bigint not null,
	primary key (alert_id, survey, version, collection, known_at)
);

create table token (
	sha256 bytea primary key,
	label text not null,
	made_at timestamptz not null,
	revoked_at timestamptz
);

-- One migration, one if: with TimescaleDB the two big tables are hypertables. Measured on 4 million alerts over 8
-- years: 432 chunks, a cone as of (T, B) plans in 2-7 ms; partitioned by time alone in weeks it planned in 300 ms.
do $$
begin
	if exists (select from pg_available_extensions where name = 'timescaledb')
		and current_setting('shared_preload_libraries') like '%timescaledb%' then
		create extension if not exists timescaledb;
		perform create_hypertable('alert', by_range('observed_at', interval '1 year'), create_default_indexes => false);
		perform add_dimension('alert', by_range('hpx', 72057594037927936));
		perform create_hypertable('photometry', by_range('observed_at', interval '1 year'), create_default_indexes => false);
		perform add_dimension('photometry', by_range('hpx', 72057594037927936));
	end if;
end $$;

-- hpx leads: cones come by it, and the rest makes the very same telling land twice only once.
create unique index alert_telling on alert (hpx, alert_id, version, known_at, collection, observed_at, survey);
create index alert_known_at on alert (known_at);
create index alert_batch on alert (batch);
create unique index photometry_telling
	on photometry (hpx, measurement, version, origin, known_at, collection, observed_at, object_id, survey);
create index photometry_batch on photometry (batch);

do $$
begin
	if exists (select from pg_extension where extname = 'timescaledb') then
		alter table alert set (timescaledb.enable_columnstore, timescaledb.orderby = 'hpx, alert_id, version, known_at');
		alter table photometry set (timescaledb.enable_columnstore, timescaledb.orderby = 'hpx, measurement, version, known_at');
		call add_columnstore_policy('alert', after => interval '90 days');
		call add_columnstore_policy('photometry', after => interval '90 days');
	end if;
end $$;

-- The application connects as (or switches to) this role: it adds facts and can neither change nor remove one.
do $$
begin
	if not exists (select from pg_roles where rolname = 'lookback_app') then
		create role lookback_app nologin;
	end if;
exception when duplicate_object or unique_violation then null; -- another database of this server was quicker
end $$;
grant lookback_app to current_user;
grant usage on schema public to lookback_app;
grant select, insert on batch, packet, quarantine, alert, photometry, withdrawal, statement, notice, localization,
	collection_policy, locator, object, alert_restatement to lookback_app;
grant select, insert, update on token to lookback_app;
grant usage on sequence packet_id to lookback_app;
do $$
begin
	execute format('grant temporary on database %I to lookback_app', current_database());
end $$;
