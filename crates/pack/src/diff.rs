//! The difference between two versions of a service, in words.

use std::collections::BTreeSet;

use afaq_base::{Lang, Text};

use crate::Service;
use crate::model::{Cost, From, Silence};

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What is different, in words.
    pub text: Text,
    /// Whether it changes what the service does, not only what it says.
    pub is_behavior: bool,
}

/// All differences from `old` to `new`.
#[must_use]
pub fn diff(old: &Service, new: &Service) -> Vec<Change> {
    let mut diff = Diff { changes: Vec::new() };
    diff.service(old, new);
    let ids = |service: &Service| service.concepts.iter().map(|one| one.path.clone()).collect::<Vec<_>>();
    diff.names("المعلومة", "concept", &ids(old), &ids(new), true);
    for concept in &new.concepts {
        let Some(before) = old.concepts.get(&concept.path) else { continue };
        diff.words(&format!("`{}`", concept.path), &before.label, &concept.label);
        if before.kind != concept.kind {
            diff.behavior(
                format!("تغيّر نوع `{}`", concept.path),
                format!("the kind of `{}` has changed", concept.path),
            );
        }
        if source(&before.from) != source(&concept.from) {
            diff.behavior(
                format!(
                    "`{}`: المصدر كان {} وصار {}",
                    concept.path,
                    source(&before.from),
                    source(&concept.from)
                ),
                format!(
                    "`{}`: the source was {} and is {}",
                    concept.path,
                    source(&before.from),
                    source(&concept.from)
                ),
            );
        }
    }
    let ids = |service: &Service| service.evidence.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
    diff.names("المستند", "evidence", &ids(old), &ids(new), true);
    let ids = |service: &Service| service.form.pages.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
    diff.names("الصفحة", "page", &ids(old), &ids(new), true);
    let ids = |service: &Service| service.reasons.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
    diff.names("سبب الرفض", "reason", &ids(old), &ids(new), true);
    diff.decisions(old, new);
    diff.process(old, new);
    let ids = |service: &Service| service.messages.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
    diff.names("الرسالة", "message", &ids(old), &ids(new), true);
    for message in &new.messages {
        if let Some(before) = old.find_message(&message.id) {
            diff.words(&format!("`{}`", message.id), &before.body.source, &message.body.source);
        }
    }
    let ids = |service: &Service| service.scenarios.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
    diff.names("السيناريو", "scenario", &ids(old), &ids(new), false);
    diff.changes
}

fn source(from: &From) -> String {
    match from {
        From::SignIn => "sign_in".to_owned(),
        From::Applicant => "applicant".to_owned(),
        From::Register { register, field, .. } => format!("{register}.{field}"),
        From::Computed(formula) => formula.text.clone(),
        From::Officer => "officer".to_owned(),
    }
}

struct Diff {
    changes: Vec<Change>,
}

impl Diff {
    fn behavior(&mut self, ar: String, en: String) {
        self.changes.push(Change { text: Text::new(ar, en), is_behavior: true });
    }

    fn words(&mut self, name: &str, old: &Text, new: &Text) {
        if old != new {
            let text = Text::new(
                format!("{name}: كان النص «{}» وصار «{}»", old.ar, new.ar),
                format!("{name}: the text was “{}” and is “{}”", old.en, new.en),
            );
            self.changes.push(Change { text, is_behavior: false });
        }
    }

    fn names(&mut self, ar: &str, en: &str, old: &[String], new: &[String], is_behavior: bool) {
        let (before, after): (BTreeSet<&String>, BTreeSet<&String>) =
            (old.iter().collect(), new.iter().collect());
        for name in before.difference(&after) {
            let text = Text::new(format!("حُذف: {ar} `{name}`"), format!("removed: {en} `{name}`"));
            self.changes.push(Change { text, is_behavior });
        }
        for name in after.difference(&before) {
            let text = Text::new(format!("أُضيف: {ar} `{name}`"), format!("added: {en} `{name}`"));
            self.changes.push(Change { text, is_behavior });
        }
    }

    fn service(&mut self, old: &Service, new: &Service) {
        self.words("name", &old.name, &new.name);
        self.words("summary", &old.summary, &new.summary);
        if old.promise.span != new.promise.span {
            self.behavior(
                format!(
                    "موعد الإنجاز كان {} وصار {}",
                    old.promise.span.in_words(Lang::Ar),
                    new.promise.span.in_words(Lang::Ar)
                ),
                format!(
                    "the promised time was {} and is {}",
                    old.promise.span.in_words(Lang::En),
                    new.promise.span.in_words(Lang::En)
                ),
            );
        }
        if old.promise.silence != new.promise.silence {
            let word = |silence: &Silence| match silence {
                Silence::None => "none".to_owned(),
                Silence::Approves { law } => format!("approves ({law})"),
                Silence::Refuses { law } => format!("refuses ({law})"),
            };
            self.behavior(
                format!("معنى السكوت كان {} وصار {}", word(&old.promise.silence), word(&new.promise.silence)),
                format!(
                    "silence meant {} and means {}",
                    word(&old.promise.silence),
                    word(&new.promise.silence)
                ),
            );
        }
        if old.promise.legal != new.promise.legal {
            self.behavior(
                format!(
                    "المدة القانونية كانت {} وصارت {}",
                    old.promise.legal.in_words(Lang::Ar),
                    new.promise.legal.in_words(Lang::Ar)
                ),
                format!(
                    "the legal time was {} and is {}",
                    old.promise.legal.in_words(Lang::En),
                    new.promise.legal.in_words(Lang::En)
                ),
            );
        }
        if old.cost != new.cost {
            let word = |cost: &Cost| match cost {
                Cost::Free => "free".to_owned(),
                Cost::Decision(name) => format!("`{name}`"),
            };
            self.behavior(
                format!("الرسم كان {} وصار {}", word(&old.cost), word(&new.cost)),
                format!("the cost was {} and is {}", word(&old.cost), word(&new.cost)),
            );
        }
        let ids = |service: &Service| service.outputs.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
        self.names("الوثيقة", "output", &ids(old), &ids(new), true);
        let ids = |service: &Service| service.law.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
        self.names("القانون", "law", &ids(old), &ids(new), true);
    }

    fn decisions(&mut self, old: &Service, new: &Service) {
        self.names("القرار", "decision", &old.decisions.ids, &new.decisions.ids, true);
        for decision in &new.decisions.model.decisions {
            let before = old.decisions.model.decisions.iter().find(|one| one.id == decision.id);
            if before.is_some_and(|before| logic(before) != logic(decision)) {
                self.behavior(
                    format!("تغيّر القرار `{}`", decision.id),
                    format!("the decision `{}` has changed", decision.id),
                );
            }
        }
    }

    fn process(&mut self, old: &Service, new: &Service) {
        let ids = |service: &Service| {
            service.process.nodes.iter().map(|one| one.base.id.to_string()).collect::<Vec<_>>()
        };
        self.names("عنصر الإجراء", "process element", &ids(old), &ids(new), true);
        for (id, task) in &new.tasks {
            let Some(before) = old.tasks.get(id) else { continue };
            self.words(&format!("`{id}`"), &before.name, &task.name);
            if before.target != task.target {
                self.behavior(
                    format!(
                        "`{id}`: المدة كانت {} وصارت {}",
                        before.target.in_words(Lang::Ar),
                        task.target.in_words(Lang::Ar)
                    ),
                    format!(
                        "`{id}`: the target was {} and is {}",
                        before.target.in_words(Lang::En),
                        task.target.in_words(Lang::En)
                    ),
                );
            }
            if before.role != task.role || before.outcomes != task.outcomes {
                self.behavior(
                    format!("تغيّر دور المهمة `{id}` أو نتائجها"),
                    format!("the role or the outcomes of `{id}` have changed"),
                );
            }
        }
        let flows = |service: &Service| {
            service
                .process
                .flows
                .iter()
                .map(|flow| {
                    let condition = flow.condition.as_ref().map(ToString::to_string).unwrap_or_default();
                    format!("{} {condition}", flow.base.id)
                })
                .collect::<Vec<_>>()
        };
        self.names("المسار", "flow", &flows(old), &flows(new), true);
    }
}

/// The logic of a decision without its places.
fn logic(decision: &afaq_dmn::Decision) -> String {
    use afaq_dmn::ExpressionKind;
    match decision.expression.as_ref().map(|one| &one.kind) {
        Some(ExpressionKind::Literal(text)) => text.value.clone(),
        Some(ExpressionKind::DecisionTable(table)) => {
            let mut text = table.hit_policy.letter().to_owned();
            for input in &table.inputs {
                text.push_str(&format!("|{}", input.expression.value));
            }
            for rule in &table.rules {
                text.push('\n');
                for cell in rule.tests.iter().chain(&rule.outputs) {
                    text.push_str(&format!("|{}", cell.value));
                }
            }
            text
        }
        Some(other) => format!("{other:?}"),
        None => String::new(),
    }
}
