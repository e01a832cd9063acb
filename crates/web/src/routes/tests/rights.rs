//! Who may do what: the table of routes, sessions, other sites, other people's things.

use std::collections::BTreeSet;

use afaq_base::Lang;
use axum::body::Body;
use axum::http::Request;

use super::world::{CARER, World};
use crate::routes::table::{Needs, Verb, routes};

/// A route's address with something in each of its places.
fn filled(path: &str) -> String {
    let id = "01234567890123456789012345";
    path.split('/')
        .map(|part| match part {
            "{id}" if path.starts_with("/services") => CARER.to_string(),
            "{page}" | "{path}" => "who".to_string(),
            "{task}" | "{incident}" => "1".to_string(),
            "{choice}" => "ask".to_string(),
            "{file}" if path.contains("documents") => format!("{id}.pdf"),
            part if part.starts_with('{') => id.to_string(),
            part => part.to_string(),
        })
        .collect::<Vec<_>>()
        .join("/")
}

#[test]
fn every_route_stands_once_and_names_its_right() {
    let mut seen = BTreeSet::new();
    for route in routes(true) {
        assert!(seen.insert((route.path, route.verb == Verb::Get)), "{} stands twice", route.path);
        let (path, needs) = (route.path, route.needs);
        let expected: &[Needs] = if path.starts_with("/desk/cases/") || path.starts_with("/desk/documents/") {
            &[Needs::DeskCase]
        } else if ["/desk/incidents", "/desk/dead", "/desk/processes"].iter().any(|own| path.starts_with(own))
        {
            &[Needs::ProcessOwner]
        } else if path.starts_with("/desk/services") {
            &[Needs::Owner]
        } else if path == "/desk/team/rules" {
            &[Needs::UnitHead]
        } else if path.starts_with("/desk") {
            &[Needs::Officer]
        } else if path.starts_with("/drafts/") {
            &[Needs::OwnDraft]
        } else if path.starts_with("/cases/") || path.starts_with("/demo/pay/") || path == "/documents/{file}"
        {
            &[Needs::OwnCase]
        } else if path.contains("/start")
            || path.starts_with("/cases")
            || path.starts_with("/messages")
            || path.starts_with("/my-data")
            || path.starts_with("/acting")
            || path == "/preferences"
            || (path == "/entitled" && route.verb == Verb::Post)
            || path == "/documents"
            || path == "/counter/end"
        {
            &[Needs::Person]
        } else {
            &[Needs::Public, Needs::Demonstration]
        };
        assert!(expected.contains(&needs), "{path} needs {needs:?}");
        if needs == Needs::Public && route.verb == Verb::Post {
            // Asking what one is entitled to changes nothing; it is posted so that no answer stands in an address.
            assert!(
                ["/sign-out", "/services/{id}/entitled"].contains(&path),
                "{path}: what acts needs a right"
            );
        }
        assert_eq!(route.full_path(Lang::En), format!("/en{path}"));
    }
}

#[tokio::test]
async fn without_a_session_nothing_private_opens() {
    let world = World::new().await;
    let officer = world.officer("case_officer");
    let (carer, _) = world.carer();
    let mut nobody = world.browser();
    let mut person = world.person(carer).await;
    let mut desk = world.signed_in(&officer).await;
    for route in routes(true) {
        let path = format!("/en{}", filled(route.path));
        let wrong: Vec<&mut super::browser::Browser> = match route.needs {
            Needs::Public | Needs::Demonstration => continue,
            needs if needs.is_person() => vec![&mut nobody, &mut desk],
            _ => vec![&mut nobody, &mut person],
        };
        for browser in wrong {
            let cookie = browser.cookie.clone();
            let answer = match route.verb {
                Verb::Get => browser.get(&path).await,
                Verb::Post => browser.post(&path, &[("text", "kept")]).await,
            };
            match route.verb {
                Verb::Get => assert!(answer.location().starts_with("/en/sign-in?next="), "{path}"),
                Verb::Post => assert_eq!(answer.status, 401, "{path}"),
            }
            assert_eq!(browser.cookie, cookie);
        }
    }
}

#[tokio::test]
async fn what_is_somebody_elses_is_not_found() {
    let world = World::new().await;
    let (carer, child) = world.carer();
    let mut owner = world.person(carer).await;
    let check = owner.fill_carer("en", &child.to_string()).await;
    let draft = check.strip_suffix("/check").unwrap().to_string();
    let mut other = world.person(world.stranger()).await;
    for path in [draft.clone(), check.clone(), format!("{draft}/page/who")] {
        assert_eq!(owner.get(&path).await.status, 200, "{path}");
        assert_eq!(other.get(&path).await.status, 404, "{path}");
    }
    assert_eq!(other.post(&check, &[]).await.status, 404);
    let case = owner.post(&check, &[]).await.location().strip_suffix("/confirmation").unwrap().to_string();
    let id = case.rsplit('/').next().unwrap().to_string();
    for act in ["", "/confirmation", "/withdraw"] {
        assert_eq!(owner.get(&format!("{case}{act}")).await.status, 200, "{act}");
        assert_eq!(other.get(&format!("{case}{act}")).await.status, 404, "{act}");
    }
    assert_eq!(other.post(&format!("{case}/withdraw"), &[("text", "")]).await.status, 404);
    assert_eq!(owner.get("/en/cases/not-an-id").await.status, 404);
    assert_eq!(owner.get("/en/cases/01234567890123456789012345").await.status, 404);
    // An officer of another body sees neither.
    let mut elsewhere = world.signed_in(&world.officer("medical_reviewer")).await;
    assert_eq!(elsewhere.get(&format!("/en/desk/cases/{id}")).await.status, 404);
    assert_eq!(elsewhere.post(&format!("/en/desk/cases/{id}/take"), &[]).await.status, 404);
}

#[tokio::test]
async fn posts_from_other_sites_are_refused() {
    let world = World::new().await;
    let mut browser = world.browser();
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
    ] {
        let request = Request::post("/ar/sign-in")
            .header("host", "afaq.example")
            .header("content-type", "application/x-www-form-urlencoded")
            .header(name, value)
            .body(Body::from("who=1"))
            .unwrap();
        let answer = browser.send(request).await;
        assert_eq!(answer.status, 403, "{name}: {value}");
        assert!(answer.has("<html lang=\"ar\""), "a page says why");
        assert!(answer.headers.contains_key("content-security-policy"));
    }
    let own = Request::post("/ar/sign-in")
        .header("host", "afaq.example")
        .header("origin", "https://afaq.example")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("who=1"))
        .unwrap();
    assert_eq!(browser.send(own).await.status, 422);
}

#[tokio::test]
async fn the_cookie_is_guarded_and_ends() {
    let world = World::new().await;
    let (carer, _) = world.carer();
    let mut browser = world.browser();
    let answer = browser.post("/en/sign-in", &[("who", &carer.to_string()), ("next", "/messages")]).await;
    assert_eq!(answer.location(), "/en/messages");
    let set = answer.headers["set-cookie"].to_str().unwrap();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(set.contains(part), "{set}");
    }
    assert_eq!(browser.get("/en/cases").await.status, 200);
    let kept = browser.clone();
    assert_eq!(browser.post("/en/sign-out", &[]).await.location(), "/en/");
    let mut stolen = kept;
    assert_eq!(stolen.get("/en/cases").await.status, 303, "a session that was ended is over everywhere");
    for next in ["//evil.example", "https://evil.example", "/\\evil.example"] {
        let answer =
            world.browser().post("/en/sign-in", &[("who", &carer.to_string()), ("next", next)]).await;
        let location = answer.location();
        assert!(location.starts_with("/") && !location.starts_with("//"), "{next} led to {location}");
    }
}

#[tokio::test]
async fn signing_in_over_and_over_is_slowed() {
    let world = World::new().await;
    let mut browser = world.browser();
    let mut last = 0;
    for _ in 0..100 {
        last = browser.post("/en/sign-in", &[("civil_number", "1")]).await.status;
    }
    assert_eq!(last, 429);
}
