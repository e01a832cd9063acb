//! Names in the page's language for what packs and rows hold as codes: bodies, units, sectors, life events, stages.

use afaq_app::App;
use afaq_base::lang::StaticText;
use afaq_base::{Lang, Text, bodies};
use afaq_pack::{Service, Tell};
use afaq_ports::Officer;
use serde_json::Value as Json;

use crate::html::Words;
use crate::icons::Icon;
use crate::parts::{Tag, Tone};
use crate::texts::t;

/// A text of a pack or a body in the language of the page.
pub(crate) fn words(text: &Text, lang: Lang) -> Words {
    Words::new(text.get(lang).to_string())
}

/// The name of a body; its code where nobody knows a name.
pub(crate) fn body(code: &str, lang: Lang) -> Words {
    bodies::find(code).map_or_else(|| Words::new(code.to_string()), |body| words(&body.name, lang))
}

/// The name of a unit of a body.
pub(crate) fn unit(app: &App, body_code: &str, unit: &str, lang: Lang) -> Words {
    let units = app.ports().identity.units();
    units
        .iter()
        .find(|known| known.body == body_code && known.unit == unit)
        .map_or_else(|| body(body_code, lang), |known| words(&known.name, lang))
}

/// The unit in which an officer works, or the body.
pub(crate) fn unit_of(app: &App, officer: &Officer, lang: Lang) -> Words {
    let name = body(&officer.body, lang);
    match officer.units.first() {
        Some(first) => {
            let comma = if lang == Lang::Ar { "،" } else { "," };
            Words::new(format!("{}{comma} {name}", unit(app, &officer.body, first, lang)))
        }
        None => name,
    }
}

/// The name of an officer by the account.
pub(crate) fn officer(app: &App, id: &str, lang: Lang) -> crate::html::Foreign {
    let known = app.ports().identity.find_officer(id);
    crate::html::Foreign::new(known.as_ref().map_or(id, |officer| officer.name.get(lang)))
}

/// A text that a row keeps as `{"ar": …, "en": …}`.
pub(crate) fn of_json(json: &Json, lang: Lang) -> Words {
    Words::new(json.get(lang.code()).and_then(Json::as_str).unwrap_or_default().to_string())
}

/// Where a case stands, as a tag, from the word of its stage.
pub(crate) fn stage(code: &str, lang: Lang) -> Tag {
    let (tone, key) = match code {
        "awaiting_payment" => (Tone::Warn, "state-payment"),
        "waiting_for_applicant" => (Tone::Warn, "state-waiting"),
        "decision_prepared" | "awaiting_signature" | "with_officer" => (Tone::Info, "state-review"),
        "with_other_body" => (Tone::Info, "state-other-body"),
        "processing" => (Tone::Info, "state-processing"),
        "stopped" => (Tone::Warn, "state-technical"),
        "approved" => (Tone::Good, "state-approved"),
        "refused" => (Tone::Bad, "state-refused"),
        "withdrawn" => (Tone::Quiet, "state-withdrawn"),
        "expired" => (Tone::Quiet, "state-expired"),
        _ => (Tone::Quiet, "state-review"),
    };
    Tag::new(tone, t(lang, key))
}

/// The same for officers, to whom it matters that a decision lies ready or that something stopped.
pub(crate) fn stage_on_desk(code: &str, lang: Lang) -> Tag {
    match code {
        "waiting_for_applicant" => Tag::new(Tone::Warn, t(lang, "worklist-waiting")),
        "decision_prepared" => Tag::new(Tone::Info, t(lang, "prepared-title")),
        "awaiting_signature" => Tag::new(Tone::Warn, t(lang, "state-signature")),
        "stopped" => Tag::new(Tone::Bad, t(lang, "state-stopped")),
        other => stage(other, lang),
    }
}

/// For whom the clock stands still.
pub(crate) fn stopped_for(word: &str, lang: Lang) -> Words {
    Words::from(t(
        lang,
        match word {
            "court" => "stop-court",
            "other_body" => "stop-other-body",
            _ => "stop-applicant",
        },
    ))
}

/// Who is told that time runs out.
pub(crate) fn told(service: &Service, tell: &Tell, lang: Lang) -> Words {
    match tell {
        Tell::Assignee => Words::from(t(lang, "tell-assignee")),
        Tell::UnitHead => Words::from(t(lang, "tell-unit-head")),
        Tell::Role(role) => {
            service.find_role(role).map_or_else(|| Words::new(role.clone()), |role| words(&role.label, lang))
        }
    }
}

/// The name of an element of a process; its id where it has none.
pub(crate) fn element(service: &Service, id: &str, lang: Lang) -> String {
    if let Some(task) = service.tasks.get(id) {
        return task.name.get(lang).to_string();
    }
    let in_process = match lang {
        Lang::Ar => afaq_bpmn::Lang::Ar,
        Lang::En => afaq_bpmn::Lang::En,
    };
    service
        .process
        .find_node(id)
        .map_or_else(|| id.to_string(), |node| node.base.label(in_process).to_string())
}

/// The name of an optional action.
pub(crate) fn action(service: &Service, id: &str, lang: Lang) -> Words {
    service
        .find_action(id)
        .map_or_else(|| Words::new(id.to_string()), |action| words(&action.task.name, lang))
}

/// A name for an id: what people read, and its drawing.
struct Named(&'static str, StaticText, Icon);

const SECTORS: [Named; 13] = [
    Named("interior", StaticText::new("الإقامة والمرور", "Residency and traffic"), Icon::Passport),
    Named("social_protection", StaticText::new("الحماية الاجتماعية", "Social protection"), Icon::Family),
    Named("residency", StaticText::new("الإقامة والجنسية", "Residency and nationality"), Icon::Passport),
    Named(
        "residency_and_nationality",
        StaticText::new("الإقامة والجنسية", "Residency and nationality"),
        Icon::Passport,
    ),
    Named("transport", StaticText::new("المرور والنقل", "Traffic and transport"), Icon::Car),
    Named("traffic", StaticText::new("المرور", "Traffic"), Icon::Car),
    Named("business", StaticText::new("الأعمال والتجارة", "Business and trade"), Icon::Shop),
    Named("housing", StaticText::new("السكن", "Housing"), Icon::House),
    Named("health", StaticText::new("الصحة", "Health"), Icon::Health),
    Named("education", StaticText::new("التعليم", "Education"), Icon::Book),
    Named("justice", StaticText::new("العدل", "Justice"), Icon::Scales),
    Named("labour", StaticText::new("العمل", "Work"), Icon::Work),
    Named("civil_status", StaticText::new("الأحوال المدنية", "Civil status"), Icon::Person),
];

const LIFE_EVENTS: [Named; 18] = [
    Named("caring_for_a_relative", StaticText::new("أرعى قريباً", "I care for a relative"), Icon::Family),
    Named(
        "having_a_disabled_child",
        StaticText::new("لي ابن أو ابنة من ذوي الإعاقة", "My child has a disability"),
        Icon::Baby,
    ),
    Named("having_a_child", StaticText::new("رُزقت بمولود", "I had a child"), Icon::Baby),
    Named("having_a_baby", StaticText::new("رُزقت بمولود", "I had a child"), Icon::Baby),
    Named("marrying", StaticText::new("أتزوج", "I am getting married"), Icon::Family),
    Named("moving", StaticText::new("أنتقل إلى سكن جديد", "I am moving"), Icon::House),
    Named("moving_house", StaticText::new("أنتقل إلى سكن جديد", "I am moving"), Icon::House),
    Named("driving", StaticText::new("أقود سيارة", "I drive a car"), Icon::Car),
    Named("driving_a_car", StaticText::new("أقود سيارة", "I drive a car"), Icon::Car),
    Named("living_in_kuwait", StaticText::new("أقيم في الكويت", "I live in Kuwait"), Icon::Passport),
    Named("coming_to_kuwait", StaticText::new("قدمت إلى الكويت", "I came to Kuwait"), Icon::Passport),
    Named("residing_in_kuwait", StaticText::new("أقيم في الكويت", "I live in Kuwait"), Icon::Passport),
    Named("working", StaticText::new("أعمل", "I work"), Icon::Work),
    Named("losing_a_job", StaticText::new("فقدت عملي", "I lost my job"), Icon::Work),
    Named("starting_a_business", StaticText::new("أبدأ عملاً تجارياً", "I start a business"), Icon::Shop),
    Named("studying", StaticText::new("أدرس", "I study"), Icon::Book),
    Named("retiring", StaticText::new("أتقاعد", "I retire"), Icon::Person),
    Named("losing_a_relative", StaticText::new("توفي قريب لي", "A relative died"), Icon::Letter),
];

/// The name and the drawing of a sector.
pub(crate) fn sector(id: &str, lang: Lang) -> (Words, Icon) {
    find(&SECTORS, id, lang)
}

/// The name and the drawing of a life event.
pub(crate) fn life_event(id: &str, lang: Lang) -> (Words, Icon) {
    find(&LIFE_EVENTS, id, lang)
}

/// An id that nobody named yet shows its words.
fn find(list: &[Named], id: &str, lang: Lang) -> (Words, Icon) {
    match list.iter().find(|Named(known, ..)| *known == id) {
        Some(Named(_, name, icon)) => (Words::from(name.get(lang)), *icon),
        None => (Words::new(id.replace('_', " ")), Icon::Info),
    }
}
