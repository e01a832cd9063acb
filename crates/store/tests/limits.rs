//! Limits: too much is refused in words, a full disk too, and reading goes on.

use std::time::Duration;

use afaq_store::{AppendError, Commit, JobKey, NewJob, Options, RowWrite, StoreError, limits};
use serde_json::{Value as Json, json};

use crate::given::{
    Backend, Given, case_row, commit, key, keyed, minute, open_event, party, sealed_event, stream,
};

pub async fn too_much_of_anything_is_refused(backend: &impl Backend) {
    let given = Given::new(backend).await;
    let with = |change: &dyn Fn(&mut Commit)| {
        let mut one = commit("a", 0, vec![open_event("one")]);
        change(&mut one);
        one
    };
    let long = "ا".repeat(limits::NAME_BYTES_MAX);
    let mut deep = Json::Null;
    for _ in 0..=limits::JSON_DEPTH_MAX {
        deep = Json::Array(vec![deep]);
    }
    let refused = [
        with(&|one| one.streams[0].events = vec![open_event("x"); limits::COMMIT_EVENTS_MAX + 1]),
        with(&|one| one.streams[0].events[0].kind = String::new()),
        with(&|one| one.streams[0].events[0].kind.clone_from(&long)),
        with(&|one| one.streams[0].events[0].open = deep.clone()),
        with(&|one| one.streams[0].events[0].open = json!("x".repeat(limits::JSON_BYTES_MAX))),
        with(&|one| one.streams[0].events[0].sealed = Some(vec![0; limits::SEALED_BYTES_MAX + 1])),
        with(&|one| one.streams[0].stream.id.clone_from(&long)),
        with(&|one| one.streams[0].expected_version = u64::MAX - 1),
        with(&|one| one.streams[0].expected_version = limits::STREAM_EVENTS_MAX),
        with(&|one| one.streams.push(one.streams[0].clone())),
        with(&|one| one.rows = vec![RowWrite::Case(Box::new(case_row(1))); limits::COMMIT_ROWS_MAX + 1]),
        with(&|one| one.jobs = vec![NewJob::new("", "k", minute(0), json!(1))]),
        with(&|one| one.cancels_jobs = vec![JobKey::new("k", "k"); limits::COMMIT_JOBS_MAX + 1]),
        with(&|one| one.answer = deep.clone()),
        keyed(commit("a", 0, vec![]), &long),
        with(&|one| {
            let mut large = open_event("x");
            large.open = json!("x".repeat(limits::JSON_BYTES_MAX - 2));
            one.streams[0].events = vec![large; 5];
        }),
    ];
    for (n, commit) in refused.into_iter().enumerate() {
        let outcome = given.store.append(commit).await;
        assert!(
            matches!(
                outcome,
                Err(AppendError::Store(StoreError::TooLarge { .. } | StoreError::BadValue { .. }))
            ),
            "{n}: {outcome:?}"
        );
    }
    assert_eq!(given.feed().await, []);
}

pub async fn a_full_disk_refuses_writing_and_reading_goes_on(backend: &impl Backend) {
    let options = Options { database_bytes_max: Some(2 * 1024 * 1024), ..Options::default() };
    let mut given = Given::with(backend, options).await;
    let mut acknowledged = Vec::new();
    let mut writers = Vec::new();
    for writer in 0..8_u64 {
        let store = given.store.clone();
        writers.push(tokio::spawn(async move {
            let mut done = Vec::new();
            for n in 0.. {
                let id = format!("{writer}-{n}");
                let events = vec![sealed_event("one", party(1), &"x".repeat(20_000))];
                match store.append(commit(&id, 0, events)).await {
                    Ok(_) => done.push(id),
                    Err(AppendError::Store(StoreError::DiskFull)) => break,
                    Err(other) => panic!("{other:?}"),
                }
            }
            done
        }));
    }
    for writer in writers {
        let done = tokio::time::timeout(Duration::from_secs(60), writer).await.unwrap().unwrap();
        acknowledged.extend(done);
    }
    assert!(acknowledged.len() > 20);
    let saved =
        given.store.add_job(&NewJob::new("k", "k", minute(0), json!("x".repeat(100_000))), minute(0)).await;
    assert!(matches!(saved, Err(StoreError::DiskFull)), "{saved:?}");
    for id in &acknowledged {
        assert_eq!(given.store.load_stream(&stream(id), 0).await.unwrap().len(), 1);
    }
    assert_eq!(given.feed().await.len(), acknowledged.len());
    assert!(given.store.integrity().await.unwrap().is_sound());
    // With space again, writing goes on.
    given.reopened().await;
    given.store.append(commit("after", 0, vec![open_event("one")])).await.unwrap();
}

pub async fn a_newer_schema_is_refused(backend: &impl Backend) {
    let given = Given::new(backend).await;
    given.store.close().await;
    given.tamper(backend.newer_schema());
    let newer = backend.open_with(&given.place(), key(), Options::default()).await;
    assert!(matches!(newer, Err(StoreError::NewerSchema { found: 999, .. })));
    given.tamper("delete from schema_versions where version = 999");
    given.tamper("update schema_versions set sha256 = x'00' where version = 1");
    let changed = backend.open_with(&given.place(), key(), Options::default()).await;
    assert!(matches!(changed, Err(StoreError::ChangedMigration { version: 1 })));
}

pub async fn a_strange_file_is_refused(backend: &impl Backend) {
    for strange in [b"not a database, but a letter to my aunt".repeat(100), vec![0; 10_000]] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("store.db"), strange).unwrap();
        assert!(backend.open_with(folder.path(), key(), Options::default()).await.is_err());
    }
    let folder = tempfile::tempdir().unwrap();
    let other = rusqlite::Connection::open(folder.path().join("store.db")).unwrap();
    other.execute_batch("create table cases (a)").unwrap();
    let refused = backend.open_with(folder.path(), key(), Options::default()).await;
    assert!(matches!(refused, Err(StoreError::NotAStore { .. })));
}
