//! Every limit of this crate, named in one place.

/// What one evaluation may cost. The defaults fit rules of a public service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Operations in total.
    pub steps: u64,
    /// Nested operations and function calls.
    pub depth: u32,
    /// Elements of one list, entries of one context.
    pub list_length: usize,
    /// Characters of one text.
    pub text_length: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { steps: 1_000_000, depth: 256, list_length: 100_000, text_length: 1_000_000 }
    }
}

/// What one text of FEEL may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseLimits {
    /// Characters.
    pub text_length: usize,
    /// Levels of nesting.
    pub depth: u32,
    /// Problems that are reported.
    pub problems: usize,
}

impl Default for ParseLimits {
    fn default() -> ParseLimits {
        ParseLimits { text_length: 100_000, depth: 64, problems: 50 }
    }
}

/// Regular expressions: characters of a pattern.
pub(crate) const PATTERN_LENGTH: usize = 4_000;
/// Regular expressions: steps of a pattern's program, its repetitions written out.
pub(crate) const PATTERN_STEPS: usize = 50_000;
/// Regular expressions: levels of nesting.
pub(crate) const PATTERN_DEPTH: u32 = 64;
/// Regular expressions: how often a count such as `{1,1000}` may repeat.
pub(crate) const PATTERN_REPEAT: u32 = 1_000;
/// Altered expressions that `mutants` gives for one text.
pub(crate) const MUTANTS: usize = 2_000;
/// Bytes of a text from which on a function pays for looking at it.
pub(crate) const LONG_TEXT: usize = 4_096;
/// Words of one name.
pub(crate) const NAME_WORDS: usize = 64;
/// Steps that folding one constant part of an expression may take.
pub(crate) const FOLD_STEPS: u64 = 10_000;
/// Rows that columns are evaluated for at once.
pub(crate) const BATCH_ROWS: usize = 1_024;
