-- Who can observe, what is wanted, what was planned, what was asked of whom, and what was looked at: facts like all others.

-- A reason that a facility keeps to itself stands in a telling of its own people's; everyone else's is redacted.
create table facility (
	facility text not null,
	name text not null,
	operators text,
	is_redacted boolean not null,
	document json not null,
	actor text not null,
	collection text not null,
	known_at timestamptz not null,
	known_from known_from not null,
	version bigint not null,
	packet bigint,
	batch bigint not null,
	fact integer not null,
	primary key (facility, version, collection, known_at)
);
create index facility_known_at on facility (known_at);
create index facility_batch on facility (batch);

create table campaign (
	campaign text not null,
	revision integer not null,
	title text not null,
	audience text not null,
	owner text not null,
	is_anonymous boolean not null,
	state text not null check (state in ('open', 'closed')),
	goals json not null,
	reason text,
	actor text not null,
	collection text not null,
	known_at timestamptz not null,
	known_from known_from not null,
	version bigint not null,
	packet bigint,
	batch bigint not null,
	fact integer not null,
	primary key (campaign, version, collection, known_at)
);
create index campaign_known_at on campaign (known_at);
create index campaign_batch on campaign (batch);

create table plan (
	plan text not null,
	campaigns text[] not null,
	audience text not null,
	basis_known_at timestamptz not null,
	basis_batch bigint not null,
	from_at timestamptz not null,
	to_at timestamptz not null,
	software text not null,
	options json not null,
	rests_on json not null,
	inputs_digest text not null,
	outputs_digest text not null,
	objective double precision not null,
	bound double precision not null,
	blocks integer not null,
	left_out integer not null,
	summary json not null,
	started_at timestamptz not null,
	finished_at timestamptz not null,
	actor text not null,
	collection text not null,
	known_at timestamptz not null,
	known_from known_from not null,
	version bigint not null,
	packet bigint,
	batch bigint not null,
	fact integer not null,
	primary key (plan, version, collection, known_at)
);
create index plan_campaigns on plan using gin (campaigns);
create index plan_known_at on plan (known_at);
create index plan_batch on plan (batch);

-- What is asked of a telescope, and what became of it. Whoever may not know what it is for has a redacted telling.
create table block (
	block text not null,
	revision integer not null,
	state text not null
		check (state in ('proposed', 'accepted', 'declined', 'withdrawn', 'executed', 'failed', 'aborted')),
	facility text not null,
	telescope text not null,
	instrument text not null,
	from_at timestamptz not null,
	to_at timestamptz not null check (to_at > from_at),
	ra_deg double precision not null,
	dec_deg double precision not null,
	band text,
	exposure_sec double precision,
	exposures integer,
	owner text,
	campaign text,
	plan text,
	subject text,
	label text,
	is_redacted boolean not null,
	reason text,
	reason_kind text,
	actor text,
	collection text not null,
	known_at timestamptz not null,
	known_from known_from not null,
	version bigint not null,
	packet bigint,
	batch bigint not null,
	fact integer not null,
	primary key (block, version, collection, known_at)
);
create index block_facility on block (facility, from_at);
create index block_from_at on block (from_at);
create index block_campaign on block (campaign, from_at);
create index block_known_at on block (known_at);
create index block_batch on block (batch);

-- Where an instrument did look, or said that it would.
create table pointing (
	facility text not null,
	pointing text not null,
	instrument text not null,
	is_executed boolean not null,
	from_at timestamptz not null,
	to_at timestamptz not null,
	ra_deg double precision not null,
	dec_deg double precision not null,
	position_angle_deg double precision,
	band text,
	depth_mag double precision,
	event text,
	campaign text,
	block text,
	detail json,
	actor text not null,
	collection text not null,
	known_at timestamptz not null,
	known_from known_from not null,
	version bigint not null,
	packet bigint,
	batch bigint not null,
	fact integer not null,
	primary key (facility, pointing, version, collection, known_at)
);
create index pointing_from_at on pointing (from_at);
create index pointing_event on pointing (event) where event is not null;
create index pointing_known_at on pointing (known_at);
create index pointing_batch on pointing (batch);

-- Derived: the newest revision of each block, and the time it holds while it is accepted. A range of one number stands
-- for the telescope, since text has no GiST operators without an extension.
create table booking (
	block text primary key,
	revision integer not null,
	telescope text not null,
	held tstzrange,
	constraint telescope_booked_once exclude using gist (
		int8range(hashtextextended(telescope, 0) / 2, hashtextextended(telescope, 0) / 2, '[]') with &&,
		held with &&
	) deferrable initially deferred
);

grant select, insert on facility, campaign, plan, block, pointing to lookback_app;
grant select, insert, update, delete on booking to lookback_app;
