//! A small pack that passes, for those who begin a new service.

use crate::read::PackFiles;

/// The files of a new pack; nothing if the id is none (`kw.body.name`).
#[must_use]
pub fn scaffold(id: &str) -> Option<PackFiles> {
    let id = afaq_base::ServiceId::parse(id).ok()?;
    let body = id
        .as_str()
        .split('.')
        .map(str::to_ascii_uppercase)
        .find_map(|part| afaq_base::bodies::find(&part))
        .or_else(|| afaq_base::bodies::all().first())?;
    let fill =
        |text: &str| text.replace("@ID@", id.as_str()).replace("@BODY@", body.code.as_str()).into_bytes();
    let files = [
        ("service.yaml", include_str!("new/service.yaml")),
        ("data.yaml", include_str!("new/data.yaml")),
        ("form.yaml", include_str!("new/form.yaml")),
        ("rules.md", include_str!("new/rules.md")),
        ("process.bpmn", include_str!("new/process.bpmn")),
        ("messages.yaml", include_str!("new/messages.yaml")),
        ("scenarios/approved.yaml", include_str!("new/approved.yaml")),
        ("scenarios/not_resident.yaml", include_str!("new/not_resident.yaml")),
        ("scenarios/refused.yaml", include_str!("new/refused.yaml")),
    ];
    Some(files.into_iter().map(|(name, text)| (name.to_owned(), fill(text))).collect())
}
