//! The event log, rows to read, drafts, jobs and keys.
