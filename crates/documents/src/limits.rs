//! Every limit of the documents, in one place.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The longest template, in bytes of UTF-8.
pub const TEMPLATE_BYTES_MAX: usize = 256 * 1024;
/// The most text that a request's data may hold, in bytes of UTF-8, keys included.
pub const DATA_BYTES_MAX: usize = 1024 * 1024;
/// The most values in a request's data.
pub const DATA_VALUES_MAX: usize = 50_000;
/// The deepest nesting of lists and groups in a request's data.
pub const DATA_DEPTH_MAX: usize = 32;
/// The most assets of one request.
pub const ASSETS_MAX: usize = 16;
/// The most bytes of all assets of one request together.
pub const ASSETS_BYTES_MAX: usize = 4 * 1024 * 1024;
/// The longest name of an asset, in bytes.
pub const ASSET_NAME_BYTES_MAX: usize = 64;
/// The longest title, name of a body or document number, in bytes of UTF-8.
pub const LINE_BYTES_MAX: usize = 512;
/// The longest verification address, in bytes: a QR code of this length is still easy to scan at 26 mm.
pub const URL_BYTES_MAX: usize = 300;
/// The most problems of one template that are reported.
pub const PROBLEMS_MAX: usize = 20;
/// The longest message of one problem, in characters.
pub const MESSAGE_CHARS_MAX: usize = 500;
/// The most characters of a child's last words that are kept.
pub const LAST_WORDS_BYTES_MAX: usize = 8 * 1024;
/// The stack of the thread that sets a document, in bytes. Only what is used takes memory.
pub const STACK_BYTES: usize = 64 * 1024 * 1024;
/// The largest frame between parent and child other than a document, in bytes.
pub const FRAME_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Limits that the operator may set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// How many children may run at the same time.
    pub workers_max: usize,
    /// The longest time that setting one document may take, in milliseconds.
    pub timeout_ms: u64,
    /// The longest time that a request waits for a free child, in milliseconds.
    pub queue_ms: u64,
    /// The address space of one child, in mebibytes.
    pub memory_mb: u64,
    /// The largest document, in bytes.
    pub output_bytes_max: usize,
    /// The most pages of one document.
    pub pages_max: usize,
    /// How many documents a child sets before it is replaced.
    pub documents_per_child_max: u32,
    /// How long a child lives before it is replaced, in seconds.
    pub child_age_s_max: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            workers_max: 2,
            timeout_ms: 10_000,
            queue_ms: 30_000,
            memory_mb: 768,
            output_bytes_max: 16 * 1024 * 1024,
            pages_max: 60,
            documents_per_child_max: 200,
            child_age_s_max: 900,
        }
    }
}

impl Limits {
    /// [`Self::timeout_ms`] as a duration.
    pub(crate) const fn timeout(&self) -> Duration {
        Duration::from_millis(self.timeout_ms)
    }

    /// [`Self::queue_ms`] as a duration.
    pub(crate) const fn queue(&self) -> Duration {
        Duration::from_millis(self.queue_ms)
    }
}
