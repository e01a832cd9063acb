//! The reasons for refusals: what people read, the law behind it, and what can be done.

use std::collections::BTreeMap;

use super::Rules;
use crate::model::Reason;
use crate::problem::Spot;
use crate::read::data::Data;
use crate::read::service::{self, Head};
use crate::read::{Cx, Formulas};
use crate::template;

/// All reasons with their places.
#[derive(Default)]
pub(crate) struct Reasons {
    pub list: Vec<Reason>,
    pub spots: BTreeMap<String, Spot>,
    /// Reasons that only officers give.
    pub by_officer: Vec<String>,
}

/// Reads the `reasons` blocks.
pub(crate) fn reasons(
    cx: &mut Cx<'_>,
    head: Option<&Head>,
    rules: &Rules,
    data: &Data,
    formulas: &mut Formulas,
) -> Reasons {
    let mut reasons = Reasons::default();
    let mut seen = Vec::new();
    let laws = head.map(|head| head.law.as_slice()).unwrap_or_default();
    for block in &rules.reason_blocks {
        for (key, node) in block.entries() {
            if !service::is_new(cx, &mut seen, &key.text, &key.spot) {
                continue;
            }
            reasons.spots.insert(key.text.clone(), key.spot.clone());
            if node.get("by").is_some() {
                reasons.by_officer.push(key.text.clone());
            }
            let law = if head.is_some() { service::law(cx, node.get("law"), laws) } else { None };
            let scope = formulas.scope.clone();
            let text = template::read_with(cx, node, &cx.languages.codes(), &scope, &data.concepts);
            let mend = node.get("mend").and_then(|one| template::read(cx, one, &scope, &data.concepts));
            if let (Some(law), Some(text)) = (law, text) {
                let mend = mend.unwrap_or_default();
                let by_officer = node.get("by").is_some();
                reasons.list.push(Reason { id: key.text.clone(), law, text, mend, by_officer });
            }
        }
    }
    reasons
}
