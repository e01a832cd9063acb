//! Reads the rules: `rules.md` as lawyers read it, or `rules.dmn`.

mod literate;
pub(crate) mod markdown;
mod model;
mod reasons;
mod types;

use std::collections::BTreeMap;

use afaq_base::Text;
use afaq_feel::Type;

use super::Cx;
use super::data::Data;
use super::service::Head;
use crate::codes;
use crate::model::Decisions;
use crate::problem::Spot;
use crate::yaml::Node;

pub(crate) use reasons::Reasons;
pub(super) use reasons::reasons;

/// Everything that the rules say.
#[derive(Default)]
pub(crate) struct Rules {
    /// The compiled model, when there is no error.
    pub decisions: Option<Decisions>,
    /// The model as written, even when it cannot be compiled.
    pub model: Option<afaq_dmn::Model>,
    /// The type of each decision.
    pub types: BTreeMap<String, Type>,
    /// What each decision is called, where the pack says so.
    pub labels: BTreeMap<String, Text>,
    /// Where each decision is written.
    pub spots: BTreeMap<String, Spot>,
    /// The ids in the order of writing.
    pub ids: Vec<String>,
    /// The paths that each decision reads, with the place of the expression.
    pub reads: BTreeMap<String, Vec<(String, Spot)>>,
    /// The reasons that the rules give, with their places.
    pub given: Vec<(String, Spot)>,
    /// The `reasons` blocks.
    reason_blocks: Vec<Node>,
    /// The file in which the rules are.
    pub file: String,
}

/// Reads the rules of either form.
pub(super) fn read(cx: &mut Cx<'_>, data: &Data, _head: Option<&Head>) -> Rules {
    let has_md = cx.sources.contains_key("rules.md");
    let has_dmn = cx.sources.contains_key("rules.dmn");
    let mut rules = Rules {
        file: if has_dmn && !has_md { "rules.dmn" } else { "rules.md" }.to_owned(),
        ..Rules::default()
    };
    let mut literate = literate::Literate::default();
    if let Some(source) = cx.sources.get("rules.md") {
        literate = literate::read(cx, source);
        rules.reason_blocks = std::mem::take(&mut literate.reasons);
    }
    if has_dmn {
        if literate.decisions.is_empty() {
            rules.file = "rules.dmn".to_owned();
            model::from_dmn(cx, data, &mut rules);
            return rules;
        }
        cx.problems.add(
            codes::TWO_RULES,
            &Spot::file("rules.dmn"),
            Text::new("في rules.md قرارات أيضاً", "rules.md holds decisions too"),
        );
    }
    model::from_literate(cx, data, literate.decisions, &mut rules);
    rules
}
