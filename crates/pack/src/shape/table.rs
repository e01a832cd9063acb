//! The table itself.

use super::Ty::{
    Answer, Bool, CivilNumber, Date, Decimal, Either, Enum, Feel, Id, Int, Line, List, Map, Named, Path,
    Span, WordLists, Words,
};
use super::{Field, Name, Shape, Ty};
use crate::limits;

const fn must(key: &'static str, ty: Ty, about: &'static str) -> Field {
    Field { key, is_required: true, ty, about }
}

const fn may(key: &'static str, ty: Ty, about: &'static str) -> Field {
    Field { key, is_required: false, ty, about }
}

const fn shape(name: &'static str, about: &'static str, fields: &'static [Field]) -> Shape {
    Shape { name, about, fields, rest: None }
}

/// `service.yaml`.
pub static SERVICE: Ty = Map(&SERVICE_SHAPE);
/// `data.yaml`.
pub static DATA: Ty = Map(&DATA_SHAPE);
/// `form.yaml`.
pub static FORM: Ty = Map(&FORM_SHAPE);
/// `messages.yaml`.
pub static MESSAGES: Ty = Named(Name::Id, &MESSAGE);
/// `scenarios/*.yaml`.
pub static SCENARIO: Ty = Map(&SCENARIO_SHAPE);
/// `scenarios/survivors.yaml`.
pub static SURVIVORS: Ty = Named(Name::Any, &Words);
/// `_shared/registers.yaml`.
pub static REGISTERS: Ty = Named(Name::Path, &REGISTER);
/// `_shared/concepts.yaml`.
pub static SHARED_CONCEPTS: Ty = Named(Name::Path, &CONCEPT);
/// A `decision` block of `rules.md`.
pub static DECISION: Ty = Map(&DECISION_SHAPE);
/// A `reasons` block of `rules.md`.
pub static REASONS: Ty = Named(Name::Id, &REASON);

static SERVICE_SHAPE: Shape = shape(
    "service",
    "What the service is.",
    &[
        must("id", Path, "The identifier, for instance kw.pada.carer_allowance."),
        must("label", Line, "The label of this version, for instance 2026.1."),
        may("illustrative", Bool, "Whether the pack only shows what a service could look like."),
        must("name", Words, "The name that people read."),
        must("summary", Words, "What the service is, in one or two sentences."),
        must("body", Line, "The code of the public organization that offers it."),
        may("sector", Id, "The sector, for instance social_protection."),
        may("audience", List(&Enum(&["citizen", "resident", "business", "visitor"]), 4), "Who it is for."),
        may("life_events", List(&Id, 20), "The life or business events that it belongs to."),
        may("keywords", WordLists, "Words by which people look for it."),
        may("law", List(&LAW, 50), "The legal basis."),
        may(
            "legal_form",
            Enum(&["electronic", "paper_required"]),
            "Whether the law allows the electronic form.",
        ),
        may("channels", List(&Enum(&["online", "counter", "phone"]), 3), "Where it is offered."),
        must("cost", Id, "free, or the id of the decision that says the fee in KWD."),
        must("promise", Map(&PROMISE), "The time that is promised, and what silence means."),
        may("waits", Map(&WAITS), "How long a case waits for the applicant."),
        may("outputs", List(&OUTPUT, 20), "The documents that it issues."),
        must("retention", Map(&RETENTION), "How long a case is kept."),
        may("roles", List(&ROLE, 50), "The roles of officers."),
        may("representation", List(&MANDATE, 20), "Who may act for the applicant."),
        may("appeal", Map(&APPEAL), "How a decision is appealed."),
        may(
            "while_disputed",
            Enum(&["goes_on", "waits"]),
            "Whether a case can be decided while a fact of it is disputed.",
        ),
        may("clock", Map(&CLOCK), "What stops the clock, and who is told when time runs out."),
        may("actions", List(&ACTION, 20), "What may be done beside the drawn path."),
        may("transition", Map(&TRANSITION), "How running cases go on when this version replaces another."),
    ],
);

static LAW: Ty = Map(&LAW_SHAPE);
static LAW_SHAPE: Shape = shape(
    "law",
    "A law, decree or decision.",
    &[
        must("id", Id, "The id by which others refer to it."),
        must("name", Words, "Its name as lawyers cite it."),
        may("url", Line, "Where it can be read."),
        may("unverified", Bool, "True while nobody has confirmed it; shown so to the public."),
    ],
);

static PROMISE: Shape = shape(
    "promise",
    "The time that is promised.",
    &[
        may("working_days", Int(0, 1000), "In working days."),
        may("working_hours", Int(0, 10_000), "In working hours."),
        may("days", Span, "As a calendar period, for instance P30D."),
        may(
            "silence",
            Either(&[Enum(&["none"]), Map(&SILENCE)]),
            "What it means by law when nobody answers in time.",
        ),
    ],
);

static SILENCE: Shape = shape(
    "silence",
    "What silence means by law.",
    &[
        may("approves", Id, "The request counts as approved, by this law."),
        may("refuses", Id, "The request counts as refused, by this law."),
        may("after", Span, "The time that the law gives; the promised one where it stands elsewhere."),
    ],
);

static WAITS: Shape = shape(
    "waits",
    "How long a case waits for the applicant; the promise's clock stands still.",
    &[
        must("answer_within", Span, "The time that the applicant has."),
        may("remind_after", Span, "When a reminder goes out."),
    ],
);

static OUTPUT: Ty = Map(&OUTPUT_SHAPE);
static OUTPUT_SHAPE: Shape = shape(
    "output",
    "A document that the service issues.",
    &[
        must("id", Id, "The id by which the process refers to it."),
        must("name", Words, "Its name."),
        may("valid_for", Span, "How long it is valid."),
        may("template", Line, "The Typst template; outputs/ID.typ where this is missing."),
        may("data", List(&Path, 100), "The facts and decisions that are printed in it."),
    ],
);

static RETENTION: Shape = shape(
    "retention",
    "How long a case is kept.",
    &[
        must("keep", Span, "The time."),
        may("from", Enum(&["closed", "submitted", "expired"]), "From when it counts."),
    ],
);

static ROLE: Ty = Map(&ROLE_SHAPE);
static ROLE_SHAPE: Shape = shape(
    "role",
    "A role that officers have.",
    &[
        must("id", Id, "The id by which tasks refer to it."),
        must("label", Words, "What people call it."),
        may("body", Line, "The body to which the officers belong; the service's own where this is missing."),
        may("unit", Id, "The unit within the body."),
    ],
);

static MANDATE: Ty = Map(&MANDATE_SHAPE);
static MANDATE_SHAPE: Shape = shape(
    "mandate",
    "Somebody who may act for the applicant.",
    &[
        must("kind", Enum(&["guardian", "agent", "company_officer"]), "What kind of representative."),
        must("register", Path, "The register that proves it."),
        may("about", Path, "The concept that names the person represented."),
        must("law", Id, "The legal basis."),
    ],
);

static APPEAL: Shape = shape(
    "appeal",
    "How a decision is appealed.",
    &[
        must("within", Span, "How long after the decision."),
        must("law", Id, "The legal basis."),
        must("to_role", Id, "The role that hears it."),
    ],
);

static CLOCK: Shape = shape(
    "clock",
    "What stops the clock, and who is told when time runs out.",
    &[
        may("stops", List(&STOP, 3), "For whom the clock may stand still, beside the applicant."),
        may("rungs", List(&RUNG, 20), "When somebody is told that time runs out; each once."),
    ],
);

static STOP: Ty = Map(&STOP_SHAPE);
static STOP_SHAPE: Shape = shape(
    "stop",
    "A right to let the clock stand still.",
    &[
        must("for", Enum(&["applicant", "other_body", "court"]), "For whom."),
        must("law", Id, "The legal basis."),
    ],
);

static RUNG: Ty = Map(&RUNG_SHAPE);
static RUNG_SHAPE: Shape = shape(
    "rung",
    "One rung of an escalation.",
    &[
        must("at", Line, "A share of the target, such as 80%, or a length of time after the beginning."),
        may("of", Enum(&["task", "service"]), "Of each task's target, or of the promise."),
        must("tell", Id, "assignee, unit_head or the id of a role."),
    ],
);

static ACTION: Ty = Map(&ACTION_SHAPE);
static ACTION_SHAPE: Shape = shape(
    "action",
    "Something that may be done beside the drawn path.",
    &[
        must("id", Id, "The id; its task is called action:ID."),
        must("name", Words, "What the officer reads."),
        may("when", Feel, "When it is offered."),
        may("repeats", Bool, "Whether it may be done more than once."),
        must("role", Id, "The role that does it."),
        must("target", Span, "The time within which it should be done."),
        may("asks", List(&Path, 50), "The facts that the officer fills in."),
    ],
);

static TRANSITION: Shape = shape(
    "transition",
    "How running cases go on when this version replaces another.",
    &[
        may("stay", Feel, "Cases for which this holds stay under the version that they have."),
        may("map", Named(Name::Id, &Line), "Elements of older versions that have another id now."),
        may("law_of", Path, "The date by which the version is chosen; the newest one where this is missing."),
    ],
);

static DATA_SHAPE: Shape = Shape {
    name: "data",
    about: "What must be known, in groups, and the papers that prove it.",
    fields: &[may("evidence", Named(Name::Id, &EVIDENCE), "The papers.")],
    rest: Some((Name::Id, &GROUP)),
};

static GROUP: Ty = Map(&GROUP_SHAPE);
static GROUP_SHAPE: Shape = Shape {
    name: "group",
    about: "A group of concepts: a context in FEEL, a list of contexts where it repeats.",
    fields: &[may("title", Words, "What people call the group."), may("many", Map(&MANY), "How it repeats.")],
    rest: Some((Name::Id, &CONCEPT)),
};

static MANY: Shape = shape(
    "many",
    "How a group repeats.",
    &[
        may("min", Int(0, limits::ENTRIES_MAX as i64), "The fewest entries."),
        must("max", Int(1, limits::ENTRIES_MAX as i64), "The most entries."),
        must("item", Words, "What one entry is called."),
        may("add", Words, "The button that adds one."),
    ],
);

static CONCEPT: Ty = Map(&CONCEPT_SHAPE);
static CONCEPT_SHAPE: Shape = shape(
    "concept",
    "One thing that must be known.",
    &[
        may(
            "type",
            Enum(&[
                "text",
                "number",
                "money",
                "date",
                "boolean",
                "civil_number",
                "country",
                "iban",
                "phone",
                "email",
            ]),
            "The kind of its values.",
        ),
        may(
            "one_of",
            Either(&[List(&Id, limits::CHOICES_MAX), Named(Name::Id, &Words)]),
            "The values, one of which it has.",
        ),
        may(
            "many_of",
            Either(&[List(&Id, limits::CHOICES_MAX), Named(Name::Id, &Words)]),
            "The values, any of which it has.",
        ),
        may("like", Path, "A concept of the shared library from which everything that is missing is taken."),
        may("min", Decimal, "The least number or amount."),
        may("max", Decimal, "The greatest number or amount; of a text the most characters."),
        may("decimals", Int(0, 10), "How many digits after the point are allowed."),
        may("lines", Bool, "Whether a text may have several lines."),
        may("label", Words, "The question or name that people read."),
        may("name", Words, "What officers and lists call it, where the label speaks to the applicant."),
        may("hint", Words, "A line that helps to answer."),
        may("help", Words, "A longer explanation."),
        may("error", Words, "What is said when the answer is missing or wrong."),
        may("unit", Words, "The unit that is shown after the value."),
        may("sensitivity", Int(1, 4), "1 (public) to 4 (health, origin, belief)."),
        may(
            "from",
            Either(&[Enum(&["sign_in", "applicant", "officer"]), Map(&FROM)]),
            "Where the value comes from.",
        ),
        may("value", Feel, "The expression from which it follows."),
        may("about", Enum(&["applicant", "another_person"]), "Whom it is about."),
        may("after", Feel, "What must be true before it may be used."),
        may("optional", Bool, "Whether it may be left empty."),
    ],
);

static FROM: Shape = shape(
    "from",
    "The register that holds the value.",
    &[
        must("register", Path, "The register's id."),
        may("field", Id, "The field of its record; the concept's own name where this is missing."),
        may(
            "key",
            Either(&[Path, List(&Path, 2)]),
            "The facts that find the record; the applicant's civil number where this is missing.",
        ),
    ],
);

static EVIDENCE: Ty = Map(&EVIDENCE_SHAPE);
static EVIDENCE_SHAPE: Shape = shape(
    "evidence",
    "A paper that proves what no register holds.",
    &[
        must("label", Words, "What people call it."),
        may("hint", Words, "A line that helps to find it."),
        must("accepts", List(&Enum(&["pdf", "jpeg", "png"]), 3), "The kinds of files that are taken."),
        must("max_mb", Int(1, 20), "The largest file in megabytes."),
        may("when", Feel, "When it is needed."),
        may("proves", List(&Path, 20), "The concepts that it proves."),
        may("unless", Map(&UNLESS), "The register whose record makes it unnecessary."),
        may("optional", Bool, "Whether it may be left out."),
    ],
);

static UNLESS: Shape = shape(
    "unless",
    "What makes a paper unnecessary.",
    &[must("register", Path, "The register whose record makes it unnecessary.")],
);

static FORM_SHAPE: Shape = shape(
    "form",
    "What a person is asked.",
    &[must("pages", List(&PAGE, limits::PAGES_MAX), "The pages in order.")],
);

static PAGE: Ty = Map(&PAGE_SHAPE);
static PAGE_SHAPE: Shape = shape(
    "page",
    "One page: one thing that is asked.",
    &[
        must("id", Id, "The id, part of the page's address."),
        must("title", Words, "The heading."),
        may("help", Words, "A paragraph under the heading."),
        may("when", Feel, "When the page is shown."),
        may("ask", List(&ASK, limits::QUESTIONS_MAX), "What is asked."),
        may("sections", List(&SECTION, 50), "The parts of the page, instead of ask."),
    ],
);

static ASK: Ty = Either(&[Path, Map(&QUESTION)]);
static QUESTION: Shape = shape(
    "question",
    "One question with its own condition or words.",
    &[
        must("what", Path, "A concept, evidence.ID, or a repeating group."),
        may("when", Feel, "When it is shown."),
        may("label", Words, "Words for this page."),
        may("hint", Words, "A hint for this page."),
    ],
);

static SECTION: Ty = Map(&SECTION_SHAPE);
static SECTION_SHAPE: Shape = shape(
    "section",
    "A part of a page.",
    &[
        must("id", Id, "The id."),
        may("title", Words, "The heading."),
        may("when", Feel, "When it is shown."),
        must("ask", List(&ASK, limits::QUESTIONS_MAX), "What is asked."),
    ],
);

static MESSAGE: Ty = Map(&MESSAGE_SHAPE);
static MESSAGE_SHAPE: Shape = shape(
    "message",
    "What people are told.",
    &[
        must("on", Id, "What makes it be sent."),
        must("subject", Words, "The subject line; may hold expressions in braces."),
        must("body", Words, "The text; may hold expressions in braces."),
    ],
);

static REGISTER: Ty = Map(&REGISTER_SHAPE);
static REGISTER_SHAPE: Shape = shape(
    "register",
    "A register of the country.",
    &[
        must("body", Line, "The body that keeps it."),
        must("name", Words, "What people call it."),
        must("key", Enum(&["civil_number", "two_civil_numbers"]), "What finds a record."),
        may("law", Words, "The legal ground for reading it."),
        may("unverified", Bool, "True while nobody has confirmed the legal ground."),
        must("fields", Named(Name::Id, &CONCEPT), "The fields of its record."),
    ],
);

static DECISION_SHAPE: Shape = shape(
    "decision",
    "One decision.",
    &[
        must("id", Id, "The name by which others refer to it."),
        may("label", Words, "What people call it."),
        may("collect", Id, "The output column whose values are collected from all rules that match."),
        may(
            "hit",
            Enum(&["unique", "any", "first", "collect", "sum", "min", "max", "count"]),
            "The hit policy of the table.",
        ),
        may("outputs", List(&Id, limits::COLUMNS_MAX), "The output columns."),
        may("value", Feel, "The expression, instead of a table."),
        may("type", Enum(&["boolean", "number", "money", "text", "date"]), "The type of the result."),
    ],
);

static REASON: Ty = Map(&REASON_SHAPE);
static REASON_SHAPE: Shape = shape(
    "reason",
    "A reason for a refusal.",
    &[
        must("law", Id, "The legal basis."),
        may("by", Enum(&["officer"]), "Given by officers alone, not by a rule."),
        must("ar", Line, "The sentence in Arabic; may hold expressions in braces."),
        must("en", Line, "The sentence in English; may hold expressions in braces."),
        must("mend", Words, "What the person can do about it."),
    ],
);

static SCENARIO_SHAPE: Shape = shape(
    "scenario",
    "One story that the pack must keep.",
    &[
        must("story", Words, "What happens, in words."),
        may("like", Id, "Another scenario from which everything that is missing is taken."),
        may("today", Date, "The day on which it begins."),
        may("as", CivilNumber, "Who signs in."),
        may("represents", Map(&REPRESENTS), "For whom the person signed in acts."),
        may("registers", Named(Name::Path, &REGISTER_ANSWER), "What the registers answer."),
        may("answers", Named(Name::Path, &Answer), "What is answered in the form."),
        may("evidence", List(&Id, 100), "The papers that are uploaded."),
        may("steps", List(&STEP, limits::STEPS_MAX), "What happens after the submission."),
        must("expect", Map(&EXPECT), "What must come of it."),
    ],
);

static REPRESENTS: Shape = shape(
    "represents",
    "For whom somebody acts.",
    &[
        must("civil_number", CivilNumber, "The person represented."),
        must("mandate", Enum(&["guardian", "agent", "company_officer"]), "By which mandate."),
    ],
);

static REGISTER_ANSWER: Ty = Either(&[Enum(&["silent", "none"]), Named(Name::Any, &ANSWER_OR_RECORD)]);
static ANSWER_OR_RECORD: Ty = Either(&[Answer, Named(Name::Id, &Answer)]);

static STEP: Ty = Either(&[Enum(&["undo", "withdraw", "transfer", "start_clock"]), Map(&STEP_SHAPE)]);
static STEP_SHAPE: Shape = shape(
    "step",
    "One thing that happens.",
    &[
        may("officer", Map(&OFFICER), "An officer completes a task."),
        may("applicant", Map(&APPLICANT), "The applicant answers."),
        may("correct", Named(Name::Path, &Answer), "The applicant corrects facts."),
        may("pay", Enum(&["once", "twice", "late", "never"]), "The payment gateway calls back."),
        may("appeal", Map(&APPEAL_TEXT), "The applicant appeals."),
        may("wait", Span, "Time passes."),
        may("register", Named(Name::Path, &REGISTER_ANSWER), "From now on a register answers so."),
        may("representative", Map(&REPRESENTS), "A representative takes over."),
        may("action", Id, "An officer begins an optional action."),
        may("message", Map(&MESSAGE_STEP), "Another system sends a message."),
        may("stop_clock", Enum(&["other_body", "court"]), "An officer lets the clock stand still."),
    ],
);

static MESSAGE_STEP: Shape = shape(
    "message_step",
    "A message of another system.",
    &[
        must("name", Line, "The name of the message."),
        may("key", Line, "The key that it carries; the one that the case waits for, where this is missing."),
        may("values", Named(Name::Id, &Answer), "What it says."),
    ],
);

static APPEAL_TEXT: Shape =
    shape("appeal_step", "An appeal.", &[must("text", Line, "What the applicant writes.")]);

static OFFICER: Shape = shape(
    "officer_step",
    "An officer completes a task.",
    &[
        must("task", Line, "The element's id in the process."),
        must("outcome", Id, "What comes of it."),
        may("reasons", List(&Id, 50), "The reasons for a refusal."),
        may("question", Words, "The question to the applicant."),
        may("sets", Named(Name::Path, &Answer), "The facts that the officer fills in."),
    ],
);

static APPLICANT: Shape = shape(
    "applicant_step",
    "The applicant answers.",
    &[
        may("answers", Named(Name::Path, &Answer), "The answers."),
        may("evidence", List(&Id, 100), "The papers."),
    ],
);

static EXPECT: Shape = shape(
    "expect",
    "What must come of it; what is missing is not looked at.",
    &[
        may("eligible", Enum(&["true", "false", "undetermined"]), "What the rules say about the right."),
        may("reasons", List(&Id, 200), "All reasons against, in any order."),
        may("missing", List(&Path, 100), "The facts that were missing."),
        may("fee", Decimal, "The fee in KWD."),
        may(
            "status",
            Enum(&[
                "draft",
                "approved",
                "refused",
                "waiting_for_applicant",
                "with_officer",
                "awaiting_payment",
                "expired",
                "withdrawn",
                "appealed",
            ]),
            "Where the case stands.",
        ),
        may("at", Line, "The element of the process."),
        may("messages", List(&Id, 100), "The messages that were sent, in order."),
        may("outputs", List(&Id, 20), "The documents that were issued."),
        may("within", Span, "The most time that the body may have used."),
        may("not_asked", List(&Path, 200), "What the applicant was not asked for."),
        may("pages", List(&Id, limits::PAGES_MAX), "The pages that the applicant saw, in order."),
        may("facts", Named(Name::Path, &Answer), "Facts that the case must hold."),
    ],
);
