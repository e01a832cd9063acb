//! What a task of an officer is: role, target, form, outcomes, what it asks.

use afaq_base::Span;
use afaq_bpmn::BaseElement;

use super::super::registers;
use super::{Meaning, spot};
use crate::codes;
use crate::model::{Outcome, TaskForm, TaskSpec};
use crate::problem::suggest;

impl Meaning<'_, '_> {
    pub(super) fn user_task(&mut self, base: &BaseElement) {
        let name = self.name(base);
        let get = |key: &str| base.extensions.get(key).map(|text| text.trim().to_owned());
        let role = self.role(base, get("role"));
        let target = match get("target") {
            None => {
                self.add(codes::TASK_TARGET, base, "مهمة بلا مدة مستهدفة", "the task has no target");
                None
            }
            Some(text) => {
                let span = Span::parse(&text).ok();
                if span.is_none() {
                    self.add(
                        codes::BPMN_VALUE,
                        base,
                        &format!("«{text}» ليست مدة"),
                        &format!("`{text}` is no length of time"),
                    );
                }
                span
            }
        };
        let form = match get("form").as_deref() {
            None => {
                self.add(codes::TASK_FORM, base, "مهمة بلا نموذج", "the task has no form");
                None
            }
            Some("decide") => Some(TaskForm::Decide),
            Some("opinion") => Some(TaskForm::Opinion),
            Some("check") => Some(TaskForm::Check),
            Some(other) => {
                let help = suggest(other, ["decide", "opinion", "check"]);
                self.add_unknown(
                    codes::BPMN_VALUE,
                    base,
                    &format!("نموذج غير معروف `{other}`"),
                    &format!("the form `{other}` is not known"),
                    help,
                );
                None
            }
        };
        let outcomes = self.outcomes(base, get("outcomes"));
        self.out.outcomes.insert(base.id.to_string(), outcomes.clone());
        let body = match get("body") {
            Some(code) => match afaq_base::bodies::find(&code) {
                Some(body) => Some(body.code.clone()),
                None => {
                    registers::unknown_body(self.cx, &code, &spot(base.position));
                    None
                }
            },
            None => role.as_ref().map(|(_, body)| body.clone()),
        };
        let asks = self.asks(base, get("asks"));
        let signatures = self.signatures(base, get("signatures"), &outcomes);
        if let (Some((role, _)), Some(target), Some(form), Some(body)) = (role, target, form, body) {
            self.out.tasks.insert(
                base.id.to_string(),
                TaskSpec {
                    element: base.id.to_string(),
                    role,
                    body,
                    target,
                    outcomes,
                    form,
                    name,
                    asks,
                    signatures,
                    spot: spot(base.position),
                },
            );
        }
    }

    fn role(&mut self, base: &BaseElement, role: Option<String>) -> Option<(String, afaq_base::BodyCode)> {
        let Some(role) = role else {
            self.add(codes::TASK_ROLE, base, "مهمة بلا دور", "the task has no role");
            return None;
        };
        let roles = self.head.map(|head| head.roles.as_slice())?;
        match roles.iter().find(|one| one.id == role) {
            Some(found) => Some((role, found.body.clone())),
            None => {
                let help = suggest(&role, roles.iter().map(|one| one.id.as_str()));
                self.add_unknown(
                    codes::UNKNOWN_ROLE,
                    base,
                    &format!("الدور `{role}` غير معرّف"),
                    &format!("the role `{role}` is not defined"),
                    help,
                );
                None
            }
        }
    }

    fn outcomes(&mut self, base: &BaseElement, text: Option<String>) -> Vec<Outcome> {
        let Some(text) = text.filter(|text| !text.is_empty()) else {
            self.add(codes::TASK_OUTCOMES, base, "مهمة بلا نتائج", "the task has no outcomes");
            return Vec::new();
        };
        let mut outcomes = Vec::new();
        for word in text.split([' ', ',']).filter(|word| !word.is_empty()) {
            match Outcome::find(word) {
                Some(one) if outcomes.contains(&one) => {}
                Some(one) => outcomes.push(one),
                None => {
                    let help = suggest(word, Outcome::ALL.iter().map(|one| one.word()));
                    self.add_unknown(
                        codes::BPMN_VALUE,
                        base,
                        &format!("نتيجة غير معروفة `{word}`"),
                        &format!("the outcome `{word}` is not known"),
                        help,
                    );
                }
            }
        }
        outcomes
    }

    /// A second signature makes sense for a decision alone.
    fn signatures(&mut self, base: &BaseElement, text: Option<String>, outcomes: &[Outcome]) -> u8 {
        let Some(text) = text else { return 1 };
        let decides = outcomes.iter().any(|one| matches!(one, Outcome::Approve | Outcome::Refuse));
        match text.as_str() {
            "1" => 1,
            "2" if decides => 2,
            "2" => {
                self.add(
                    codes::BPMN_VALUE,
                    base,
                    "توقيعان على مهمة لا تقرر شيئاً",
                    "two signatures for a task that decides nothing",
                );
                1
            }
            other => {
                self.add(
                    codes::BPMN_VALUE,
                    base,
                    &format!("عدد التوقيعات «{other}»: المسموح 1 أو 2"),
                    &format!("`{other}` signatures: 1 or 2 are possible"),
                );
                1
            }
        }
    }

    fn asks(&mut self, base: &BaseElement, text: Option<String>) -> Vec<String> {
        let mut asks = Vec::new();
        for path in text.unwrap_or_default().split([' ', ',']).filter(|path| !path.is_empty()) {
            if self.data.concepts.get(path).is_some() {
                asks.push(path.to_owned());
            } else {
                let help = suggest(path, self.data.concepts.iter().map(|one| one.path.as_str()));
                self.add_unknown(
                    codes::UNKNOWN_CONCEPT,
                    base,
                    &format!("المعلومة `{path}` غير معرّفة"),
                    &format!("the concept `{path}` is not defined"),
                    help,
                );
            }
        }
        asks
    }
}
