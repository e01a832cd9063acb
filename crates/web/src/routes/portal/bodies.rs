//! The bodies of government: all of them, and help and contact for each.

use std::collections::BTreeMap;

use afaq_base::bodies;
use afaq_base::lang::StaticText;
use axum::extract::{Path, State};
use axum::response::Response;

use super::home::card;
use crate::html::{Foreign, Num, Words};
use crate::parts::Link;
use crate::portal::bodies::{BodiesPage, BodyPage};
use crate::respond;
use crate::routes::fail::Fail;
use crate::routes::visit::{Visit, Who};
use crate::routes::{Web, names};
use crate::shell::Place;

/// GET `/bodies`.
pub(crate) async fn list(visit: Visit) -> Response {
    let lang = visit.lang;
    let kinds = bodies::Kind::ALL
        .into_iter()
        .map(|kind| {
            let inside: Vec<Link> = bodies::all()
                .iter()
                .filter(|body| body.kind == kind)
                .map(|body| visit.link(&path(body.code.as_str()), names::words(&body.name, lang)))
                .collect();
            (Words::from(many(kind).get(lang)), inside)
        })
        .filter(|(_, inside)| !inside.is_empty())
        .collect();
    let mut s = visit.titled("bodies-title").at(Place::Services);
    s.description = Words::from(s.t("bodies-description"));
    let count = Num::new(bodies::all().len());
    respond::page(&BodiesPage { s, count, kinds })
}

/// A kind of body as the heading of many.
fn many(kind: bodies::Kind) -> StaticText {
    use bodies::Kind;
    match kind {
        Kind::Presidency => StaticText::new("الدواوين ومجلس الوزراء", "Diwans and the Council of Ministers"),
        Kind::Parliament => StaticText::new("مجلس الأمة", "Parliament"),
        Kind::Ministry => StaticText::new("الوزارات", "Ministries"),
        Kind::Authority => StaticText::new("الهيئات العامة", "Public authorities"),
        Kind::Regulator => StaticText::new("الجهات التنظيمية", "Regulators"),
        Kind::Agency => StaticText::new("الأجهزة الحكومية", "Agencies"),
        Kind::Oversight => StaticText::new("الجهات الرقابية", "Oversight"),
        Kind::Justice => StaticText::new("القضاء", "Justice"),
        Kind::Council => StaticText::new("المجالس", "Councils"),
        Kind::Municipality => StaticText::new("البلدية", "Municipality"),
        Kind::Governorate => StaticText::new("المحافظات", "Governorates"),
        Kind::Institution => StaticText::new("المؤسسات العامة", "Public institutions"),
        Kind::University => StaticText::new("الجامعات", "Universities"),
        Kind::Bank => StaticText::new("البنوك", "Banks"),
        Kind::Fund => StaticText::new("الصناديق", "Funds"),
        Kind::Company => StaticText::new("الشركات", "Companies"),
    }
}

/// The address of a body's page, without the language.
pub(crate) fn path(code: &str) -> String {
    format!("/bodies/{}", code.to_ascii_lowercase())
}

/// GET `/bodies/{code}`.
pub(crate) async fn show(
    State(web): State<Web>,
    visit: Visit,
    Path(code): Path<String>,
) -> Result<Response, Fail> {
    let body = bodies::find(&code).ok_or(Fail::NotFound)?;
    let lang = visit.lang;
    let services = web.app.services();
    let mut registers: BTreeMap<&str, Words> = BTreeMap::new();
    for register in services.iter().flat_map(|one| &one.service.registers) {
        if register.body == body.code {
            registers.insert(&register.id, names::words(&register.name, lang));
        }
    }
    let own = services.iter().filter(|one| one.service.body == body.code);
    let mut s = visit.shell(names::words(&body.name, lang)).at(Place::Services);
    s.description = names::words(&body.name, lang);
    let crumbs = vec![visit.link("/", s.t("nav-home")), visit.link("/bodies", s.t("bodies-title"))];
    Ok(respond::page(&BodyPage {
        s: s.crumbs(crumbs),
        kind: Words::from(body.kind.name().get(lang)),
        other_name: Foreign::new(body.name.get(lang.other())),
        is_unverified: !body.is_verified,
        services: own.map(|one| card(one, &visit)).collect(),
        registers: registers.into_values().collect(),
        is_signed_in: matches!(visit.who, Who::Person(_)),
    }))
}
