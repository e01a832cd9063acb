//! The table of codes, sorted.

use afaq_base::StaticText;

use super::Explanation;
use crate::problem::Severity;

/// A file is missing.
pub const MISSING_FILE: &str = "AFQ1001";
/// A file that nobody reads.
pub const UNKNOWN_FILE: &str = "AFQ1002";
/// Too large.
pub const TOO_LARGE: &str = "AFQ1003";
/// The file is not UTF-8 text.
pub const NOT_UTF8: &str = "AFQ1004";
/// Not well-formed YAML.
pub const YAML_SYNTAX: &str = "AFQ1005";
/// Nested too deeply.
pub const YAML_DEPTH: &str = "AFQ1006";
/// Too many elements.
pub const YAML_NODES: &str = "AFQ1007";
/// An alias that contains itself.
pub const YAML_ALIAS: &str = "AFQ1008";
/// A key stands twice.
pub const DUPLICATE_KEY: &str = "AFQ1009";
/// Unknown key.
pub const UNKNOWN_KEY: &str = "AFQ1010";
/// A key is missing.
pub const MISSING_KEY: &str = "AFQ1011";
/// A value of the wrong shape.
pub const WRONG_SHAPE: &str = "AFQ1012";
/// A language is missing.
pub const MISSING_LANGUAGE: &str = "AFQ1013";
/// An id of a wrong shape.
pub const BAD_ID: &str = "AFQ1014";
/// Unknown word.
pub const UNKNOWN_WORD: &str = "AFQ1015";
/// A value out of range.
pub const OUT_OF_RANGE: &str = "AFQ1016";
/// A text is too long.
pub const TEXT_TOO_LONG: &str = "AFQ1017";
/// A length of time that cannot be read.
pub const BAD_SPAN: &str = "AFQ1018";
/// Not a date.
pub const BAD_DATE: &str = "AFQ1019";
/// Not a valid civil number.
pub const BAD_CIVIL_NUMBER: &str = "AFQ1020";
/// A hidden control character.
pub const HIDDEN_CHARACTER: &str = "AFQ1021";
/// An id stands twice.
pub const DUPLICATE_ID: &str = "AFQ1022";
/// A reserved id.
pub const RESERVED_ID: &str = "AFQ1023";
/// A limit is exceeded.
pub const LIMIT: &str = "AFQ1024";
/// Very many problems.
pub const TOO_MANY: &str = "AFQ1025";
/// Something the format knows and the program does not carry out yet.
pub const NOT_EXECUTED: &str = "AFQ1026";
/// Unknown concept.
pub const UNKNOWN_CONCEPT: &str = "AFQ1030";
/// Unknown evidence.
pub const UNKNOWN_EVIDENCE: &str = "AFQ1031";
/// Unknown register.
pub const UNKNOWN_REGISTER: &str = "AFQ1032";
/// Unknown field of a register.
pub const UNKNOWN_FIELD: &str = "AFQ1033";
/// Unknown body.
pub const UNKNOWN_BODY: &str = "AFQ1034";
/// Unknown role.
pub const UNKNOWN_ROLE: &str = "AFQ1035";
/// Unknown law.
pub const UNKNOWN_LAW: &str = "AFQ1036";
/// Unknown output.
pub const UNKNOWN_OUTPUT: &str = "AFQ1037";
/// Unknown message.
pub const UNKNOWN_MESSAGE: &str = "AFQ1038";
/// Unknown decision.
pub const UNKNOWN_DECISION: &str = "AFQ1039";
/// Unknown reason.
pub const UNKNOWN_REASON: &str = "AFQ1040";
/// Unknown page.
pub const UNKNOWN_PAGE: &str = "AFQ1041";
/// Unknown element of the process.
pub const UNKNOWN_ELEMENT: &str = "AFQ1042";
/// Unknown scenario.
pub const UNKNOWN_SCENARIO: &str = "AFQ1043";
/// Unknown group.
pub const UNKNOWN_GROUP: &str = "AFQ1044";
/// The document's template is missing.
pub const MISSING_TEMPLATE: &str = "AFQ1045";
/// An expression that cannot be read.
pub const FEEL_SYNTAX: &str = "AFQ1050";
/// An unknown name in an expression.
pub const FEEL_NAME: &str = "AFQ1051";
/// Types that do not fit.
pub const FEEL_TYPE: &str = "AFQ1052";
/// A condition that is not true or false.
pub const NOT_BOOLEAN: &str = "AFQ1053";
/// A text's braces cannot be read.
pub const TEMPLATE_SYNTAX: &str = "AFQ1056";
/// A comparison that can never hold.
pub const NEVER_EQUAL: &str = "AFQ1057";
/// A question that is never shown.
pub const QUESTION_NEVER: &str = "AFQ1060";
/// A page that is never reached.
pub const PAGE_NEVER: &str = "AFQ1061";
/// A condition that always holds.
pub const ALWAYS_TRUE: &str = "AFQ1062";
/// A condition that never holds.
pub const CONTRADICTION: &str = "AFQ1063";
/// Asked twice.
pub const ASKED_TWICE: &str = "AFQ1064";
/// Asked but known.
pub const ASKED_BUT_KNOWN: &str = "AFQ1065";
/// A condition that needs a later answer.
pub const READS_LATER: &str = "AFQ1066";
/// A concept that is never asked.
pub const NEVER_ASKED: &str = "AFQ1067";
/// Evidence that is never asked.
pub const EVIDENCE_NEVER_ASKED: &str = "AFQ1068";
/// Another person's facts read before the relation is verified.
pub const UNVERIFIED_RELATION: &str = "AFQ1070";
/// Facts that need each other.
pub const CIRCULAR_FACTS: &str = "AFQ1071";
/// A concept that nobody uses.
pub const UNUSED_CONCEPT: &str = "AFQ1072";
/// The register's key does not fit.
pub const BAD_KEY: &str = "AFQ1073";
/// A concept's definition does not fit.
pub const BAD_CONCEPT: &str = "AFQ1074";
/// A block of the rules cannot be read.
pub const RULES_SYNTAX: &str = "AFQ1080";
/// A row with a wrong number of cells.
pub const TABLE_COLUMNS: &str = "AFQ1081";
/// A decision without value or table.
pub const DECISION_EMPTY: &str = "AFQ1082";
/// Two rules that match together.
pub const OVERLAP: &str = "AFQ1083";
/// A case without a rule.
pub const GAP: &str = "AFQ1084";
/// A rule that is never used.
pub const RULE_NEVER: &str = "AFQ1085";
/// A cell that never matches.
pub const CELL_NEVER: &str = "AFQ1086";
/// Decisions that need each other.
pub const CIRCULAR_DECISIONS: &str = "AFQ1087";
/// A needed decision is missing.
pub const MISSING_DECISION: &str = "AFQ1088";
/// A reason that no rule gives.
pub const REASON_NEVER: &str = "AFQ1089";
/// A decision's result has the wrong type.
pub const DECISION_TYPE: &str = "AFQ1090";
/// The analysis was not decided.
pub const NOT_DECIDED: &str = "AFQ1091";
/// A problem of the decision model.
pub const DMN: &str = "AFQ1092";
/// Rules are written twice.
pub const TWO_RULES: &str = "AFQ1093";
/// A condition, rule or requirement that decides nothing.
pub const DECIDES_NOTHING: &str = "AFQ1094";
/// A loop or function whose end depends on facts.
pub const OPEN_ENDED: &str = "AFQ1095";
/// The process cannot be read.
pub const BPMN_READ: &str = "AFQ1100";
/// A process that cannot be executed.
pub const BPMN_COMPILE: &str = "AFQ1101";
/// The process gets stuck.
pub const DEADLOCK: &str = "AFQ1102";
/// An element that is never reached.
pub const UNREACHABLE: &str = "AFQ1103";
/// A cycle without a way out.
pub const LIVELOCK: &str = "AFQ1104";
/// Paths that are not joined well.
pub const SYNCHRONIZATION: &str = "AFQ1105";
/// The process was not explored whole.
pub const NOT_EXPLORED: &str = "AFQ1106";
/// A user task without a role.
pub const TASK_ROLE: &str = "AFQ1108";
/// A user task without a form.
pub const TASK_FORM: &str = "AFQ1109";
/// A user task without a target.
pub const TASK_TARGET: &str = "AFQ1110";
/// A user task without outcomes.
pub const TASK_OUTCOMES: &str = "AFQ1111";
/// A value of afaq in the process is not right.
pub const BPMN_VALUE: &str = "AFQ1112";
/// A service task without a known operation.
pub const OPERATION: &str = "AFQ1113";
/// An end event without an outcome.
pub const END_OUTCOME: &str = "AFQ1114";
/// A name in one language in the process.
pub const BPMN_LANGUAGE: &str = "AFQ1115";
/// An unknown attribute of afaq.
pub const BPMN_ATTRIBUTE: &str = "AFQ1116";
/// Waits without an end.
pub const WAITS_FOREVER: &str = "AFQ1117";
/// An outcome that the flow does not know.
pub const OUTCOME_FLOW: &str = "AFQ1118";
/// No way for what is undetermined.
pub const NO_UNDETERMINED: &str = "AFQ1119";
/// No legal basis.
pub const NO_LAW: &str = "AFQ1120";
/// A law without a source.
pub const LAW_SOURCE: &str = "AFQ1121";
/// What silence means is not said, or has no way in the process.
pub const SILENCE: &str = "AFQ1122";
/// No message for this.
pub const MISSING_TRIGGER_MESSAGE: &str = "AFQ1131";
/// Two messages for the same thing.
pub const DUPLICATE_TRIGGER: &str = "AFQ1132";
/// No scenario.
pub const NO_SCENARIO: &str = "AFQ1140";
/// A reason without a scenario.
pub const REASON_SCENARIO: &str = "AFQ1141";
/// A path without a scenario.
pub const PATH_SCENARIO: &str = "AFQ1142";
/// A scenario's value does not fit.
pub const SCENARIO_VALUE: &str = "AFQ1143";
/// A scenario is not complete.
pub const SCENARIO_INCOMPLETE: &str = "AFQ1144";
/// An outcome that the task does not have.
pub const SCENARIO_OUTCOME: &str = "AFQ1145";
/// A translation of nothing.
pub const UNKNOWN_TEXT: &str = "AFQ1150";
/// Texts without a translation.
pub const UNTRANSLATED: &str = "AFQ1151";

pub(super) static ALL: &[Explanation] = &[
    Explanation {
        code: MISSING_FILE,
        severity: Severity::Error,
        title: StaticText::new("ملف لازم غير موجود", "a file is missing"),
        why: StaticText::new("لا تكتمل الخدمة دون هذا الملف.", "The service cannot work without this file."),
        mend: StaticText::new(
            "أنشئ الملف؛ الأمر `afaq new` يعطي نسخة صغيرة صحيحة منه",
            "create the file; `afaq new` writes a small one that is right",
        ),
        example: "service.yaml, data.yaml, form.yaml, rules.md, process.bpmn, messages.yaml",
    },
    Explanation {
        code: UNKNOWN_FILE,
        severity: Severity::Warning,
        title: StaticText::new("ملف غير معروف", "a file that nobody reads"),
        why: StaticText::new(
            "لا يُقرأ هذا الملف، وربما كان في اسمه خطأ.",
            "The file is not read; perhaps its name is misspelled.",
        ),
        mend: StaticText::new("صحّح الاسم أو احذف الملف", "correct its name or delete it"),
        example: "scenarios/refused.yaml",
    },
    Explanation {
        code: TOO_LARGE,
        severity: Severity::Error,
        title: StaticText::new("حجم أكبر من المسموح", "too large"),
        why: StaticText::new(
            "للحزمة ولكل ملف فيها حد للحجم كي تُقرأ بأمان.",
            "A pack and each of its files have a limit, so that they can be read safely.",
        ),
        mend: StaticText::new("قسّم الملف أو احذف ما لا يلزم", "divide the file or remove what is not needed"),
        example: "",
    },
    Explanation {
        code: NOT_UTF8,
        severity: Severity::Error,
        title: StaticText::new("الملف ليس نصاً بترميز UTF-8", "the file is not UTF-8 text"),
        why: StaticText::new(
            "لا تُقرأ العربية قراءة صحيحة إلا بترميز UTF-8.",
            "Arabic can only be read reliably in UTF-8.",
        ),
        mend: StaticText::new("احفظ الملف بترميز UTF-8", "save the file as UTF-8"),
        example: "",
    },
    Explanation {
        code: YAML_SYNTAX,
        severity: Severity::Error,
        title: StaticText::new("خطأ في صيغة YAML", "not well-formed YAML"),
        why: StaticText::new("تعذّرت قراءة الملف.", "The file cannot be read."),
        mend: StaticText::new(
            "راجع المسافات في أول السطر وعلامات الاقتباس والنقطتين",
            "check indentation, quotation marks and colons",
        ),
        example: "name: {ar: خدمة, en: \"Service: one\"}",
    },
    Explanation {
        code: YAML_DEPTH,
        severity: Severity::Error,
        title: StaticText::new("تداخل أعمق من المسموح", "nested too deeply"),
        why: StaticText::new(
            "للتداخل حد كي لا يُرهق ملف معيب القارئ.",
            "Nesting has a limit, so that a broken file cannot exhaust the reader.",
        ),
        mend: StaticText::new("بسّط الملف", "flatten the file"),
        example: "",
    },
    Explanation {
        code: YAML_NODES,
        severity: Severity::Error,
        title: StaticText::new("عناصر أكثر من المسموح", "too many elements"),
        why: StaticText::new(
            "لعدد العناصر حد، ومنها ما تكرره الإحالات.",
            "The number of elements has a limit; repetition by aliases counts.",
        ),
        mend: StaticText::new("قسّم الملف أو أزل الإحالات", "divide the file or remove the aliases"),
        example: "",
    },
    Explanation {
        code: YAML_ALIAS,
        severity: Severity::Error,
        title: StaticText::new("إحالة تحتوي نفسها", "an alias that contains itself"),
        why: StaticText::new("لا نهاية لمثل هذه الإحالة.", "Such an alias never ends."),
        mend: StaticText::new("اكتب القيمة نفسها بدل الإحالة", "write the value instead of the alias"),
        example: "",
    },
    Explanation {
        code: DUPLICATE_KEY,
        severity: Severity::Error,
        title: StaticText::new("مفتاح مكرر", "a key stands twice"),
        why: StaticText::new(
            "لا يُعرف أي القيمتين هي المقصودة.",
            "It is not clear which of the two values is meant.",
        ),
        mend: StaticText::new("احذف أحدهما", "delete one of the two"),
        example: "",
    },
    Explanation {
        code: UNKNOWN_KEY,
        severity: Severity::Error,
        title: StaticText::new("مفتاح غير معروف", "unknown key"),
        why: StaticText::new(
            "لا يُتجاهل شيء بصمت: قد يكون خطأ في الكتابة.",
            "Nothing is ignored silently: it may be a slip.",
        ),
        mend: StaticText::new(
            "صحّح المفتاح؛ الأمر `afaq schema` يعرض المعروف منها",
            "correct the key; `afaq schema` lists those that are known",
        ),
        example: "",
    },
    Explanation {
        code: MISSING_KEY,
        severity: Severity::Error,
        title: StaticText::new("مفتاح لازم غير موجود", "a key is missing"),
        why: StaticText::new("هذه المعلومة لازمة.", "This piece of information is needed."),
        mend: StaticText::new("أضف المفتاح", "add the key"),
        example: "",
    },
    Explanation {
        code: WRONG_SHAPE,
        severity: Severity::Error,
        title: StaticText::new("نوع القيمة غير مناسب", "a value of the wrong shape"),
        why: StaticText::new("لا يمكن قراءة القيمة كما كُتبت.", "The value cannot be read as it is written."),
        mend: StaticText::new("اكتبها بالصيغة المتوقعة", "write it in the expected shape"),
        example: "ask: [payment.iban]",
    },
    Explanation {
        code: MISSING_LANGUAGE,
        severity: Severity::Error,
        title: StaticText::new("لغة ناقصة", "a language is missing"),
        why: StaticText::new(
            "كل نص يقرؤه الناس موجود بالعربية والإنجليزية.",
            "Every text for people exists in Arabic and in English.",
        ),
        mend: StaticText::new("أضف النص الناقص", "add the missing text"),
        example: "title: {ar: من ترعين؟, en: \"Who do you care for?\"}",
    },
    Explanation {
        code: BAD_ID,
        severity: Severity::Error,
        title: StaticText::new("معرّف غير صالح", "an id of a wrong shape"),
        why: StaticText::new(
            "المعرّفات أحرف لاتينية صغيرة وأرقام و_ ليقرأها كل برنامج.",
            "Ids are small Latin letters, digits and `_`, so that every program reads them.",
        ),
        mend: StaticText::new(
            "ابدأ بحرف لاتيني صغير، ثم أحرف صغيرة وأرقام و_",
            "begin with a small Latin letter, then small letters, digits and `_`",
        ),
        example: "cared_for.civil_number",
    },
    Explanation {
        code: UNKNOWN_WORD,
        severity: Severity::Error,
        title: StaticText::new("كلمة غير معروفة", "unknown word"),
        why: StaticText::new("لهذا الموضع كلمات محددة.", "Only certain words are possible here."),
        mend: StaticText::new("اختر إحدى الكلمات المعروفة", "choose one of the known words"),
        example: "",
    },
    Explanation {
        code: OUT_OF_RANGE,
        severity: Severity::Error,
        title: StaticText::new("قيمة خارج المدى", "a value out of range"),
        why: StaticText::new("للقيمة حدود معروفة.", "The value has known bounds."),
        mend: StaticText::new("اختر قيمة ضمن المدى", "choose a value within the bounds"),
        example: "",
    },
    Explanation {
        code: TEXT_TOO_LONG,
        severity: Severity::Error,
        title: StaticText::new("نص أطول من المسموح", "a text is too long"),
        why: StaticText::new("النص الطويل لا يُقرأ على شاشة الهاتف.", "Nobody reads such a text on a phone."),
        mend: StaticText::new("اختصر النص", "shorten the text"),
        example: "",
    },
    Explanation {
        code: BAD_SPAN,
        severity: Severity::Error,
        title: StaticText::new("مدة غير مفهومة", "a length of time that cannot be read"),
        why: StaticText::new(
            "«P5D» خمسة أيام تقويمية، و{working_days: 5} خمسة أيام عمل.",
            "`P5D` is five calendar days, `{working_days: 5}` five working days.",
        ),
        mend: StaticText::new(
            "اكتب {working_days: 5} أو {working_hours: 8} أو P30D",
            "write {working_days: 5}, {working_hours: 8} or P30D",
        ),
        example: "answer_within: P30D",
    },
    Explanation {
        code: BAD_DATE,
        severity: Severity::Error,
        title: StaticText::new("تاريخ غير صحيح", "not a date"),
        why: StaticText::new("لا يوجد يوم بهذا التاريخ.", "There is no such day."),
        mend: StaticText::new(
            "اكتب السنة ثم الشهر ثم اليوم: 2026-11-22",
            "write year, month, day: 2026-11-22",
        ),
        example: "today: 2026-11-22",
    },
    Explanation {
        code: BAD_CIVIL_NUMBER,
        severity: Severity::Error,
        title: StaticText::new("رقم مدني غير صحيح", "not a valid civil number"),
        why: StaticText::new("رقم التحقق لا يطابق بقية الأرقام.", "The check digit does not fit the others."),
        mend: StaticText::new(
            "استعمل رقماً مدنياً صحيحاً وضعه بين علامتي اقتباس",
            "use a valid civil number, in quotation marks",
        ),
        example: "as: \"288020122596\"",
    },
    Explanation {
        code: HIDDEN_CHARACTER,
        severity: Severity::Error,
        title: StaticText::new("حرف تحكم خفي", "a hidden control character"),
        why: StaticText::new(
            "يغيّر ترتيب ما يراه القارئ دون أن يظهر.",
            "It changes the order of what people see without being seen.",
        ),
        mend: StaticText::new("احذف الحرف الخفي", "delete the hidden character"),
        example: "",
    },
    Explanation {
        code: DUPLICATE_ID,
        severity: Severity::Error,
        title: StaticText::new("معرّف مكرر", "an id stands twice"),
        why: StaticText::new("كل معرّف لشيء واحد.", "An id names one thing."),
        mend: StaticText::new("غيّر أحد المعرّفين", "rename one of the two"),
        example: "",
    },
    Explanation {
        code: RESERVED_ID,
        severity: Severity::Error,
        title: StaticText::new("معرّف محجوز", "a reserved id"),
        why: StaticText::new(
            "يستعمل النظام هذا الاسم لغرض آخر.",
            "The platform uses this name for something else.",
        ),
        mend: StaticText::new("اختر اسماً آخر", "choose another name"),
        example: "",
    },
    Explanation {
        code: LIMIT,
        severity: Severity::Error,
        title: StaticText::new("تجاوز حد", "a limit is exceeded"),
        why: StaticText::new("لكل شيء حد معروف في موضع واحد.", "Everything has a limit, named in one place."),
        mend: StaticText::new("قسّم ما زاد أو احذفه", "divide it or remove what is not needed"),
        example: "",
    },
    Explanation {
        code: TOO_MANY,
        severity: Severity::Error,
        title: StaticText::new("مشكلات كثيرة", "very many problems"),
        why: StaticText::new("تُعرض أول المشكلات فقط.", "Only the first are shown."),
        mend: StaticText::new("أصلح المعروض ثم افحص من جديد", "mend those shown, then check again"),
        example: "",
    },
    Explanation {
        code: NOT_EXECUTED,
        severity: Severity::Error,
        title: StaticText::new("غير منفّذ بعد", "not carried out yet"),
        why: StaticText::new(
            "يعرف البرنامج هذه الكتابة ولا ينفّذها بعد، ولا يُهمل شيء بصمت.",
            "The program knows this and does not carry it out yet; nothing is ignored silently.",
        ),
        mend: StaticText::new(
            "ارسم هذا في process.bpmn بمؤقّت، أو احذفه",
            "draw it in process.bpmn with a timer, or remove it",
        ),
        example: "promise: {working_days: 10, silence: none}",
    },
    Explanation {
        code: UNKNOWN_CONCEPT,
        severity: Severity::Error,
        title: StaticText::new("معلومة غير معرّفة", "unknown concept"),
        why: StaticText::new("لم تُعرّف هذه المعلومة في data.yaml.", "data.yaml does not define it."),
        mend: StaticText::new("عرّفها في data.yaml أو صحّح الاسم", "define it in data.yaml or correct the name"),
        example: "",
    },
    Explanation {
        code: UNKNOWN_EVIDENCE,
        severity: Severity::Error,
        title: StaticText::new("مستند غير معرّف", "unknown evidence"),
        why: StaticText::new("لم يُعرّف هذا المستند في data.yaml.", "data.yaml does not define this paper."),
        mend: StaticText::new(
            "عرّفه تحت evidence في data.yaml أو صحّح الاسم",
            "define it under evidence in data.yaml or correct the name",
        ),
        example: "ask: [evidence.fitness_report]",
    },
    Explanation {
        code: UNKNOWN_REGISTER,
        severity: Severity::Error,
        title: StaticText::new("سجل غير معروف", "unknown register"),
        why: StaticText::new(
            "لا يوجد هذا السجل في المكتبة المشتركة.",
            "The shared library does not know this register.",
        ),
        mend: StaticText::new(
            "أضفه إلى _shared/registers.yaml أو صحّح الاسم",
            "add it to _shared/registers.yaml or correct the name",
        ),
        example: "from: {register: paci.person}",
    },
    Explanation {
        code: UNKNOWN_FIELD,
        severity: Severity::Error,
        title: StaticText::new("حقل غير معروف في السجل", "unknown field of a register"),
        why: StaticText::new("لا يحتوي السجل هذا الحقل.", "The register has no such field."),
        mend: StaticText::new("صحّح الحقل", "correct the field"),
        example: "from: {register: pifss.contributions, field: employed}",
    },
    Explanation {
        code: UNKNOWN_BODY,
        severity: Severity::Error,
        title: StaticText::new("جهة غير معروفة", "unknown body"),
        why: StaticText::new(
            "رمز الجهة غير موجود في قائمة الجهات.",
            "The list of public organizations has no such code.",
        ),
        mend: StaticText::new("صحّح رمز الجهة", "correct the code"),
        example: "body: PADA",
    },
    Explanation {
        code: UNKNOWN_ROLE,
        severity: Severity::Error,
        title: StaticText::new("دور غير معروف", "unknown role"),
        why: StaticText::new("لم يُعرّف هذا الدور في service.yaml.", "service.yaml does not define this role."),
        mend: StaticText::new("عرّفه تحت roles أو صحّح الاسم", "define it under roles or correct the name"),
        example: "",
    },
    Explanation {
        code: UNKNOWN_LAW,
        severity: Severity::Error,
        title: StaticText::new("قانون غير معرّف", "unknown law"),
        why: StaticText::new("لم يُذكر هذا القانون في service.yaml.", "service.yaml does not list this law."),
        mend: StaticText::new("أضفه تحت law أو صحّح الاسم", "add it under law or correct the name"),
        example: "law: law_8_2010",
    },
    Explanation {
        code: UNKNOWN_OUTPUT,
        severity: Severity::Error,
        title: StaticText::new("وثيقة غير معرّفة", "unknown output"),
        why: StaticText::new(
            "لم تُعرّف هذه الوثيقة في service.yaml.",
            "service.yaml does not define this output.",
        ),
        mend: StaticText::new("عرّفها تحت outputs أو صحّح الاسم", "define it under outputs or correct the name"),
        example: "",
    },
    Explanation {
        code: UNKNOWN_MESSAGE,
        severity: Severity::Error,
        title: StaticText::new("رسالة غير معرّفة", "unknown message"),
        why: StaticText::new(
            "لم تُعرّف هذه الرسالة في messages.yaml.",
            "messages.yaml does not define this message.",
        ),
        mend: StaticText::new("عرّفها أو صحّح الاسم", "define it or correct the name"),
        example: "",
    },
    Explanation {
        code: UNKNOWN_DECISION,
        severity: Severity::Error,
        title: StaticText::new("قرار غير معرّف", "unknown decision"),
        why: StaticText::new("لم يُعرّف هذا القرار في القواعد.", "The rules do not define this decision."),
        mend: StaticText::new("عرّفه في rules.md أو صحّح الاسم", "define it in rules.md or correct the name"),
        example: "",
    },
    Explanation {
        code: UNKNOWN_REASON,
        severity: Severity::Error,
        title: StaticText::new("سبب غير معرّف", "unknown reason"),
        why: StaticText::new(
            "لا نص لهذا السبب، فلا يمكن أن يُقال لأحد.",
            "The reason has no text, so nobody can be told.",
        ),
        mend: StaticText::new(
            "عرّفه في كتلة reasons أو صحّح الاسم",
            "define it in a reasons block or correct the name",
        ),
        example: "",
    },
    Explanation {
        code: UNKNOWN_PAGE,
        severity: Severity::Error,
        title: StaticText::new("صفحة غير معرّفة", "unknown page"),
        why: StaticText::new("لا توجد صفحة بهذا المعرّف في form.yaml.", "form.yaml has no page of this id."),
        mend: StaticText::new("صحّح المعرّف", "correct the id"),
        example: "",
    },
    Explanation {
        code: UNKNOWN_ELEMENT,
        severity: Severity::Error,
        title: StaticText::new("عنصر غير موجود في الإجراء", "unknown element of the process"),
        why: StaticText::new("لا يوجد هذا العنصر في process.bpmn.", "process.bpmn has no such element."),
        mend: StaticText::new("صحّح المعرّف", "correct the id"),
        example: "",
    },
    Explanation {
        code: UNKNOWN_SCENARIO,
        severity: Severity::Error,
        title: StaticText::new("سيناريو غير موجود", "unknown scenario"),
        why: StaticText::new("لا يوجد سيناريو بهذا الاسم.", "There is no scenario of this name."),
        mend: StaticText::new("صحّح الاسم", "correct the name"),
        example: "like: approved",
    },
    Explanation {
        code: UNKNOWN_GROUP,
        severity: Severity::Error,
        title: StaticText::new("مجموعة غير معرّفة", "unknown group"),
        why: StaticText::new("لا توجد مجموعة متكررة بهذا الاسم.", "There is no repeating group of this name."),
        mend: StaticText::new("صحّح الاسم", "correct the name"),
        example: "",
    },
    Explanation {
        code: MISSING_TEMPLATE,
        severity: Severity::Error,
        title: StaticText::new("قالب الوثيقة غير موجود", "the document's template is missing"),
        why: StaticText::new("لا تصدر الوثيقة دون قالبها.", "The document cannot be made without it."),
        mend: StaticText::new("أضف القالب تحت outputs", "add the template under outputs"),
        example: "outputs/allowance_decision.typ",
    },
    Explanation {
        code: FEEL_SYNTAX,
        severity: Severity::Error,
        title: StaticText::new("خطأ في صياغة العبارة", "an expression that cannot be read"),
        why: StaticText::new("تعذّرت قراءة العبارة.", "The expression cannot be read."),
        mend: StaticText::new("صحّح العبارة", "correct the expression"),
        example: "applicant.age >= 21 and applicant.is_employed = false",
    },
    Explanation {
        code: FEEL_NAME,
        severity: Severity::Error,
        title: StaticText::new("اسم غير معروف في عبارة", "an unknown name in an expression"),
        why: StaticText::new(
            "لا توجد معلومة ولا قرار بهذا الاسم.",
            "There is no fact and no decision of this name.",
        ),
        mend: StaticText::new("صحّح الاسم أو عرّفه", "correct the name or define it"),
        example: "",
    },
    Explanation {
        code: FEEL_TYPE,
        severity: Severity::Error,
        title: StaticText::new("أنواع لا تتوافق", "types that do not fit"),
        why: StaticText::new("لن تعطي العبارة قيمة أبداً.", "The expression can never give a value."),
        mend: StaticText::new("قارن قيماً من نوع واحد", "compare values of one type"),
        example: "",
    },
    Explanation {
        code: NOT_BOOLEAN,
        severity: Severity::Error,
        title: StaticText::new("الشرط ليس نعم أو لا", "a condition that is not true or false"),
        why: StaticText::new(
            "الشرط عبارة نتيجتها true أو false.",
            "A condition is an expression whose result is true or false.",
        ),
        mend: StaticText::new("أضف مقارنة", "add a comparison"),
        example: "when: applicant.marital_status = \"divorced\"",
    },
    Explanation {
        code: TEMPLATE_SYNTAX,
        severity: Severity::Error,
        title: StaticText::new("خطأ في أقواس النص", "a text's braces cannot be read"),
        why: StaticText::new(
            "ما بين القوسين {} عبارة FEEL.",
            "What stands between { and } is an expression in FEEL.",
        ),
        mend: StaticText::new(
            "أغلق القوس، واكتب {{ إن أردت القوس نفسه",
            "close the brace; write {{ for the brace itself",
        ),
        example: "{label(cared_for.degree)}",
    },
    Explanation {
        code: NEVER_EQUAL,
        severity: Severity::Error,
        title: StaticText::new("مقارنة لا تتحقق أبداً", "a comparison that can never hold"),
        why: StaticText::new(
            "القيمة ليست من قيم هذه المعلومة.",
            "The value is not among those of the concept.",
        ),
        mend: StaticText::new("اختر إحدى القيم المعرّفة", "choose one of the defined values"),
        example: "",
    },
    Explanation {
        code: QUESTION_NEVER,
        severity: Severity::Error,
        title: StaticText::new("سؤال لا يظهر أبداً", "a question that is never shown"),
        why: StaticText::new(
            "لا يمكن أن يتحقق شرطه مع شرط صفحته.",
            "Its condition can never hold together with the page's.",
        ),
        mend: StaticText::new("صحّح الشرط أو احذف السؤال", "correct the condition or remove the question"),
        example: "",
    },
    Explanation {
        code: PAGE_NEVER,
        severity: Severity::Error,
        title: StaticText::new("صفحة لا يصل إليها أحد", "a page that is never reached"),
        why: StaticText::new("لا يمكن أن يتحقق شرطها.", "Its condition can never hold."),
        mend: StaticText::new("صحّح الشرط أو احذف الصفحة", "correct the condition or remove the page"),
        example: "",
    },
    Explanation {
        code: ALWAYS_TRUE,
        severity: Severity::Warning,
        title: StaticText::new("شرط صحيح دائماً", "a condition that always holds"),
        why: StaticText::new(
            "الشرط لا يغيّر شيئاً، وربما كان فيه خطأ.",
            "The condition changes nothing; perhaps it has a slip.",
        ),
        mend: StaticText::new("احذف الشرط أو صحّحه", "remove the condition or correct it"),
        example: "",
    },
    Explanation {
        code: CONTRADICTION,
        severity: Severity::Error,
        title: StaticText::new("شرط لا يتحقق أبداً", "a condition that never holds"),
        why: StaticText::new("لا توجد قيم تحقق الشرط.", "No values make the condition true."),
        mend: StaticText::new("صحّح الشرط", "correct the condition"),
        example: "",
    },
    Explanation {
        code: ASKED_TWICE,
        severity: Severity::Error,
        title: StaticText::new("سؤال مكرر", "asked twice"),
        why: StaticText::new("لا يُسأل أحد عن الشيء نفسه مرتين.", "Nobody is asked for the same thing twice."),
        mend: StaticText::new("احذف أحد السؤالين", "remove one of the two questions"),
        example: "",
    },
    Explanation {
        code: ASKED_BUT_KNOWN,
        severity: Severity::Error,
        title: StaticText::new("يُسأل عما هو معلوم", "asked but known"),
        why: StaticText::new(
            "ما يعرفه سجل حكومي لا يُطلب من الناس.",
            "What a register holds is not asked of people.",
        ),
        mend: StaticText::new(
            "احذف السؤال، أو خذ القيمة من السجل",
            "remove the question, or take the value from the register",
        ),
        example: "from: {register: pada.disability}",
    },
    Explanation {
        code: READS_LATER,
        severity: Severity::Error,
        title: StaticText::new("شرط يعتمد على سؤال لاحق", "a condition that needs a later answer"),
        why: StaticText::new(
            "لا يكون الجواب معروفاً عند عرض الصفحة.",
            "The answer is not yet known when the page is shown.",
        ),
        mend: StaticText::new("قدّم الصفحة التي تسأل عنه", "move the page that asks for it to the front"),
        example: "",
    },
    Explanation {
        code: NEVER_ASKED,
        severity: Severity::Error,
        title: StaticText::new("معلومة لا يُسأل عنها", "a concept that is never asked"),
        why: StaticText::new(
            "تأتي من مقدّم الطلب، ولا سؤال عنها في النموذج.",
            "It comes from the applicant, but no page asks for it.",
        ),
        mend: StaticText::new(
            "أضف السؤال إلى form.yaml، أو احذف المعلومة",
            "ask for it in form.yaml or remove it",
        ),
        example: "",
    },
    Explanation {
        code: EVIDENCE_NEVER_ASKED,
        severity: Severity::Error,
        title: StaticText::new("مستند لا يُطلب", "evidence that is never asked"),
        why: StaticText::new("لا توجد صفحة تطلب هذا المستند.", "No page asks for this paper."),
        mend: StaticText::new("أضفه إلى صفحة، أو احذفه", "ask for it on a page or remove it"),
        example: "ask: [evidence.fitness_report]",
    },
    Explanation {
        code: UNVERIFIED_RELATION,
        severity: Severity::Error,
        title: StaticText::new(
            "قراءة بيانات شخص آخر قبل التحقق من الصلة",
            "another person's facts read before the relation is verified",
        ),
        why: StaticText::new(
            "لا يُقرأ شيء عن شخص آخر قبل ثبوت الصلة أو التفويض.",
            "Nothing about another person is read before the relation or the mandate is verified.",
        ),
        mend: StaticText::new(
            "أضف إلى رقمه المدني `about: another_person` و`after` بشرط على صلة من سجل",
            "give that person's civil number `about: another_person` and an `after` on a relation that a register holds",
        ),
        example: "after: 'applicant.relation in [\"child\", \"parent\"]'",
    },
    Explanation {
        code: CIRCULAR_FACTS,
        severity: Severity::Error,
        title: StaticText::new("معلومات تدور في حلقة", "facts that need each other"),
        why: StaticText::new("لا يمكن معرفة أي منها أولاً.", "None of them can be known first."),
        mend: StaticText::new("اقطع الحلقة", "break the circle"),
        example: "",
    },
    Explanation {
        code: UNUSED_CONCEPT,
        severity: Severity::Warning,
        title: StaticText::new("معلومة لا تُستعمل", "a concept that nobody uses"),
        why: StaticText::new("ما لا يلزم لا يُجمع.", "What is not needed is not collected."),
        mend: StaticText::new("استعملها أو احذفها", "use it or remove it"),
        example: "",
    },
    Explanation {
        code: BAD_KEY,
        severity: Severity::Error,
        title: StaticText::new("مفتاح السجل غير مناسب", "the register's key does not fit"),
        why: StaticText::new(
            "يُعرف السجل برقم مدني واحد أو برقمين.",
            "A record is found by one civil number or by two.",
        ),
        mend: StaticText::new(
            "اذكر العدد المناسب من الأرقام المدنية",
            "name as many civil numbers as the register needs",
        ),
        example: "key: [applicant.civil_number, cared_for.civil_number]",
    },
    Explanation {
        code: BAD_CONCEPT,
        severity: Severity::Error,
        title: StaticText::new("تعريف المعلومة غير مكتمل", "a concept's definition does not fit"),
        why: StaticText::new(
            "لا يُعرف نوع المعلومة أو مصدرها.",
            "It is not clear what the values are or where they come from.",
        ),
        mend: StaticText::new("أكمل التعريف", "complete the definition"),
        example: "degree: {one_of: [simple, severe], from: {register: pada.disability}}",
    },
    Explanation {
        code: RULES_SYNTAX,
        severity: Severity::Error,
        title: StaticText::new("كتلة غير مفهومة في القواعد", "a block of the rules cannot be read"),
        why: StaticText::new("تعذّرت قراءة القواعد.", "The rules cannot be read."),
        mend: StaticText::new("صحّح الكتلة", "correct the block"),
        example: "",
    },
    Explanation {
        code: TABLE_COLUMNS,
        severity: Severity::Error,
        title: StaticText::new("عدد خلايا الصف لا يطابق الأعمدة", "a row with a wrong number of cells"),
        why: StaticText::new(
            "لا يُعرف أي خلية لأي عمود.",
            "It is not clear which cell belongs to which column.",
        ),
        mend: StaticText::new("أكمل الصف أو احذف الزائد", "complete the row or remove what is too much"),
        example: "",
    },
    Explanation {
        code: DECISION_EMPTY,
        severity: Severity::Error,
        title: StaticText::new("قرار بلا قيمة ولا جدول", "a decision without value or table"),
        why: StaticText::new("لا يُعرف كيف يُتخذ القرار.", "It is not clear how to decide."),
        mend: StaticText::new("أضف value أو جدولاً بعد الكتلة", "add a value, or a table after the block"),
        example: "value: count(reasons_against) = 0",
    },
    Explanation {
        code: OVERLAP,
        severity: Severity::Error,
        title: StaticText::new("قاعدتان تنطبقان معاً", "two rules that match together"),
        why: StaticText::new(
            "تعطي القاعدتان نتيجتين للحالة نفسها.",
            "The two rules give two results for one case.",
        ),
        mend: StaticText::new("غيّر إحداهما كي لا تلتقيا", "change one of them so that they do not meet"),
        example: "",
    },
    Explanation {
        code: GAP,
        severity: Severity::Error,
        title: StaticText::new("حالة لا قاعدة لها", "a case without a rule"),
        why: StaticText::new("لا جواب لهذه الحالة.", "There is no answer for this case."),
        mend: StaticText::new("أضف قاعدة لها", "add a rule for it"),
        example: "",
    },
    Explanation {
        code: RULE_NEVER,
        severity: Severity::Error,
        title: StaticText::new("قاعدة لا تُستعمل أبداً", "a rule that is never used"),
        why: StaticText::new("تسبقها دائماً قواعد أخرى.", "Other rules always come before it."),
        mend: StaticText::new("احذفها أو قدّمها", "remove it or move it up"),
        example: "",
    },
    Explanation {
        code: CELL_NEVER,
        severity: Severity::Error,
        title: StaticText::new("خلية لا تتحقق أبداً", "a cell that never matches"),
        why: StaticText::new("لا توجد قيمة تحقق هذا الاختبار.", "No value passes this test."),
        mend: StaticText::new("صحّح الخلية", "correct the cell"),
        example: "",
    },
    Explanation {
        code: CIRCULAR_DECISIONS,
        severity: Severity::Error,
        title: StaticText::new("قرارات تدور في حلقة", "decisions that need each other"),
        why: StaticText::new("لا يمكن اتخاذ أي منها أولاً.", "None of them can be made first."),
        mend: StaticText::new("اقطع الحلقة", "break the circle"),
        example: "",
    },
    Explanation {
        code: MISSING_DECISION,
        severity: Severity::Error,
        title: StaticText::new("قرار لازم غير موجود", "a needed decision is missing"),
        why: StaticText::new(
            "تحتاج كل خدمة إلى قرار eligible يقول هل يوجد حق.",
            "Every service needs the decision `eligible`, which says whether there is a right.",
        ),
        mend: StaticText::new("أضف القرار إلى القواعد", "add the decision to the rules"),
        example: "id: eligible",
    },
    Explanation {
        code: REASON_NEVER,
        severity: Severity::Warning,
        title: StaticText::new("سبب لا تعطيه أي قاعدة", "a reason that no rule gives"),
        why: StaticText::new("لن يُقال هذا السبب لأحد.", "Nobody will ever be told this reason."),
        mend: StaticText::new("أضف قاعدة تعطيه أو احذفه", "add a rule that gives it or remove it"),
        example: "",
    },
    Explanation {
        code: DECISION_TYPE,
        severity: Severity::Error,
        title: StaticText::new("نوع نتيجة القرار غير مناسب", "a decision's result has the wrong type"),
        why: StaticText::new("يُنتظر من هذا القرار نوع محدد.", "This decision must give a certain type."),
        mend: StaticText::new("صحّح القرار", "correct the decision"),
        example: "",
    },
    Explanation {
        code: NOT_DECIDED,
        severity: Severity::Note,
        title: StaticText::new("لم يُحسم التحليل", "the analysis was not decided"),
        why: StaticText::new(
            "الجدول أكبر أو أعقد مما يُحلل.",
            "The table is larger or more complex than can be analyzed.",
        ),
        mend: StaticText::new(
            "بسّط الجدول إن أردت تحليلاً كاملاً",
            "simplify the table if you want a whole analysis",
        ),
        example: "",
    },
    Explanation {
        code: DMN,
        severity: Severity::Error,
        title: StaticText::new("مشكلة في نموذج القرارات", "a problem of the decision model"),
        why: StaticText::new(
            "لا يمكن تنفيذ نموذج القرارات كما هو.",
            "The decision model cannot be executed as it is.",
        ),
        mend: StaticText::new("صحّح العنصر المذكور", "correct the element named"),
        example: "",
    },
    Explanation {
        code: TWO_RULES,
        severity: Severity::Error,
        title: StaticText::new("القواعد مكتوبة مرتين", "rules are written twice"),
        why: StaticText::new(
            "تُكتب القواعد في rules.md أو في rules.dmn، لا في كليهما.",
            "Rules are written in rules.md or in rules.dmn, not in both.",
        ),
        mend: StaticText::new("احذف أحد الملفين", "delete one of the two files"),
        example: "",
    },
    Explanation {
        code: DECIDES_NOTHING,
        severity: Severity::Warning,
        title: StaticText::new("شرط أو قاعدة بلا أثر", "a condition or rule that decides nothing"),
        why: StaticText::new(
            "النتيجة هي نفسها بدونه، فربما قُصد غيره.",
            "The result is the same without it, so something else was probably meant.",
        ),
        mend: StaticText::new("صحّح الشرط أو احذفه", "correct it or take it out"),
        example: "applicant.age >= 18 or applicant.age < 18",
    },
    Explanation {
        code: OPEN_ENDED,
        severity: Severity::Note,
        title: StaticText::new("تكرار لا حد مكتوباً له", "a loop without a written bound"),
        why: StaticText::new(
            "تحدد المعلومات متى ينتهي، فإن طال أوقفه الحد المقرر بخطأ.",
            "Facts decide when it ends; where it takes too long, a limit ends it with an error.",
        ),
        mend: StaticText::new("اكتب حداً ثابتاً للتكرار إن أمكن", "write a fixed bound if you can"),
        example: "for i in 1..family.size return i",
    },
    Explanation {
        code: BPMN_READ,
        severity: Severity::Error,
        title: StaticText::new("لا يمكن قراءة الإجراء", "the process cannot be read"),
        why: StaticText::new("تعذّرت قراءة process.bpmn.", "process.bpmn cannot be read."),
        mend: StaticText::new("صحّح الملف في محرر BPMN", "correct the file in a BPMN editor"),
        example: "",
    },
    Explanation {
        code: BPMN_COMPILE,
        severity: Severity::Error,
        title: StaticText::new("إجراء لا يمكن تنفيذه", "a process that cannot be executed"),
        why: StaticText::new(
            "ما لا يستطيع النظام تنفيذه يرفضه عند الفحص.",
            "What the engine cannot execute, it refuses when the pack is checked.",
        ),
        mend: StaticText::new("غيّر العنصر المذكور", "change the element named"),
        example: "",
    },
    Explanation {
        code: DEADLOCK,
        severity: Severity::Error,
        title: StaticText::new("الإجراء يتوقف ولا يكمل", "the process gets stuck"),
        why: StaticText::new("تبقى المعاملة عالقة إلى الأبد.", "The case would be stuck forever."),
        mend: StaticText::new("أكمل المسار المذكور", "complete the path that is shown"),
        example: "",
    },
    Explanation {
        code: UNREACHABLE,
        severity: Severity::Error,
        title: StaticText::new("عنصر لا يصل إليه المسار", "an element that is never reached"),
        why: StaticText::new("لا يُستعمل هذا العنصر أبداً.", "The element is never used."),
        mend: StaticText::new("صِله بالمسار أو احذفه", "connect it or remove it"),
        example: "",
    },
    Explanation {
        code: LIVELOCK,
        severity: Severity::Error,
        title: StaticText::new("حلقة بلا مخرج", "a cycle without a way out"),
        why: StaticText::new("تدور المعاملة بلا نهاية.", "The case would go in circles forever."),
        mend: StaticText::new("أضف مخرجاً للحلقة", "add a way out"),
        example: "",
    },
    Explanation {
        code: SYNCHRONIZATION,
        severity: Severity::Error,
        title: StaticText::new("التقاء مسارات غير متزامن", "paths that are not joined well"),
        why: StaticText::new(
            "ينتظر التقاءٌ ما لن يأتي، أو تتكرر المعاملة.",
            "A join waits for what never comes, or the case is doubled.",
        ),
        mend: StaticText::new(
            "استعمل التقاءً من نوع التفرّع نفسه",
            "join with a gateway of the kind that split",
        ),
        example: "",
    },
    Explanation {
        code: NOT_EXPLORED,
        severity: Severity::Note,
        title: StaticText::new("لم يُفحص الإجراء كله", "the process was not explored whole"),
        why: StaticText::new("الإجراء أكبر مما يُفحص كله.", "The process is larger than can be explored."),
        mend: StaticText::new("بسّط الإجراء", "simplify the process"),
        example: "",
    },
    Explanation {
        code: TASK_ROLE,
        severity: Severity::Error,
        title: StaticText::new("مهمة موظف بلا دور", "a user task without a role"),
        why: StaticText::new("لا يُعرف من ينجزها.", "It is not clear who does it."),
        mend: StaticText::new("أضف afaq:role", "add afaq:role"),
        example: "afaq:role=\"caseworker\"",
    },
    Explanation {
        code: TASK_FORM,
        severity: Severity::Error,
        title: StaticText::new("مهمة موظف بلا نموذج", "a user task without a form"),
        why: StaticText::new("لا يُعرف ما يراه الموظف.", "It is not clear what the officer sees."),
        mend: StaticText::new(
            "أضف afaq:form=\"decide\" أو opinion أو check",
            "add afaq:form=\"decide\", opinion or check",
        ),
        example: "afaq:form=\"decide\"",
    },
    Explanation {
        code: TASK_TARGET,
        severity: Severity::Error,
        title: StaticText::new("مهمة موظف بلا مدة مستهدفة", "a user task without a target"),
        why: StaticText::new("لا يُعرف متى تكون متأخرة.", "It is not clear when it is late."),
        mend: StaticText::new("أضف afaq:target=\"2 working days\"", "add afaq:target=\"2 working days\""),
        example: "afaq:target=\"2 working days\"",
    },
    Explanation {
        code: TASK_OUTCOMES,
        severity: Severity::Error,
        title: StaticText::new("مهمة موظف بلا نتائج", "a user task without outcomes"),
        why: StaticText::new("لا يُعرف ما يختاره الموظف.", "It is not clear what the officer can choose."),
        mend: StaticText::new(
            "أضف afaq:outcomes=\"approve refuse ask\"",
            "add afaq:outcomes=\"approve refuse ask\"",
        ),
        example: "afaq:outcomes=\"approve refuse ask\"",
    },
    Explanation {
        code: BPMN_VALUE,
        severity: Severity::Error,
        title: StaticText::new(
            "قيمة afaq غير صحيحة في الإجراء",
            "a value of afaq in the process is not right",
        ),
        why: StaticText::new("لا يمكن فهم القيمة.", "The value cannot be understood."),
        mend: StaticText::new("صحّح القيمة", "correct the value"),
        example: "",
    },
    Explanation {
        code: OPERATION,
        severity: Severity::Error,
        title: StaticText::new("مهمة خدمة بلا عملية معروفة", "a service task without a known operation"),
        why: StaticText::new("لا يُعرف ما يفعله النظام هنا.", "It is not clear what the machine does here."),
        mend: StaticText::new("أضف afaq:operation", "add afaq:operation"),
        example: "afaq:operation=\"issue\" afaq:output=\"allowance_decision\"",
    },
    Explanation {
        code: END_OUTCOME,
        severity: Severity::Error,
        title: StaticText::new("نهاية بلا نتيجة", "an end event without an outcome"),
        why: StaticText::new("لا يُعرف كيف انتهت المعاملة.", "It is not clear how the case ended."),
        mend: StaticText::new("أضف afaq:outcome إلى حدث النهاية", "add afaq:outcome to the end event"),
        example: "afaq:outcome=\"approved\"",
    },
    Explanation {
        code: BPMN_LANGUAGE,
        severity: Severity::Error,
        title: StaticText::new("اسم بلغة واحدة في الإجراء", "a name in one language in the process"),
        why: StaticText::new(
            "يُعرض اسم المهمة على الناس باللغتين.",
            "The name is shown to people in both languages.",
        ),
        mend: StaticText::new("أضف afaq:name_ar و afaq:name_en", "add afaq:name_ar and afaq:name_en"),
        example: "afaq:name_ar=\"مراجعة الطلب\" afaq:name_en=\"Review the request\"",
    },
    Explanation {
        code: BPMN_ATTRIBUTE,
        severity: Severity::Error,
        title: StaticText::new("خاصية afaq غير معروفة", "an unknown attribute of afaq"),
        why: StaticText::new("لا يُتجاهل شيء بصمت.", "Nothing is ignored silently."),
        mend: StaticText::new("صحّح اسم الخاصية", "correct the attribute"),
        example: "",
    },
    Explanation {
        code: WAITS_FOREVER,
        severity: Severity::Error,
        title: StaticText::new("انتظار بلا نهاية", "waits without an end"),
        why: StaticText::new(
            "إن لم يُجب أحد بقيت المعاملة مفتوحة إلى الأبد.",
            "If nobody answers, the case stays open forever.",
        ),
        mend: StaticText::new(
            "أضف مؤقتاً على الحدود أو بديلاً زمنياً",
            "add a boundary timer or a timer as alternative",
        ),
        example: "",
    },
    Explanation {
        code: OUTCOME_FLOW,
        severity: Severity::Error,
        title: StaticText::new("نتيجة لا يعرفها المسار", "an outcome that the flow does not know"),
        why: StaticText::new(
            "يقارن الشرط بنتيجة لا تعطيها المهمة.",
            "The condition compares with an outcome that no task gives.",
        ),
        mend: StaticText::new(
            "صحّح الشرط أو أضف النتيجة إلى المهمة",
            "correct the condition or add the outcome to the task",
        ),
        example: "",
    },
    Explanation {
        code: NO_UNDETERMINED,
        severity: Severity::Error,
        title: StaticText::new("لا مسار لما تعذّر البتّ فيه", "no way for what is undetermined"),
        why: StaticText::new(
            "إن لم يُجب سجل فلا يُرفض أحد بسبب ذلك: ينظر فيه موظف.",
            "If a register does not answer, nobody is refused for it: an officer looks.",
        ),
        mend: StaticText::new(
            "علّم التدفق المؤدي إلى الموظف بـ afaq:when=\"undetermined\"",
            "mark the flow that leads to an officer with afaq:when=\"undetermined\"",
        ),
        example: "afaq:when=\"undetermined\"",
    },
    Explanation {
        code: NO_LAW,
        severity: Severity::Error,
        title: StaticText::new("لا أساس قانوني", "no legal basis"),
        why: StaticText::new(
            "كل خدمة تستند إلى قانون، ولو لم يُتحقق منه بعد.",
            "Every service rests on a law, even if nobody has confirmed it yet.",
        ),
        mend: StaticText::new(
            "أضف law، ومعه unverified: true إن لم يؤكده أحد",
            "add law, with unverified: true if nobody has confirmed it",
        ),
        example: "",
    },
    Explanation {
        code: LAW_SOURCE,
        severity: Severity::Error,
        title: StaticText::new("قانون بلا مصدر", "a law without a source"),
        why: StaticText::new(
            "لا يُخترع قانون: إما رابط يُقرأ فيه أو unverified: true.",
            "Law is never invented: either where it can be read, or unverified: true.",
        ),
        mend: StaticText::new("أضف url أو unverified: true", "add url or unverified: true"),
        example: "unverified: true",
    },
    Explanation {
        code: SILENCE,
        severity: Severity::Error,
        title: StaticText::new("سكوت بلا أثر يُنفَّذ", "silence that leads nowhere"),
        why: StaticText::new(
            "إذا جعل القانون للسكوت أثراً بدأت العملية من جديد ومتغيرها silence صحيح، فلا بد من مسار يصل بلا موظف إلى النهاية التي يقررها القانون.",
            "When the law gives silence a meaning, the process starts again with silence = true: a way must lead from there, without an officer, to the end that the law decides.",
        ),
        mend: StaticText::new(
            "اكتب approves أو refuses مع قانونه، وارسم بعد البداية مساراً شرطه silence",
            "name approves or refuses with its law, and draw a way behind the start with the condition silence",
        ),
        example: "promise: {working_days: 10, silence: {approves: law_1, after: 30 working days}}",
    },
    Explanation {
        code: MISSING_TRIGGER_MESSAGE,
        severity: Severity::Error,
        title: StaticText::new("لا رسالة لهذا الحدث", "no message for this"),
        why: StaticText::new("من حق الناس أن يُبلَّغوا بما تقرر.", "People have a right to be told."),
        mend: StaticText::new("أضف رسالة إلى messages.yaml", "add a message to messages.yaml"),
        example: "on: refused",
    },
    Explanation {
        code: DUPLICATE_TRIGGER,
        severity: Severity::Warning,
        title: StaticText::new("رسالتان للحدث نفسه", "two messages for the same thing"),
        why: StaticText::new("تصل رسالتان في الوقت نفسه.", "Two messages arrive at the same time."),
        mend: StaticText::new("ادمجهما", "join the two"),
        example: "",
    },
    Explanation {
        code: NO_SCENARIO,
        severity: Severity::Warning,
        title: StaticText::new("لا سيناريو", "no scenario"),
        why: StaticText::new("السيناريوهات هي العقد.", "Scenarios are the contract."),
        mend: StaticText::new("أضف ملفاً تحت scenarios", "add a file under scenarios"),
        example: "",
    },
    Explanation {
        code: REASON_SCENARIO,
        severity: Severity::Warning,
        title: StaticText::new("سبب بلا سيناريو", "a reason without a scenario"),
        why: StaticText::new(
            "لا يُنشر سبب رفض لم يُجرَّب.",
            "A reason for refusal is not published before it was tried.",
        ),
        mend: StaticText::new("أضف سيناريو يُنتظر فيه هذا السبب", "add a scenario that expects this reason"),
        example: "expect: {reasons: [is_employed]}",
    },
    Explanation {
        code: PATH_SCENARIO,
        severity: Severity::Warning,
        title: StaticText::new("مسار بلا سيناريو", "a path without a scenario"),
        why: StaticText::new("لا يُنشر مسار لم يُجرَّب.", "A path is not published before it was tried."),
        mend: StaticText::new("أضف سيناريو يمر به", "add a scenario that goes this way"),
        example: "expect: {status: refused}",
    },
    Explanation {
        code: SCENARIO_VALUE,
        severity: Severity::Error,
        title: StaticText::new("قيمة غير صالحة في سيناريو", "a scenario's value does not fit"),
        why: StaticText::new("القيمة ليست من نوع هذه المعلومة.", "The value is not of the concept's kind."),
        mend: StaticText::new("صحّح القيمة", "correct the value"),
        example: "",
    },
    Explanation {
        code: SCENARIO_INCOMPLETE,
        severity: Severity::Error,
        title: StaticText::new("سيناريو غير مكتمل", "a scenario is not complete"),
        why: StaticText::new("لا يُعرف من يتقدم ومتى.", "It is not clear who applies, and when."),
        mend: StaticText::new("أضف today و as، أو like", "add today and as, or like"),
        example: "",
    },
    Explanation {
        code: SCENARIO_OUTCOME,
        severity: Severity::Error,
        title: StaticText::new("نتيجة لا تعطيها المهمة", "an outcome that the task does not have"),
        why: StaticText::new("لا يستطيع الموظف اختيارها.", "The officer cannot choose it."),
        mend: StaticText::new("اختر إحدى نتائج المهمة", "choose one of the task's outcomes"),
        example: "",
    },
    Explanation {
        code: UNKNOWN_TEXT,
        severity: Severity::Error,
        title: StaticText::new("ترجمة لنص غير موجود", "a translation of nothing"),
        why: StaticText::new(
            "لا يرى أحد هذه الترجمة: ربما تغيّر اسم النص أو حُذف.",
            "Nobody sees this translation: the text may have been renamed or removed.",
        ),
        mend: StaticText::new("صحّح المفتاح أو احذف السطر", "correct the key or remove the line"),
        example: "form.pages.who.title: آپ کس کی دیکھ بھال کرتی ہیں؟",
    },
    Explanation {
        code: UNTRANSLATED,
        severity: Severity::Warning,
        title: StaticText::new("نصوص بلا ترجمة", "texts without a translation"),
        why: StaticText::new(
            "من يقرأ بهذه اللغة يرى هذه النصوص بالإنجليزية.",
            "Whoever reads this language sees these texts in English.",
        ),
        mend: StaticText::new("أضف السطور الناقصة إلى الملف", "add the missing lines to the file"),
        example: "service.name: دیکھ بھال کا الاؤنس",
    },
];
