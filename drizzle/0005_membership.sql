-- Who belongs to which group, in which role: facts in time, like everything that rights rest on.
create table membership (
	group_name text not null,
	person text not null,
	role text not null check (role in ('reader', 'contributor', 'planner', 'operator', 'curator', 'administrator')),
	is_member boolean not null,
	collection text not null,
	known_at timestamptz not null,
	known_from known_from not null,
	version bigint not null,
	packet bigint,
	batch bigint not null,
	fact integer not null,
	primary key (group_name, person, role, version, collection, known_at)
);
create index membership_person on membership (person);
create index membership_batch on membership (batch);
grant select, insert on membership to lookback_app;

alter table token
	add column person text,
	add column may_write boolean not null default true,
	add column expires_at timestamptz,
	add column last_used_at timestamptz;
