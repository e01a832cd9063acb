//! What only a server can do: crash, end connections, hold the feed back, be shared, and be older or newer.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::time::Duration;

use afaq_store::{AppendError, Options, PostgresAddress, Store};
use afaq_testkit::postgres::{Safety, Server, run_sql};
use serde_json::json;

use crate::given::{
    Backend, Given, Postgres, Sqlite, case_row, commit, feed_of, key, keyed, minute, open_event, party,
    sealed_event, stream,
};

/// Writers that each append one stream after the other, with and without a key.
async fn write_all(store: &Store, writers: u64, each: u64) -> Vec<tokio::task::JoinHandle<()>> {
    let mut tasks = Vec::new();
    for writer in 0..writers {
        let store = store.clone();
        tasks.push(tokio::spawn(async move {
            for n in 0..each {
                let mut one =
                    commit(writer, n * 2, vec![open_event("one"), sealed_event("two", party(7), "x")]);
                if n % 2 == 0 {
                    one = keyed(one, &format!("{writer}-{n}"));
                }
                // A conflict would be the mark of a commit that was written twice.
                store.append(one).await.unwrap();
                if n % 8 == 0 {
                    let job = afaq_store::NewJob::new("k", format!("{writer}-{n}"), minute(0), json!(n));
                    store.add_job(&job, minute(0)).await.unwrap();
                }
            }
        }));
    }
    tasks
}

async fn all_is_there_once(store: &Store, writers: u64, each: u64) {
    let integrity = store.integrity().await.unwrap();
    assert!(integrity.is_sound(), "{integrity:?}");
    assert_eq!((integrity.events, integrity.streams), (writers * each * 2, writers));
    let feed = feed_of(store).await;
    assert!(feed.iter().map(|event| event.position).collect::<Vec<_>>().is_sorted());
    let single: BTreeSet<_> = feed.iter().map(|event| (&event.stream.id, event.version)).collect();
    assert_eq!((single.len(), feed.len() as u64), (feed.len(), (writers * each * 2).min(10_000)));
}

/// Nobody is told of a failure, and nothing is written twice.
pub async fn a_crash_of_the_server_is_waited_for() {
    let server = Server::start(Safety::Quick, "").unwrap();
    server.make_database("crash").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let address = PostgresAddress::parse(&server.address("crash"), None).unwrap();
    let store = Store::open_postgres(&address, folder.path(), key(), Options::default()).await.unwrap();
    let tasks = write_all(&store, 24, 40).await;
    for _ in 0..2 {
        tokio::time::sleep(Duration::from_millis(300)).await;
        server.crash().unwrap();
        tokio::time::sleep(Duration::from_millis(500)).await;
        server.start_again().unwrap();
    }
    for task in tasks {
        task.await.unwrap();
    }
    all_is_there_once(&store, 24, 40).await;
    store.close().await;
}

/// Connections that end at any moment, also between a commit and its answer.
pub async fn ended_connections_lose_and_double_nothing() {
    let given = Given::new(&Postgres).await;
    let (server, database) = (Postgres::server(), Postgres::database(&given.place()));
    let tasks = write_all(&given.store, 24, 40).await;
    let mut ended = 0;
    while tasks.iter().any(|task| !task.is_finished()) {
        let text = "select count(pg_terminate_backend(pid)) from pg_stat_activity \
                    where application_name = 'afaq appender' and datname = current_database()";
        let hit = run_sql(&server, &database, text).unwrap();
        ended += hit.trim().parse::<u64>().unwrap();
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
    for task in tasks {
        task.await.unwrap();
    }
    assert!(ended > 3, "only {ended} connections were ended");
    all_is_there_once(&given.store, 24, 40).await;
}

pub async fn a_long_transaction_holds_the_feed_back_and_is_told() {
    let given = Given::new(&Postgres).await;
    given.store.append(commit("before", 0, vec![open_event("one")])).await.unwrap();
    assert_eq!(given.feed().await.len(), 1);
    let mut long = Command::new("psql")
        .args(["-X", "-q", "-U", "afaq", "-h"])
        .arg(Postgres::server())
        .args(["-d", &Postgres::database(&given.place()), "-c"])
        .arg("begin; select pg_current_xact_id(); select pg_sleep(4); commit")
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    tokio::time::sleep(Duration::from_millis(500)).await;
    let committed = given.store.append(commit("after", 0, vec![open_event("one")])).await.unwrap();
    // It is written and can be read, only the feed does not show it yet: something earlier may still come.
    assert_eq!(given.store.stream_version(&stream("after")).await.unwrap(), 1);
    assert!(!given.store.wait_for(committed.position, Duration::from_millis(100)).await.unwrap());
    tokio::time::sleep(Duration::from_millis(1_800)).await;
    assert!(given.store.feed_held_back() >= Duration::from_secs(1), "{:?}", given.store.feed_held_back());
    long.wait().unwrap();
    assert!(given.store.wait_for(committed.position, Duration::from_secs(10)).await.unwrap());
    assert_eq!(given.feed().await.len(), 2);
}

pub async fn another_process_is_heard_of_within_a_second() {
    let given = Given::new(&Postgres).await;
    let other = given.open_again().await;
    let mut news = other.watch();
    news.borrow_and_update();
    let committed = given.store.append(commit("a", 0, vec![open_event("one")])).await.unwrap();
    let heard = async {
        while *news.borrow_and_update() == afaq_store::Position::START {
            news.changed().await.unwrap();
        }
    };
    tokio::time::timeout(Duration::from_secs(30), heard).await.unwrap();
    assert!(*other.watch().borrow() <= committed.position);
    given.store.append(commit("b", 0, vec![sealed_event("named", party(1), "x")])).await.unwrap();
    given.store.forget_party(party(1), minute(1)).await.unwrap();
    let refused = other.append(commit("c", 0, vec![sealed_event("named", party(1), "x")])).await;
    assert!(matches!(refused, Err(AppendError::Store(_))), "{refused:?}");
    other.close().await;
}

pub async fn a_repeated_answer_writes_before_it_is_given() {
    let given = Given::new(&Postgres).await;
    let (server, database) = (Postgres::server(), Postgres::database(&given.place()));
    given.store.append(keyed(commit("a", 0, vec![open_event("one")]), "k")).await.unwrap();
    let groups = || run_sql(&server, &database, "select sum(group_no) from appenders").unwrap();
    let before = groups();
    let again = given.store.append(keyed(commit("a", 0, vec![open_event("one")]), "k")).await.unwrap();
    assert!(again.is_repeated);
    assert_ne!(groups(), before, "the group of the repetition wrote nothing of its own");
}

pub async fn two_programs_that_begin_together_make_the_schema_once() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("store");
    let address = Postgres::address(&place);
    let open = || Store::open_postgres(&address, &place, key(), Options::default());
    let (one, two, three) = tokio::join!(open(), open(), open());
    for (n, store) in [one.unwrap(), two.unwrap(), three.unwrap()].into_iter().enumerate() {
        store.append(commit(n, 0, vec![sealed_event("a", party(1), "x")])).await.unwrap();
        store.close().await;
    }
    let steps =
        run_sql(&Postgres::server(), &Postgres::database(&place), "select count(*) from schema_versions");
    assert_eq!(steps.unwrap().trim(), "1");
}

/// A newer program has widened the schema; this one goes on beside it, and can be started anew.
pub async fn an_older_program_works_on_a_schema_that_was_widened() {
    let mut given = Given::new(&Postgres).await;
    let widen = "alter table cases add column channel text; alter table events add column device text; \
        insert into schema_versions (version, name, sha256, works_from) values (999, 'later', 'x', 1)";
    run_sql(&Postgres::server(), &Postgres::database(&given.place()), widen).unwrap();
    for name in ["running", "started anew"] {
        let mut one = commit(name, 0, vec![open_event("one")]);
        one.rows.push(afaq_store::RowWrite::Case(Box::new(case_row(u128::from(name == "running")))));
        let place = given.store.append(one).await.unwrap().position;
        given.reopened().await;
        assert!(given.store.wait_for(place, Duration::from_secs(30)).await.unwrap());
    }
    assert_eq!(given.feed().await.len(), 2);
    assert!(given.store.integrity().await.unwrap().is_sound());
}

pub async fn a_whole_store_moves_there_and_back() {
    let given = Given::new(&Sqlite).await;
    let tasks = write_all(&given.store, 5, 20).await;
    for task in tasks {
        task.await.unwrap();
    }
    let mut one = keyed(commit("case", 0, vec![sealed_event("named", party(1), "سارة")]), "a key");
    one.rows.push(afaq_store::RowWrite::Case(Box::new(case_row(1))));
    given.store.append(one).await.unwrap();
    given.store.forget_party(party(7), minute(1)).await.unwrap();

    let there = given.folder.path().join("there");
    let moved = Postgres.open_with(&there, key(), Options::default()).await.unwrap();
    let copied = given.store.copy_to(&moved).await.unwrap();
    assert_eq!(copied.events, 201);
    moved.close().await;
    let moved = Postgres.open_with(&there, key(), Options::default()).await.unwrap();
    assert_eq!(moved.fingerprint().await.unwrap(), given.store.fingerprint().await.unwrap());
    let named = moved.load_stream(&stream("case"), 0).await.unwrap();
    assert_eq!(named[0].sealed, afaq_store::Sealed::Opened("سارة".into()));
    // It goes on there, behind what came, and knows the keys of commands that were given before.
    assert!(moved.append(keyed(commit("case", 0, vec![]), "a key")).await.unwrap().is_repeated);
    moved.append(commit("new", 0, vec![open_event("one")])).await.unwrap();
    assert!(matches!(given.store.copy_to(&moved).await, Err(afaq_store::StoreError::NotEmpty { .. })));

    let back = given.folder.path().join("back");
    let returned = Sqlite.open_with(&back, key(), Options::default()).await.unwrap();
    let copied = moved.copy_to(&returned).await.unwrap();
    assert_eq!(copied.events, 202);
    returned.close().await;
    let returned = Sqlite.open_with(&back, key(), Options::default()).await.unwrap();
    assert_eq!(returned.find_case(crate::given::case(1)).await.unwrap().unwrap().number, "7K4M-0001");
    assert!(returned.integrity().await.unwrap().is_sound());
    moved.close().await;
}

/// Both schemas have the same tables and columns, but for what each keeps in its own way.
pub async fn both_backends_have_the_same_columns() {
    let given = Given::new(&Postgres).await;
    let there = run_sql(
        &Postgres::server(),
        &Postgres::database(&given.place()),
        "select table_name || '.' || column_name from information_schema.columns where table_schema = 'public'",
    );
    let there: BTreeSet<String> = there.unwrap().lines().map(str::to_owned).collect();
    let file = Given::new(&Sqlite).await;
    let connection = rusqlite::Connection::open(file.place().join("store.db")).unwrap();
    let mut listed = connection
        .prepare(
            "select t.name || '.' || c.name from sqlite_schema t, pragma_table_info(t.name) c \
             where t.type = 'table' and t.name not like 'sqlite_%'",
        )
        .unwrap();
    let here: BTreeSet<String> =
        listed.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let only = |one: &BTreeSet<String>, other: &BTreeSet<String>| -> Vec<String> {
        one.difference(other).cloned().collect()
    };
    assert_eq!(only(&here, &there), ["answers.position"]);
    assert_eq!(
        only(&there, &here),
        [
            "answers.timeline",
            "answers.xid",
            "appenders.appender_id",
            "appenders.at",
            "appenders.group_no",
            "events.timeline",
            "events.xid",
            "schema_versions.works_from"
        ]
    );
}
