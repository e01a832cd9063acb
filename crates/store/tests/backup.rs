//! Backups: whole although the store is written to, checked, and brought back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use afaq_base::FileId;
use afaq_store::{NewFile, Options, Sealed, StoreError, restore_backup, verify_backup};

use crate::given::{Backend, Given, commit, key, minute, party, sealed_event, stream};

fn file(n: u128) -> NewFile {
    NewFile {
        file_id: FileId::from_u128(n),
        party: Some(party(1)),
        media_type: "text/plain".into(),
        bytes_max: 1_000_000,
        now: minute(0),
    }
}

pub async fn a_backup_made_under_load_is_whole_and_comes_back(backend: &impl Backend) {
    let given = Given::new(backend).await;
    given.store.put_file(&file(1), &mut vec![5; 100_000].as_slice()).await.unwrap();
    given.store.append(commit("first", 0, vec![sealed_event("named", party(1), "سارة")])).await.unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let mut writers = Vec::new();
    for writer in 0..4 {
        let (store, stop) = (given.store.clone(), Arc::clone(&stop));
        writers.push(tokio::spawn(async move {
            let mut n = 0_u64;
            while !stop.load(Ordering::Relaxed) {
                let events = vec![sealed_event("a", party(1), "x"), sealed_event("b", party(2), "y")];
                store.append(commit(writer, n * 2, events)).await.unwrap();
                n += 1;
            }
        }));
    }
    while given.store.feed_end().await.unwrap().seq() < 50 {
        tokio::task::yield_now().await;
    }
    let to = given.folder.path().join("backup");
    let manifest = given.store.backup(&to, minute(1)).await.unwrap();
    stop.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await.unwrap();
    }
    assert!(manifest.integrity.events >= 50);
    assert_eq!((manifest.files, manifest.taken_at), (1, minute(1)));
    assert_eq!(verify_backup(&to).await.unwrap(), manifest);
    assert!(matches!(given.store.backup(&to, minute(1)).await, Err(StoreError::NotEmpty { .. })));

    let restored = given.folder.path().join("restored");
    assert_eq!(restore_backup(&to, &restored).await.unwrap(), manifest);
    assert!(matches!(restore_backup(&to, &restored).await, Err(StoreError::NotEmpty { .. })));
    let store = backend.open_with(&restored, key(), Options::default()).await.unwrap();
    assert_eq!(store.integrity().await.unwrap().log_sha256, manifest.integrity.log_sha256);
    let events = store.load_stream(&stream("first"), 0).await.unwrap();
    assert_eq!(events[0].sealed, Sealed::Opened("سارة".into()));
    assert_eq!(store.read_file(FileId::from_u128(1), 200_000).await.unwrap(), vec![5; 100_000]);
    let end = store.feed_end().await.unwrap();
    store.append(commit("new", 0, vec![sealed_event("a", party(1), "x")])).await.unwrap();
    assert_eq!(store.feed_end().await.unwrap().seq(), end.seq() + 1);
}

pub async fn a_damaged_backup_is_found(backend: &impl Backend) {
    let given = Given::new(backend).await;
    given.store.put_file(&file(1), &mut b"evidence".as_slice()).await.unwrap();
    given.store.append(commit("a", 0, vec![sealed_event("named", party(1), "x")])).await.unwrap();
    let damage: [(&str, &dyn Fn(&std::path::Path)); 5] = [
        ("no manifest", &|backup| std::fs::remove_file(backup.join("manifest.json")).unwrap()),
        ("a broken manifest", &|backup| std::fs::write(backup.join("manifest.json"), "{").unwrap()),
        ("an altered database", &|backup| {
            let other = rusqlite::Connection::open(backup.join("store.db")).unwrap();
            other.execute("update events set open = '1'", []).unwrap();
        }),
        ("a cut database", &|backup| {
            let bytes = std::fs::read(backup.join("store.db")).unwrap();
            std::fs::write(backup.join("store.db"), &bytes[..bytes.len() / 2]).unwrap();
        }),
        ("missing bytes", &|backup| std::fs::remove_dir_all(backup.join("files")).unwrap()),
    ];
    for (n, (what, damage)) in damage.into_iter().enumerate() {
        let backup = given.folder.path().join(format!("backup-{n}"));
        given.store.backup(&backup, minute(1)).await.unwrap();
        damage(&backup);
        assert!(verify_backup(&backup).await.is_err(), "{what}");
        let restored = given.folder.path().join(format!("restored-{n}"));
        assert!(restore_backup(&backup, &restored).await.is_err(), "{what}");
        assert!(!restored.exists(), "nothing is left of a refused restore: {what}");
    }
}

pub async fn integrity_counts_and_finds_gaps(backend: &impl Backend) {
    let given = Given::new(backend).await;
    given.store.append(commit("a", 0, vec![sealed_event("x", party(1), "x"); 3])).await.unwrap();
    let before = given.store.integrity().await.unwrap();
    assert!(before.is_sound());
    assert_eq!((before.events, before.streams, before.position, before.living_keys), (3, 1, 3, 1));
    given.tamper("update events set open = '{}  ' where version = 2");
    let altered = given.store.integrity().await.unwrap();
    assert_ne!(altered.log_sha256, before.log_sha256);
    given.tamper("delete from events where version = 2");
    let gap = given.store.integrity().await.unwrap();
    assert_eq!(gap.problems, ["a stream has gaps: case/a"]);
}
