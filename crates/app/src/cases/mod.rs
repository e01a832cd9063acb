//! Cases: the use cases of people and officers around one request.

mod bulk;
mod commit;
mod counts;
mod drafts;
mod entitlement;
mod execute;
mod explaining;
mod form;
mod import;
mod next;
mod officer;
mod person;
mod quality;
mod reading;
mod retention;
mod showing;
mod uploads;

pub use bulk::{BulkCase, BulkOutcome, BulkRow, RulesSay};
pub(crate) use commit::{GIVE_KEPT, body, document_number, unit};
pub(crate) use counts::Counts;
pub use drafts::{Draft, DraftView, Next};
pub use entitlement::{Entitlement, NOTHING, Verdict};
pub(crate) use execute::{CaseCache, Loaded, With};
pub use explaining::{DecisionExplained, Why, WhySentence};
pub use form::{FieldProblem, PageAnswers};
pub use officer::{DecisionForm, TaskView, WorkFilter, WorkQuery, WorkTab, Worklist};
pub use person::SentFile;
pub use quality::Sample;
pub use reading::{CaseView, Look, MessageView, MessagesPage, TimelineEntry};
pub use retention::Retained;
pub use showing::Letter;
pub use uploads::FileProblem;
