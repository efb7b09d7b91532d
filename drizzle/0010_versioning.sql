-- What analyses there are, which version was in use when, what was computed and what was decided: facts like all others.

create table software (
	name text not null,
	commit text not null,
	tree text not null,
	parents text[] not null,
	author text not null,
	authored_at timestamptz not null,
	message text not null,
	manifest json not null,
	warnings text[] not null,
	collection text not null,
	known_at timestamptz not null,
	known_from known_from not null,
	version bigint not null,
	packet bigint,
	batch bigint not null,
	fact integer not null,
	primary key (name, commit, version, collection, known_at)
);
create index software_known_at on software (known_at);
create index software_batch on software (batch);

-- Branches, tags and deployments as they move. Each movement is a version of its own: back to an old commit is news.
create table software_ref (
	name text not null,
	ref text not null,
	commit text,
	audience text,
	parameters json,
	moved_at timestamptz not null,
	actor text not null,
	collection text not null,
	known_at timestamptz not null,
	known_from known_from not null,
	version bigint not null,
	packet bigint,
	batch bigint not null,
	fact integer not null,
	primary key (name, ref, version, collection, known_at)
);
create index software_ref_known_at on software_ref (known_at);
create index software_ref_batch on software_ref (batch);

create table run (
	run text not null,
	analysis text not null,
	commit text not null,
	kind text not null check (kind in ('manual', 'live')),
	audience text not null,
	basis_known_at timestamptz not null,
	basis_batch bigint not null,
	parameters json not null,
	environment json not null,
	inputs integer not null,
	inputs_digest text not null,
	outputs integer not null,
	outputs_digest text not null,
	status text not null check (status in ('finished', 'failed')),
	reason text,
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
	primary key (run, version, collection, known_at)
);
create index run_analysis on run (analysis, known_at);
create index run_known_at on run (known_at);
create index run_batch on run (batch);

create table decision (
	decision text not null,
	subject text not null,
	action text not null,
	reason text not null,
	actor text not null,
	audience text not null,
	basis_known_at timestamptz not null,
	basis_batch bigint not null,
	runs text[] not null,
	evidence json not null,
	supersedes text,
	decided_at timestamptz not null,
	collection text not null,
	known_at timestamptz not null,
	known_from known_from not null,
	version bigint not null,
	packet bigint,
	batch bigint not null,
	fact integer not null,
	primary key (decision, version, collection, known_at)
);
create index decision_subject on decision (subject);
create index decision_known_at on decision (known_at);
create index decision_batch on decision (batch);

create table backtest (
	backtest text not null,
	analysis text not null,
	commit text not null,
	audience text not null,
	parameters json not null,
	from_at timestamptz not null,
	to_at timestamptz not null,
	every text not null,
	basis_batch bigint not null,
	evaluations bigint not null,
	selected integer not null,
	leaked integer not null,
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
	primary key (backtest, version, collection, known_at)
);
create index backtest_analysis on backtest (analysis, known_at);
create index backtest_batch on backtest (batch);

grant select, insert on software, software_ref, run, decision, backtest to lookback_app;
