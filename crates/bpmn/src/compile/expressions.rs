//! Compiles conditions, scripts and timers.

use afaq_feel::{Expression, Type, parse_expression};

use super::Compiler;
use crate::definitions::{BaseElement, Element, EventDefinition, EventKind, Text};
use crate::limits;
use crate::problem::{Problem, ProblemKind};
use crate::process::{NodeKind, TimerDefinition, TimerKind, TimerValue};
use crate::read::source::locate;
use crate::time;

/// What an expression must give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Condition,
    /// A context whose entries become variables.
    Variables,
    Any,
}

impl Compiler<'_> {
    /// Accepts FEEL only; `None` is a place where the language need not be named.
    pub(super) fn language(&mut self, base: &BaseElement, language: Option<&str>) {
        if let Some(language) = language
            && !language.to_ascii_lowercase().contains("feel")
        {
            self.report(base, ProblemKind::Language { language: language.to_owned() });
        }
    }

    pub(super) fn expression(
        &mut self,
        base: &BaseElement,
        text: &Text,
        wanted: Wanted,
    ) -> Option<Expression> {
        let value = text.value.as_str();
        if value.chars().count() > limits::EXPRESSION_CHARACTERS_MAX {
            let limit = limits::EXPRESSION_CHARACTERS_MAX;
            self.report(base, ProblemKind::TooMany { what: "characters of an expression", limit });
            return None;
        }
        let mut leading = value.chars().take_while(|letter| letter.is_whitespace()).count();
        let mut feel = value.trim();
        // Some editors mark an expression with a leading equals sign.
        if let Some(rest) = feel.strip_prefix('=') {
            leading += 1;
            feel = rest;
        }
        let is_typed = self.scope.is_some();
        let scope = self.scope.clone().unwrap_or_else(|| self.names.clone());
        let parsed = parse_expression(feel, &scope);
        let problems = match &parsed {
            Ok(expression) if is_typed => {
                let (found, problems) = expression.check(&scope);
                if let (Wanted::Variables, Type::Context(entries)) = (wanted, &found) {
                    for (name, kind) in entries {
                        self.know(name, kind.clone());
                    }
                }
                if wanted == Wanted::Condition && !matches!(found, Type::Boolean | Type::Any | Type::Null) {
                    self.report(
                        base,
                        ProblemKind::Expression {
                            code: "type".to_owned(),
                            en: "the condition is neither true nor false".to_owned(),
                            ar: "الشرط ليس صواباً ولا خطأ".to_owned(),
                        },
                    );
                }
                problems
            }
            Ok(_) => Vec::new(),
            Err(problems) => problems.clone(),
        };
        for problem in problems {
            let kind = ProblemKind::Expression {
                code: problem.code().to_owned(),
                en: problem.message_en(),
                ar: problem.message_ar(),
            };
            let position = locate(&self.definitions.source, text, leading + problem.start);
            self.problems.push(Problem::at(base, kind).moved_to(position));
        }
        parsed.ok()
    }

    pub(super) fn script(&mut self, element: &Element, variable: Option<String>) -> NodeKind {
        let base = &element.base;
        let Some(text) = element.script.as_ref().filter(|text| !text.value.trim().is_empty()) else {
            self.report(base, ProblemKind::ScriptMissing);
            return NodeKind::Pass;
        };
        let language = element.script_format.as_deref().unwrap_or("(none)");
        if !language.to_ascii_lowercase().contains("feel") {
            self.report(base, ProblemKind::Language { language: language.to_owned() });
            return NodeKind::Pass;
        }
        let wanted = if variable.is_some() { Wanted::Any } else { Wanted::Variables };
        match self.expression(base, text, wanted) {
            Some(expression) => NodeKind::Script { expression, variable },
            None => NodeKind::Pass,
        }
    }

    pub(super) fn timer(&mut self, element: &Element, event: &EventDefinition) -> Option<TimerDefinition> {
        let base = &element.base;
        let EventKind::Timer { date, duration, cycle } = &event.kind else { return None };
        let (kind, text) = match (date, duration, cycle) {
            (Some(text), None, None) => (TimerKind::Date, text),
            (None, Some(text), None) => (TimerKind::Duration, text),
            (None, None, Some(text)) => (TimerKind::Cycle, text),
            _ => {
                self.report(base, ProblemKind::TimerMissing);
                return None;
            }
        };
        let mut extensions = event.base.extensions.clone();
        extensions.extend(base.extensions.clone());
        let is_working_time = match extensions.get("time").map(String::as_str) {
            None | Some("calendar") => false,
            Some("working") => true,
            Some(value) => {
                let (name, value) = ("time".to_owned(), value.to_owned());
                self.report(base, ProblemKind::Extension { name, value, allowed: "calendar, working" });
                false
            }
        };
        let value = self.timer_value(base, kind, text)?;
        let (element, position) = (base.id.clone(), text.position);
        Some(TimerDefinition { element, kind, value, is_working_time, extensions, position })
    }

    fn timer_value(&mut self, base: &BaseElement, kind: TimerKind, text: &Text) -> Option<TimerValue> {
        let trimmed = text.value.trim();
        if time::is_valid(kind, trimmed) {
            return Some(TimerValue::Text(trimmed.to_owned()));
        }
        let looks_like_iso = trimmed.is_empty()
            || trimmed.starts_with(|letter: char| letter.is_ascii_digit())
            || trimmed.strip_prefix(['P', 'R']).is_some_and(|rest| {
                rest.starts_with(|letter: char| letter.is_ascii_digit() || matches!(letter, 'T' | '/'))
            });
        if looks_like_iso {
            let kind = ProblemKind::TimerText { text: trimmed.chars().take(80).collect() };
            self.problems.push(Problem::at(base, kind).moved_to(text.position));
            return None;
        }
        self.expression(base, text, Wanted::Any).map(TimerValue::Expression)
    }
}
