-- Retention: when what people gave in a case is to be deleted, and when it was.

alter table cases add column delete_after integer;
alter table cases add column deleted_at integer;
create index cases_by_delete_after on cases (delete_after, case_id) where delete_after is not null;

-- Persons whose key was destroyed are few; each process knows them all.
create index party_keys_erased on party_keys (erased_at) where erased_at is not null;
