//! Every limit of the command, named in one place.

/// Longest file of input data in JSON, in bytes; CSV is read row by row and has no such limit.
pub const JSON_BYTES_MAX: u64 = 16_000_000;
/// Longest model file, in bytes.
pub const MODEL_BYTES_MAX: u64 = 16_000_000;
/// Deepest nesting of JSON.
pub const JSON_DEPTH_MAX: usize = 64;
/// Longest row of a CSV file, in bytes.
pub const ROW_BYTES_MAX: usize = 1_000_000;
/// Most columns of a CSV file.
pub const COLUMNS_MAX: usize = 1_000;
/// Most rows with errors that are told one by one.
pub const ROW_ERRORS_MAX: u64 = 20;
/// Most models that are looked for beside a model that imports others.
pub const MODELS_MAX: usize = 200;
/// Most changes from one result to another that are shown.
pub const TRANSITIONS_SHOWN_MAX: usize = 50;

/// Rows of a file that are evaluated together.
pub const BATCH_ROWS: usize = 4_096;
/// Most names (of inputs, of allowed values) that a message lists.
pub const NAMES_SHOWN_MAX: usize = 12;
