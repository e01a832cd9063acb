//! The port to the registers that other bodies keep.

/// A question to a register about one key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct RegisterQuery {
    /// The register's name, such as `paci.person`.
    pub register: String,
    /// The keys, usually one civil number; two for a relation.
    pub keys: Vec<String>,
}

/// What a register said.
#[derive(Debug, Clone, PartialEq)]
pub enum RegisterAnswer {
    /// The record's fields.
    Record(serde_json::Map<String, serde_json::Value>),
    /// The register answered and holds nothing under these keys.
    NoRecord,
    /// The register did not answer in time, or failed; the reason is for operators.
    Silent(String),
}

/// Reads registers, each look-up with a deadline.
pub trait Registers: Send + Sync {
    /// Asks one question and waits at most `deadline_ms` milliseconds.
    fn read(&self, query: &RegisterQuery, deadline_ms: u64) -> RegisterAnswer;
}
