//! The log: versions, keys, the feed, and what survives a kill.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use afaq_store::{
    AppendError, Commit, NewSnapshot, Options, Position, RowWrite, Sealed, Store, StoreError, StreamAppend,
};
use serde_json::json;

use crate::given::{
    Backend, CHILD_FOLDER, CHILD_SERVER, Given, Postgres, Sqlite, case_row, commit, key, keyed, minute,
    open_event, party, sealed_event, stream,
};

pub async fn a_stream_gives_back_what_went_in(backend: &impl Backend) {
    let mut given = Given::new(backend).await;
    let committed = given
        .store
        .append(commit("a", 0, vec![open_event("submitted"), sealed_event("named", party(1), "سارة")]))
        .await
        .unwrap();
    assert!(!committed.is_repeated);
    let feed = given.feed().await;
    assert_eq!(feed.len(), 2);
    assert!(feed.iter().all(|event| event.position <= committed.position));
    assert_eq!(given.store.feed(committed.position, 10).await.unwrap(), []);
    given.reopened().await;
    let events = given.store.load_stream(&stream("a"), 0).await.unwrap();
    assert_eq!(events.iter().map(|event| event.version).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(events[0].open, json!({"kind": "submitted"}));
    assert_eq!(events[0].sealed, Sealed::Nothing);
    assert_eq!(events[1].sealed, Sealed::Opened("سارة".into()));
    assert_eq!(events[1].recorded_at, minute(0));
    assert_eq!(given.store.load_stream(&stream("a"), 1).await.unwrap().len(), 1);
    assert_eq!(given.store.load_stream(&stream("b"), 0).await.unwrap(), []);
    assert_eq!(given.store.stream_version(&stream("a")).await.unwrap(), 2);
}

pub async fn a_stale_version_is_refused_with_the_actual_one_and_changes_nothing(backend: &impl Backend) {
    let given = Given::new(backend).await;
    given.store.append(commit("a", 0, vec![open_event("one"), open_event("two")])).await.unwrap();
    for expected in [0, 1, 3, 50_000] {
        let refused = given.store.append(commit("a", expected, vec![open_event("x")])).await;
        assert!(
            matches!(refused, Err(AppendError::Conflict { actual: 2, expected: e, .. }) if e == expected),
            "{refused:?}"
        );
    }
    // A stale stream beside a good one refuses both.
    let mut both = commit("b", 0, vec![open_event("x")]);
    both.streams.push(StreamAppend { stream: stream("a"), expected_version: 1, events: vec![] });
    assert!(matches!(given.store.append(both).await, Err(AppendError::Conflict { .. })));
    assert_eq!(given.feed().await.len(), 2);
}

pub async fn a_refused_commit_leaves_its_neighbors_standing(backend: &impl Backend) {
    let given = Given::new(backend).await;
    let mut row = case_row(9_999);
    row.number = "taken".into();
    let mut first = Commit::new(minute(0));
    first.rows.push(RowWrite::Case(Box::new(row)));
    given.store.append(first).await.unwrap();

    // Every fifth breaks a rule of the database after it has written a part; every seventh is stale.
    let mut tasks = Vec::new();
    for n in 0..100_u128 {
        let store = given.store.clone();
        tasks.push(tokio::spawn(async move {
            let expected = u64::from(n % 7 == 6);
            let mut one = commit(n, expected, vec![open_event("submitted")]);
            let mut row = case_row(n);
            if n % 5 == 4 {
                row.number = "taken".into();
            }
            one.rows.push(RowWrite::Case(Box::new(row)));
            (n, store.append(one).await)
        }));
    }
    for task in tasks {
        let (n, outcome) = task.await.unwrap();
        match outcome {
            Ok(_) => assert!(n % 5 != 4 && n % 7 != 6),
            Err(AppendError::Conflict { actual, .. }) => assert!(n % 7 == 6 && actual == 0),
            Err(AppendError::Store(StoreError::Constraint { rule })) => {
                assert!(n % 5 == 4 && rule.contains("cases.number"), "{rule}");
            }
            Err(other) => panic!("{other}"),
        }
        let stands = n % 5 != 4 && n % 7 != 6;
        assert_eq!(given.store.stream_version(&stream(n)).await.unwrap(), u64::from(stands));
        assert_eq!(given.store.find_case(crate::given::case(n)).await.unwrap().is_some(), stands);
    }
    assert!(given.store.integrity().await.unwrap().is_sound());
}

pub async fn a_repeated_key_gets_the_first_answer_and_changes_nothing(backend: &impl Backend) {
    let mut given = Given::new(backend).await;
    let first = given.store.append(keyed(commit("a", 0, vec![open_event("one")]), "k")).await.unwrap();
    given.reopened().await;
    // The repetition is recognized before its version is judged, and whatever it says now.
    let mut again = keyed(commit("a", 0, vec![open_event("other")]), "k");
    again.answer = json!("another answer");
    let again = given.store.append(again).await.unwrap();
    assert!(again.is_repeated);
    assert_eq!((again.answer, again.position), (first.answer, first.position));
    assert_eq!(given.store.stream_version(&stream("a")).await.unwrap(), 1);
    // A refused command leaves no answer behind.
    let refused = given.store.append(keyed(commit("a", 0, vec![open_event("x")]), "other")).await;
    assert!(matches!(refused, Err(AppendError::Conflict { .. })));
    let mended = given.store.append(keyed(commit("a", 1, vec![open_event("x")]), "other")).await.unwrap();
    assert!(!mended.is_repeated);
}

pub async fn a_key_is_forgotten_after_its_window(backend: &impl Backend) {
    let options = Options { answers_kept: Duration::from_secs(600), ..Options::default() };
    let given = Given::with(backend, options).await;
    let at = |n, expected| {
        let mut one = keyed(commit("a", expected, vec![open_event("one")]), "k");
        one.recorded_at = minute(n);
        one
    };
    assert!(!given.store.append(at(0, 0)).await.unwrap().is_repeated);
    assert!(given.store.append(at(10, 0)).await.unwrap().is_repeated);
    assert!(!given.store.append(at(11, 1)).await.unwrap().is_repeated);
    assert!(given.store.append(at(12, 1)).await.unwrap().is_repeated);
}

pub async fn one_key_sent_64_times_at_once_is_written_once(backend: &impl Backend) {
    let given = Given::new(backend).await;
    let mut tasks = Vec::new();
    for _ in 0..64 {
        let store = given.store.clone();
        tasks.push(tokio::spawn(async move {
            store.append(keyed(commit("a", 0, vec![open_event("one")]), "k")).await.unwrap()
        }));
    }
    let mut written = 0;
    for task in tasks {
        let committed = task.await.unwrap();
        assert_eq!(committed.answer, json!({"answer": "k"}));
        written += usize::from(!committed.is_repeated);
    }
    assert_eq!(written, 1);
    assert_eq!(given.feed().await.len(), 1);
}

pub async fn two_stores_on_one_place_never_write_the_same_version(backend: &impl Backend) {
    let given = Given::new(backend).await;
    let other = given.open_again().await;
    let mut tasks = Vec::new();
    for store in [given.store.clone(), other] {
        tasks.push(tokio::spawn(async move {
            let mut won = 0;
            for _ in 0..50 {
                let version = store.stream_version(&stream("a")).await.unwrap();
                match store.append(commit("a", version, vec![open_event("x")])).await {
                    Ok(_) => won += 1,
                    Err(AppendError::Conflict { expected, actual, .. }) => assert!(actual > expected),
                    Err(other) => panic!("{other}"),
                }
            }
            won
        }));
    }
    let mut won = 0;
    for task in tasks {
        won += task.await.unwrap();
    }
    assert_eq!(given.store.stream_version(&stream("a")).await.unwrap(), won);
    assert!(given.store.integrity().await.unwrap().is_sound());
}

pub async fn the_feed_skips_nothing_and_repeats_nothing_under_32_tasks(backend: &impl Backend) {
    const WRITERS: u64 = 32;
    const EACH: u64 = 20;
    let given = Given::new(backend).await;
    let reader = tokio::spawn({
        let store = given.store.clone();
        async move {
            let (mut position, mut seen) = (Position::START, Vec::new());
            while seen.len() < usize::try_from(WRITERS * EACH * 2).unwrap() {
                for event in store.feed(position, 7).await.unwrap() {
                    assert!(event.position > position);
                    position = event.position;
                    seen.push((event.stream.id, event.version));
                }
                tokio::task::yield_now().await;
            }
            seen
        }
    });
    let mut writers = Vec::new();
    for writer in 0..WRITERS {
        let store = given.store.clone();
        writers.push(tokio::spawn(async move {
            for n in 0..EACH {
                store
                    .append(commit(writer, n * 2, vec![open_event("one"), open_event("two")]))
                    .await
                    .unwrap();
            }
        }));
    }
    for writer in writers {
        writer.await.unwrap();
    }
    let seen = tokio::time::timeout(Duration::from_secs(60), reader).await.unwrap().unwrap();
    let single: BTreeSet<_> = seen.iter().collect();
    assert_eq!(single.len(), seen.len());
    for writer in 0..WRITERS {
        let versions: Vec<u64> =
            seen.iter().filter(|(id, _)| *id == writer.to_string()).map(|(_, version)| *version).collect();
        assert_eq!(versions, (1..=EACH * 2).collect::<Vec<_>>());
    }
    let newest = *given.store.watch().borrow();
    assert!(given.feed().await.iter().all(|event| event.position <= newest));
}

pub async fn all_of_a_commit_is_written_or_nothing(backend: &impl Backend) {
    let given = Given::new(backend).await;
    // The last row names an upload that is not there.
    let mut broken = keyed(commit("a", 0, vec![open_event("one")]), "k");
    broken.rows.push(RowWrite::Case(Box::new(case_row(1))));
    broken.jobs.push(afaq_store::NewJob::new("letter", "1", minute(0), json!(null)));
    broken.rows.push(RowWrite::AttachUpload {
        upload: afaq_base::FileId::from_u128(5),
        case: crate::given::case(1),
    });
    let refused = given.store.append(broken.clone()).await;
    assert!(matches!(refused, Err(AppendError::Store(StoreError::NotFound { .. }))), "{refused:?}");
    assert_eq!(given.feed().await, []);
    assert_eq!(given.store.find_case(crate::given::case(1)).await.unwrap(), None);
    assert_eq!(given.store.next_job_at().await.unwrap(), None);
    broken.rows.pop();
    assert!(!given.store.append(broken).await.unwrap().is_repeated);
    assert_eq!(given.store.next_job_at().await.unwrap(), Some(minute(0)));
}

pub async fn a_snapshot_comes_with_its_commit_and_is_sealed(backend: &impl Backend) {
    let given = Given::new(backend).await;
    let snapshot = |version, state: &str| NewSnapshot {
        stream: stream("a"),
        version,
        format: "case-1".into(),
        party: Some(party(1)),
        state: state.into(),
    };
    for (n, state) in [(0, "first"), (1, "second")] {
        let mut one = commit("a", n, vec![open_event("one")]);
        one.snapshots.push(snapshot(n + 1, state));
        given.store.append(one).await.unwrap();
    }
    let found = given.store.load_snapshot(&stream("a")).await.unwrap().unwrap();
    assert_eq!((found.version, found.format.as_str(), found.state), (2, "case-1", b"second".to_vec()));
    let mut ahead = commit("a", 2, vec![open_event("one")]);
    ahead.snapshots.push(snapshot(4, "ahead"));
    assert!(given.store.append(ahead).await.is_err());
    given.tamper("update snapshots set version = 1");
    assert!(matches!(given.store.load_snapshot(&stream("a")).await, Err(StoreError::Tampered { .. })));
    given.store.forget_party(party(1), minute(1)).await.unwrap();
    assert_eq!(given.store.load_snapshot(&stream("a")).await.unwrap(), None);
}

pub async fn every_acknowledged_commit_is_there_after_a_kill(backend: &impl Backend) {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("store");
    let mut acknowledged = BTreeSet::new();
    for round in 1..=3 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child_that_writes_until_it_is_killed", "--nocapture", "--test-threads=1"])
            .envs(backend.child(&place))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let wanted = acknowledged.len() + 300;
        while acknowledged.len() < wanted {
            let line = lines.next().expect("the child ended by itself").unwrap();
            acknowledged.extend(line.strip_prefix("done ").map(str::to_owned));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // What it said before it died counts too; a line cut in the middle does not.
        for line in lines.map_while(Result::ok) {
            acknowledged.extend(
                line.strip_prefix("done ").and_then(|id| id.strip_suffix('.')).map(|id| format!("{id}.")),
            );
        }
        let store = backend.open_with(&place, key(), Options::default()).await.unwrap();
        let mut missing = 0;
        for id in &acknowledged {
            let id = id.trim_end_matches('.');
            missing += usize::from(store.stream_version(&stream(id)).await.unwrap() != 2);
        }
        assert_eq!(missing, 0, "of {} acknowledged commits in round {round}", acknowledged.len());
        let integrity = store.integrity().await.unwrap();
        assert!(integrity.is_sound(), "{integrity:?}");
        store.close().await;
    }
}

pub async fn child() {
    let Some(folder) = std::env::var_os(CHILD_FOLDER) else { return };
    let folder: &std::path::Path = folder.as_ref();
    let store: Store = if std::env::var_os(CHILD_SERVER).is_some() {
        Postgres.open_with(folder, key(), Options::default()).await.unwrap()
    } else {
        Sqlite.open_with(folder, key(), Options::default()).await.unwrap()
    };
    let run = store.integrity().await.unwrap().events;
    let mut writers = Vec::new();
    for writer in 0..64 {
        let store = store.clone();
        writers.push(tokio::spawn(async move {
            for n in 0_u64.. {
                let id = format!("{run}-{writer}-{n}");
                let events = vec![open_event("one"), sealed_event("two", party(writer), "secret")];
                store.append(keyed(commit(&id, 0, events), &id)).await.unwrap();
                let mut out = std::io::stdout().lock();
                out.write_all(format!("done {id}.\n").as_bytes()).unwrap();
                out.flush().unwrap();
            }
        }));
    }
    for writer in writers {
        writer.await.unwrap();
    }
}
