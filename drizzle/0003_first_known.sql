-- Derived, so that lists pass over what a reader may not see, or nobody knew yet, without asking for it, and so that
-- what the archive holds is counted without reading every packet.
create table object_known (
	survey text collate "C" not null,
	object_id text collate "C" not null,
	collection text not null,
	known_at timestamptz not null,
	batch bigint not null,
	primary key (survey, object_id, collection)
);
insert into object_known (survey, object_id, collection, known_at, batch)
select survey, object_id, collection, min(known_at), min(batch)
from (
	select survey, object_id, collection, min(known_at) as known_at, min(batch) as batch from alert group by 1, 2, 3
	union all
	select survey, object_id, collection, min(known_at), min(batch) from photometry group by 1, 2, 3
) told
group by 1, 2, 3;

create table packet_tally (
	batch bigint not null,
	source text not null,
	format text not null,
	collections text[] not null,
	packets integer not null,
	records integer not null,
	first_received_at timestamptz not null,
	last_received_at timestamptz not null,
	primary key (batch, source, format, collections)
);
insert into packet_tally
select batch, source, format, collections, count(*), sum(records), min(received_at), max(received_at)
from packet
group by batch, source, format, collections;

grant select, insert, update on object_known to lookback_app;
grant select, insert on packet_tally to lookback_app;
