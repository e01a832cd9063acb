//! Why an input does not fit an instance.

/// The input was refused, and nothing has happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It was started before.
    AlreadyStarted,
    /// It was not started.
    NotStarted,
    /// It ended or was canceled.
    Over,
    /// No task of this number waits.
    NoSuchTask {
        /// The number.
        task: u64,
    },
    /// No job of this number waits.
    NoSuchJob {
        /// The number.
        job: u64,
    },
    /// No timer of this number runs.
    NoSuchTimer {
        /// The number.
        timer: u64,
    },
    /// The timer is not due yet.
    NotDue {
        /// When it is due, in Unix milliseconds.
        due_ms: i64,
        /// The present instant, in Unix milliseconds.
        now_ms: i64,
    },
    /// Nobody waits for this message.
    NobodyAwaits {
        /// The name of the message.
        message: String,
    },
    /// The same message came before.
    CameBefore {
        /// Its id.
        id: String,
    },
    /// The message does not tell the key by which its receiver is found.
    KeyUnknown {
        /// The name of the message.
        message: String,
    },
    /// The instance keeps as many early messages as it may.
    TooManyKept {
        /// The most.
        limit: usize,
    },
    /// The id or key of the message is too long.
    MessageIdTooLong {
        /// The most bytes.
        limit: usize,
    },
    /// Nothing around the incident catches the error.
    NothingCatches {
        /// The error code.
        code: String,
    },
    /// An order needs one who gives it, and a reason.
    ReasonMissing,
    /// This is nothing that can be ordered.
    NotAnOrder,
    /// No incident of this number is open.
    NoSuchIncident {
        /// The number.
        incident: u64,
    },
    /// The process has no plain start event; it begins when something happens.
    NoPlainStart,
    /// No instance begins at this element.
    NotABeginning {
        /// The element's id.
        element: String,
    },
    /// There is no token of this number.
    NoSuchToken {
        /// The number.
        token: u64,
    },
    /// The element cannot be reached from there.
    NotInScope {
        /// The element's id.
        element: String,
    },
    /// The instance is at an element that this process does not have.
    OtherDefinition {
        /// The element's id.
        element: String,
    },
}

impl Refusal {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::AlreadyStarted => "BPMN301",
            Self::NotStarted => "BPMN302",
            Self::Over => "BPMN303",
            Self::NoSuchTask { .. } => "BPMN304",
            Self::NoSuchJob { .. } => "BPMN305",
            Self::NoSuchTimer { .. } => "BPMN306",
            Self::NotDue { .. } => "BPMN307",
            Self::NobodyAwaits { .. } => "BPMN308",
            Self::NoSuchIncident { .. } => "BPMN309",
            Self::OtherDefinition { .. } => "BPMN310",
            Self::NoPlainStart => "BPMN311",
            Self::NotABeginning { .. } => "BPMN312",
            Self::NoSuchToken { .. } => "BPMN313",
            Self::NotInScope { .. } => "BPMN314",
            Self::CameBefore { .. } => "BPMN315",
            Self::TooManyKept { .. } => "BPMN316",
            Self::MessageIdTooLong { .. } => "BPMN317",
            Self::NothingCatches { .. } => "BPMN318",
            Self::ReasonMissing => "BPMN319",
            Self::NotAnOrder => "BPMN320",
            Self::KeyUnknown { .. } => "BPMN321",
        }
    }

    /// Why, in English.
    pub fn message_en(&self) -> String {
        match self {
            Self::AlreadyStarted => "the process was started before".to_owned(),
            Self::NotStarted => "the process was not started".to_owned(),
            Self::Over => "the process is over".to_owned(),
            Self::NoSuchTask { task } => format!("task {task} does not wait any more"),
            Self::NoSuchJob { job } => format!("job {job} does not wait any more"),
            Self::NoSuchTimer { timer } => format!("timer {timer} does not run any more"),
            Self::NotDue { .. } => "the timer is not due yet".to_owned(),
            Self::NobodyAwaits { message } => format!("nobody waits for the message `{message}`"),
            Self::NoSuchIncident { incident } => format!("incident {incident} is not open"),
            Self::NoPlainStart => {
                "the process has no plain start event; it begins when something happens".to_owned()
            }
            Self::NotABeginning { element } => format!("no instance begins at `{element}`"),
            Self::NoSuchToken { token } => format!("there is no token {token}"),
            Self::NotInScope { element } => format!("`{element}` cannot be entered from there"),
            Self::CameBefore { id } => format!("the message `{id}` came before, and counts once"),
            Self::KeyUnknown { message } => {
                format!("the message `{message}` does not tell the key of the one whom it is for")
            }
            Self::TooManyKept { limit } => format!("{limit} messages are kept already that nobody waits for"),
            Self::MessageIdTooLong { limit } => {
                format!("the id or key of the message is longer than {limit} bytes")
            }
            Self::NothingCatches { code } => format!("nothing around it catches the error `{code}`"),
            Self::ReasonMissing => "an order needs a reason, and the name of the one who gives it".to_owned(),
            Self::NotAnOrder => "this cannot be ordered".to_owned(),
            Self::OtherDefinition { element } => {
                format!("the instance is at `{element}`, which this version of the process does not have")
            }
        }
    }

    /// Why, in Arabic.
    pub fn message_ar(&self) -> String {
        match self {
            Self::AlreadyStarted => "بدأ الإجراء من قبل".to_owned(),
            Self::NotStarted => "لم يبدأ الإجراء".to_owned(),
            Self::Over => "انتهى الإجراء".to_owned(),
            Self::NoSuchTask { task } => format!("المهمة {task} لم تعد تنتظر"),
            Self::NoSuchJob { job } => format!("العمل {job} لم يعد ينتظر"),
            Self::NoSuchTimer { timer } => format!("المؤقت {timer} لم يعد يعمل"),
            Self::NotDue { .. } => "لم يحن موعد المؤقت".to_owned(),
            Self::NobodyAwaits { message } => format!("لا أحد ينتظر الرسالة `{message}`"),
            Self::NoSuchIncident { incident } => format!("العارض {incident} غير مفتوح"),
            Self::NoPlainStart => "لا بداية عادية للإجراء، بل يبدأ عند وقوع حدث".to_owned(),
            Self::NotABeginning { element } => format!("لا يبدأ إجراء عند `{element}`"),
            Self::NoSuchToken { token } => format!("لا توجد علامة برقم {token}"),
            Self::NotInScope { element } => format!("لا يمكن الدخول إلى `{element}` من هناك"),
            Self::CameBefore { id } => format!("وصلت الرسالة `{id}` من قبل، ولا تُحسب إلا مرة واحدة"),
            Self::KeyUnknown { message } => {
                format!("لا تذكر الرسالة `{message}` المفتاح الذي يُعرف به من هي له")
            }
            Self::TooManyKept { limit } => format!("عدد الرسائل المحفوظة بلا منتظر بلغ الحد: {limit}"),
            Self::MessageIdTooLong { limit } => {
                format!("معرّف الرسالة أو مفتاحها أطول من الحد ({limit} بايت)")
            }
            Self::NothingCatches { code } => format!("لا شيء حوله يلتقط الخطأ `{code}`"),
            Self::ReasonMissing => "يلزم كل أمر سبب واسم من أصدره".to_owned(),
            Self::NotAnOrder => "لا يصحّ إصدار أمر بهذا".to_owned(),
            Self::OtherDefinition { element } => {
                format!("المعاملة عند `{element}` وهو غير موجود في هذا الإصدار من الإجراء")
            }
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code(), self.message_en())
    }
}

impl std::error::Error for Refusal {}
