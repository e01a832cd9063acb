//! Every limit of this crate, in one place.

/// Longest text, in bytes, that a parser of this crate looks at; anything longer is refused unread.
pub const PARSED_TEXT_BYTES_MAX: usize = 256;

/// Longest checked name (body code, unit, service, register), in characters.
pub const NAME_CHARS_MAX: usize = 120;

/// Largest amount of money, in fils, in either direction: a hundred billion dinars.
///
/// Far above the state's yearly budget and far below what would overflow when a year of amounts is added.
pub const MONEY_FILS_MAX: i64 = 100_000_000_000_000;

/// Longest calendar period, in months: a hundred years.
pub const PERIOD_MONTHS_MAX: i64 = 1_200;

/// Longest calendar period's day part, in days: a hundred years.
pub const PERIOD_DAYS_MAX: i64 = 36_525;

/// Longest calendar period's time part, in seconds: a hundred years.
pub const PERIOD_SECONDS_MAX: i64 = PERIOD_DAYS_MAX * 86_400;

/// Most working days or working hours that a span may ask for.
pub const SPAN_UNITS_MAX: i64 = 20_000;

/// First year for which a working calendar has an index.
pub const CALENDAR_YEAR_MIN: i16 = 2000;

/// Last year for which a working calendar has an index.
pub const CALENDAR_YEAR_MAX: i16 = 2069;

/// Most holidays, announcements and rules that one calendar may name, each.
pub const CALENDAR_ENTRIES_MAX: usize = 5_000;

/// Most bodies for which one calendar may hold an override.
pub const CALENDAR_BODIES_MAX: usize = 150;

/// Most days that one announcement or holiday may cover.
pub const CALENDAR_ENTRY_DAYS_MAX: i64 = 400;

/// Most intervals of work in one day.
pub const DAY_INTERVALS_MAX: usize = 6;

/// Characters of a text that search looks at.
pub const SEARCH_TEXT_CHARS_MAX: usize = 20_000;

/// Words of a text that search looks at.
pub const SEARCH_WORDS_MAX: usize = 2_000;

/// Characters of a word that search looks at; a longer one is no word.
pub const SEARCH_WORD_CHARS_MAX: usize = 40;
