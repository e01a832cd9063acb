//! Every limit of this crate, in one place.

/// Characters of one run of foreign text that a page shows; the rest is cut and marked with an ellipsis.
pub const FOREIGN_CHARS_MAX: usize = 5_000;

/// Characters of a local address that a link may have.
pub const HREF_CHARS_MAX: usize = 2_000;

/// Bytes of the host in a gateway's origin.
pub const ORIGIN_BYTES_MAX: usize = 255;

/// Bytes of a drawing that a page takes in.
pub const SVG_BYTES_MAX: usize = 512 * 1024;

/// Values that were typed and are kept on an error page.
pub const KEPT_VALUES_MAX: usize = 500;

/// Bytes of a posted form.
pub const FORM_BYTES_MAX: usize = afaq_app::limits::FORM_BYTES_MAX as usize;

/// Bytes of the form around posted files.
pub const AROUND_FILES_BYTES: u64 = 1024 * 1024;

/// Bytes of a post with files: the largest file that a pack may allow (20 MB), and the form around it.
pub const UPLOAD_BYTES_MAX: usize = 21 * 1024 * 1024;

/// Bytes of a call of the payment gateway.
pub const CALL_BYTES_MAX: usize = 16 * 1024;

/// Fields of a posted form.
pub const FIELDS_MAX: usize = 2_000;

/// Values of one field.
pub const FIELD_VALUES_MAX: usize = 500;

/// Bytes of a field's name.
pub const FIELD_NAME_BYTES_MAX: usize = 200;

/// Files of one post.
pub const FILES_MAX: usize = 20;

/// How long a request may take: the slowest is a large file over a slow line.
pub const REQUEST_TIME_MAX: std::time::Duration = std::time::Duration::from_secs(60);

/// Callers whose rates are remembered at once.
pub const CALLERS_MAX: usize = 50_000;

/// Signing in: at once, and a minute, for one address.
pub const SIGN_IN_RATE: (f64, f64) = (60.0, 30.0);

/// Asking for a code of a document: at once, and a minute. A code has 128 bits; this is against load.
pub const VERIFY_RATE: (f64, f64) = (60.0, 30.0);

/// Posts that may carry files: at once, and a minute, for one session.
pub const UPLOAD_RATE: (f64, f64) = (120.0, 60.0);

/// Pages for everybody that are kept as they leave the house.
pub const KEPT_PAGES_MAX: usize = 1_000;
/// Bytes of one kept page.
pub const KEPT_PAGE_BYTES_MAX: usize = 2 * 1024 * 1024;
/// How long a page for everybody is kept, though nothing was published meanwhile: dates on it move on.
pub const KEPT_PAGE_TIME: std::time::Duration = std::time::Duration::from_secs(5);
/// Messages of one sender: at once, and each minute.
pub const MESSAGE_RATE: (f64, f64) = (2_000.0, 60_000.0);
