//! Forms: what comes wrong, late, twice or hostile; nothing that was typed is lost.

use axum::body::Body;
use axum::http::Request;

use super::browser::PDF;
use super::world::{CARER, World};

/// A draft on its first page: the browser, the page's address, its version.
async fn first_page(world: &World) -> (super::browser::Browser, String, String) {
    let (carer, _) = world.carer();
    let mut browser = world.person(carer).await;
    let at = browser.post(&format!("/en/services/{CARER}/start"), &[]).await.location();
    let page = browser.get(&at).await;
    let version = page.value("version").unwrap();
    (browser, at, version)
}

#[tokio::test]
async fn a_wrong_answer_is_shown_with_its_error() {
    let world = World::new().await;
    let (mut browser, at, version) = first_page(&world).await;
    let typed = "٢٨٨٠٢٠١٢٢٥";
    let answer = browser.post(&at, &[("version", &version), ("cared_for.civil_number", typed)]).await;
    assert_eq!(answer.status, 422);
    assert!(answer.has("error-summary") && answer.has("href=\"#cared_for.civil_number\""), "{}", answer.body);
    assert!(answer.has(typed), "what was typed stands in the field");
    let later = browser.get(&at).await;
    assert!(later.has(typed), "and on another device, too");
}

#[tokio::test]
async fn hostile_fields_do_no_harm() {
    let world = World::new().await;
    let (mut browser, at, _) = first_page(&world).await;
    let long = "9".repeat(200_000);
    let many: Vec<String> = (0..1_500).map(|at| format!("x{at}")).collect();
    let mut unknown: Vec<(&str, &str)> = many.iter().map(|name| (name.as_str(), "1")).collect();
    unknown.push(("cared_for.civil_number", "1"));
    let cases: Vec<(&str, Vec<(&str, &str)>, &[u16])> = vec![
        ("missing", vec![], &[422]),
        ("repeated", vec![("cared_for.civil_number", "1"), ("cared_for.civil_number", "2")], &[422]),
        ("long", vec![("cared_for.civil_number", &long)], &[422]),
        ("direction", vec![("cared_for.civil_number", "\u{202E}288020122596\u{202C}<script>")], &[422]),
        ("unknown", unknown, &[422]),
        ("another's fact", vec![("applicant.gender", "male"), ("cared_for.degree", "severe")], &[422]),
        ("group that is none", vec![("add", "../../etc")], &[200]),
        ("no group", vec![("remove", "x")], &[400]),
        ("no number", vec![("remove", "a.b")], &[404]),
    ];
    for (name, fields, expected) in cases {
        let version = browser.get(&at).await.value("version").unwrap();
        let mut all = vec![("version", version.as_str())];
        all.extend(fields);
        let answer = browser.post(&at, &all).await;
        assert!(expected.contains(&answer.status), "{name}: {} {}", answer.status, answer.body);
        assert!(!answer.has("<script>"), "{name}");
    }
    let page = browser.get(&at).await;
    assert!(!page.has("\u{202E}"), "no direction control reaches a page");
}

#[tokio::test]
async fn too_much_is_refused_before_it_is_read() {
    let world = World::new().await;
    let (mut browser, at, version) = first_page(&world).await;
    let huge = "a".repeat(22 * 1024 * 1024);
    let answer = browser.post(&at, &[("version", &version), ("cared_for.civil_number", &huge)]).await;
    assert_eq!(answer.status, 413);
    assert!(answer.has("<html"), "a page says so");
    let many: Vec<String> = (0..3_000).map(|at| format!("x{at}")).collect();
    let fields: Vec<(&str, &str)> = many.iter().map(|name| (name.as_str(), "1")).collect();
    assert_eq!(browser.post(&at, &fields).await.status, 400);
    for (kind, body) in [
        ("application/json", "{}"),
        ("multipart/form-data", "no boundary"),
        ("multipart/form-data; boundary=x", "--x\r\nbroken"),
        ("application/x-www-form-urlencoded", "%FF%FE=%00&&&=&%"),
    ] {
        let request = Request::post(&at).header("content-type", kind).body(Body::from(body)).unwrap();
        let answer = browser.send(request).await;
        assert!((400..500).contains(&answer.status), "{kind}: {}", answer.status);
        assert!(answer.has("<html"), "{kind}");
    }
}

#[tokio::test]
async fn a_stale_page_keeps_what_was_typed() {
    let world = World::new().await;
    let (mut browser, at, version) = first_page(&world).await;
    let (_, child) = world.carer();
    let child = child.to_string();
    // Another tab answers first.
    assert_eq!(
        browser.post(&at, &[("version", &version), ("cared_for.civil_number", "1")]).await.status,
        422
    );
    let stale = browser.post(&at, &[("version", &version), ("cared_for.civil_number", &child)]).await;
    assert_eq!(stale.status, 409);
    assert!(stale.has(&child), "what was typed is shown");
    let hidden = stale.hidden(&at);
    let again: Vec<(&str, &str)> =
        hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(browser.post(&at, &again).await.status, 303, "and one button sends it again");
}

#[tokio::test]
async fn a_session_that_ends_in_the_middle_loses_nothing() {
    let world = World::new().await;
    let (mut browser, at, version) = first_page(&world).await;
    let (carer, child) = world.carer();
    let child = child.to_string();
    browser.post("/en/sign-out", &[]).await;
    let ended = browser.post(&at, &[("version", &version), ("cared_for.civil_number", &child)]).await;
    assert_eq!(ended.status, 401);
    let pairs = |hidden: &[(String, String)]| -> Vec<(String, String)> { hidden.to_vec() };
    let hidden = pairs(&ended.hidden("/en/sign-in/go-on"));
    let fields: Vec<(&str, &str)> =
        hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let page = browser.post("/en/sign-in/go-on", &fields).await;
    assert_eq!(page.status, 200);
    let hidden = page.hidden("/en/sign-in");
    let who = carer.to_string();
    let mut fields: Vec<(&str, &str)> =
        hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.push(("who", &who));
    let back = browser.post("/en/sign-in", &fields).await;
    assert_eq!(back.status, 200, "{}", back.body);
    let hidden = back.hidden(&at);
    let fields: Vec<(&str, &str)> =
        hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert!(fields.contains(&("cared_for.civil_number", &child)));
    assert_eq!(browser.post(&at, &fields).await.status, 303);
}

#[tokio::test]
async fn files_that_are_none_are_refused_beside_their_question() {
    let world = World::new().await;
    let (mut browser, at, _) = first_page(&world).await;
    let (_, child) = world.carer();
    let draft = at.split("/page/").next().unwrap().to_string();
    let page = browser.get(&at).await;
    let version = page.value("version").unwrap();
    browser
        .post(&at, &[("version", &version), ("cared_for.civil_number", &child.to_string())])
        .await
        .location();
    let fitness = format!("{draft}/page/fitness");
    let page = browser.get(&fitness).await;
    if page.status != 200 {
        // The register of fitness knows her already: no paper is asked for.
        assert_eq!(page.status, 303);
        return;
    }
    for (name, bytes) in
        [("empty.pdf", b"".as_slice()), ("virus.pdf", b"MZ\x90\x00"), ("../../x.pdf", b"<html>")]
    {
        let version = browser.get(&fitness).await.value("version").unwrap();
        let sent = [("evidence.fitness_report", name, bytes)];
        let answer = browser.post_files(&fitness, &[("version", &version)], &sent).await;
        assert_eq!(answer.status, 422, "{name}");
        assert!(answer.has("evidence.fitness_report-error"), "{name}: {}", answer.body);
    }
    let version = browser.get(&fitness).await.value("version").unwrap();
    let sent = [("evidence.fitness_report", "../../تقرير (1).pdf", PDF)];
    assert_eq!(browser.post_files(&fitness, &[("version", &version)], &sent).await.status, 303);
    let page = browser.get(&fitness).await;
    assert!(page.has("تقرير (1).pdf") && !page.has("../"), "{}", page.body);
    let file = page.link(&format!("{draft}/files/")).unwrap();
    let bytes = browser.get(&file).await;
    assert_eq!((bytes.status, bytes.bytes.as_slice()), (200, PDF));
    assert_eq!(world.person(world.stranger()).await.get(&file).await.status, 404);
    let version = page.value("version").unwrap();
    let removed =
        browser.post(&fitness, &[("version", &version), ("remove", "evidence.fitness_report")]).await;
    assert!(removed.status == 200 && !removed.has("تقرير (1).pdf"));
}

#[tokio::test]
async fn an_answer_can_wait_for_later() {
    let world = World::new().await;
    let (mut browser, at, version) = first_page(&world).await;
    let answer = browser
        .post(&at, &[("version", &version), ("cared_for.civil_number", "12"), ("save", "later")])
        .await;
    assert_eq!(answer.location(), "/en/cases");
    let draft = browser.get("/en/cases").await.link("/en/drafts/").unwrap();
    assert!(browser.get(&draft).await.status == 200);
    assert!(browser.get(&at).await.has("value=\"12\""));
    assert_eq!(browser.post(&format!("{draft}/delete"), &[]).await.location(), "/en/cases");
    assert_eq!(browser.get(&at).await.status, 404);
}
