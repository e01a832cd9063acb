//! What machines do in a process: decisions of rules, and operations of service tasks.

use afaq_bpmn::BaseElement;

use super::Meaning;
use crate::codes;
use crate::model::Operation;
use crate::problem::suggest;

impl Meaning<'_, '_> {
    pub(super) fn rule_task(&mut self, base: &BaseElement) {
        let Some(decision) = base.extensions.get("decision") else { return };
        let decision = decision.trim();
        if self.rules.ids.iter().any(|id| id == decision) {
            self.out.rule_tasks.insert(base.id.to_string(), decision.to_owned());
        } else {
            let help = suggest(decision, self.rules.ids.iter().map(String::as_str));
            self.add_unknown(
                codes::UNKNOWN_DECISION,
                base,
                &format!("القرار `{decision}` غير معرّف"),
                &format!("the decision `{decision}` is not defined"),
                help,
            );
        }
    }

    pub(super) fn service_task(&mut self, base: &BaseElement) {
        let get = |key: &str| base.extensions.get(key).map(|text| text.trim().to_owned());
        let words = ["collect_fee", "issue", "notify", "read_registers"];
        let operation = match get("operation").as_deref() {
            Some("collect_fee") => Some(Operation::CollectFee),
            Some("read_registers") => Some(Operation::ReadRegisters),
            Some("issue") => self.issue(base, get("output")),
            Some("notify") => get("message").map(|message| Operation::Notify { message }),
            Some(other) => {
                let help = suggest(other, words);
                self.add_unknown(
                    codes::OPERATION,
                    base,
                    &format!("عملية غير معروفة `{other}`"),
                    &format!("the operation `{other}` is not known"),
                    help,
                );
                return;
            }
            None => {
                self.add(codes::OPERATION, base, "مهمة خدمة بلا عملية", "the service task has no operation");
                return;
            }
        };
        match operation {
            Some(operation) => {
                self.out.operations.insert(base.id.to_string(), operation);
            }
            None if get("operation").as_deref() == Some("notify") => {
                self.add(
                    codes::OPERATION,
                    base,
                    "لا تذكر المهمة رسالة (afaq:message)",
                    "the task names no message (afaq:message)",
                );
            }
            None => {}
        }
    }

    fn issue(&mut self, base: &BaseElement, output: Option<String>) -> Option<Operation> {
        let Some(output) = output else {
            self.add(
                codes::OPERATION,
                base,
                "لا تذكر المهمة وثيقة (afaq:output)",
                "the task names no output (afaq:output)",
            );
            return None;
        };
        let outputs = self.head.map(|head| head.outputs.as_slice())?;
        if outputs.iter().any(|one| one.id == output) {
            return Some(Operation::Issue { output });
        }
        let help = suggest(&output, outputs.iter().map(|one| one.id.as_str()));
        self.add_unknown(
            codes::UNKNOWN_OUTPUT,
            base,
            &format!("الوثيقة `{output}` غير معرّفة"),
            &format!("the output `{output}` is not defined"),
            help,
        );
        None
    }
}
