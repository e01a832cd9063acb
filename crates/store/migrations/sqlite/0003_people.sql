-- What people say after the end of a request; the words beside the points are sealed.

create table ratings (
    case_id      blob not null primary key,
    service_id   text not null,
    pack_version text not null,
    body         text not null,
    party        blob not null,
    points       integer not null,
    given_at     integer not null,
    changed_at   integer not null,
    comment      blob
);
create index ratings_by_service on ratings (service_id, points);

-- By which ways a person wants to be told; sealed, and deletable.

create table letter_preferences (
    party      blob not null primary key,
    content    blob not null,
    changed_at integer not null
) without rowid;

-- Facts of registers that people call wrong, for the bodies that hold them. What was said stands, sealed, in the log.

create table corrections (
    correction_id blob not null primary key,
    case_id       blob not null,
    party         blob not null,
    service_id    text not null,
    pack_version  text not null,
    body          text not null,
    register      text not null,
    path          text not null,
    state         text not null,
    opened_at     integer not null,
    due_at        integer not null,
    answered_at   integer
);
create index corrections_open_by_body on corrections (body, due_at, correction_id) where answered_at is null;
create index corrections_by_case on corrections (case_id, opened_at, correction_id);
create index corrections_by_party on corrections (party, opened_at, correction_id);
