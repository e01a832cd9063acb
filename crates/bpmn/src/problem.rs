//! What can be wrong with a process, with its place and its words in both languages.

use crate::definitions::{BaseElement, ElementId, Position};

/// Whether a process with the problem can run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It cannot be read or compiled.
    Error,
    /// It runs, but may not do what its author means.
    Warning,
}

/// One fault with the element and the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// The id of the element at fault; empty where the file itself is.
    pub element: ElementId,
    /// The name of that element.
    pub name: Option<String>,
    /// The line and column, counted in characters from 1.
    pub position: Position,
}

/// The kinds of faults. The numbers in [`ProblemKind::code`] never change.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the messages of each kind stand beside it in `words`")]
pub enum ProblemKind {
    NotXml { detail: String },
    TooLarge { limit: usize },
    TooDeep { limit: usize },
    TooMany { what: &'static str, limit: usize },
    Doctype,
    NotBpmn { root: String },
    NoProcess,
    NoSuchProcess { wanted: String, known: String },
    SeveralProcesses { known: String },
    NotExecuted { what: String },
    MissingId { what: String },
    DuplicateId,
    FlowEndUnknown { end: &'static str, reference: String },
    FlowAcrossScopes,
    NoStart,
    SeveralStarts,
    StartHasIncoming,
    EndHasOutgoing,
    MissingDefault,
    DefaultUnknown { reference: String },
    DefaultMisplaced,
    ConditionOnDefault,
    ConditionMisplaced { at: String },
    ConditionMissing,
    BoundaryWithoutHost { reference: String },
    BoundaryHost { host: String },
    BoundaryHasIncoming,
    BoundaryNeverFires,
    Expression { code: String, en: String, ar: String },
    Language { language: String },
    TimerMissing,
    TimerText { text: String },
    ReferenceUnknown { what: &'static str, reference: String },
    ReferenceMissing { what: &'static str },
    ScriptMissing,
    DecisionMissing,
    EventGatewayTarget,
    EventGatewayFlows,
    Extension { name: String, value: String, allowed: &'static str },
    NotConnected,
    Quantity { name: String, value: String },
    RepeatWithoutEnd,
    EventSubProcessStart,
    Link { name: String, found: usize },
    CompensationUnknown,
    EventMisplaced { what: String, at: String },
    CancelOutside,
    Rule { rule: usize },
}

impl ProblemKind {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.words().0
    }

    /// Whether a process with this fault runs.
    pub fn severity(&self) -> Severity {
        match self {
            Self::MissingDefault | Self::ConditionMissing | Self::BoundaryNeverFires => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// Code, English text, Arabic text, English help, Arabic help.
    #[rustfmt::skip]
    fn words(&self) -> (&'static str, String, String, &'static str, &'static str) {
        let w = |code, en: &str, ar: &str, help_en, help_ar| (code, en.to_owned(), ar.to_owned(), help_en, help_ar);
        let f = |code, en: String, ar: String, help_en, help_ar| (code, en, ar, help_en, help_ar);
        match self {
            Self::NotXml { detail } => f("BPMN001", format!("the file is not well-formed XML: {detail}"), format!("الملف ليس XML سليماً: {detail}"), "save the model again in your editor", "احفظ النموذج من جديد في برنامج الرسم"),
            Self::TooLarge { limit } => f("BPMN002", format!("the file is larger than {limit} bytes"), format!("حجم الملف أكبر من {limit} بايت"), "divide the process", "قسّم الإجراء"),
            Self::TooDeep { limit } => f("BPMN003", format!("elements are nested deeper than {limit}"), format!("تداخل العناصر أعمق من {limit}"), "flatten the model", "قلّل تداخل النموذج"),
            Self::TooMany { what, limit } => f("BPMN004", format!("there are more than {limit} of: {what}"), format!("العدد يزيد على {limit}: {what}"), "divide the process", "قسّم الإجراء"),
            Self::Doctype => w("BPMN005", "a document type declaration is not accepted", "لا يُقبل تعريف نوع المستند (DOCTYPE)", "remove the DOCTYPE", "احذف DOCTYPE"),
            Self::NotBpmn { root } => f("BPMN006", format!("this is not a BPMN file: its root is `{root}`"), format!("هذا ليس ملف BPMN: العنصر الجذر هو `{root}`"), "export the model as BPMN 2.0", "صدّر النموذج بصيغة BPMN 2.0"),
            Self::NoProcess => w("BPMN101", "the file holds no process", "الملف لا يحوي أي إجراء", "draw a process", "ارسم إجراءً"),
            Self::NoSuchProcess { wanted, known } => f("BPMN102", format!("there is no process `{wanted}`; the file holds: {known}"), format!("لا يوجد إجراء `{wanted}`؛ في الملف: {known}"), "name one of them", "سمِّ أحدها"),
            Self::SeveralProcesses { known } => f("BPMN103", format!("the file holds several executable processes: {known}"), format!("في الملف عدة إجراءات قابلة للتنفيذ: {known}"), "say which one is meant", "حدّد المقصود منها"),
            Self::NotExecuted { what } => f("BPMN104", format!("{what} is read but not executed yet"), format!("يُقرأ ولا يُنفَّذ بعد: {what}"), "draw it with elements that are executed", "ارسمه بعناصر قابلة للتنفيذ"),
            Self::MissingId { what } => f("BPMN105", format!("{what} has no id"), format!("عنصر بلا معرّف: {what}"), "give it an id", "أعطه معرّفاً"),
            Self::DuplicateId => w("BPMN106", "another element has the same id", "يوجد عنصر آخر بالمعرّف نفسه", "give each element its own id", "أعطِ كل عنصر معرّفاً خاصاً به"),
            Self::FlowEndUnknown { end, reference } => f("BPMN107", format!("the {end} `{reference}` of the sequence flow does not exist"), format!("طرف التدفق ({end}) `{reference}` غير موجود"), "connect the flow again", "صِل التدفق من جديد"),
            Self::FlowAcrossScopes => w("BPMN108", "the sequence flow crosses the border of a sub-process", "التدفق يعبر حدود إجراء فرعي", "end the flow inside, and go on from the sub-process itself", "أنهِ التدفق في الداخل وتابع من الإجراء الفرعي نفسه"),
            Self::NoStart => w("BPMN109", "there is no start event without a trigger", "لا يوجد حدث بداية بلا محفّز", "add a plain start event", "أضف حدث بداية عادياً"),
            Self::SeveralStarts => w("BPMN110", "there are several start events without a trigger", "توجد عدة أحداث بداية بلا محفّز", "keep one of them", "أبقِ واحداً منها"),
            Self::StartHasIncoming => w("BPMN111", "a sequence flow leads into a start event", "تدفق يدخل إلى حدث بداية", "lead the flow elsewhere", "وجّه التدفق إلى عنصر آخر"),
            Self::EndHasOutgoing => w("BPMN112", "a sequence flow leaves an end event", "تدفق يخرج من حدث نهاية", "use an intermediate event", "استعمل حدثاً وسيطاً"),
            Self::MissingDefault => w("BPMN113", "every way out has a condition and none is the default: if no condition holds, the case stops here", "كل المخارج مشروطة ولا مخرج افتراضي: إن لم يتحقق أي شرط توقفت المعاملة هنا", "mark one outgoing flow as default", "اجعل أحد التدفقات الخارجة افتراضياً"),
            Self::DefaultUnknown { reference } => f("BPMN114", format!("the default flow `{reference}` does not leave this element"), format!("التدفق الافتراضي `{reference}` لا يخرج من هذا العنصر"), "name an outgoing flow", "سمِّ تدفقاً خارجاً من العنصر"),
            Self::DefaultMisplaced => w("BPMN115", "this element cannot have a default flow", "لا يجوز لهذا العنصر تدفق افتراضي", "use an exclusive or inclusive gateway", "استعمل بوابة حصرية أو شاملة"),
            Self::ConditionOnDefault => w("BPMN116", "the default flow has a condition, which would never be asked", "للتدفق الافتراضي شرط لن يُسأل عنه أبداً", "remove the condition", "احذف الشرط"),
            Self::ConditionMisplaced { at } => f("BPMN117", format!("a flow that leaves {at} cannot have a condition"), format!("التدفق الخارج من {at} لا يقبل شرطاً"), "put an exclusive gateway before it", "ضع بوابة حصرية قبله"),
            Self::ConditionMissing => w("BPMN118", "this way out has no condition and is not the default, so it is always taken when it is reached", "هذا المخرج بلا شرط وليس افتراضياً، فيُسلك كلما بُلغ", "add a condition or mark it as default", "أضف شرطاً أو اجعله افتراضياً"),
            Self::BoundaryWithoutHost { reference } => f("BPMN119", format!("the boundary event is attached to `{reference}`, which does not exist here"), format!("حدث الحافة مربوط بـ `{reference}` وهو غير موجود هنا"), "attach it to an activity of the same level", "اربطه بنشاط في المستوى نفسه"),
            Self::BoundaryHost { host } => f("BPMN120", format!("a boundary event cannot be attached to {host}"), format!("لا يُربط حدث الحافة بـ {host}"), "attach it to a task or a sub-process", "اربطه بمهمة أو إجراء فرعي"),
            Self::BoundaryHasIncoming => w("BPMN121", "a sequence flow leads into a boundary event", "تدفق يدخل إلى حدث حافة", "lead the flow elsewhere", "وجّه التدفق إلى عنصر آخر"),
            Self::BoundaryNeverFires => w("BPMN122", "the activity under the boundary event never waits, so the event can never happen", "النشاط لا ينتظر، فلن يقع حدث الحافة أبداً", "attach it to an activity that waits", "اربطه بنشاط ينتظر"),
            Self::Expression { code, en, ar } => f("BPMN123", format!("{en} ({code})"), format!("{ar} ({code})"), "mend the FEEL expression", "صحّح تعبير FEEL"),
            Self::Language { language } => f("BPMN124", format!("the language `{language}` is not executed"), format!("اللغة `{language}` لا تُنفَّذ"), "write it in FEEL", "اكتبه بلغة FEEL"),
            Self::TimerMissing => w("BPMN125", "the timer needs exactly one of date, duration and cycle", "يحتاج المؤقت واحداً فقط من: تاريخ، مدة، دورة", "say when it is due", "حدّد موعده"),
            Self::TimerText { text } => f("BPMN126", format!("`{text}` is neither an ISO 8601 time nor a FEEL expression"), format!("`{text}` ليس وقتاً وفق ISO 8601 ولا تعبير FEEL"), "write for example P5D, PT2H or 2026-11-22T09:00:00Z", "اكتب مثلاً P5D أو PT2H أو 2026-11-22T09:00:00Z"),
            Self::ReferenceUnknown { what, reference } => f("BPMN127", format!("the {what} `{reference}` does not exist"), format!("المرجع ({what}) `{reference}` غير موجود"), "define it or name another", "عرّفه أو سمِّ غيره"),
            Self::ReferenceMissing { what } => f("BPMN128", format!("it does not say which {what}"), format!("لم يُحدَّد أي {what}"), "name it", "سمِّه"),
            Self::ScriptMissing => w("BPMN129", "the script task has no script", "مهمة النص البرمجي بلا نص", "write a FEEL expression", "اكتب تعبير FEEL"),
            Self::DecisionMissing => w("BPMN130", "the business rule task names no decision", "مهمة قاعدة العمل لا تسمّي قراراً", "add `afaq:decision`", "أضف `afaq:decision`"),
            Self::EventGatewayTarget => w("BPMN131", "an event-based gateway must lead to events that wait, or to receive tasks, each with no other way in", "يجب أن تقود البوابة الحدثية إلى أحداث تنتظر أو مهام استلام لا مدخل آخر إليها", "lead each flow to an intermediate catch event of its own", "وجّه كل تدفق إلى حدث التقاط وسيط خاص به"),
            Self::EventGatewayFlows => w("BPMN132", "an event-based gateway needs at least two ways out", "تحتاج البوابة الحدثية مخرجين على الأقل", "add another event", "أضف حدثاً آخر"),
            Self::Extension { name, value, allowed } => f("BPMN133", format!("`afaq:{name}` cannot be `{value}`; allowed: {allowed}"), format!("`afaq:{name}` لا يكون `{value}`؛ المسموح: {allowed}"), "use an allowed value", "استعمل قيمة مسموحة"),
            Self::Quantity { name, value } => f("BPMN135", format!("`{name}` cannot be `{value}`"), format!("لا تكون `{name}` بالقيمة `{value}`"), "write a whole number of at least 1, or a value of the standard", "اكتب عدداً صحيحاً لا يقل عن 1، أو قيمة يعرّفها المعيار"),
            Self::RepeatWithoutEnd => w("BPMN136", "the marker does not say how often the activity is done", "لا تحدّد العلامة كم مرة يُنفَّذ النشاط", "give a condition, a number, or a list", "حدّد شرطاً أو عدداً أو قائمة"),
            Self::EventSubProcessStart => w("BPMN137", "an event sub-process needs exactly one start event, with a trigger", "يحتاج الإجراء الفرعي الحدثي حدث بداية واحداً له محفّز", "draw one start event with a trigger in it", "ارسم فيه حدث بداية واحداً بمحفّز"),
            Self::Link { name, found } => f("BPMN138", format!("the link `{name}` has {found} partners here; it needs exactly one to catch it and at least one to throw it"), format!("للرابط `{name}` هنا {found} نظير؛ ويلزمه ملتقط واحد ورامٍ واحد على الأقل"), "give both ends the same name, in the same process level", "أعطِ الطرفين الاسم نفسه في المستوى نفسه"),
            Self::CompensationUnknown => w("BPMN139", "no association leads from this compensation event to the activity that undoes", "لا ارتباط يقود من حدث التعويض هذا إلى النشاط الذي يعكس الأثر", "connect it with an activity that is marked for compensation", "صِله بنشاط معلَّم للتعويض"),
            Self::EventMisplaced { what, at } => f("BPMN140", format!("{at} cannot be a {what} event"), format!("{at}: لا يصحّ أن يكون حدثاً من نوع {what}"), "use an event that the standard allows here", "استعمل حدثاً يجيزه المعيار هنا"),
            Self::CancelOutside => w("BPMN141", "a cancel event belongs in a transaction or on its border", "حدث الإلغاء مكانه داخل معاملة (transaction) أو على حافتها", "draw it in a transaction", "ارسمه في معاملة (transaction)"),
            Self::Rule { rule } => { let (code, en, ar) = crate::strict::words(*rule); w(code, en, ar, "mend it where the model is exchanged with other tools; see BPMN 2.0.2", "صحّحه إن كان النموذج يُتبادل مع أدوات أخرى؛ راجع BPMN 2.0.2") }
            Self::NotConnected => w("BPMN134", "no sequence flow leads here", "لا يقود أي تدفق إلى هنا", "connect or remove it", "صِله أو احذفه"),
        }
    }
}

impl Problem {
    /// A problem of one element.
    pub fn at(base: &BaseElement, kind: ProblemKind) -> Self {
        Self { kind, element: base.id.clone(), name: base.name.clone(), position: base.position }
    }

    /// A problem of the file.
    pub fn in_file(position: Position, kind: ProblemKind) -> Self {
        Self { kind, element: ElementId::from(""), name: None, position }
    }

    /// The same problem at a more exact place.
    #[must_use]
    pub fn moved_to(mut self, position: Position) -> Self {
        self.position = position;
        self
    }

    /// The stable code, such as `BPMN104`.
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// Whether the process runs in spite of it.
    pub fn severity(&self) -> Severity {
        self.kind.severity()
    }

    /// The line, counted from 1.
    pub fn line(&self) -> u32 {
        self.position.line
    }

    /// The column in characters, counted from 1.
    pub fn column(&self) -> u32 {
        self.position.column
    }

    /// What is wrong, in English.
    pub fn message_en(&self) -> String {
        let text = self.kind.words().1;
        match &self.name {
            Some(name) if !name.is_empty() => format!("`{}` ({name}): {text}", self.element),
            _ if self.element.is_empty() => text,
            _ => format!("`{}`: {text}", self.element),
        }
    }

    /// What is wrong, in Arabic.
    pub fn message_ar(&self) -> String {
        let text = self.kind.words().2;
        match &self.name {
            Some(name) if !name.is_empty() => format!("`{}` ({name}): {text}", self.element),
            _ if self.element.is_empty() => text,
            _ => format!("`{}`: {text}", self.element),
        }
    }

    /// What to do, in English.
    pub fn help_en(&self) -> &'static str {
        self.kind.words().3
    }

    /// What to do, in Arabic.
    pub fn help_ar(&self) -> &'static str {
        self.kind.words().4
    }
}

/// What a code means, for those who look it up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The code.
    pub code: &'static str,
    /// What is wrong, in English, with `…` for what differs.
    pub en: String,
    /// What is wrong, in Arabic.
    pub ar: String,
    /// What to do, in English.
    pub help_en: &'static str,
    /// What to do, in Arabic.
    pub help_ar: &'static str,
}

/// Every code that reading and compiling can give, in order.
pub fn explanations() -> Vec<Explanation> {
    let some = || "…".to_owned();
    let kinds = [
        ProblemKind::NotXml { detail: some() },
        ProblemKind::TooLarge { limit: crate::limits::XML_BYTES_MAX },
        ProblemKind::TooDeep { limit: crate::limits::XML_DEPTH_MAX },
        ProblemKind::TooMany { what: "XML elements", limit: crate::limits::XML_ELEMENTS_MAX },
        ProblemKind::Doctype,
        ProblemKind::NotBpmn { root: some() },
        ProblemKind::NoProcess,
        ProblemKind::NoSuchProcess { wanted: some(), known: some() },
        ProblemKind::SeveralProcesses { known: some() },
        ProblemKind::NotExecuted { what: some() },
        ProblemKind::MissingId { what: some() },
        ProblemKind::DuplicateId,
        ProblemKind::FlowEndUnknown { end: "source", reference: some() },
        ProblemKind::FlowAcrossScopes,
        ProblemKind::NoStart,
        ProblemKind::SeveralStarts,
        ProblemKind::StartHasIncoming,
        ProblemKind::EndHasOutgoing,
        ProblemKind::MissingDefault,
        ProblemKind::DefaultUnknown { reference: some() },
        ProblemKind::DefaultMisplaced,
        ProblemKind::ConditionOnDefault,
        ProblemKind::ConditionMisplaced { at: some() },
        ProblemKind::ConditionMissing,
        ProblemKind::BoundaryWithoutHost { reference: some() },
        ProblemKind::BoundaryHost { host: some() },
        ProblemKind::BoundaryHasIncoming,
        ProblemKind::BoundaryNeverFires,
        ProblemKind::Expression { code: some(), en: some(), ar: some() },
        ProblemKind::Language { language: some() },
        ProblemKind::TimerMissing,
        ProblemKind::TimerText { text: some() },
        ProblemKind::ReferenceUnknown { what: "message", reference: some() },
        ProblemKind::ReferenceMissing { what: "message" },
        ProblemKind::ScriptMissing,
        ProblemKind::DecisionMissing,
        ProblemKind::EventGatewayTarget,
        ProblemKind::EventGatewayFlows,
        ProblemKind::Extension { name: some(), value: some(), allowed: "…" },
        ProblemKind::NotConnected,
        ProblemKind::Quantity { name: some(), value: some() },
        ProblemKind::RepeatWithoutEnd,
        ProblemKind::EventSubProcessStart,
        ProblemKind::Link { name: some(), found: 0 },
        ProblemKind::CompensationUnknown,
        ProblemKind::EventMisplaced { what: some(), at: some() },
        ProblemKind::CancelOutside,
    ];
    let explain = |kind: ProblemKind| {
        let (code, en, ar, help_en, help_ar) = kind.words();
        Explanation { code, en, ar, help_en, help_ar }
    };
    let rules = (0..crate::strict::count()).map(|rule| ProblemKind::Rule { rule });
    let own = kinds.into_iter().map(explain).chain(crate::soundness::explanations());
    own.chain(rules.map(explain)).collect()
}
