-- The desk: open tasks by their age, and how long decided cases took.

create index tasks_open_by_age on tasks (body, unit, opened_at, task_id) where done_at is null;

-- One row for each decision that ended a case: what the public figures of a service are made of. Nothing personal.
create table case_times (
    service_id     text not null,
    closed_at      integer not null,
    case_id        blob not null,
    worked_minutes integer not null,
    is_on_time     integer not null,
    primary key (service_id, closed_at, case_id)
) without rowid;
