//! Reads expressions against the names that a pack defines.

use std::collections::BTreeMap;

use afaq_base::Text;
use afaq_feel::{Problem as FeelProblem, Scope, Type};

use super::Cx;
use super::data::Data;
use super::rules::Rules;
use crate::codes;
use crate::model::{Concept, Concepts, Decisions, EvidenceType, Formula, Kind};
use crate::problem::Spot;
use crate::yaml::Node;

/// The group under which rules see which papers are there.
pub(crate) const EVIDENCE: &str = "evidence";

/// The names that expressions may use, and where conditions were found.
pub(crate) struct Formulas {
    /// The facts and the decisions.
    pub scope: Scope,
    /// The decisions with their types.
    pub decisions: BTreeMap<String, Type>,
}

impl Formulas {
    pub(super) fn new(data: &Data, rules: &Rules) -> Self {
        let facts = fact_types(&data.concepts, &data.evidence);
        let mut decisions = rules.types.clone();
        // A wrong type of this decision is reported once, where it is written.
        if let Some(ty) = decisions.get_mut(Decisions::ELIGIBLE).filter(|ty| **ty != Type::Boolean) {
            *ty = Type::Any;
        }
        let mut scope = Scope::new();
        for (name, ty) in facts.iter().chain(&decisions) {
            scope = scope.with(name, ty.clone());
        }
        Self { scope, decisions }
    }

    /// An expression that must be true or false.
    pub fn condition(&mut self, cx: &mut Cx<'_>, node: &Node) -> Option<Formula> {
        let (formula, ty) = self.read(cx, node)?;
        if !matches!(ty, Type::Boolean | Type::Any | Type::Null) {
            not_boolean(cx, &formula.spot);
            return None;
        }
        Some(formula)
    }

    /// Any expression.
    pub fn expression(&mut self, cx: &mut Cx<'_>, node: &Node) -> Option<Formula> {
        self.read(cx, node).map(|(formula, _)| formula)
    }

    fn read(&self, cx: &mut Cx<'_>, node: &Node) -> Option<(Formula, Type)> {
        let text = node.text()?;
        let source = cx.sources.get(&*node.spot.file).cloned()?;
        parse(cx, text, &self.scope, &|offset| node.inside(&source, offset))
    }
}

/// Reports a condition that is not true or false.
pub(crate) fn not_boolean(cx: &mut Cx<'_>, spot: &Spot) {
    cx.problems.add(
        codes::NOT_BOOLEAN,
        spot,
        Text::new("نتيجة الشرط ليست true أو false", "the condition's result is not true or false"),
    );
}

/// Reads and checks an expression; `place` finds a character of its text in the file.
pub(crate) fn parse(
    cx: &mut Cx<'_>,
    text: &str,
    scope: &Scope,
    place: &dyn Fn(usize) -> Spot,
) -> Option<(Formula, Type)> {
    let expression = match afaq_feel::parse_expression(text, scope) {
        Ok(expression) => expression,
        Err(found) => {
            for one in &found {
                report(cx, one, place);
            }
            return None;
        }
    };
    let (ty, found) = expression.check(scope);
    for one in &found {
        report(cx, one, place);
    }
    let formula = Formula { text: text.to_owned(), expression, spot: place(0) };
    if found.is_empty() { Some((formula, ty)) } else { None }
}

/// Reports a problem of an expression at its place.
pub(crate) fn report(cx: &mut Cx<'_>, problem: &FeelProblem, place: &dyn Fn(usize) -> Spot) {
    let code = code_of(problem);
    let message = Text::new(problem.message_ar(), problem.message_en());
    cx.problems.add_with_help(
        code,
        &place(problem.start),
        message,
        Text::new(problem.help_ar(), problem.help_en()),
    );
}

fn code_of(problem: &FeelProblem) -> &'static str {
    use afaq_feel::ProblemKind;
    match &problem.kind {
        ProblemKind::UnknownName { .. } | ProblemKind::UnknownMember { .. } => codes::FEEL_NAME,
        ProblemKind::NotOneOf { .. } => codes::NEVER_EQUAL,
        ProblemKind::WrongArguments { .. }
        | ProblemKind::NotAFunction
        | ProblemKind::WrongType { .. }
        | ProblemKind::NeverComparable { .. }
        | ProblemKind::UnknownType(_) => codes::FEEL_TYPE,
        ProblemKind::Unexpected { .. }
        | ProblemKind::UnterminatedText
        | ProblemKind::BadEscape
        | ProblemKind::BadNumber
        | ProblemKind::BadTemporal(_)
        | ProblemKind::TooDeep { .. }
        | ProblemKind::TooLong { .. }
        | ProblemKind::ControlCharacter(_)
        | ProblemKind::DuplicateName(_)
        | ProblemKind::ExternalFunction => codes::FEEL_SYNTAX,
    }
}

/// The FEEL types of all facts, by the first segment of their paths; `evidence.ID` says whether that
/// paper is there.
pub(crate) fn fact_types(concepts: &Concepts, evidence: &[EvidenceType]) -> BTreeMap<String, Type> {
    let mut groups: BTreeMap<String, BTreeMap<String, Type>> = BTreeMap::new();
    for concept in concepts {
        groups
            .entry(concept.head().to_owned())
            .or_default()
            .insert(concept.leaf().to_owned(), type_of(concept));
    }
    let papers = evidence.iter().map(|kind| (kind.id.clone(), Type::Boolean)).collect::<BTreeMap<_, _>>();
    let papers = (!papers.is_empty()).then(|| (EVIDENCE.to_owned(), Type::Context(papers)));
    groups
        .into_iter()
        .map(|(id, members)| {
            let context = Type::Context(members);
            let is_many = concepts.find_group(&id).is_some_and(|group| group.many.is_some());
            (id, if is_many { Type::List(Box::new(context)) } else { context })
        })
        .chain(papers)
        .collect()
}

/// The FEEL type of a concept's values.
pub(crate) fn type_of(concept: &Concept) -> Type {
    if concept.is_broken {
        return Type::Any;
    }
    match &concept.kind {
        Kind::Text { .. } | Kind::CivilNumber | Kind::Iban | Kind::Phone | Kind::Email => Type::String,
        Kind::Country => Type::OneOf(crate::countries::codes().map(str::to_owned).collect()),
        Kind::Number { .. } | Kind::Money { .. } => Type::Number,
        Kind::Date => Type::Date,
        Kind::Boolean => Type::Boolean,
        Kind::OneOf(choices) => Type::OneOf(choices.iter().map(|one| one.id.clone()).collect()),
        Kind::ManyOf(choices) => {
            Type::List(Box::new(Type::OneOf(choices.iter().map(|one| one.id.clone()).collect())))
        }
    }
}
