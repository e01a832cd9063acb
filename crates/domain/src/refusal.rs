//! Why a command is refused, in words for the person who gave it.

use afaq_base::Text;

/// The rules say no. Nothing has happened; the person reads why, in their language.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The case is in another stage than the command needs.
    #[error("the case is `{stage}`; this can't be done now")]
    WrongStage {
        /// The stage the case is in.
        stage: &'static str,
    },
    /// The actor has no right to do this.
    #[error("this actor may not do this")]
    NotAllowed,
    /// The task is no longer open.
    #[error("task {task} is not open")]
    TaskNotOpen {
        /// The task.
        task: u64,
    },
    /// The task does not offer this choice.
    #[error("the task does not offer `{choice}`")]
    ChoiceNotOffered {
        /// The choice.
        choice: &'static str,
    },
    /// A refusal without any reason.
    #[error("a refusal needs a reason")]
    ReasonMissing,
    /// A reason that the pack does not know.
    #[error("unknown reason `{id}`")]
    UnknownReason {
        /// Its id.
        id: String,
    },
    /// Something that must be answered is missing or wrong.
    #[error("{} answers are missing", .paths.len())]
    AnswersMissing {
        /// The paths of the pack's data, or ids of evidence.
        paths: Vec<String>,
    },
    /// A path or evidence that the pack does not know, or that may not be set here.
    #[error("`{path}` can't be set here")]
    NotSettable {
        /// The path.
        path: String,
    },
    /// A value of the wrong kind.
    #[error("the value of `{path}` is not of its kind")]
    WrongValue {
        /// The path.
        path: String,
    },
    /// The mandate of the one who acts is not verified.
    #[error("the mandate is not verified")]
    MandateMissing,
    /// The amount paid is not the amount due.
    #[error("the amount paid is not the amount due")]
    WrongAmount,
    /// The payment belongs to nothing here.
    #[error("unknown payment reference")]
    UnknownPayment,
    /// Too late: the time for this is over.
    #[error("the time for this is over")]
    TooLate,
    /// A text is empty or too long.
    #[error("a text is empty or longer than {max} characters")]
    TextLength {
        /// The most characters allowed.
        max: usize,
    },
    /// Something is over its limit.
    #[error("over the limit of {max}: {what}")]
    OverLimit {
        /// What.
        what: &'static str,
        /// The limit.
        max: usize,
    },
    /// A fact is called wrong, and the pack lets nothing be decided before its holder has answered.
    #[error("a fact is disputed and its holder has not answered")]
    CorrectionOpen,
    /// The service takes no new requests at present.
    #[error("the service is suspended")]
    Suspended,
    /// The same officer would do what two must do.
    #[error("another officer must do this")]
    SameOfficer,
    /// Days that make no sense: the end before the beginning, or in the past, or too many.
    #[error("the dates make no sense")]
    WrongDates,
    /// A version would take effect in the past, or too late.
    #[error("a version can't take effect on that day")]
    WrongEffectiveDay,
    /// Somebody is away or stands in for another in these days already.
    #[error("somebody is away or stands in already")]
    AwayAlready,
    /// A new version that changes nothing.
    #[error("nothing is new")]
    NothingNew,
    /// A version that its own check or scenarios do not pass.
    #[error("{count} faults stand in the way")]
    HasFaults {
        /// How many.
        count: usize,
    },
    /// The process can't take this step; an operator must look.
    #[error("the process refused: {reason}")]
    Process {
        /// What the process said.
        reason: String,
    },
}

impl Refusal {
    /// What the person reads, in both languages.
    pub fn text(&self) -> Text {
        let (ar, en) = match self {
            Self::WrongStage { .. } => (
                "تغيّرت حالة الطلب ولم يعد هذا الإجراء ممكناً. حدّث الصفحة لترى أين وصل.",
                "The request has moved on and this can no longer be done. Reload the page to see where it stands.",
            ),
            Self::NotAllowed => ("هذا الإجراء ليس من صلاحيتك.", "You don't have the right to do this."),
            Self::TaskNotOpen { .. } => (
                "أُنجزت هذه المهمة أو تولاها موظف آخر. ارجع إلى قائمة المعاملات.",
                "This task has been finished, perhaps by a colleague. Go back to your worklist.",
            ),
            Self::ChoiceNotOffered { .. } => {
                ("هذا القرار غير متاح في هذه المهمة.", "This task does not offer that decision.")
            }
            Self::ReasonMissing => {
                ("اختر سبباً واحداً على الأقل للرفض.", "Choose at least one reason for the refusal.")
            }
            Self::UnknownReason { .. } => (
                "أحد الأسباب المختارة غير معروف في هذه الخدمة.",
                "One of the reasons is not known in this service.",
            ),
            Self::AnswersMissing { .. } => (
                "بعض البيانات المطلوبة ناقصة. أكملها ثم قدّم الطلب.",
                "Some answers are missing. Complete them and submit again.",
            ),
            Self::NotSettable { .. } => {
                ("لا يمكن تغيير هذه المعلومة هنا.", "This information can't be changed here.")
            }
            Self::WrongValue { .. } => ("القيمة المدخلة غير صالحة.", "The value is not valid."),
            Self::MandateMissing => (
                "لم نتحقق من صفتك في تمثيل صاحب الطلب. قدّم الطلب باسمك أو أحضر ما يثبت صفتك.",
                "Your right to act for this person is not verified. Apply for yourself, or have the mandate registered first.",
            ),
            Self::WrongAmount => {
                ("المبلغ المدفوع لا يطابق الرسم المستحق.", "The amount paid is not the fee that is due.")
            }
            Self::UnknownPayment => ("رقم عملية الدفع غير معروف.", "The payment is not known here."),
            Self::TooLate => ("انتهت المهلة المتاحة لهذا الإجراء.", "The time for this is over."),
            Self::TextLength { .. } => ("النص فارغ أو أطول من المسموح.", "The text is empty or too long."),
            Self::OverLimit { .. } => ("تجاوزت الحد المسموح.", "This is over the limit."),
            Self::CorrectionOpen => (
                "في الطلب معلومة طُعن فيها، ولا يُبتّ فيه قبل أن تجيب الجهة التي تحفظها أو تُكملها أنت بعد التحقق.",
                "A fact of this request is disputed. It can be decided once the body that holds the fact has answered, or once you have verified the fact yourself.",
            ),
            Self::Suspended => (
                "الخدمة متوقفة مؤقتاً عن استقبال طلبات جديدة.",
                "The service takes no new requests at present.",
            ),
            Self::SameOfficer => (
                "لا يتولى الموظف نفسه الخطوتين: يجب أن يقوم بهذا الإجراء زميل آخر.",
                "One officer can't do both steps: a colleague has to do this one.",
            ),
            Self::WrongDates => (
                "تحقق من التاريخين: يجب ألا تسبق النهاية البداية ولا يومنا هذا، وألا تزيد المدة على سنة.",
                "Check the two dates: the end must not be before the beginning or before today, and at most a year later.",
            ),
            Self::WrongEffectiveDay => (
                "اختر اليوم أو يوماً بعده، خلال سنة على الأكثر.",
                "Choose today or a later day, within a year at most.",
            ),
            Self::AwayAlready => (
                "في هذه الأيام إجازة مسجلة لأحد الموظفَين، أو أن أحدهما ينوب فيها عن زميل.",
                "On these days one of the two is away already, or stands in for a colleague.",
            ),
            Self::NothingNew => ("لا جديد في هذه النسخة.", "Nothing is new in this version."),
            Self::HasFaults { .. } => (
                "لم تجتز النسخة فحصها أو بعض سيناريوهاتها. صحّحها ثم أعد المحاولة.",
                "The version does not pass its check or some of its scenarios. Mend it and try again.",
            ),
            Self::Process { .. } => (
                "تعذّرت متابعة الطلب آلياً. لم يضع شيء مما أدخلته، وسينظر فيه موظف.",
                "The request could not go on by itself. Nothing you entered is lost; an officer will look at it.",
            ),
        };
        Text::new(ar, en)
    }

    /// A stable word for logs, metrics and interfaces.
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongStage { .. } => "wrong_stage",
            Self::NotAllowed => "not_allowed",
            Self::TaskNotOpen { .. } => "task_not_open",
            Self::ChoiceNotOffered { .. } => "choice_not_offered",
            Self::ReasonMissing => "reason_missing",
            Self::UnknownReason { .. } => "unknown_reason",
            Self::AnswersMissing { .. } => "answers_missing",
            Self::NotSettable { .. } => "not_settable",
            Self::WrongValue { .. } => "wrong_value",
            Self::MandateMissing => "mandate_missing",
            Self::WrongAmount => "wrong_amount",
            Self::UnknownPayment => "unknown_payment",
            Self::TooLate => "too_late",
            Self::TextLength { .. } => "text_length",
            Self::OverLimit { .. } => "over_limit",
            Self::CorrectionOpen => "correction_open",
            Self::Suspended => "suspended",
            Self::SameOfficer => "same_officer",
            Self::WrongDates => "wrong_dates",
            Self::WrongEffectiveDay => "wrong_effective_day",
            Self::AwayAlready => "away_already",
            Self::NothingNew => "nothing_new",
            Self::HasFaults { .. } => "has_faults",
            Self::Process { .. } => "process",
        }
    }
}
