//! Sealing: nothing personal lies open, a destroyed key is final, tampering is found.

use afaq_store::{AppendError, MasterKey, NewMessage, Options, RowWrite, SaveDraft, Sealed, StoreError};
use tokio::io::AsyncRead;

use crate::given::{Backend, Given, commit, minute, open_event, party, sealed_event, service, stream};

const SECRET: &str = "civil number 288020122596";

fn draft(n: u128, answers: &str) -> SaveDraft {
    SaveDraft {
        draft_id: afaq_base::DraftId::from_u128(n),
        party: party(1),
        service_id: service(),
        pack_version: "1".into(),
        page: "start".into(),
        answers: answers.into(),
        expected_version: 0,
        now: minute(0),
        expires_at: minute(100),
    }
}

fn file(n: u128) -> afaq_store::NewFile {
    afaq_store::NewFile {
        file_id: afaq_base::FileId::from_u128(n),
        party: Some(party(1)),
        media_type: "text/plain".into(),
        bytes_max: 1_000,
        now: minute(0),
    }
}

fn secret_bytes() -> impl AsyncRead + Unpin {
    SECRET.as_bytes()
}

async fn with_secrets<B: Backend>(backend: &B) -> Given<'_, B> {
    let given = Given::new(backend).await;
    let mut one = commit("a", 0, vec![open_event("submitted"), sealed_event("named", party(1), SECRET)]);
    one.rows.push(RowWrite::Message(NewMessage {
        message_id: afaq_base::MessageId::from_u128(1),
        party: party(1),
        case_id: None,
        kind: "received".into(),
        sent_at: minute(0),
        content: SECRET.into(),
    }));
    given.store.append(one).await.unwrap();
    given.store.save_draft(&draft(1, SECRET)).await.unwrap();
    given.store.put_file(&file(1), &mut secret_bytes()).await.unwrap();
    given
}

pub async fn personal_parts_are_not_readable_in_the_folder(backend: &impl Backend) {
    let given = with_secrets(backend).await;
    assert!(backend.holds(&given.place(), b"submitted"), "the search itself works");
    assert!(!backend.holds(&given.place(), SECRET.as_bytes()));
}

pub async fn forgetting_a_person_makes_all_their_sealed_parts_unreadable(backend: &impl Backend) {
    let mut given = with_secrets(backend).await;
    given.store.append(commit("b", 0, vec![sealed_event("named", party(2), "other")])).await.unwrap();
    let folder = given.place();
    let wrapped = backend.wrapped_key(&folder, party(1));
    assert!(backend.holds(&folder, &wrapped));
    given.store.forget_party(party(1), minute(1)).await.unwrap();
    assert!(!backend.holds(&folder, &wrapped), "the wrapped key still lies in the store");
    for _ in 0..2 {
        let events = given.store.load_stream(&stream("a"), 0).await.unwrap();
        assert_eq!(events.len(), 2);
        assert_eq!(events[1].sealed, Sealed::Erased);
        let messages = given.store.messages_of_party(party(1), None, 10).await.unwrap();
        assert_eq!(messages.rows[0].content, Sealed::Erased);
        let id = afaq_base::DraftId::from_u128(1);
        assert_eq!(given.store.find_draft(party(1), id, minute(0)).await.unwrap(), None);
        let read = given.store.read_file(file(1).file_id, 1_000).await;
        assert!(matches!(read, Err(StoreError::PartyErased)), "{read:?}");
        let other = given.store.load_stream(&stream("b"), 0).await.unwrap();
        assert_eq!(other[0].sealed, Sealed::Opened(b"other".to_vec()));
        given.reopened().await;
    }
    assert!(given.store.integrity().await.unwrap().is_sound());
}

pub async fn nothing_is_sealed_for_a_person_who_was_forgotten(backend: &impl Backend) {
    let given = with_secrets(backend).await;
    given.store.forget_party(party(1), minute(1)).await.unwrap();
    given.store.forget_party(party(3), minute(1)).await.unwrap();
    for whose in [party(1), party(3)] {
        let refused = given.store.append(commit("c", 0, vec![sealed_event("named", whose, "x")])).await;
        assert!(matches!(refused, Err(AppendError::Store(StoreError::PartyErased))), "{refused:?}");
    }
    assert!(matches!(given.store.save_draft(&draft(2, "x")).await, Err(StoreError::PartyErased)));
    // What is not personal goes on.
    given.store.append(commit("a", 2, vec![open_event("closed")])).await.unwrap();
}

pub async fn altered_or_moved_sealed_bytes_are_found(backend: &impl Backend) {
    for change in [
        "update events set sealed = substr(sealed, 1, length(sealed) - 1) where sealed is not null",
        "update events set sealed = x'' where sealed is not null",
        "update events set sealed = zeroblob(80) where sealed is not null",
        "update events set kind = 'renamed' where sealed is not null",
        "update events set version = 3 where sealed is not null",
        "update streams set id = 'b'",
        "update events set party = x'00000000000000000000000000000009' where sealed is not null",
        "update events set party = null where sealed is not null",
    ] {
        let given = with_secrets(backend).await;
        given.tamper(change);
        let mut found = given.store.load_stream(&stream("a"), 0).await;
        if change.contains("streams") {
            found = given.store.load_stream(&stream("b"), 0).await;
        }
        assert!(matches!(found, Err(StoreError::Tampered { .. })), "{change}: {found:?}");
        // The feed does not open anything, and goes on.
        assert_eq!(given.feed().await.len(), 2);
    }
    let given = with_secrets(backend).await;
    given.store.save_draft(&draft(2, "other")).await.unwrap();
    given.tamper(
        "update drafts set answers = (select answers from drafts d where d.draft_id <> drafts.draft_id)",
    );
    let id = afaq_base::DraftId::from_u128(1);
    assert!(matches!(
        given.store.find_draft(party(1), id, minute(0)).await,
        Err(StoreError::Tampered { .. })
    ));
}

pub async fn another_master_key_does_not_open_the_store(backend: &impl Backend) {
    let given = with_secrets(backend).await;
    given.store.close().await;
    let wrong = backend.open_with(&given.place(), MasterKey::from_bytes([8; 32]), Options::default()).await;
    assert!(matches!(wrong, Err(StoreError::WrongMasterKey)));
    assert!(matches!(given.store.feed_end().await, Err(StoreError::Closed)));
}

pub async fn the_master_key_file_is_made_once_and_for_its_owner_alone(_: &impl Backend) {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys").join("master.key");
    assert!(MasterKey::load(&path).unwrap().is_none());
    let key = MasterKey::load_or_create(&path).unwrap();
    assert_eq!(format!("{key:?}"), "MasterKey(…)");
    let first = std::fs::read(&path).unwrap();
    MasterKey::load_or_create(&path).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), first);
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "nothing else is left there");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(matches!(MasterKey::load(&path), Err(StoreError::MasterKey { .. })));
    for broken in ["", "afaq-master-key-1", "afaq-master-key-1 00ff", "afaq-master-key-2 ", "\u{202e}مفتاح"]
    {
        std::fs::remove_file(&path).unwrap();
        std::fs::write(&path, broken).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        assert!(matches!(MasterKey::load_or_create(&path), Err(StoreError::MasterKey { .. })), "{broken}");
    }
}
