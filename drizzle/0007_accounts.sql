-- Who may sign in, by what, and who did. What they may see and do rests on facts of the ledger: policies, memberships.
create table account (
	person text primary key,
	password text,
	made_at timestamptz not null,
	disabled_at timestamptz
);

create table identity (
	issuer text not null,
	subject text not null,
	person text not null references account,
	made_at timestamptz not null,
	primary key (issuer, subject)
);

create table session (
	sha256 bytea primary key,
	person text,
	way text not null,
	address text,
	made_at timestamptz not null,
	expires_at timestamptz not null,
	last_used_at timestamptz not null
);
create index session_person on session (person);

create table link (
	sha256 bytea primary key,
	person text,
	made_at timestamptz not null,
	expires_at timestamptz not null
);

create table audit (
	entry bigint primary key,
	at timestamptz not null,
	actor text not null,
	address text,
	act text not null,
	person text,
	detail text not null,
	previous bytea not null unique,
	digest bytea not null unique
);
create index audit_act on audit (act, at);

-- The rights of a token can be fewer than its person's: those of some of the groups.
alter table token add column groups text[];

grant select, insert, update on account to lookback_app;
grant select, insert on identity to lookback_app;
grant select, insert, update, delete on session to lookback_app;
grant select, insert, delete on link to lookback_app;
grant select, insert on audit to lookback_app;
