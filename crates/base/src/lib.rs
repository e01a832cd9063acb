//! Identifiers, time, working calendar, Hijri dates, money, civil number, bilingual text, facts, error codes.
//!
//! Floor 0 of the house: everything else may use this crate, and it uses nothing of ours. It is pure: no
//! clock, no randomness, no files, no environment; whatever varies is handed in by the caller.

pub mod bodies;
pub mod calendar;
pub mod case_number;
pub mod civil_number;
pub mod code;
mod csv;
pub mod digits;
pub mod fact;
pub mod hijri;
pub mod iban;
pub mod ids;
pub mod lang;
pub mod limits;
pub mod money;
pub mod names;
pub mod phone;
pub mod plural;
pub mod search;
pub mod span;
#[cfg(test)]
mod tests;
pub mod text;
pub mod time;

pub use calendar::WorkingCalendar;
pub use case_number::CaseNumber;
pub use civil_number::CivilNumber;
pub use code::ErrorCode;
pub use fact::{Fact, Source, Standing};
pub use hijri::HijriDate;
pub use iban::Iban;
pub use ids::{
    AppointmentId, CaseId, CommandId, DocumentId, DraftId, EventId, FileId, JobId, MessageId, PartyId,
    PaymentId, SessionId, TaskId,
};
pub use lang::{Lang, StaticText, Text};
pub use money::Money;
pub use names::{BodyCode, RegisterId, ServiceId, UnitId};
pub use phone::MobileNumber;
pub use span::{Period, Span};
pub use time::{Date, DateTime, Time, Timestamp};
