//! Pages opened, gone back to, refreshed and sent in every order; posts that break off: nothing is lost, nothing fails.

use axum::body::Body;
use axum::http::{Request, header};

use super::browser::{Browser, PDF};
use super::world::{CARER, World};

/// Chance that is the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % n as u64).unwrap()
    }
}

/// The pages of the form, as the list of its parts links them.
fn pages(list: &str, draft: &str) -> Vec<String> {
    let start = format!("href=\"{draft}/page/");
    list.split(&start)
        .skip(1)
        .filter_map(|part| part.split('"').next())
        .map(|page| format!("{draft}/page/{page}"))
        .collect()
}

async fn begin(person: &mut Browser) -> String {
    let first = person.post(&format!("/ar/services/{CARER}/start"), &[]).await.location();
    first.split("/page/").next().unwrap().to_string()
}

/// Sends a page as it stands, or as it stood when it was opened, with another value in its first question.
async fn send(person: &mut Browser, page: &str, version: &str, child: &str) -> u16 {
    let shown = person.get(page).await;
    let mut fields = vec![("version", version)];
    for (name, value) in
        [("cared_for.civil_number", child), ("payment.iban", "KW81CBKU0000000000001234560101")]
    {
        if shown.has(&format!("name=\"{name}\"")) {
            fields.push((name, value));
        }
    }
    let paper = shown.body.split("name=\"evidence.").nth(1).and_then(|rest| rest.split('"').next());
    match paper {
        Some(kind) => {
            let name = format!("evidence.{kind}");
            person.post_files(page, &fields, &[(&name, "تقرير.pdf", PDF)]).await.status
        }
        None => person.post(page, &fields).await.status,
    }
}

#[tokio::test]
async fn pages_in_every_order_lead_to_one_request_and_never_to_a_fault() {
    let world = World::new().await;
    let (carer, child) = world.carer();
    for seed in 1..=6_u64 {
        let mut dice = Dice(seed);
        let mut person = world.person(carer).await;
        let draft = begin(&mut person).await;
        let mut versions = vec!["1".to_string()];
        for step in 0..25 {
            let list = person.get(&draft).await;
            assert_eq!(list.status, 200, "seed {seed}, step {step}");
            let all = pages(&list.body, &draft);
            let page = all[dice.below(all.len())].clone();
            let status = match dice.below(5) {
                // Opened, refreshed, gone back to.
                0 => person.get(&page).await.status,
                // Sent as it was opened long ago, in another tab.
                1 => {
                    let version = versions[dice.below(versions.len())].clone();
                    send(&mut person, &page, &version, &child.to_string()).await
                }
                // The check, before there is anything to check.
                2 => person.get(&format!("{draft}/check")).await.status,
                3 => person.post(&format!("{draft}/page/{}", "nowhere"), &[("version", "1")]).await.status,
                _ => {
                    let shown = person.get(&page).await;
                    let version = shown.value("version").unwrap_or_default();
                    versions.push(version.clone());
                    send(&mut person, &page, &version, &child.to_string()).await
                }
            };
            assert!(
                matches!(status, 200 | 303 | 404 | 409 | 422),
                "seed {seed}, step {step}: {status} at {page}"
            );
        }
        // However it went, the form can be brought to its end.
        for _ in 0..10 {
            let list = person.get(&draft).await;
            for page in pages(&list.body, &draft) {
                let version = person.get(&page).await.value("version").unwrap_or_default();
                send(&mut person, &page, &version, &child.to_string()).await;
            }
        }
        let check = format!("{draft}/check");
        let sent = person.post(&check, &[]).await.location();
        assert!(sent.ends_with("/confirmation"), "seed {seed}: {sent}");
        assert_eq!(person.post(&check, &[]).await.location(), sent, "seed {seed}: sent twice is sent once");
        assert_eq!(person.get(&sent).await.status, 200);
        let case = sent.strip_suffix("/confirmation").unwrap();
        assert_eq!(person.post(&format!("{case}/withdraw"), &[("text", "")]).await.status, 303);
    }
}

#[tokio::test]
async fn a_post_that_breaks_off_changes_nothing_and_what_was_saved_stays() {
    let world = World::new().await;
    let (carer, child) = world.carer();
    let mut person = world.person(carer).await;
    let draft = begin(&mut person).await;
    let page = format!("{draft}/page/who");
    assert_eq!(send(&mut person, &page, "1", &child.to_string()).await, 303);
    let kept = person.get(&page).await;
    assert!(kept.has(&child.to_string()), "{}", kept.body);
    let half = "--edge\r\nContent-Disposition: form-data; name=\"version\"\r\n\r\n2\r\n--edge\r\nContent-Disposition: form-data; name=\"evidence.fitness_report\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.4 half";
    for (kind, body) in [
        ("multipart/form-data; boundary=edge", half),
        ("multipart/form-data; boundary=other", half),
        ("multipart/form-data", half),
        ("application/x-www-form-urlencoded", ""),
        ("text/plain", "version=2"),
        ("application/json", "{\"version\":"),
    ] {
        let request = Request::post(&page)
            .header(header::CONTENT_TYPE, kind)
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body))
            .unwrap();
        let status = person.send(request).await.status;
        assert!(matches!(status, 400 | 409 | 415 | 422), "{kind}: {status}");
        assert!(person.get(&page).await.has(&child.to_string()), "{kind}: what was saved stays");
    }
    // Another device goes on where this one stopped.
    let mut phone = world.person(carer).await;
    assert!(phone.get("/ar/cases").await.has(&draft));
    assert!(phone.get(&page).await.has(&child.to_string()));
}
