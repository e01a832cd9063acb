-- Running cases: what stopped, what is waited for, what others sent, who is told, and what is done in bulk.

create table incidents (
    case_id    blob not null,
    incident   integer not null,
    service_id text not null,
    body       text not null,
    element    text not null,
    raised_at  integer not null,
    primary key (case_id, incident)
) without rowid;
create index incidents_by_body on incidents (body, raised_at, case_id);

create table awaited_messages (
    name    text not null,
    key     text not null,
    case_id blob not null,
    primary key (name, key, case_id)
) without rowid;
create index awaited_messages_by_case on awaited_messages (case_id);

-- What a message says is sealed under the key of the person it is about, and goes when it is taken or too old.
create table inbound_messages (
    message_no  integer primary key,
    sender      text not null,
    id          text not null,
    name        text not null,
    key         text not null,
    party       blob not null,
    payload     blob,
    received_at integer not null,
    expires_at  integer not null,
    taken_at    integer,
    case_id     blob,
    unique (sender, id)
);
create index inbound_messages_waiting on inbound_messages (name, key) where payload is not null;
create index inbound_messages_by_expiry on inbound_messages (expires_at) where payload is not null;

create table desk_notices (
    notice_no integer primary key,
    case_id   blob not null,
    version   integer not null,
    body      text not null,
    unit      text,
    role      text,
    officer   text,
    element   text,
    at        integer not null,
    seen_at   integer,
    seen_by   text,
    unique (case_id, version)
);
create index desk_notices_open on desk_notices (body, at) where seen_at is null;

create table announcements (
    announcement_no integer primary key,
    body            text,
    content         text not null,
    announced_at    integer not null,
    announced_by    text not null
);

create table bulk_runs (
    run_id     text not null primary key,
    kind       text not null,
    service_id text,
    content    text not null,
    cursor     text not null,
    total      integer not null,
    done       integer not null,
    changed    integer not null,
    stayed     integer not null,
    failed     integer not null,
    report     text not null,
    started_at integer not null,
    started_by text not null,
    ended_at   integer
);
create index bulk_runs_by_start on bulk_runs (started_at);
