-- Steps through the schedule, a plan and a campaign look for whatever was told of them; those through the audit log for entries.
create index block_plan on block (plan) where plan is not null;
create index block_facility_known_at on block (facility, known_at);
create index block_time on block using gist (tstzrange(from_at, to_at));
create index block_subject on block (subject) where subject is not null;
create index pointing_campaign on pointing (campaign) where campaign is not null;
create index audit_at on audit (at);
