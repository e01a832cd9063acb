//! An explanation in sentences of both languages.
//!
//! The Arabic is written as names and values side by side («الدخل الشهري: 912.500 د.ك»), since the gender of a name
//! that a caller brings along is not known.

use afaq_feel::{Interval, Value};

use super::words::{self, Said, Words};
use super::{Change, ChangedFact, Condition, Explanation, OpenFact, Outcome, RuleExplained, Wanted};

/// What a sentence is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentenceKind {
    /// The result of a decision.
    Result,
    /// A rule that fired.
    Fired,
    /// A rule that nearly fired.
    Near,
    /// A condition of an expression.
    Condition,
    /// The facts that are not known and decide.
    Open,
    /// What would come out if a fact that is not known were known.
    Outcome,
    /// What would have had to differ.
    Change,
}

/// One sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// What it is about.
    pub kind: SentenceKind,
    /// The decision that it belongs to.
    pub decision: String,
    /// The rule that it is about, from 1.
    pub rule: Option<usize>,
    /// The sentence.
    pub said: Said,
}

impl Explanation {
    /// The explanation in sentences: the result, why, and what would have had to differ.
    #[must_use]
    pub fn sentences(&self, words: &dyn Words) -> Vec<Sentence> {
        let mut told = Vec::new();
        let result = words::value(words, &self.decision, &self.value);
        let name = words::name(words, &self.decision);
        let said = Said::new(format!("{}: {}", name.ar, result.ar), format!("{}: {}", name.en, result.en));
        told.push(self.sentence(SentenceKind::Result, &self.decision, None, closed(&said)));
        for decision in &self.decisions {
            for rule in &decision.fired {
                let said = fired(words, &decision.name, rule);
                told.push(self.sentence(SentenceKind::Fired, &decision.name, Some(rule.rule), said));
            }
        }
        // Rules that nearly fired are told of the decision that was asked for, and of others that none fired for.
        for decision in &self.decisions {
            let is_asked = decision.name == self.decision || decision.id == self.decision;
            if !(is_asked && decision.fired.is_empty()) {
                continue;
            }
            for rule in &decision.near {
                let said = near(words, &decision.name, rule);
                told.push(self.sentence(SentenceKind::Near, &decision.name, Some(rule.rule), said));
            }
            for condition in decision.conditions.iter().filter(|one| one.is_path) {
                let said = condition_alone(words, condition);
                told.push(self.sentence(SentenceKind::Condition, &decision.name, None, said));
            }
        }
        if !self.open.is_empty() {
            told.push(self.sentence(SentenceKind::Open, &self.decision, None, missing(words, &self.open)));
        }
        for open in &self.open {
            for (wanted, value) in &open.outcomes {
                let said = opened(words, &self.decision, open, wanted, value);
                told.push(self.sentence(SentenceKind::Outcome, &self.decision, None, said));
            }
        }
        for change in &self.changes {
            told.push(self.sentence(SentenceKind::Change, &self.decision, None, changed(words, change)));
        }
        told
    }

    fn sentence(&self, kind: SentenceKind, decision: &str, rule: Option<usize>, said: Said) -> Sentence {
        Sentence { kind, decision: decision.to_owned(), rule, said }
    }
}

/// Why a rule fired: its meaning or result, then its conditions, then its notes.
fn fired(words: &dyn Words, decision: &str, rule: &RuleExplained) -> Said {
    let output = rule.output.as_ref();
    let mut parts = Vec::new();
    match output.and_then(|output| words.meaning(decision, output)) {
        Some(meaning) => parts.push(meaning),
        None => {
            let name = words::name(words, decision);
            let output =
                output.map_or_else(|| Said::same("?"), |output| words::value(words, decision, output));
            parts.push(Said::new(
                format!("{}: {} (القاعدة {})", name.ar, output.ar, rule.rule),
                format!("{}: {} (rule {})", name.en, output.en, rule.rule),
            ));
        }
    }
    let met: Vec<Said> = rule.conditions.iter().map(|one| fact(words, one)).collect();
    if !met.is_empty() {
        let met = words::joined(&met, "، ", ", ");
        parts.push(Said::new(format!("لأن {}", met.ar), format!("because {}", met.en)));
    }
    parts.extend(notes(words, &rule.annotations));
    closed(&words::joined(&parts, "، ", ", "))
}

/// What a rule that nearly fired missed.
fn near(words: &dyn Words, decision: &str, rule: &RuleExplained) -> Said {
    let missed: Vec<Said> = rule
        .conditions
        .iter()
        .filter(|one| one.outcome == Outcome::Missed)
        .map(|one| {
            let is = fact(words, one);
            let limit = limit(words, &one.subject, &one.passes);
            Said::new(format!("{}، {}", is.ar, limit.ar), format!("{}; {}", is.en, limit.en))
        })
        .collect();
    let missed = words::joined(&missed, "، و", ", and ");
    let mut parts = vec![missed];
    parts.extend(notes(words, &rule.annotations));
    let all = words::joined(&parts, "، ", ", ");
    let output = rule.output.as_ref();
    let name = words::name(words, decision);
    let said = output.map(|output| {
        words.meaning(decision, output).unwrap_or_else(|| words::value(words, decision, output))
    });
    closed(&match said {
        Some(said) => Said::new(
            format!("لم تنطبق القاعدة {} ({}: {}): {}", rule.rule, name.ar, said.ar, all.ar),
            format!("rule {} ({}: {}) did not apply: {}", rule.rule, name.en, said.en, all.en),
        ),
        None => Said::new(
            format!("لم تنطبق القاعدة {}: {}", rule.rule, all.ar),
            format!("rule {} did not apply: {}", rule.rule, all.en),
        ),
    })
}

fn condition_alone(words: &dyn Words, condition: &Condition) -> Said {
    closed(&fact(words, condition))
}

/// "the monthly income is 912.500 KWD".
fn fact(words: &dyn Words, condition: &Condition) -> Said {
    is(words, &condition.subject, &condition.value)
}

fn is(words: &dyn Words, subject: &str, value: &Value) -> Said {
    let (name, value) = (words::name(words, subject), words::value(words, subject, value));
    let en = if is_label(&name) { ":" } else { " is" };
    Said::new(format!("{}: {}", name.ar, value.ar), format!("{}{en} {}", name.en, value.en))
}

/// Whether a name is a label ("Dues are paid") and not a part of a sentence ("the monthly income").
fn is_label(name: &Said) -> bool {
    name.en.starts_with(char::is_uppercase)
}

/// "the monthly income is 912.500 KWD; the limit is 800.000 KWD, article 5".
fn changed(words: &dyn Words, change: &Change) -> Said {
    let one = |fact: &ChangedFact| {
        let is = is(words, &fact.path, &fact.value);
        let limit = limit(words, &fact.path, &fact.wanted);
        Said::new(format!("{}، {}", is.ar, limit.ar), format!("{}; {}", is.en, limit.en))
    };
    let facts: Vec<Said> = change.facts.iter().map(one).collect();
    let mut parts = vec![words::joined(&facts, "، ومعها ", ", together with: ")];
    parts.extend(notes(words, &change.annotations));
    closed(&words::joined(&parts, "، ", ", "))
}

/// Which facts are missing.
fn missing(words: &dyn Words, open: &[OpenFact]) -> Said {
    let names: Vec<Said> = open.iter().map(|one| words::name(words, &one.path)).collect();
    let names = words::joined(&names, "، ", ", ");
    closed(&Said::new(format!("تعذّر البتّ، والمعلومة الناقصة: {}", names.ar), {
        format!("it is undetermined, since this is not known: {}", names.en)
    }))
}

fn opened(words: &dyn Words, decision: &str, open: &OpenFact, wanted: &Wanted, result: &Value) -> Said {
    let name = words::name(words, &open.path);
    let set = set(words, &open.path, wanted);
    let result = words::value(words, decision, result);
    let decision = words::name(words, decision);
    let is = |name: &Said| if is_label(name) { ":" } else { " is" };
    let (fact, then) = (is(&name), is(&decision));
    closed(&Said::new(
        format!("إن كان {}: {}، فإن {}: {}", name.ar, set.ar, decision.ar, result.ar),
        format!("if {}{fact} {}, then {}{then} {}", name.en, set.en, decision.en, result.en),
    ))
}

/// Annotations for readers.
fn notes(words: &dyn Words, annotations: &[(String, String)]) -> Option<Said> {
    let written = annotations.iter().filter(|(_, text)| !text.trim().is_empty());
    let all: Vec<Said> = written.filter_map(|(column, text)| words.annotation(column, text.trim())).collect();
    (!all.is_empty()).then(|| words::joined(&all, "، ", ", "))
}

/// A sentence begins with a large letter and ends with a full stop.
fn closed(said: &Said) -> Said {
    let mut first = said.en.chars();
    let en = match first.next() {
        Some(letter) => letter.to_uppercase().chain(first).collect(),
        None => String::new(),
    };
    let end = |text: String| if text.ends_with(['.', '؟', '!', '?']) { text } else { format!("{text}.") };
    Said { ar: end(said.ar.clone()), en: end(en) }
}

/// What a value has to be: "the limit is 800.000 KWD".
fn limit(words: &dyn Words, subject: &str, wanted: &Wanted) -> Said {
    if let Wanted::Intervals(intervals) = wanted
        && let [only] = intervals.as_slice()
    {
        let said = |value: &Value| words::value(words, subject, value);
        match (&only.low, &only.high) {
            (None, Some(high)) if only.high_closed && !is_time(high) => {
                let high = said(high);
                return Said::new(format!("والحد الأعلى {}", high.ar), format!("the limit is {}", high.en));
            }
            (Some(low), None) if only.low_closed && !is_time(low) => {
                let low = said(low);
                return Said::new(format!("والحد الأدنى {}", low.ar), format!("the least is {}", low.en));
            }
            _ => {}
        }
    }
    let set = set(words, subject, wanted);
    Said::new(format!("والمطلوب: {}", set.ar), format!("it would have to be {}", set.en))
}

fn is_time(value: &Value) -> bool {
    matches!(value, Value::Date(_) | Value::DateTime(_) | Value::Time(_))
}

/// A set of values in words.
fn set(words: &dyn Words, subject: &str, wanted: &Wanted) -> Said {
    match wanted {
        Wanted::Written(text) => Said::same(&format!("`{text}`")),
        Wanted::Values { values, negated } => {
            let (nulls, others): (Vec<&Value>, Vec<&Value>) =
                values.iter().partition(|value| value.is_null());
            let mut all: Vec<Said> = others.iter().map(|value| words::value(words, subject, value)).collect();
            if !nulls.is_empty() {
                all.push(words::value(words, subject, &Value::Null));
            }
            let list = words::joined(&all, " أو ", " or ");
            match (negated, all.is_empty()) {
                // All but null.
                (true, false) if others.is_empty() => Said::new("مسجّل", "on record"),
                (false, true) => Said::new("لا قيمة", "no value"),
                (true, true) => Said::new("أي قيمة", "any value"),
                (false, false) => list,
                (true, false) => Said::new(format!("غير {}", list.ar), format!("other than {}", list.en)),
            }
        }
        Wanted::Intervals(intervals) => {
            let all: Vec<Said> = intervals.iter().map(|one| interval(words, subject, one)).collect();
            if all.is_empty() {
                Said::new("لا قيمة", "no value")
            } else {
                words::joined(&all, " أو ", " or ")
            }
        }
    }
}

fn interval(words: &dyn Words, subject: &str, interval: &Interval) -> Said {
    let said = |value: &Value| words::value(words, subject, value);
    match (&interval.low, &interval.high) {
        (None, None) => Said::new("أي قيمة", "any value"),
        (Some(low), Some(high)) if low == high => said(low),
        (low, high) => {
            let low = low.as_ref().map(|value| lower(&said(value), is_time(value), interval.low_closed));
            let high = high.as_ref().map(|value| upper(&said(value), is_time(value), interval.high_closed));
            let parts: Vec<Said> = low.into_iter().chain(high).collect();
            words::joined(&parts, " و", " and ")
        }
    }
}

fn lower(value: &Said, is_time: bool, is_closed: bool) -> Said {
    match (is_time, is_closed) {
        (false, true) => Said::new(format!("{} أو أكثر", value.ar), format!("{} or more", value.en)),
        (false, false) => Said::new(format!("أكثر من {}", value.ar), format!("more than {}", value.en)),
        (true, true) => Said::new(format!("{} أو بعده", value.ar), format!("{} or later", value.en)),
        (true, false) => Said::new(format!("بعد {}", value.ar), format!("after {}", value.en)),
    }
}

fn upper(value: &Said, is_time: bool, is_closed: bool) -> Said {
    match (is_time, is_closed) {
        (false, true) => Said::new(format!("{} أو أقل", value.ar), format!("{} or less", value.en)),
        (false, false) => Said::new(format!("أقل من {}", value.ar), format!("less than {}", value.en)),
        (true, true) => Said::new(format!("{} أو قبله", value.ar), format!("{} or earlier", value.en)),
        (true, false) => Said::new(format!("قبل {}", value.ar), format!("before {}", value.en)),
    }
}
