//! Reads `service.yaml`: what the service is.

use afaq_base::{BodyCode, ServiceId, Span, Text};

use super::{Cx, registers};
use crate::model::{
    Appeal, Channel, Cost, Keywords, LegalForm, LegalResource, Mandate, MandateKind, Output, Promise,
    Retention, RetentionFrom, Role, Silence, Waits, WhileDisputed,
};
use crate::problem::{Spot, suggest};
use crate::values::{list_of, span_of, words_of};
use crate::yaml::Node;
use crate::{codes, shape};

/// Everything that `service.yaml` says.
pub(crate) struct Head {
    pub id: Option<ServiceId>,
    pub label: String,
    pub illustrative: bool,
    pub name: Text,
    pub summary: Text,
    pub body: Option<BodyCode>,
    pub sector: String,
    pub audience: Vec<String>,
    pub life_events: Vec<String>,
    pub keywords: Keywords,
    pub law: Vec<LegalResource>,
    pub legal_form: LegalForm,
    pub channels: Vec<Channel>,
    pub cost: Cost,
    pub cost_spot: Spot,
    pub promise: Option<Promise>,
    pub promise_spot: Spot,
    pub waits: Option<Waits>,
    pub outputs: Vec<Output>,
    pub output_spots: Vec<(Spot, Vec<Spot>)>,
    pub retention: Option<Retention>,
    pub roles: Vec<Role>,
    pub representation: Vec<Mandate>,
    pub mandate_spots: Vec<Spot>,
    pub appeal: Option<Appeal>,
    pub while_disputed: WhileDisputed,
    /// What is said of running cases is read when the facts are known.
    pub clock: Option<Node>,
    pub actions: Option<Node>,
    pub transition: Option<Node>,
}

impl Head {
    /// What silence means.
    pub fn silence(&self) -> &Silence {
        self.promise.as_ref().map_or(&Silence::None, |promise| &promise.silence)
    }
}

/// Reads the file; problems of shape are already reported when a part is missing.
pub(super) fn read(cx: &mut Cx<'_>) -> Option<Head> {
    let root = cx.yaml("service.yaml", &shape::SERVICE)?;
    let law = laws(cx, &root);
    let body = registers::body(cx, root.get("body"));
    let roles = roles(cx, &root, body.as_ref());
    let (outputs, output_spots) = outputs(cx, &root);
    let (representation, mandate_spots) = mandates(cx, &root, &law);
    let appeal = appeal(cx, &root, &law, &roles);
    let promise = promise(cx, &root, &law);
    let id = root
        .get("id")
        .and_then(|node| Some((node, node.text()?)))
        .and_then(|(_, text)| ServiceId::parse(text).ok());
    Some(Head {
        id,
        label: root.text_of("label").unwrap_or_default().to_owned(),
        illustrative: root.get("illustrative").and_then(Node::boolean).unwrap_or(false),
        name: words_of(&root, "name").unwrap_or_default(),
        summary: words_of(&root, "summary").unwrap_or_default(),
        body,
        sector: root.text_of("sector").unwrap_or_default().to_owned(),
        audience: list_of(&root, "audience"),
        life_events: list_of(&root, "life_events"),
        keywords: keywords(&root),
        law,
        legal_form: match root.text_of("legal_form") {
            Some("paper_required") => LegalForm::PaperRequired,
            _ => LegalForm::Electronic,
        },
        channels: channels(&root),
        cost: match root.text_of("cost") {
            None | Some("free") => Cost::Free,
            Some(decision) => Cost::Decision(decision.to_owned()),
        },
        cost_spot: root.get("cost").map_or_else(|| root.spot.clone(), |node| node.spot.clone()),
        promise,
        promise_spot: root.get("promise").map_or_else(|| root.spot.clone(), |node| node.spot.clone()),
        waits: root.get("waits").and_then(|node| {
            Some(Waits {
                answer_within: span_of(node, "answer_within")?,
                remind_after: span_of(node, "remind_after"),
            })
        }),
        outputs,
        output_spots,
        retention: root.get("retention").and_then(|node| {
            Some(Retention {
                keep: span_of(node, "keep")?,
                from: match node.text_of("from") {
                    Some("submitted") => RetentionFrom::Submitted,
                    Some("expired") => RetentionFrom::Expired,
                    _ => RetentionFrom::Closed,
                },
            })
        }),
        roles,
        representation,
        mandate_spots,
        appeal,
        while_disputed: match root.text_of("while_disputed") {
            Some("waits") => WhileDisputed::Waits,
            _ => WhileDisputed::GoesOn,
        },
        clock: root.get("clock").cloned(),
        actions: root.get("actions").cloned(),
        transition: root.get("transition").cloned(),
    })
}

fn keywords(root: &Node) -> Keywords {
    root.get("keywords")
        .map(|node| Keywords { ar: list_of(node, "ar"), en: list_of(node, "en") })
        .unwrap_or_default()
}

fn channels(root: &Node) -> Vec<Channel> {
    list_of(root, "channels")
        .iter()
        .filter_map(|word| match word.as_str() {
            "online" => Some(Channel::Online),
            "counter" => Some(Channel::Counter),
            "phone" => Some(Channel::Phone),
            _ => None,
        })
        .collect()
}

/// Reports an id that a list names twice; true if it is new.
pub(super) fn is_new(cx: &mut Cx<'_>, seen: &mut Vec<String>, id: &str, spot: &Spot) -> bool {
    if seen.iter().any(|one| one == id) {
        cx.problems.add(
            codes::DUPLICATE_ID,
            spot,
            Text::new(format!("المعرّف `{id}` مكرر"), format!("the id `{id}` stands twice")),
        );
        return false;
    }
    seen.push(id.to_owned());
    true
}

fn laws(cx: &mut Cx<'_>, root: &Node) -> Vec<LegalResource> {
    let items = root.get("law").map(Node::items).unwrap_or_default();
    if items.is_empty() {
        cx.problems.add(
            codes::NO_LAW,
            &root.spot,
            Text::new("لم يُذكر أساس قانوني للخدمة", "no legal basis is named for the service"),
        );
    }
    let (mut laws, mut seen) = (Vec::new(), Vec::new());
    for item in items {
        let (Some(id), Some(name)) = (item.get("id"), words_of(item, "name")) else { continue };
        let Some(text) = id.text() else { continue };
        let url = item.text_of("url").map(str::to_owned);
        let unverified = item.get("unverified").and_then(Node::boolean).unwrap_or(false);
        if url.is_none() && !unverified {
            cx.problems.add(
                codes::LAW_SOURCE,
                &item.spot,
                Text::new(format!("القانون `{text}` بلا مصدر"), format!("the law `{text}` has no source")),
            );
        }
        if is_new(cx, &mut seen, text, &id.spot) {
            laws.push(LegalResource { id: text.to_owned(), name, url, unverified });
        }
    }
    laws
}

/// A reference to a law of the list; reports an unknown one.
pub(super) fn law(cx: &mut Cx<'_>, node: Option<&Node>, laws: &[LegalResource]) -> Option<String> {
    let node = node?;
    let text = node.text()?;
    // Where no law is named at all, that is reported once.
    if laws.is_empty() || laws.iter().any(|law| law.id == text) {
        return Some(text.to_owned());
    }
    cx.problems.add_with_help(
        codes::UNKNOWN_LAW,
        &node.spot,
        Text::new(
            format!("القانون `{text}` غير معرّف في service.yaml"),
            format!("the law `{text}` is not defined in service.yaml"),
        ),
        suggest(text, laws.iter().map(|law| law.id.as_str())),
    );
    None
}

fn roles(cx: &mut Cx<'_>, root: &Node, own: Option<&BodyCode>) -> Vec<Role> {
    let (mut roles, mut seen) = (Vec::new(), Vec::new());
    for item in root.get("roles").map(Node::items).unwrap_or_default() {
        let (Some(id), Some(label)) = (item.get("id"), words_of(item, "label")) else { continue };
        let Some(text) = id.text() else { continue };
        let body = match item.get("body") {
            Some(node) => registers::body(cx, Some(node)),
            None => own.cloned(),
        };
        let (true, Some(body)) = (is_new(cx, &mut seen, text, &id.spot), body) else { continue };
        roles.push(Role { id: text.to_owned(), label, body, unit: item.text_of("unit").map(str::to_owned) });
    }
    roles
}

fn outputs(cx: &mut Cx<'_>, root: &Node) -> (Vec<Output>, Vec<(Spot, Vec<Spot>)>) {
    let (mut outputs, mut spots, mut seen) = (Vec::new(), Vec::new(), Vec::new());
    for item in root.get("outputs").map(Node::items).unwrap_or_default() {
        let (Some(id), Some(name)) = (item.get("id"), words_of(item, "name")) else { continue };
        let Some(text) = id.text() else { continue };
        if !is_new(cx, &mut seen, text, &id.spot) {
            continue;
        }
        let template = item.text_of("template").map_or_else(|| format!("outputs/{text}.typ"), str::to_owned);
        if !cx.pack.contains_key(&template) {
            let at = item.get("template").unwrap_or(id);
            cx.problems.add(
                codes::MISSING_TEMPLATE,
                &at.spot,
                Text::new(
                    format!("القالب {template} غير موجود"),
                    format!("the template {template} is missing"),
                ),
            );
        }
        let data = item.get("data").map(Node::items).unwrap_or_default();
        spots.push((
            id.spot.clone(),
            data.iter().filter(|one| one.text().is_some()).map(|one| one.spot.clone()).collect(),
        ));
        outputs.push(Output {
            id: text.to_owned(),
            name,
            valid_for: span_of(item, "valid_for"),
            source: cx
                .pack
                .get(&template)
                .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
                .unwrap_or_default(),
            template,
            data: list_of(item, "data"),
        });
    }
    (outputs, spots)
}

fn mandate_kind(word: &str) -> Option<MandateKind> {
    match word {
        "guardian" => Some(MandateKind::Guardian),
        "agent" => Some(MandateKind::Agent),
        "company_officer" => Some(MandateKind::CompanyOfficer),
        _ => None,
    }
}

fn mandates(cx: &mut Cx<'_>, root: &Node, laws: &[LegalResource]) -> (Vec<Mandate>, Vec<Spot>) {
    let (mut mandates, mut spots) = (Vec::new(), Vec::new());
    for item in root.get("representation").map(Node::items).unwrap_or_default() {
        let law = law(cx, item.get("law"), laws);
        let (Some(kind), Some(register), Some(law)) =
            (item.text_of("kind").and_then(mandate_kind), item.text_of("register"), law)
        else {
            continue;
        };
        spots.push(item.get("register").map_or_else(|| item.spot.clone(), |node| node.spot.clone()));
        mandates.push(Mandate {
            kind,
            register: register.to_owned(),
            about: item.text_of("about").unwrap_or("applicant.civil_number").to_owned(),
            law,
        });
    }
    (mandates, spots)
}

fn appeal(cx: &mut Cx<'_>, root: &Node, laws: &[LegalResource], roles: &[Role]) -> Option<Appeal> {
    let node = root.get("appeal")?;
    let law = law(cx, node.get("law"), laws);
    let role = role(cx, node.get("to_role"), roles);
    Some(Appeal { within: span_of(node, "within")?, law: law?, to_role: role? })
}

/// A reference to a role of the list; reports an unknown one.
pub(super) fn role(cx: &mut Cx<'_>, node: Option<&Node>, roles: &[Role]) -> Option<String> {
    let node = node?;
    let text = node.text()?;
    if roles.iter().any(|role| role.id == text) {
        return Some(text.to_owned());
    }
    cx.problems.add_with_help(
        codes::UNKNOWN_ROLE,
        &node.spot,
        Text::new(format!("الدور `{text}` غير معرّف"), format!("the role `{text}` is not defined")),
        suggest(text, roles.iter().map(|role| role.id.as_str())),
    );
    None
}

fn promise(cx: &mut Cx<'_>, root: &Node, laws: &[LegalResource]) -> Option<Promise> {
    let node = root.get("promise")?;
    let days =
        node.get("working_days").and_then(Node::integer).and_then(|days| Span::working_days(days).ok());
    let hours =
        node.get("working_hours").and_then(Node::integer).and_then(|hours| Span::working_hours(hours).ok());
    let span = days.or(hours).or_else(|| span_of(node, "days"));
    if span.is_none() {
        cx.problems.add(
            codes::MISSING_KEY,
            &node.spot,
            Text::new("لا مدة في promise", "the promise has no length of time"),
        );
    }
    let span = span?;
    let silence = node.get("silence").filter(|silence| silence.is_map());
    let legal = silence.and_then(|silence| span_of(silence, "after")).unwrap_or(span);
    Some(Promise { span, silence: silence.map_or(Silence::None, |node| silence_of(cx, node, laws)), legal })
}

/// What silence means: one of the two, by a law of the list.
fn silence_of(cx: &mut Cx<'_>, node: &Node, laws: &[LegalResource]) -> Silence {
    let (approves, refuses) = (node.get("approves"), node.get("refuses"));
    if approves.is_some() == refuses.is_some() {
        cx.problems.add(
            codes::SILENCE,
            &node.spot,
            Text::new(
                "السكوت إما موافقة بقانون وإما رفض بقانون",
                "silence either approves or refuses, by one law",
            ),
        );
        return Silence::None;
    }
    let is_approval = approves.is_some();
    match law(cx, approves.or(refuses), laws) {
        Some(law) if is_approval => Silence::Approves { law },
        Some(law) => Silence::Refuses { law },
        None => Silence::None,
    }
}
