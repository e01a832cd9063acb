//! Conditions that can never hold, or that always do.
//!
//! Exact for facts with finitely many values, and for numbers, dates and texts that are only compared
//! with literals: one value below, at and above each literal stands for all others. Whatever cannot be
//! decided so is left alone.

use std::collections::{BTreeMap, BTreeSet};

use afaq_base::Text;
use afaq_feel::{Context, Date, Decimal, Env, Type, Value};

use super::Parts;
use crate::model::{Concept, Concepts, Formula, From, Kind};
use crate::read::{Cx, Formulas};
use crate::{codes, evaluation, limits};

/// What a set of conditions can be together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Never,
    Always,
    Sometimes,
    NotDecided,
}

/// Checks the conditions of pages, sections, questions, papers and concepts.
pub(super) fn check(cx: &mut Cx<'_>, parts: &Parts<'_>, formulas: &Formulas) {
    let mut judge =
        Judge { concepts: &parts.data.concepts, decisions: &formulas.decisions, may_lack_records: false };
    for page in &parts.form.pages {
        let page_never = match &page.when {
            Some(when) => single(cx, &judge, when, codes::PAGE_NEVER),
            None => false,
        };
        if page_never {
            continue;
        }
        for section in &page.sections {
            let section_never = match &section.when {
                Some(when) => {
                    single(cx, &judge, when, codes::QUESTION_NEVER)
                        || together(cx, &judge, &[page.when.as_ref(), Some(when)], when)
                }
                None => false,
            };
            if section_never {
                continue;
            }
            for question in &section.questions {
                let Some(when) = &question.when else { continue };
                let _ = single(cx, &judge, when, codes::QUESTION_NEVER)
                    || together(cx, &judge, &[page.when.as_ref(), section.when.as_ref(), Some(when)], when);
            }
        }
    }
    for evidence in &parts.data.evidence {
        if let Some(when) = &evidence.when {
            single(cx, &judge, when, codes::CONTRADICTION);
        }
    }
    // A relation is verified by a record: there may be none.
    judge.may_lack_records = true;
    for concept in &parts.data.concepts {
        if let Some(after) = &concept.after {
            single(cx, &judge, after, codes::CONTRADICTION);
        }
    }
}

/// Judges one condition; true if it never holds.
fn single(cx: &mut Cx<'_>, judge: &Judge<'_>, when: &Formula, never: &'static str) -> bool {
    match judge.verdict(&[when]) {
        Verdict::Never => {
            cx.problems.add(
                never,
                &when.spot,
                Text::new(
                    format!("لا يمكن أن يتحقق الشرط `{}`", when.text),
                    format!("the condition `{}` can never hold", when.text),
                ),
            );
            true
        }
        Verdict::Always => {
            cx.problems.add(
                codes::ALWAYS_TRUE,
                &when.spot,
                Text::new(
                    format!("الشرط `{}` صحيح دائماً", when.text),
                    format!("the condition `{}` always holds", when.text),
                ),
            );
            false
        }
        Verdict::Sometimes | Verdict::NotDecided => false,
    }
}

/// Judges a condition together with those around it; true if they never hold together.
fn together(cx: &mut Cx<'_>, judge: &Judge<'_>, all: &[Option<&Formula>], own: &Formula) -> bool {
    let conditions: Vec<&Formula> = all.iter().copied().flatten().collect();
    if conditions.len() < 2 || judge.verdict(&conditions) != Verdict::Never {
        return false;
    }
    cx.problems.add(
        codes::QUESTION_NEVER,
        &own.spot,
        Text::new(
            format!("لا يتحقق الشرط `{}` مع شرط ما يحيط به", own.text),
            format!("the condition `{}` can never hold together with the one around it", own.text),
        ),
    );
    true
}

/// Judges conditions over the facts of a service.
pub(crate) struct Judge<'a> {
    pub concepts: &'a Concepts,
    pub decisions: &'a BTreeMap<String, Type>,
    /// Whether a register may hold no record, so that its facts are null.
    pub may_lack_records: bool,
}

impl Judge<'_> {
    /// What the conditions can be together.
    pub fn verdict(&self, conditions: &[&Formula]) -> Verdict {
        let Some(axes) = self.axes(conditions) else { return Verdict::NotDecided };
        let cells = axes.iter().try_fold(1_usize, |all, (_, values)| all.checked_mul(values.len()));
        if cells.is_none_or(|cells| cells == 0 || cells > limits::CONDITION_CELLS_MAX) {
            return Verdict::NotDecided;
        }
        let env = evaluation::timeless();
        let (mut can_hold, mut can_fail) = (false, false);
        let mut choice = vec![0_usize; axes.len()];
        loop {
            match holds(conditions, &axes, &choice, &env) {
                Some(true) => can_hold = true,
                Some(false) => can_fail = true,
                None => return Verdict::NotDecided,
            }
            if can_hold && can_fail {
                return Verdict::Sometimes;
            }
            if !next(&mut choice, &axes) {
                break;
            }
        }
        if can_hold { Verdict::Always } else { Verdict::Never }
    }

    /// The facts that the conditions read, each with values that stand for all.
    fn axes(&self, conditions: &[&Formula]) -> Option<Vec<(String, Vec<Value>)>> {
        let paths: BTreeSet<String> = conditions.iter().flat_map(|one| one.paths()).collect();
        let tokens: Vec<Vec<Token>> = conditions.iter().map(|one| tokens(&one.text)).collect();
        let is_simple = tokens.iter().all(|one| is_simple(one));
        let mentions_null = tokens.iter().flatten().any(|one| *one == Token::Name("null".to_owned()));
        let mut axes = Vec::new();
        for path in paths {
            if path == "null" {
                continue;
            }
            let mut values = match self.concepts.get(&path) {
                Some(concept) if concept.group.is_none() => values(concept, &tokens, is_simple)?,
                Some(_) => return None,
                None => match self.decisions.get(&path) {
                    Some(Type::Boolean) => vec![Value::Boolean(true), Value::Boolean(false)],
                    _ => return None,
                },
            };
            let may_be_null = |concept: &Concept| {
                concept.optional || (self.may_lack_records && matches!(concept.from, From::Register { .. }))
            };
            if mentions_null || self.concepts.get(&path).is_some_and(may_be_null) {
                values.push(Value::Null);
            }
            axes.push((path, values));
        }
        Some(axes)
    }
}

fn next(choice: &mut [usize], axes: &[(String, Vec<Value>)]) -> bool {
    for (at, (_, values)) in choice.iter_mut().zip(axes) {
        *at += 1;
        if *at < values.len() {
            return true;
        }
        *at = 0;
    }
    false
}

fn holds(
    conditions: &[&Formula],
    axes: &[(String, Vec<Value>)],
    choice: &[usize],
    env: &Env,
) -> Option<bool> {
    let mut facts = Context::new();
    for ((path, values), at) in axes.iter().zip(choice) {
        facts.set_path(path, values.get(*at)?.clone());
    }
    for condition in conditions {
        match condition.expression.evaluate(&facts, env).ok()?.value {
            Value::Boolean(true) => {}
            Value::Boolean(false) | Value::Null => return Some(false),
            _ => return None,
        }
    }
    Some(true)
}

/// Values that stand for all values of a concept; nothing where that is not possible.
fn values(concept: &Concept, tokens: &[Vec<Token>], is_simple: bool) -> Option<Vec<Value>> {
    if concept.is_broken {
        return None;
    }
    let literals = || tokens.iter().flatten();
    match &concept.kind {
        Kind::OneOf(choices) => Some(choices.iter().map(|one| Value::string(one.id.as_str())).collect()),
        Kind::Boolean => Some(vec![Value::Boolean(true), Value::Boolean(false)]),
        Kind::Country => is_simple.then(|| texts(literals(), &["ZZ"])),
        Kind::Text { .. } | Kind::CivilNumber | Kind::Iban | Kind::Phone | Kind::Email => {
            is_simple.then(|| texts(literals(), &["\u{1}"]))
        }
        Kind::Number { min, max, decimals } => is_simple.then(|| numbers(literals(), *min, *max, *decimals)),
        Kind::Money { min, max } => is_simple.then(|| numbers(literals(), *min, *max, 3)),
        Kind::Date => {
            if !is_simple {
                return None;
            }
            let mut dates = BTreeSet::new();
            for text in literals().filter_map(Token::text) {
                let Ok(date) = text.parse::<Date>() else { continue };
                for days in -1..=1 {
                    dates.extend(date.add_days(days));
                }
            }
            if dates.is_empty() { None } else { Some(dates.into_iter().map(Value::Date).collect()) }
        }
        Kind::ManyOf(_) => None,
    }
}

fn texts<'t>(literals: impl Iterator<Item = &'t Token>, others: &[&str]) -> Vec<Value> {
    let mut found: BTreeSet<String> = literals.filter_map(Token::text).map(str::to_owned).collect();
    found.extend(others.iter().map(|one| (*one).to_owned()));
    found.into_iter().map(Value::string).collect()
}

fn numbers<'t>(
    literals: impl Iterator<Item = &'t Token>,
    min: Option<Decimal>,
    max: Option<Decimal>,
    decimals: u8,
) -> Vec<Value> {
    let step = if decimals == 0 { Some(Decimal::from(1)) } else { Decimal::new(1, 3) };
    let mut found: BTreeSet<Decimal> = BTreeSet::new();
    for literal in literals {
        let Token::Number(text) = literal else { continue };
        for one in [text.clone(), format!("-{text}")] {
            let Ok(value) = one.parse::<Decimal>() else { continue };
            found.insert(value);
            found.extend(step.and_then(|step| value.checked_add(step)));
            found.extend(step.and_then(|step| value.checked_sub(step)));
        }
    }
    found.extend(min);
    found.extend(max);
    let inside = |value: &Decimal| min.is_none_or(|min| *value >= min) && max.is_none_or(|max| *value <= max);
    found.into_iter().filter(inside).map(Value::Number).collect()
}

/// A word of an expression, as far as this check must tell them apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    Name(String),
    Text(String),
    Number(String),
    Sign(char),
}

impl Token {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Name(_) | Self::Number(_) | Self::Sign(_) => None,
        }
    }
}

pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut characters = text.chars().peekable();
    while let Some(one) = characters.next() {
        if one == '"' {
            let mut inner = String::new();
            for one in characters.by_ref() {
                if one == '"' {
                    break;
                }
                inner.push(one);
            }
            tokens.push(Token::Text(inner));
        } else if one.is_alphabetic() || one == '_' {
            let mut name = String::from(one);
            while let Some(next) =
                characters.next_if(|next| next.is_alphanumeric() || matches!(next, '_' | '.'))
            {
                name.push(next);
            }
            tokens.push(Token::Name(name));
        } else if one.is_ascii_digit() {
            let mut number = String::from(one);
            while let Some(next) = characters.next_if(|next| next.is_ascii_digit() || *next == '.') {
                number.push(next);
            }
            // `1..5` is a range of two numbers.
            for part in number.split("..").filter(|part| !part.is_empty()) {
                tokens.push(Token::Number(part.trim_end_matches('.').to_owned()));
            }
        } else if !one.is_whitespace() {
            tokens.push(Token::Sign(one));
        }
    }
    tokens
}

/// Whether facts are only compared with literals: no arithmetic, no functions, no two facts compared.
fn is_simple(tokens: &[Token]) -> bool {
    const WORDS: [&str; 9] = ["and", "or", "not", "in", "between", "true", "false", "null", "date"];
    let is_fact = |token: &Token| matches!(token, Token::Name(name) if !WORDS.contains(&name.as_str()));
    let is_comparison = |token: &Token| matches!(token, Token::Sign('=' | '<' | '>' | '!'));
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Sign('+' | '*' | '/' | '{' | '}') => return false,
            Token::Sign('-') if !matches!(tokens.get(at + 1), Some(Token::Number(_))) => return false,
            Token::Sign('-') if at > 0 && tokens.get(at - 1).is_some_and(is_fact) => return false,
            Token::Sign('(') if at > 0 && tokens.get(at - 1).is_some_and(is_fact) => return false,
            Token::Name(name)
                if matches!(name.as_str(), "if" | "for" | "some" | "every" | "function" | "instance") =>
            {
                return false;
            }
            _ if is_comparison(token) => {
                let after = tokens.get(at + 1).filter(|next| !is_comparison(next)).or(tokens.get(at + 2));
                let before = at.checked_sub(1).and_then(|at| tokens.get(at));
                if before.is_some_and(is_fact) && after.is_some_and(is_fact) {
                    return false;
                }
            }
            Token::Name(name)
                if matches!(name.as_str(), "in" | "between") && tokens.get(at + 1).is_some_and(is_fact) =>
            {
                return false;
            }
            _ => {}
        }
    }
    true
}
