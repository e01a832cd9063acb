//! Every limit of a pack, named in one place.

/// Bytes of all files of a pack together.
pub const PACK_BYTES_MAX: usize = 5 * 1024 * 1024;
/// Bytes of one file that is read as text.
pub const FILE_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Files in a pack.
pub const FILES_MAX: usize = 500;
/// Characters in a path within a pack.
pub const PATH_CHARS_MAX: usize = 200;
/// Nesting of YAML.
pub const YAML_DEPTH_MAX: usize = 32;
/// Nodes of one YAML file, those that aliases repeat counted again.
pub const YAML_NODES_MAX: usize = 100_000;
/// Nesting of XML in rules and process.
pub const XML_DEPTH_MAX: usize = 64;
/// Pages of a form.
pub const PAGES_MAX: usize = 100;
/// Questions of a form.
pub const QUESTIONS_MAX: usize = 500;
/// Concepts of a service.
pub const CONCEPTS_MAX: usize = 1_000;
/// Values of a choice.
pub const CHOICES_MAX: usize = 500;
/// Decisions of a service.
pub const DECISIONS_MAX: usize = 200;
/// Rules of one table.
pub const RULES_MAX: usize = 2_000;
/// Columns of one table.
pub const COLUMNS_MAX: usize = 50;
/// Elements of the process.
pub const PROCESS_ELEMENTS_MAX: usize = 1_000;
/// Bytes of one evidence file that a pack may allow.
pub const EVIDENCE_BYTES_MAX: u64 = 20 * 1024 * 1024;
/// Characters of a text for people.
pub const TEXT_CHARS_MAX: usize = 4_000;
/// Characters of an expression.
pub const EXPRESSION_CHARS_MAX: usize = 4_000;
/// Characters of an id or path.
pub const ID_CHARS_MAX: usize = 80;
/// Languages beside Arabic and English.
pub const LANGUAGES_MAX: usize = 20;
/// Scenarios of a pack.
pub const SCENARIOS_MAX: usize = 500;
/// Steps of a scenario.
pub const STEPS_MAX: usize = 100;
/// Entries of a repeating group.
pub const ENTRIES_MAX: u32 = 100;
/// Characters of an answer before it is even looked at.
pub const ANSWER_CHARS_MAX: usize = 20_000;
/// Findings about one decision that are reported.
pub const FINDINGS_MAX: usize = 10;
/// Problems that one check reports.
pub const PROBLEMS_MAX: usize = 1_000;
/// Combinations that the check of a condition tries before it says that it has not decided.
pub const CONDITION_CELLS_MAX: usize = 20_000;
