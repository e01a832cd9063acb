//! A small city's months, played twice: the same facts, and every kind of life in them.

use std::path::Path;
use std::sync::Arc;

use afaq_base::time;
use afaq_gateways::VirtualClock;
use afaq_testkit::City;
use jiff::SignedDuration;

use super::{Kept, Stage, Tally, of_years, play};
use crate::settings::Settings;
use crate::{packs, wiring};

const PEOPLE: usize = 700;
const DAYS: i64 = 90;

async fn played(folder: &Path, seed: u64) -> (Tally, afaq_store::Fingerprint, Kept) {
    let made_on = jiff::civil::date(2026, 6, 1);
    let from = time::start_of_day(made_on);
    let until = from + SignedDuration::from_hours(24 * DAYS);
    let clock = Arc::new(VirtualClock::at(from));
    let city = Arc::new(City::generate_over(seed, PEOPLE, made_on, DAYS));
    let settings =
        Settings { data: folder.join("data"), master_key: folder.join("master.key"), ..Settings::default() };
    let opening = wiring::Opening {
        clock: clock.clone(),
        city: city.clone(),
        has_lazy_documents: true,
        repeatable: Some(seed),
    };
    let house = wiring::open_demonstration(&settings, opening).await.expect("a house");
    packs::publish_demo(&house.app, from).await.expect("services");
    house.identity.set_roles(wiring::roles(&house.app));
    let wishes = of_years(&city, &house.app, made_on, time::local_date(until));
    let stage = Stage {
        app: house.app.clone(),
        city: city.clone(),
        clock,
        registers: house.registers.clone(),
        payment: house.payment.clone(),
        is_alive: true,
        desks_rest_from: None,
    };
    let tally = play(&stage, wishes, until, |_| {}).await.expect("a past");
    rated(&house.app, &tally).await;
    let fingerprint = house.app.store().fingerprint().await.expect("a fingerprint");
    house.app.store().close().await;
    (tally, fingerprint, Kept::of(&city, PEOPLE, DAYS))
}

/// People rated what they got, and the public learns of it where they were enough.
async fn rated(app: &afaq_app::App, tally: &Tally) {
    let mut all = 0;
    for published in app.services() {
        let id = &published.service.id;
        let count = app.rating_counts(id.as_str()).await.expect("counts").count();
        let figures = app.figures(id).await.expect("figures");
        let shown = figures.and_then(|figures| figures.satisfaction).map(|satisfaction| satisfaction.count);
        assert!(shown.is_none_or(|shown| shown == count && count >= 10), "{id}: {shown:?} of {count}");
        all += count;
    }
    let meant = u64::try_from(tally.rated).expect("a number");
    assert!(0 < all && all <= meant, "{all} of {meant} ratings");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_seed_gives_the_same_past() {
    let folder = tempfile::tempdir().expect("a folder");
    let (tally, fingerprint, kept) = played(&folder.path().join("one"), 7).await;
    let (again, same, kept_again) = played(&folder.path().join("two"), 7).await;
    assert_eq!(tally, again);
    assert_eq!(fingerprint, same, "the logs differ");
    assert_eq!(kept, kept_again);
    assert!(tally.cases() > 20 && tally.worked > 0 && tally.jobs > 0, "{tally}");
    let ended: usize = tally.services.values().flat_map(|one| one.ended.values()).sum();
    assert!(ended * 2 > tally.cases(), "{tally}");

    let path = folder.path().join("city.json");
    kept.write(&path).expect("a file");
    let read = Kept::read(&path).expect("a city");
    assert_eq!(read, kept);
    let city = read.city().expect("a city");
    assert_eq!(city.present(), jiff::civil::date(2026, 6, 1) + SignedDuration::from_hours(24 * DAYS));
    assert_eq!(city.all_granted().len(), kept.granted.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_of_a_seed_open_no_store_that_was_made_without_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, key) = (folder.path().join("data"), folder.path().join("master.key"));
    let settings = Settings { data, master_key: key, ..Settings::default() };
    wiring::open_store(&settings).await.expect("a store").close().await;
    let opening = wiring::Opening {
        clock: Arc::new(VirtualClock::at(time::start_of_day(jiff::civil::date(2026, 6, 1)))),
        city: Arc::new(City::generate(1, 10)),
        has_lazy_documents: true,
        repeatable: Some(1),
    };
    let refused = wiring::open_demonstration(&settings, opening).await.err().expect("a refusal");
    assert!(format!("{refused:#}").contains("made without that seed"), "{refused:#}");
}
