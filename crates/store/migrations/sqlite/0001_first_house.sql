-- The log: streams, events, snapshots, first answers, keys.
-- Identifiers of 128 bits are kept as sixteen bytes, the highest first: they sort as they are written.

create table meta (
    name  text not null primary key,
    value blob not null
) without rowid;

-- The version of a stream is that of its newest event: one page less to write for each command.
create table streams (
    stream_no integer primary key,
    kind      text not null,
    id        text not null,
    unique (kind, id)
);

-- `seq` is the feed: one writer at a time, so its order is the order of commits and nothing is skipped.
create table events (
    seq         integer primary key,
    stream_no   integer not null references streams (stream_no),
    version     integer not null,
    kind        text not null,
    open        text not null,
    sealed      blob,
    party       blob,
    recorded_at integer not null,
    unique (stream_no, version)
);

create table snapshots (
    stream_no integer primary key references streams (stream_no),
    version   integer not null,
    format    text not null,
    party     blob,
    sealed    blob not null
);

create table answers (
    answer_no   integer primary key,
    key         text not null unique,
    answer      text not null,
    position    integer not null,
    recorded_at integer not null
);

create table party_keys (
    party      blob not null primary key,
    wrapped    blob,
    created_at integer not null,
    erased_at  integer
) without rowid;

-- Work that must be done outside, stored with the events that ask for it.
-- `wake_at` is when someone may claim it: its due time, or the end of the lease of who has it.
create table jobs (
    job_no     integer primary key,
    kind       text not null,
    key        text not null,
    payload    text not null,
    due_at     integer not null,
    wake_at    integer,
    attempts   integer not null default 0,
    worker     text,
    last_error text,
    created_at integer not null,
    ended_at   integer,
    outcome    text,
    -- The key first: it begins with the case, so that the jobs of one command lie together.
    unique (key, kind)
);
create index jobs_by_wake on jobs (wake_at, job_no) where wake_at is not null;
create index jobs_by_end on jobs (ended_at) where ended_at is not null;

-- Rows to read. What is small lies in its primary key: that is one tree less to write.

create table cases (
    case_id        blob not null primary key,
    number         text not null unique,
    service_id     text not null,
    pack_version   text not null,
    body           text not null,
    unit           text,
    applicant      blob not null,
    representative blob,
    stage          text not null,
    assignee       text,
    submitted_at   integer not null,
    due_at         integer,
    promised_on    text,
    waiting_since  integer,
    closed_at      integer,
    outcome        text,
    title          text not null,
    version        integer not null
) without rowid;
create index cases_by_applicant on cases (applicant, submitted_at, case_id);
create index cases_by_representative on cases (representative, submitted_at, case_id)
    where representative is not null;
create index cases_open_by_body on cases (body, unit, coalesce(due_at, 9223372036854775807), case_id)
    where closed_at is null;
create index cases_waiting_by_body on cases (body, unit, coalesce(due_at, 9223372036854775807), case_id)
    where closed_at is null and waiting_since is not null;
create index cases_open_by_assignee on cases (assignee, coalesce(due_at, 9223372036854775807), case_id)
    where closed_at is null and assignee is not null;
create index cases_closed_by_body on cases (body, closed_at, case_id) where closed_at is not null;

create table tasks (
    task_id   blob not null,
    case_id   blob not null references cases (case_id),
    element   text not null,
    role      text not null,
    body      text not null,
    unit      text,
    assignee  text,
    opened_at integer not null,
    due_at    integer,
    done_at   integer,
    primary key (case_id, task_id)
) without rowid;
create index tasks_open_by_body on tasks (body, unit, coalesce(due_at, 9223372036854775807), task_id)
    where done_at is null;
create index tasks_open_by_assignee on tasks (assignee, coalesce(due_at, 9223372036854775807), task_id)
    where done_at is null and assignee is not null;
create index tasks_done_by_body on tasks (body, done_at, task_id) where done_at is not null;

create table messages (
    party      blob not null,
    sent_at    integer not null,
    message_id blob not null,
    case_id    blob,
    kind       text not null,
    read_at    integer,
    content    blob not null,
    primary key (party, sent_at, message_id)
) without rowid;
create index messages_by_case on messages (case_id) where case_id is not null;

-- Stored bytes: the folder keeps them under the hash of what lies there (sealed), `key` opens them.
create table files (
    file_id    blob not null primary key,
    address    text not null unique,
    party      blob,
    key        blob,
    sha256     blob not null,
    bytes      integer not null,
    media_type text not null,
    created_at integer not null
);
create index files_by_age on files (created_at, file_id);

create table documents (
    document_id blob not null primary key,
    number      text not null unique,
    case_id     blob not null,
    party       blob not null,
    output      text not null,
    file_id     blob references files (file_id),
    issued_at   integer not null,
    valid_until integer,
    revoked_at  integer,
    code_hash   blob not null unique,
    summary     text not null
);
create index documents_by_party on documents (party, issued_at, document_id);
create index documents_by_case on documents (case_id, issued_at, document_id);
create index documents_by_file on documents (file_id) where file_id is not null;

create table access_log (
    access_no integer primary key,
    officer   text not null,
    body      text not null,
    case_id   blob,
    party     blob,
    action    text not null,
    reason    text not null,
    at        integer not null
);
create index access_log_by_case on access_log (case_id, access_no) where case_id is not null;
create index access_log_by_party on access_log (party, access_no) where party is not null;
create index access_log_by_officer on access_log (officer, access_no);

create table publications (
    service_id     text not null,
    version        text not null,
    body           text not null,
    behavior_hash  text not null,
    content_hash   text not null,
    files          blob not null,
    published_at   integer not null,
    effective_from integer not null,
    suspended      text,
    published_by   text not null,
    primary key (service_id, version)
);
create index publications_by_effect on publications (service_id, effective_from, published_at);

create table outbox (
    letter_no integer primary key,
    key       text not null unique,
    channel   text not null,
    party     blob not null,
    case_id   blob,
    sent_at   integer not null,
    content   blob not null
);

create table payments (
    reference   text not null primary key,
    case_id     blob not null,
    amount_fils integer not null,
    state       text not null,
    at          integer not null
) without rowid;
create index payments_by_case on payments (case_id);

-- Outside the log: deletable.

create table drafts (
    draft_id     blob not null primary key,
    party        blob not null,
    service_id   text not null,
    pack_version text not null,
    page         text not null,
    answers      blob not null,
    version      integer not null,
    created_at   integer not null,
    updated_at   integer not null,
    expires_at   integer not null
);
create index drafts_by_party on drafts (party, updated_at, draft_id);
create index drafts_by_expiry on drafts (expires_at);

create table uploads (
    upload_id  blob not null primary key,
    file_id    blob not null references files (file_id),
    party      blob not null,
    draft_id   blob,
    case_id    blob,
    slot       text not null,
    name       blob not null,
    state      text not null,
    problem    text,
    created_at integer not null,
    expires_at integer
);
create index uploads_by_draft on uploads (draft_id, created_at) where draft_id is not null;
create index uploads_by_case on uploads (case_id, created_at) where case_id is not null;
create index uploads_by_file on uploads (file_id);
create index uploads_by_expiry on uploads (expires_at) where expires_at is not null;

create table sessions (
    token_hash          blob not null primary key,
    subject             text not null,
    data                text not null,
    created_at          integer not null,
    seen_at             integer not null,
    idle_expires_at     integer not null,
    absolute_expires_at integer not null
) without rowid;
create index sessions_by_subject on sessions (subject);
create index sessions_by_expiry on sessions (idle_expires_at);
