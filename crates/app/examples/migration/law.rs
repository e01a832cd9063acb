//! The service of the measurement under its old and its new law, and its open cases.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use afaq_app::App;
use afaq_app::cases::DecisionForm;
use afaq_base::CaseId;
use afaq_testkit::{City, files};

use crate::Failure;
use crate::lives::{Template, save, templates};

/// The service.
pub const SERVICE: &str = "kw.pada.carer_allowance";
/// The label of the version under the new law.
pub const LABEL: &str = "2026.2";
const FOLDER: &str = "pada.carer-allowance";

/// People who apply.
const APPLICANTS: usize = 60;
/// Cases that are opened side by side.
const SIDE_BY_SIDE: usize = 64;

/// What the new law changes: another council gives opinions, and those who ask for a child in custody
/// stay under the old law.
const CHANGES: &[(&str, &str, &str)] = &[
    ("service.yaml", "label: \"2026.1\"", "label: \"2026.2\""),
    ("service.yaml", "appeal: {", "transition:\n  stay: applicant.marital_status = \"divorced\"\nappeal: {"),
    ("process.bpmn", "\"medical_opinion\"", "\"council_opinion\""),
    ("process.bpmn", "afaq:target=\"3 working days\"", "afaq:target=\"2 working days\""),
];
/// Scenarios that name the task by its old id.
const RENAMED: [&str; 2] = ["scenarios/fitness_paper.yaml", "scenarios/opinion_against.yaml"];

fn packs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/kw")
}

/// The version of today.
pub async fn publish_first(app: &App) -> Result<(), Failure> {
    let (pack, shared) = (files::inside(&packs().join(FOLDER))?, files::inside(&packs().join("_shared"))?);
    app.publish(&pack, &shared, app.now(), "measurement", false).await?;
    Ok(())
}

/// The version under the new law.
pub async fn publish_next(app: &App) -> Result<(), Failure> {
    let (mut pack, shared) =
        (files::inside(&packs().join(FOLDER))?, files::inside(&packs().join("_shared"))?);
    let renamed = RENAMED.map(|file| (file, "task: medical_opinion", "task: council_opinion"));
    for &(file, find, make) in CHANGES.iter().chain(&renamed) {
        let text = String::from_utf8(pack.get(file).cloned().unwrap_or_default())?;
        if !text.contains(find) {
            return Err(format!("`{find}` is not in {file}").into());
        }
        pack.insert(file.to_string(), text.replace(find, make).into_bytes());
    }
    app.publish(&pack, &shared, app.now(), "measurement", false).await?;
    Ok(())
}

/// Opens cases by the real engine until so many are open; some wait for a physician, some for the applicant.
pub async fn open_cases(app: &App, city: &City, count: usize) -> Result<Vec<CaseId>, Failure> {
    let filled: Vec<Arc<Template>> =
        templates(app, city, APPLICANTS).await?.into_iter().map(Arc::new).collect();
    let mut open = Vec::with_capacity(count);
    let mut number = 0;
    while open.len() < count {
        let mut running = tokio::task::JoinSet::new();
        for _ in 0..SIDE_BY_SIDE.min(count - open.len()) {
            let template = filled.get(number % filled.len()).ok_or("nobody applies")?.clone();
            let app = app.clone();
            running.spawn(async move { open_case(&app, &template, number).await });
            number += 1;
        }
        while let Some(ended) = running.join_next().await {
            open.extend(ended??);
        }
        if number > count * 20 {
            return Err("hardly any case stays open".into());
        }
    }
    while app.run_jobs("worker").await?.done > 0 {}
    open.sort();
    Ok(open)
}

async fn open_case(app: &App, template: &Template, number: usize) -> Result<Option<CaseId>, Failure> {
    let draft = save(app, template).await?;
    let id = app.submit_draft(&template.person, draft).await?;
    let (case, service) = app.my_case_now(&template.person, id).await?;
    let Some((task, open)) = case.process.tasks.iter().next() else { return Ok(None) };
    let choice = match number % 20 {
        0 | 1 => "opinion",
        2..=4 => "ask",
        _ => return Ok(Some(id)),
    };
    let spec = service.tasks.get(&*open.element).ok_or("a task without its words")?;
    let officers = app.ports().identity.officers();
    let officer = officers.iter().find(|one| one.roles.contains(&spec.role)).ok_or("no officer")?;
    let form = DecisionForm {
        choice: choice.into(),
        text_ar: "نرجو توضيح المستند المرفق، فهو غير مقروء.".into(),
        ..DecisionForm::default()
    };
    app.assign(officer, id, Some(&officer.id)).await?;
    app.end_task(officer, id, *task, &form).await?;
    Ok(Some(id))
}
