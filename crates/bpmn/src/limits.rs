//! Every limit of this crate, named in one place.

/// The longest BPMN file that is read, in bytes.
pub const XML_BYTES_MAX: usize = 32 * 1024 * 1024;
/// The most XML elements in one file.
pub const XML_ELEMENTS_MAX: usize = 1_000_000;
/// The deepest nesting of XML elements.
pub const XML_DEPTH_MAX: usize = 128;
/// The most attributes of one XML element.
pub const XML_ATTRIBUTES_MAX: usize = 256;
/// The most problems that one reading or compiling reports.
pub const PROBLEMS_MAX: usize = 1_000;
/// The most flow elements of one process that is compiled.
pub const PROCESS_ELEMENTS_MAX: usize = 200_000;
/// The deepest nesting of sub-processes.
pub const SUB_PROCESS_DEPTH_MAX: usize = 32;
/// The longest expression or script, in characters.
pub const EXPRESSION_CHARACTERS_MAX: usize = 20_000;

/// The most token moves that one input may cause before an incident is raised.
pub const STEPS_MAX: u64 = 10_000;
/// The most tokens that one instance may hold.
pub const TOKENS_MAX: usize = 10_000;
/// The deepest nesting of running scopes: calls and sub-processes.
pub const SCOPE_DEPTH_MAX: usize = 128;
/// The most instances of one multi-instance activity.
pub const INSTANCES_MAX: u64 = 5_000;
/// The most tokens that an activity may take or give at once.
pub const QUANTITY_MAX: u32 = 1_000;
/// The most tests whether an inclusive join may go on, in one input, counted in flow visits.
pub const JOIN_VISITS_MAX: u64 = 20_000_000;
/// The latest instant that a timer may be due: the end of the year 9999, in Unix milliseconds.
pub const DUE_MS_MAX: i64 = 253_402_300_799_999;
/// The earliest instant that a timer may be due: the start of the year 1, in Unix milliseconds.
pub const DUE_MS_MIN: i64 = -62_135_596_800_000;
/// The most messages that one instance keeps until somebody waits for them.
pub const MESSAGES_KEPT_MAX: usize = 100;
/// The most messages whose id one instance remembers.
pub const MESSAGES_NOTED_MAX: usize = 256;
/// The longest id or key of a message, in bytes.
pub const MESSAGE_ID_BYTES_MAX: usize = 256;
/// The longest reason kept with an incident, in characters.
pub const REASON_CHARACTERS_MAX: usize = 2_000;

/// The most markings that soundness explores in one part of a scope before it says "not decided".
pub const MARKINGS_MAX: usize = 20_000;
/// The most memory for these markings, in bytes.
pub const MARKINGS_BYTES_MAX: usize = 64 * 1024 * 1024;
/// The most transitions that soundness tries in one part of a scope.
pub const TRANSITIONS_MAX: usize = 400_000;
/// The most tokens on one flow that soundness counts; more is reported as lost synchronization.
pub const TOKENS_PER_FLOW_MAX: u8 = 3;
/// The most outgoing flows of one gateway whose combinations are all tried.
pub const COMBINATIONS_FLOWS_MAX: usize = 8;
/// The most findings that are told with the path that shows them.
pub const FINDINGS_WITH_PATH_MAX: usize = 100;
/// The deepest nesting of parts whose inside is shown in a path.
pub const PATH_DEPTH_MAX: usize = 32;
/// The most elements shown in the path of one finding.
pub const PATH_ELEMENTS_MAX: usize = 60;

/// The most cases of one simulation.
pub const SIMULATED_CASES_MAX: usize = 1_000_000;
/// The most inputs that one simulation gives to the engine.
pub const SIMULATED_INPUTS_MAX: u64 = 50_000_000;

/// The most elements that a picture shows; a larger process gives its outline only.
pub const PICTURE_ELEMENTS_MAX: usize = 5_000;
