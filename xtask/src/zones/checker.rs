//! Judges a history: was anything acknowledged lost, was anything done twice, did anybody read what was no longer true?
//!
//! Values are written once each, so that every read tells by which write it came. A write without an answer may have
//! happened at any time after it was asked, or never. What is found here did happen; no fault is a guess.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::history::{Operation, Outcome, What};

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// Acknowledged, and not there afterwards.
    Lost,
    /// There twice.
    Doubled,
    /// A read that showed what had been replaced before it began.
    Stale,
    /// There, although nobody wrote it or its writer was told that it failed.
    Phantom,
    /// Two that were written one after the other stand the other way around.
    Order,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub wrong: Wrong,
    pub what: String,
}

/// When a write was asked and answered; without an answer it has no end.
#[derive(Clone, Copy)]
struct Span {
    asked: f64,
    answered: Option<f64>,
    has_failed: bool,
}

impl Span {
    fn of(operation: &Operation) -> Self {
        let is_known = operation.outcome == Outcome::Ok;
        Self {
            asked: operation.asked,
            answered: is_known.then_some(operation.answered),
            has_failed: operation.outcome == Outcome::Failed,
        }
    }

    /// Two tries of one write are one write: asked at the first, answered at the first answer.
    fn join(self, other: Self) -> Self {
        Self {
            asked: self.asked.min(other.asked),
            answered: match (self.answered, other.answered) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (one, None) | (None, one) => one,
            },
            has_failed: self.has_failed && other.has_failed,
        }
    }

    /// Whether it was answered before another was asked.
    fn is_before(&self, asked: f64) -> bool {
        self.answered.is_some_and(|answered| answered < asked)
    }
}

type Writes<'a> = HashMap<&'a str, HashMap<&'a str, Span>>;

/// Everything that is wrong with a history.
pub fn check(history: &[Operation]) -> Vec<Finding> {
    let (mut registers, mut lists) = (Writes::new(), Writes::new());
    for operation in history {
        let (into, name, value) = match &operation.what {
            What::Write { register, value } => (&mut registers, register, value),
            What::Append { list, value } => (&mut lists, list, value),
            What::Read { .. } | What::ReadList { .. } | What::Visit => continue,
        };
        let span = Span::of(operation);
        into.entry(name)
            .or_default()
            .entry(value)
            .and_modify(|known| *known = known.join(span))
            .or_insert(span);
    }
    let mut seen: HashMap<&str, HashSet<&str>> = HashMap::new();
    for operation in history.iter().filter(|operation| operation.outcome == Outcome::Ok) {
        if let What::ReadList { list, values } = &operation.what {
            seen.entry(list).or_default().extend(values.iter().map(String::as_str));
        }
    }
    let mut findings = Vec::new();
    for operation in history.iter().filter(|operation| operation.outcome == Outcome::Ok) {
        match &operation.what {
            What::Read { register, value } => {
                let writes = registers.get(register.as_str());
                findings.extend(judge_read(operation, register, value.as_deref(), writes));
            }
            What::ReadList { list, values } => {
                findings.extend(judge_list(
                    operation,
                    list,
                    values,
                    lists.get(list.as_str()),
                    seen.get(list.as_str()),
                ));
            }
            What::Write { .. } | What::Append { .. } | What::Visit => {}
        }
    }
    findings
}

fn judge_read(
    read: &Operation,
    register: &str,
    value: Option<&str>,
    writes: Option<&HashMap<&str, Span>>,
) -> Option<Finding> {
    let found = |wrong, what: String| Some(Finding { wrong, what: format!("{register}: {what}") });
    let mut before =
        writes.into_iter().flatten().filter(|(_, span)| span.is_before(read.asked)).collect::<Vec<_>>();
    before.sort_by(|a, b| a.0.cmp(b.0));
    let Some(value) = value else {
        return before.first().and_then(|(lost, _)| {
            found(Wrong::Stale, format!("nothing was read at {:.3}, after `{lost}`", read.asked))
        });
    };
    let Some(own) = writes.and_then(|writes| writes.get(value)) else {
        return found(Wrong::Phantom, format!("`{value}` was read and never written"));
    };
    if own.has_failed {
        return found(Wrong::Phantom, format!("`{value}` was read, and its writer was told that it failed"));
    }
    if own.asked > read.answered {
        return found(Wrong::Phantom, format!("`{value}` was read before it was written"));
    }
    // Replaced for certain: another was asked after this one was answered, and itself answered before the read.
    let replaced = own
        .answered
        .and_then(|answered| before.iter().find(|(other, span)| **other != value && span.asked > answered));
    replaced.and_then(|(by, _)| {
        found(Wrong::Stale, format!("`{value}` was read at {:.3}, after `{by}` had replaced it", read.asked))
    })
}

fn judge_list(
    read: &Operation,
    list: &str,
    values: &[String],
    writes: Option<&HashMap<&str, Span>>,
    ever_seen: Option<&HashSet<&str>>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut found = |wrong, what: String| {
        findings.push(Finding { wrong, what: format!("{list}: {what}, read at {:.3}", read.asked) });
    };
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (place, value) in values.iter().enumerate() {
        if places.insert(value, place).is_some() {
            found(Wrong::Doubled, format!("`{value}` is there twice"));
        }
        match writes.and_then(|writes| writes.get(value.as_str())) {
            None => found(Wrong::Phantom, format!("`{value}` is there and was never added")),
            Some(span) if span.has_failed => {
                found(
                    Wrong::Phantom,
                    format!("`{value}` is there, and who added it was told that it failed"),
                );
            }
            Some(_) => {}
        }
    }
    let mut known: Vec<(&str, Span)> =
        writes.into_iter().flatten().map(|(value, span)| (*value, *span)).collect();
    known.sort_by(|a, b| a.1.asked.total_cmp(&b.1.asked).then(a.0.cmp(b.0)));
    let there: HashSet<&str> = places.keys().copied().collect();
    for (value, span) in &known {
        if span.is_before(read.asked) && !there.contains(value) {
            // What another read shows is not lost: this one came from something old.
            let is_somewhere = ever_seen.is_some_and(|seen| seen.contains(value));
            let wrong = if is_somewhere { Wrong::Stale } else { Wrong::Lost };
            found(wrong, format!("`{value}` was acknowledged and is not there"));
        }
    }
    // In the order of asking, the latest place of all that were answered before must not be after this one.
    let placed: Vec<(&str, Span, usize)> =
        known.iter().filter_map(|(value, span)| Some((*value, *span, *places.get(value)?))).collect();
    for (value, span, place) in &placed {
        let later =
            placed.iter().find(|(_, other, other_place)| other.is_before(span.asked) && other_place > place);
        if let Some((other, _, _)) = later {
            found(
                Wrong::Order,
                format!("`{value}` stands before `{other}`, which was acknowledged before it was asked"),
            );
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(what: What, outcome: Outcome, asked: f64, answered: f64) -> Operation {
        Operation { who: "p".into(), name: "x".into(), what, outcome, asked, answered, status: 200 }
    }

    fn write(value: &str, outcome: Outcome, asked: f64, answered: f64) -> Operation {
        at(What::Write { register: "r".into(), value: value.into() }, outcome, asked, answered)
    }

    fn read(value: Option<&str>, asked: f64) -> Operation {
        let what = What::Read { register: "r".into(), value: value.map(str::to_string) };
        at(what, Outcome::Ok, asked, asked + 0.1)
    }

    fn append(value: &str, outcome: Outcome, asked: f64, answered: f64) -> Operation {
        at(What::Append { list: "l".into(), value: value.into() }, outcome, asked, answered)
    }

    fn list(values: &[&str], asked: f64) -> Operation {
        let values = values.iter().map(ToString::to_string).collect();
        at(What::ReadList { list: "l".into(), values }, Outcome::Ok, asked, asked + 0.1)
    }

    fn wrongs(history: &[Operation]) -> Vec<Wrong> {
        check(history).into_iter().map(|finding| finding.wrong).collect()
    }

    use Outcome::{Failed, Ok, Unknown};

    #[test]
    fn what_was_written_and_read_in_turn_is_well() {
        let history = [
            read(None, 0.0),
            write("1", Ok, 1.0, 2.0),
            read(Some("1"), 3.0),
            write("2", Ok, 4.0, 5.0),
            read(Some("2"), 6.0),
        ];
        assert_eq!(wrongs(&history), []);
    }

    #[test]
    fn a_read_during_a_write_may_show_either() {
        for value in ["1", "2"] {
            let history = [write("1", Ok, 1.0, 2.0), write("2", Ok, 3.0, 9.0), read(Some(value), 4.0)];
            assert_eq!(wrongs(&history), [], "{value}");
        }
        assert_eq!(wrongs(&[write("1", Ok, 1.0, 9.0), read(None, 4.0)]), []);
    }

    #[test]
    fn a_replaced_value_and_a_missing_one_are_stale() {
        let history = [write("1", Ok, 1.0, 2.0), write("2", Ok, 3.0, 4.0), read(Some("1"), 5.0)];
        assert_eq!(wrongs(&history), [Wrong::Stale]);
        assert_eq!(wrongs(&[write("1", Ok, 1.0, 2.0), read(None, 3.0)]), [Wrong::Stale]);
    }

    #[test]
    fn a_write_without_an_answer_may_come_at_any_time_or_never() {
        let history = [write("1", Ok, 1.0, 2.0), write("2", Unknown, 3.0, 4.0)];
        for reads in [vec!["1", "2"], vec!["1", "1"], vec!["2", "2"]] {
            let mut history = history.to_vec();
            history.extend(reads.iter().zip(5_u8..).map(|(value, at)| read(Some(value), f64::from(at))));
            assert_eq!(wrongs(&history), [], "{reads:?}");
        }
        // Tried again and answered: from then on it counts as written.
        let history = [
            write("1", Ok, 1.0, 2.0),
            write("2", Unknown, 3.0, 4.0),
            write("2", Ok, 5.0, 6.0),
            read(Some("1"), 7.0),
        ];
        assert_eq!(wrongs(&history), [Wrong::Stale]);
    }

    #[test]
    fn what_nobody_wrote_or_what_failed_is_a_phantom() {
        assert_eq!(wrongs(&[read(Some("9"), 1.0)]), [Wrong::Phantom]);
        assert_eq!(wrongs(&[write("1", Failed, 1.0, 2.0), read(Some("1"), 3.0)]), [Wrong::Phantom]);
        assert_eq!(wrongs(&[read(Some("1"), 1.0), write("1", Ok, 5.0, 6.0)]), [Wrong::Phantom]);
        assert_eq!(wrongs(&[append("1", Failed, 1.0, 2.0), list(&["1", "2"], 3.0)]), [Wrong::Phantom; 2]);
    }

    #[test]
    fn lists_keep_each_acknowledged_value_once_and_in_turn() {
        let added = [append("1", Ok, 1.0, 2.0), append("2", Ok, 3.0, 4.0), append("3", Unknown, 5.0, 6.0)];
        let with = |values: &[&str], asked: f64| {
            let mut history = added.to_vec();
            history.push(list(values, asked));
            wrongs(&history)
        };
        assert_eq!(with(&["1", "2"], 9.0), []);
        assert_eq!(with(&["1", "2", "3"], 9.0), []);
        assert_eq!(with(&["1"], 3.5), [], "the second was not answered yet");
        assert_eq!(with(&["1"], 9.0), [Wrong::Lost]);
        assert_eq!(with(&["1", "2", "1"], 9.0), [Wrong::Doubled, Wrong::Order]);
        assert_eq!(with(&["2", "1"], 9.0), [Wrong::Order]);
        assert_eq!(with(&[], 9.0), [Wrong::Lost, Wrong::Lost]);
        let mut history = added.to_vec();
        history.extend([list(&["1"], 9.0), list(&["1", "2"], 10.0)]);
        assert_eq!(wrongs(&history), [Wrong::Stale], "what a later read shows was not lost");
    }

    #[test]
    fn two_that_were_under_way_together_may_stand_either_way() {
        let history = [append("1", Ok, 1.0, 4.0), append("2", Ok, 2.0, 3.0), list(&["2", "1"], 5.0)];
        assert_eq!(wrongs(&history), []);
    }
}
