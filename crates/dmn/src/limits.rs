//! Every limit of the crate, named in one place.

/// Longest model text that is read, in bytes.
pub const MODEL_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Deepest nesting of XML elements.
pub const XML_DEPTH_MAX: usize = 128;
/// Most XML nodes (elements, texts, comments) in one model.
pub const XML_NODES_MAX: u32 = 2_000_000;
/// Most decisions, input data, knowledge models and services together.
pub const ELEMENTS_MAX: usize = 20_000;
/// Most rules in one decision table.
pub const RULES_MAX: usize = 20_000;
/// Most input or output columns in one decision table.
pub const COLUMNS_MAX: usize = 200;
/// Most problems that are reported for one model.
pub const PROBLEMS_MAX: usize = 1_000;
/// Most models that take part in one, each counted once for every way on which it is imported.
pub const IMPORTS_MAX: usize = 1_000;
/// Longest way of imports from one model to another.
pub const IMPORT_DEPTH_MAX: usize = 16;
/// Deepest nesting of item definitions (components of components).
pub const TYPE_DEPTH_MAX: usize = 32;
/// Deepest nesting of boxed expressions.
pub const EXPRESSION_DEPTH_MAX: usize = 48;
/// Deepest chain of invocations of knowledge models and decision services.
pub const INVOCATION_DEPTH_MAX: u32 = 64;
/// Most entries that one boxed iterator or filter walks over.
pub const ITERATIONS_MAX: usize = 1_000_000;
/// Most findings of one kind that the analysis of a table lists.
pub const FINDINGS_MAX: usize = 100;
/// Steps that the analysis of a table may take before it says "not decided".
pub const ANALYSIS_STEPS_MAX: u64 = 20_000_000;
/// Steps for the completeness check that `compile` does for every table.
pub const COMPLETENESS_STEPS_MAX: u64 = 200_000;
/// Most alterations that are made of one model.
pub const MUTANTS_MAX: usize = 50_000;
/// Most notes that are kept for one decision.
pub const NOTES_MAX: usize = 100;
/// Most gaps of a table that the analysis shows.
pub const GAPS_MAX: usize = 10;
/// Evaluations of single cells that the analysis of a table may take where a cell is no plain range or list.
pub const CELL_EVALUATIONS_MAX: u64 = 2_000_000;
/// Steps for finding facts that give certain values of a table's inputs.
pub const REALIZE_STEPS_MAX: u64 = 2_000;
/// Evaluations that the search through the facts of one decision may take.
pub const SEARCH_STEPS_MAX: u64 = 50_000;
/// Evaluations that the analysis spends on the conditions of one expression.
pub const CONDITION_STEPS_MAX: u64 = 5_000;
/// Most facts that a search looks at.
pub const FACTS_MAX: usize = 200;
/// Most bits (classes of values times rules) of the index of one input of a table.
pub const INDEX_BITS_MAX: usize = 16 * 1024 * 1024;
/// Rows of columns that a table is evaluated for at once.
pub const BATCH_ROWS: usize = 2_048;
/// Most comparisons for one row of a table that is worked off cell by cell; beyond, its classes are searched.
pub const SLICED_COMPARISONS_MAX: usize = 96;
/// Most outcomes of one table that are kept from one part of a population to the next.
pub const OUTCOMES_KEPT_MAX: usize = 65_536;
/// Most doubts of one table (an input, and the facts it stands for) that are kept so.
pub const DOUBTS_KEPT_MAX: usize = 48;
/// Most tables of one evaluation that are looked at in full detail.
pub const TABLES_SEEN_MAX: usize = 200;
/// Most rules of one table that are told to have nearly fired.
pub const NEAR_RULES_MAX: usize = 3;
/// Evaluations that are made to find what would have had to differ.
pub const CHANGE_STEPS_MAX: u64 = 2_000;
/// Most such differences that are told.
pub const CHANGES_MAX: usize = 10;
/// Steps of one evaluation while two versions are compared.
pub const COMPARE_EVALUATION_STEPS_MAX: u64 = 100_000;
/// Most differences of two versions that are shown.
pub const DIFFERENCES_MAX: usize = 5;
/// Most changes from one result to another that are counted by themselves.
pub const TRANSITIONS_MAX: usize = 1_000;
/// Evaluations that the making of test cases may take.
pub const CASE_STEPS_MAX: u64 = 200_000;
/// Evaluations for one of the things that test cases cover.
pub const GOAL_STEPS_MAX: u64 = 5_000;
/// Settings of all facts that are tried for a goal where the search of few facts found nothing in its budget.
pub(crate) const GOAL_GUESSES_MAX: u64 = 4_000;
/// Most things that test cases cover.
pub const GOALS_MAX: usize = 5_000;
