//! Every limit of the store, named in one place.

/// Commits that one transaction may group; more wait for the next transaction.
pub const GROUPED_COMMITS_MAX: usize = 512;

/// Bytes that one transaction may group before it is closed.
pub const GROUPED_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Commits a transaction, on the average of the last ones, from which on a group waits for more company.
pub const CROWD_MIN: usize = 2;

/// Commits of a group that waits for no more.
pub const GATHERED_COMMITS: usize = 48;

/// One short wait of a group for more company, in microseconds.
pub const GATHER_STEP_US: u64 = 200;

/// Short waits of one group at most.
pub const GATHER_STEPS: usize = 20;

/// Short waits without any company after which a group goes as it is.
pub const GATHER_LONELY_STEPS: usize = 3;

/// Writes that may wait in the queue; a further caller waits for a place.
pub const QUEUED_WRITES_MAX: usize = 4_096;

/// Reads that may wait in the queue; a further caller waits for a place.
pub const QUEUED_READS_MAX: usize = 4_096;

/// Streams that one commit may append to.
pub const COMMIT_STREAMS_MAX: usize = 64;

/// Events in one commit.
pub const COMMIT_EVENTS_MAX: usize = 2_000;

/// Rows to read that one commit may write.
pub const COMMIT_ROWS_MAX: usize = 2_000;

/// Jobs that one commit may add or cancel.
pub const COMMIT_JOBS_MAX: usize = 1_000;

/// Bytes of one commit, all its texts and sealed parts together.
pub const COMMIT_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Bytes of one JSON value.
pub const JSON_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Levels of nesting in one JSON value (the reader stops at 128).
pub const JSON_DEPTH_MAX: usize = 100;

/// Bytes of one sealed value before sealing.
pub const SEALED_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Bytes of a name: a kind, an identifier, a key, a code.
pub const NAME_BYTES_MAX: usize = 300;

/// Bytes of one text column.
pub const TEXT_BYTES_MAX: usize = 256 * 1024;

/// Bytes of the files of one published version.
pub const PUBLICATION_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Bytes of one stored file, where the caller names no lower limit.
pub const FILE_BYTES_MAX: u64 = 1024 * 1024 * 1024;

/// Plain bytes of one piece of a stored file; each piece is sealed by itself.
pub const FILE_PIECE_BYTES: usize = 64 * 1024;

/// Bytes of one part of a file that is put into an object store; the least that S3 takes is 5 MiB.
pub const OBJECT_PART_BYTES: usize = 5 * 1024 * 1024;

/// How long a connection to an object store may take, in milliseconds.
pub const OBJECT_CONNECT_MS: u64 = 3_000;

/// How long the beginning of an object store's answer may take, in milliseconds.
pub const OBJECT_ANSWER_MS: u64 = 10_000;

/// How long an object store may be silent within an answer, in milliseconds.
pub const OBJECT_SILENCE_MS: u64 = 5_000;

/// How long one request to an object store is repeated, in milliseconds.
pub const OBJECT_REQUEST_MS: u64 = 20_000;

/// Repetitions of one request to an object store.
pub const OBJECT_RETRIES_MAX: usize = 8;

/// The first wait before a request to an object store is repeated, in milliseconds; each further one is longer.
pub const OBJECT_RETRY_FIRST_MS: u64 = 100;

/// The longest wait before a request to an object store is repeated, in milliseconds.
pub const OBJECT_RETRY_LAST_MS: u64 = 4_000;

/// How long a connection to an object store is kept without use, in milliseconds.
pub const OBJECT_IDLE_MS: u64 = 20_000;

/// Files whose bytes a look at the object store looks for.
pub const OBJECT_LOOK_FILES: u64 = 200;

/// Bytes of an object store's answer to a question about its bucket.
pub const OBJECT_LOOK_BYTES_MAX: usize = 64 * 1024;

/// Addresses of kept bytes that one search for strays lists.
pub const STRAYS_LISTED_MAX: usize = 20_000;

/// Addresses that one question of a search for strays names.
pub const STRAYS_ASKED_MAX: usize = 200;

/// Events that one read of the feed or of a stream returns at most.
pub const READ_EVENTS_MAX: usize = 10_000;

/// Rows on one page of a list.
pub const PAGE_ROWS_MAX: usize = 500;

/// A count stops here; what is larger is shown as "more than".
pub const COUNTED_ROWS_MAX: u64 = 10_000;

/// Jobs that one claim hands out.
pub const CLAIMED_JOBS_MAX: usize = 500;

/// Rows of each kind that one sweep deletes, so that it never holds up the writer for long.
pub const SWEPT_ROWS_MAX: usize = 1_000;

/// Keys of persons kept in memory.
pub const CACHED_KEYS_MAX: usize = 20_000;

/// Prepared statements kept for each connection.
pub const PREPARED_STATEMENTS_MAX: usize = 256;

/// Look-ups of single things that run at once on the callers' own threads.
pub const LOOK_UPS_MAX: usize = 8;

/// Threads that read; one connection each.
pub const READERS_MAX: usize = 64;

/// How long a connection waits for another process's lock, in milliseconds.
pub const BUSY_TIMEOUT_MS: u64 = 10_000;

/// Pages in the write-ahead log before it is written back (4 KiB each): larger is rarer and longer.
pub const CHECKPOINT_PAGES: u32 = 16_384;

/// Events in one stream; a thing with more has the wrong boundary.
pub const STREAM_EVENTS_MAX: u64 = 100_000;

/// How long a destroyed key may hold up other writes until no trace of it is left, in milliseconds.
pub const SCRUB_WAIT_MS: u64 = 200;

/// Lanes of one process that commit to PostgreSQL side by side.
pub const APPENDER_LANES: usize = 2;

/// Numbers for new streams that a lane draws ahead.
pub const DRAWN_STREAMS: usize = 128;

/// How long a connection to one server may take to come about, in milliseconds.
pub const CONNECT_TIMEOUT_MS: u64 = 1_500;

/// How long sent bytes may stay without an answer of the other machine before a connection counts as lost.
pub const TCP_USER_TIMEOUT_MS: u64 = 5_000;

/// How long a group may take before its connection is dropped and its outcome asked for on another.
pub const COMMIT_PATIENCE_MS: u64 = 10_000;

/// How long a command is kept and tried again while no primary is there.
pub const OUTAGE_PATIENCE_MS: u64 = 60_000;

/// How long a read is tried again while no server is there that may answer it.
pub const READ_PATIENCE_MS: u64 = 30_000;

/// The first pause before a lost server is tried again, in milliseconds.
pub const RECONNECT_MS: u64 = 50;

/// The longest pause before a lost server is tried again, in milliseconds.
pub const RECONNECT_MAX_MS: u64 = 1_000;

/// How often a group is written again because other transactions were in its way.
pub const COLLISIONS_MAX: usize = 3;

/// How often a process looks at what the others have written, in milliseconds.
pub const NEWS_MS: u64 = 250;

/// A feed that stands still for less than this is not held back, in milliseconds.
pub const HELD_BACK_MIN_MS: u64 = 1_000;

/// How long a transaction may hold the feed back before an alarm is raised, in milliseconds.
pub const HELD_BACK_ALARM_MS: u64 = 10_000;

/// The pause between two looks at whether the feed has come so far, in milliseconds.
pub const FEED_WAIT_MS: u64 = 5;

/// How long a look at a region waits for one server, in milliseconds.
pub const REGION_LOOK_MS: u64 = 5_000;

/// Rows that a copy from one backend to the other moves at once.
pub const COPIED_ROWS: usize = 500;
