//! What was asked of the region and what it answered, one line of JSON for each: the history that is checked.

use std::io::{BufRead, Write};
use std::sync::Mutex;

use anyhow::Context;
use serde_json::{Value, json};

/// How an operation ended for the one who asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Answered: it is done.
    Ok,
    /// Answered: it is not done.
    Failed,
    /// No answer, or one that leaves it open: it may be done or not.
    Unknown,
}

/// What was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A value was set.
    Write { register: String, value: String },
    /// A value was read; nothing where none was there.
    Read { register: String, value: Option<String> },
    /// A value was added to a list.
    Append { list: String, value: String },
    /// A list was read, in its order.
    ReadList { list: String, values: Vec<String> },
    /// A page was opened that is not compared with anything.
    Visit,
}

/// One operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// Who asked: each asks one thing at a time.
    pub who: String,
    /// The words for it, such as `submit`.
    pub name: String,
    pub what: What,
    pub outcome: Outcome,
    /// Seconds since the beginning.
    pub asked: f64,
    pub answered: f64,
    /// The status of the answer; 0 without one.
    pub status: u16,
}

impl Operation {
    pub fn took(&self) -> f64 {
        self.answered - self.asked
    }

    fn line(&self) -> String {
        let what = match &self.what {
            What::Write { register, value } => json!({"write": register, "value": value}),
            What::Read { register, value } => json!({"read": register, "value": value}),
            What::Append { list, value } => json!({"append": list, "value": value}),
            What::ReadList { list, values } => json!({"read_list": list, "values": values}),
            What::Visit => json!({}),
        };
        let outcome = match self.outcome {
            Outcome::Ok => "ok",
            Outcome::Failed => "failed",
            Outcome::Unknown => "unknown",
        };
        json!({
            "who": self.who, "name": self.name, "what": what, "outcome": outcome,
            "asked": self.asked, "answered": self.answered, "status": self.status,
        })
        .to_string()
    }

    fn parse(line: &str) -> Option<Self> {
        let read: Value = serde_json::from_str(line).ok()?;
        let text = |value: &Value| value.as_str().map(str::to_string);
        let what = &read["what"];
        let what = if let Some(register) = text(&what["write"]) {
            What::Write { register, value: text(&what["value"])? }
        } else if let Some(register) = text(&what["read"]) {
            What::Read { register, value: text(&what["value"]) }
        } else if let Some(list) = text(&what["append"]) {
            What::Append { list, value: text(&what["value"])? }
        } else if let Some(list) = text(&what["read_list"]) {
            let values = what["values"].as_array()?.iter().map(text).collect::<Option<_>>()?;
            What::ReadList { list, values }
        } else {
            What::Visit
        };
        let outcome = match read["outcome"].as_str()? {
            "ok" => Outcome::Ok,
            "failed" => Outcome::Failed,
            _ => Outcome::Unknown,
        };
        Some(Self {
            who: text(&read["who"])?,
            name: text(&read["name"])?,
            what,
            outcome,
            asked: read["asked"].as_f64()?,
            answered: read["answered"].as_f64()?,
            status: u16::try_from(read["status"].as_u64()?).ok()?,
        })
    }
}

/// A history that many write, one line at a time.
pub struct Recorder(Mutex<std::io::BufWriter<std::fs::File>>);

impl Recorder {
    /// Begins a file.
    pub fn create(path: &std::path::Path) -> anyhow::Result<Self> {
        let file = std::fs::File::create(path).with_context(|| format!("`{}`", path.display()))?;
        Ok(Self(Mutex::new(std::io::BufWriter::new(file))))
    }

    /// Adds one operation; it is on the disk when this returns.
    pub fn add(&self, operation: &Operation) -> anyhow::Result<()> {
        let mut file = self.0.lock().map_err(|_| anyhow::anyhow!("another thread failed while it wrote"))?;
        writeln!(file, "{}", operation.line())?;
        file.flush()?;
        Ok(())
    }
}

/// Reads a history, in the order in which answers came.
pub fn read(path: &std::path::Path) -> anyhow::Result<Vec<Operation>> {
    let file = std::fs::File::open(path).with_context(|| format!("`{}`", path.display()))?;
    let mut found = Vec::new();
    for line in std::io::BufReader::new(file).lines() {
        let line = line?;
        found.push(Operation::parse(&line).with_context(|| format!("no operation: {line}"))?);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_history_comes_back_as_it_was_written() {
        let text = |s: &str| s.to_string();
        let whats = [
            What::Write { register: text("r"), value: text("ق\"1") },
            What::Read { register: text("r"), value: None },
            What::Append { list: text("l"), value: text("2") },
            What::ReadList { list: text("l"), values: vec![text("2"), text("3")] },
            What::Visit,
        ];
        let path = std::env::temp_dir().join(format!("afaq-history-{}.jsonl", std::process::id()));
        let recorder = Recorder::create(&path).unwrap();
        let mut written = Vec::new();
        for what in whats {
            for outcome in [Outcome::Ok, Outcome::Failed, Outcome::Unknown] {
                let one = Operation {
                    who: text("p1"),
                    name: text("x"),
                    what: what.clone(),
                    outcome,
                    asked: 1.5,
                    answered: 2.25,
                    status: 303,
                };
                recorder.add(&one).unwrap();
                written.push(one);
            }
        }
        assert_eq!(read(&path).unwrap(), written);
        std::fs::remove_file(path).unwrap();
    }
}
