-- Since when anything of an object was observed in a collection: lists pass over what is not open yet without asking for it.
alter table object_known add column observed_at timestamptz;
update object_known k
set observed_at = told.observed_at
from (
	select survey, object_id, collection, min(observed_at) as observed_at
	from (
		select survey, object_id, collection, min(observed_at) as observed_at from alert group by 1, 2, 3
		union all
		select survey, object_id, collection, min(observed_at) from photometry group by 1, 2, 3
	) each
	group by 1, 2, 3
) told
where k.survey = told.survey and k.object_id = told.object_id and k.collection = told.collection;
alter table object_known alter column observed_at set not null;
