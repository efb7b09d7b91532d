-- Derived: between which epochs and places a batch tells alerts and photometry, so that partitions can be left out.

create table batch_reach (
	batch bigint not null,
	relation text not null,
	observed_from timestamptz not null,
	observed_to timestamptz not null,
	hpx_from bigint not null,
	hpx_to bigint not null,
	primary key (batch, relation)
);
insert into batch_reach
	select batch, 'alert', min(observed_at), max(observed_at), min(hpx), max(hpx) from alert group by batch
	union all
	select batch, 'photometry', min(observed_at), max(observed_at), min(hpx), max(hpx) from photometry group by batch;
grant select, insert on batch_reach to lookback_app;
