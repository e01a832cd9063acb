//! Cases: the use cases of people and officers around one request.

mod commit;
mod drafts;
mod entitlement;
mod execute;
mod explaining;
mod form;
mod officer;
mod person;
mod reading;
mod retention;
mod showing;
mod uploads;

pub(crate) use commit::{GIVE_KEPT, body, document_number};
pub use drafts::{Draft, DraftView, Next};
pub use entitlement::{Entitlement, NOTHING, Verdict};
pub(crate) use execute::{CaseCache, Loaded, With};
pub use explaining::{DecisionExplained, Why, WhySentence};
pub use form::{FieldProblem, PageAnswers};
pub use officer::{DecisionForm, TaskView, WorkFilter, WorkTab, Worklist};
pub use person::SentFile;
pub use reading::{CaseView, Look, MessageView, MessagesPage, TimelineEntry};
pub use retention::Retained;
pub use showing::Letter;
pub use uploads::FileProblem;
