//! Pages that are kept as they left: the same for everybody, never older than what is published, never another's.

use afaq_base::Text;
use axum::body::Body;
use axum::http::{HeaderMap, Request, header};
use tower::ServiceExt;

use super::world::{CARER, World};

async fn fetch(world: &World, fields: &[(&str, &str)]) -> (HeaderMap, Vec<u8>) {
    let mut request = Request::get(format!("/ar/services/{CARER}"));
    for (name, value) in fields {
        request = request.header(*name, *value);
    }
    let response = world.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.status(), 200);
    let headers = response.headers().clone();
    (headers, axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[tokio::test]
async fn a_kept_page_is_the_page_with_its_headers_and_goes_when_the_service_changes() {
    let world = World::with("pada.carer-allowance").await;
    let (first_headers, first) = fetch(&world, &[]).await;
    let (headers, again) = fetch(&world, &[]).await;
    assert_eq!(text(&first), text(&again));
    for name in [header::CONTENT_TYPE, header::CONTENT_SECURITY_POLICY, header::CACHE_CONTROL, header::VARY] {
        assert_eq!(first_headers.get(&name), headers.get(&name), "{name}");
    }
    assert_eq!(headers[header::VARY], "accept-encoding, cookie");
    assert_ne!(first_headers["x-request-id"], headers["x-request-id"], "each request has its own number");

    let (zipped_headers, zipped) = fetch(&world, &[("accept-encoding", "gzip")]).await;
    let (_, zipped_again) = fetch(&world, &[("accept-encoding", "gzip")]).await;
    assert_eq!(zipped_headers[header::CONTENT_ENCODING], "gzip");
    assert!(zipped.starts_with(&[0x1F, 0x8B]) && zipped == zipped_again && zipped.len() < first.len());
    let (plain_headers, plain) = fetch(&world, &[("accept-encoding", "gzip;q=0, br")]).await;
    assert!(plain_headers.get(header::CONTENT_ENCODING).is_none() && plain == first);

    let words = Text::new("توقفت الخدمة للصيانة", "stopped for maintenance");
    world.app.suspend(CARER, Some(&words)).await.unwrap();
    assert!(text(&fetch(&world, &[]).await.1).contains("توقفت الخدمة للصيانة"));
    world.app.suspend(CARER, None).await.unwrap();
    assert_eq!(text(&fetch(&world, &[]).await.1), text(&first));
}

#[tokio::test]
async fn whoever_is_signed_in_gets_their_own_page_and_leaves_nothing_behind() {
    let world = World::with("pada.carer-allowance").await;
    let carer = world.city.showcase().carer.unwrap();
    let token = world.app.sign_in_person(carer).await.unwrap().0;
    let cookie = format!("afaq={token}");
    let name = world.city.find(carer).unwrap().name.ar.clone();
    let own = text(&fetch(&world, &[("cookie", &cookie)]).await.1);
    assert!(own.contains(&name));
    let for_all = text(&fetch(&world, &[]).await.1);
    assert!(!for_all.contains(&name));
    assert!(
        text(&fetch(&world, &[("cookie", &cookie)]).await.1).contains(&name),
        "a kept page hides no session"
    );
    world.app.sign_out(&token).await.unwrap();
    assert!(
        !text(&fetch(&world, &[("cookie", &cookie)]).await.1).contains(&name),
        "a session that has ended"
    );
}
