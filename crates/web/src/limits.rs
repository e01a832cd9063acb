//! Every limit of this crate, in one place.

/// Characters of one run of foreign text that a page shows; the rest is cut and marked with an ellipsis.
pub const FOREIGN_CHARS_MAX: usize = 5_000;

/// Characters of a local address that a link may have.
pub const HREF_CHARS_MAX: usize = 2_000;

/// Bytes of a drawing that a page takes in.
pub const SVG_BYTES_MAX: usize = 512 * 1024;

/// Values that were typed and are kept on an error page.
pub const KEPT_VALUES_MAX: usize = 500;
