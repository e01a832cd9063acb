//! What a process of another tool lacks to run is put in for a trial run, and every case is named.
//! Publication takes none of this.

use crate::definitions::{
    BaseElement, Definitions, ElementId, ElementKind, EventKind, RootElement, TaskKind, Text,
};

/// One thing that was put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped {
    /// The element.
    pub element: ElementId,
    /// The line, counted from 1.
    pub line: u32,
    what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Script,
    Decision,
    Call,
    Message,
    Signal,
    Timer,
    Condition,
    FlowCondition,
    Count,
    Empty,
    Language,
    Data,
}

impl Mapped {
    /// What was put in, in English.
    pub fn message_en(&self) -> &'static str {
        match self.what {
            What::Script => {
                "the script is in no language that is executed; it runs as a job of another system"
            }
            What::Decision => "the task names no decision; it runs as a job of another system",
            What::Call => "the called process is not in the file; the call runs as a job of another system",
            What::Message => "no message is named; the element's id is its name",
            What::Signal => "no signal is named; one name is used for all of these",
            What::Timer => "no time is given; it is due at once",
            What::Condition => "no condition is given; it holds",
            What::FlowCondition => "the condition is not FEEL; the flow is never taken by it",
            What::Count => "how often is not said; it is done once",
            What::Empty => "nothing is drawn inside; it does nothing",
            What::Language => "the condition names another language; it is read as FEEL",
            What::Data => "the data association is not FEEL; it carries nothing over",
        }
    }

    /// What was put in, in Arabic.
    pub fn message_ar(&self) -> &'static str {
        match self.what {
            What::Script => "النص بلغة لا تُنفَّذ؛ يجري عملاً لنظام آخر",
            What::Decision => "لا تسمّي المهمة قراراً؛ تجري عملاً لنظام آخر",
            What::Call => "الإجراء المستدعى ليس في الملف؛ يجري الاستدعاء عملاً لنظام آخر",
            What::Message => "لا رسالة مسمّاة؛ معرّف العنصر اسمها",
            What::Signal => "لا إشارة مسمّاة؛ يُستعمل اسم واحد لها كلها",
            What::Timer => "لا وقت محدّد؛ يحين فوراً",
            What::Condition => "لا شرط محدّد؛ يُعدّ متحققاً",
            What::FlowCondition => "الشرط ليس بلغة FEEL؛ لا يُسلك التدفق به",
            What::Count => "لم يُحدَّد العدد؛ يُنفَّذ مرة واحدة",
            What::Empty => "لا شيء مرسوم في داخله؛ لا يفعل شيئاً",
            What::Language => "يسمّي الشرط لغة أخرى؛ يُقرأ بلغة FEEL",
            What::Data => "ارتباط البيانات ليس بلغة FEEL؛ لا ينقل شيئاً",
        }
    }
}

const SIGNAL: &str = "afaq_unnamed_signal";

fn is_feel(language: Option<&str>) -> bool {
    language.is_some_and(|language| language.to_ascii_lowercase().contains("feel"))
}

fn put(base: &BaseElement, value: &str) -> Text {
    Text { value: value.to_owned(), position: base.position, source_byte: usize::MAX }
}

fn parses(text: &Text) -> bool {
    let feel = text.value.trim().trim_start_matches('=');
    afaq_feel::parse_expression(feel, &afaq_feel::Scope::default()).is_ok()
}

fn is_empty(text: Option<&Text>) -> bool {
    text.is_none_or(|text| text.value.trim().is_empty())
}

/// Puts in what is missing for a trial run of any process of the file, and says where.
pub fn map_for_run(definitions: &mut Definitions) -> Vec<Mapped> {
    let mut mapped = Vec::new();
    let mut messages: Vec<RootElement> = Vec::new();
    let known = |list: &[RootElement], id: Option<&String>| {
        id.is_some_and(|id| list.iter().any(|one| *one.base.id == **id))
    };
    let (known_messages, known_signals) = (definitions.messages.clone(), definitions.signals.clone());
    let mut callable: Vec<String> =
        definitions.processes.iter().map(|process| process.base.id.to_string()).collect();
    callable.extend(definitions.global_tasks.iter().map(|task| task.base.id.to_string()));
    let mut needs_signal = false;
    for process in &mut definitions.processes {
        let filled: std::collections::BTreeSet<usize> =
            process.elements.iter().filter_map(|element| element.scope).collect();
        for (index, element) in process.elements.iter_mut().enumerate() {
            let base = element.base.clone();
            let mut say =
                |what| mapped.push(Mapped { element: base.id.clone(), line: base.position.line, what });
            match &element.kind {
                ElementKind::SubProcess(_) if !filled.contains(&index) => {
                    element.kind = ElementKind::Task(TaskKind::Plain);
                    say(What::Empty);
                }
                ElementKind::Task(TaskKind::Script) => {
                    let runs = is_feel(element.script_format.as_deref())
                        && element.script.as_ref().is_some_and(parses);
                    if !runs {
                        element.kind = ElementKind::Task(TaskKind::Service);
                        say(What::Script);
                    }
                }
                ElementKind::Task(TaskKind::BusinessRule) if !base.extensions.contains_key("decision") => {
                    element.kind = ElementKind::Task(TaskKind::Service);
                    say(What::Decision);
                }
                ElementKind::Task(TaskKind::Receive) if !known(&known_messages, element.message.as_ref()) => {
                    element.message = Some(base.id.to_string());
                    messages.push(RootElement { base: base.clone(), code: None });
                    say(What::Message);
                }
                ElementKind::Task(TaskKind::Send)
                    if element.message.is_some() && !known(&known_messages, element.message.as_ref()) =>
                {
                    element.message = None;
                    say(What::Message);
                }
                ElementKind::CallActivity(called)
                    if !called.as_ref().is_some_and(|id| callable.contains(id)) =>
                {
                    element.kind = ElementKind::Task(TaskKind::Service);
                    say(What::Call);
                }
                _ => {}
            }
            for event in &mut element.events {
                match &mut event.kind {
                    EventKind::Message(reference) if !known(&known_messages, reference.as_ref()) => {
                        *reference = Some(base.id.to_string());
                        messages.push(RootElement { base: base.clone(), code: None });
                        say(What::Message);
                    }
                    EventKind::Signal(reference) if !known(&known_signals, reference.as_ref()) => {
                        *reference = Some(SIGNAL.to_owned());
                        needs_signal = true;
                        say(What::Signal);
                    }
                    EventKind::Timer { date, duration, cycle }
                        if [&*date, &*duration, &*cycle].into_iter().all(|time| is_empty(time.as_ref())) =>
                    {
                        (*date, *duration, *cycle) = (None, Some(put(&base, "PT0S")), None);
                        say(What::Timer);
                    }
                    EventKind::Conditional(condition) if !condition.as_ref().is_some_and(parses) => {
                        *condition = Some(put(&base, "true"));
                        say(What::Condition);
                    }
                    EventKind::Error(reference) | EventKind::Escalation(reference)
                        if reference.as_ref().is_some_and(String::is_empty) =>
                    {
                        *reference = None;
                    }
                    _ => {}
                }
            }
            let carries = |one: &crate::definitions::DataAssociation| {
                one.transformation.as_ref().is_none_or(parses)
                    && one.assignments.iter().all(|(from, _)| parses(from))
            };
            if !element.data_associations.iter().all(carries) {
                element.data_associations.retain(carries);
                say(What::Data);
            }
            if let Some(marker) = &mut element.repeat {
                let has_list = marker.data[0].is_some() || !marker.base.extensions.is_empty();
                if marker.is_multi && !marker.cardinality.as_ref().is_some_and(parses) && !has_list {
                    marker.cardinality = Some(put(&base, "1"));
                    say(What::Count);
                } else if !marker.is_multi && !marker.condition.as_ref().is_some_and(parses) {
                    (marker.condition, marker.maximum) = (None, Some("1".to_owned()));
                    say(What::Count);
                }
                if marker.completion.as_ref().is_some_and(|text| !is_empty(Some(text)) && !parses(text)) {
                    marker.completion = None;
                    say(What::Condition);
                }
            }
        }
        for flow in &mut process.flows {
            let Some(condition) = &flow.condition else { continue };
            let empty = condition.value.trim().is_empty();
            if empty || !parses(condition) {
                flow.condition = Some(put(&flow.base, "false"));
                flow.condition_language = None;
                let (element, line) = (flow.base.id.clone(), flow.base.position.line);
                mapped.push(Mapped { element, line, what: What::FlowCondition });
            } else if flow.condition_language.is_some() && !is_feel(flow.condition_language.as_deref()) {
                flow.condition_language = None;
                let (element, line) = (flow.base.id.clone(), flow.base.position.line);
                mapped.push(Mapped { element, line, what: What::Language });
            }
        }
    }
    definitions.messages.extend(messages);
    if needs_signal {
        let base = BaseElement { id: SIGNAL.into(), ..BaseElement::default() };
        definitions.signals.push(RootElement { base, code: None });
    }
    mapped.sort_by_key(|one| one.line);
    mapped
}
