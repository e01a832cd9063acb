//! Files, uploads and the sweep.

use afaq_base::{DraftId, FileId};
use afaq_store::{
    AppendError, Commit, NewFile, NewJob, NewSession, NewUpload, RowWrite, SaveDraft, StoreError, UploadState,
};
use serde_json::json;

use crate::given::{Backend, Given, case, case_row, commit, keyed, minute, open_event, party, service};

fn file(n: u128, whose: Option<u128>) -> NewFile {
    NewFile {
        file_id: FileId::from_u128(n),
        party: whose.map(party),
        media_type: "application/pdf".into(),
        bytes_max: 1_000_000,
        now: minute(0),
    }
}

fn bytes(size: usize) -> Vec<u8> {
    (0..size).map(|n| u8::try_from(n % 251).unwrap()).collect()
}

pub async fn bytes_of_every_size_come_back(backend: &impl Backend) {
    let given = Given::new(backend).await;
    for (n, size) in [0, 1, 65_535, 65_536, 65_537, 131_072, 300_000].into_iter().enumerate() {
        let n = u128::try_from(n).unwrap();
        let new = file(n, (n % 2 == 0).then_some(1));
        let plain = bytes(size);
        let put = given.store.put_file(&new, &mut plain.as_slice()).await.unwrap();
        assert_eq!(put.bytes, plain.len() as u64);
        assert_eq!(given.store.find_file(new.file_id).await.unwrap().as_ref(), Some(&put));
        assert_eq!(given.store.read_file(new.file_id, 1_000_000).await.unwrap(), plain, "{size} bytes");
    }
    let too_large = NewFile { bytes_max: 70_000, ..file(50, None) };
    let refused = given.store.put_file(&too_large, &mut bytes(70_001).as_slice()).await;
    assert!(matches!(refused, Err(StoreError::TooLarge { .. })));
    assert_eq!(given.store.find_file(too_large.file_id).await.unwrap(), None);
    assert!(given.store.read_file(file(6, None).file_id, 1_000).await.is_err());
    assert!(given.store.put_file(&file(1, None), &mut bytes(9).as_slice()).await.is_err(), "one id twice");
    let incoming = std::fs::read_dir(given.place().join("files").join("incoming")).unwrap();
    assert_eq!(incoming.count(), 0, "nothing is left of refused bytes");
}

pub async fn altered_cut_and_continued_files_are_found(backend: &impl Backend) {
    let given = Given::new(backend).await;
    let put = given.store.put_file(&file(1, Some(1)), &mut bytes(200_000).as_slice()).await.unwrap();
    let alter = |bytes| given.backend.alter(&given.place(), &put.address, bytes);
    let whole = given.backend.stored(&given.place(), &put.address).unwrap();
    let piece = 64 * 1024 + 16;
    let mut flipped = whole.clone();
    flipped[100_000] ^= 1;
    let mut swapped = whole.clone();
    swapped[20..20 + piece * 2].rotate_left(piece);
    let mut continued = whole.clone();
    continued.extend_from_slice(&whole[20..]);
    for (what, altered) in [
        ("flipped", flipped),
        ("swapped", swapped),
        ("continued", continued),
        ("cut at a piece", whole[..20 + piece].to_vec()),
        ("cut inside", whole[..whole.len() - 1].to_vec()),
        ("only a header", whole[..20].to_vec()),
        ("empty", Vec::new()),
    ] {
        alter(Some(altered));
        let read = given.store.read_file(put.file_id, 1_000_000).await;
        assert!(matches!(read, Err(StoreError::Tampered { .. })), "{what}: {read:?}");
    }
    alter(Some(whole));
    assert!(given.store.read_file(put.file_id, 1_000_000).await.is_ok());
    alter(None);
    let gone = given.store.read_file(put.file_id, 1_000_000).await;
    assert!(matches!(gone, Err(StoreError::File { .. } | StoreError::Objects { .. })), "{gone:?}");
}

fn upload(n: u128) -> NewUpload {
    NewUpload {
        file_id: FileId::from_u128(n),
        party: party(1),
        draft_id: Some(DraftId::from_u128(1)),
        case_id: None,
        slot: "medical_report".into(),
        name: "../../تقرير\u{202e}fdp.exe".into(),
        now: minute(0),
        expires_at: Some(minute(50)),
    }
}

pub async fn an_upload_waits_is_judged_and_kept_by_its_case(backend: &impl Backend) {
    let given = Given::new(backend).await;
    let store = &given.store;
    assert!(store.add_upload(&upload(1)).await.is_err(), "bytes come before the row");
    for n in [1, 2] {
        store.put_file(&file(n, Some(1)), &mut bytes(10).as_slice()).await.unwrap();
        store.add_upload(&upload(n)).await.unwrap();
    }
    let found = store.find_upload(FileId::from_u128(1)).await.unwrap().unwrap();
    assert_eq!(found.state, UploadState::Quarantine);
    assert_eq!(found.name.as_deref(), Some("../../تقرير\u{202e}fdp.exe"));
    assert_eq!(store.uploads_of_draft(DraftId::from_u128(1)).await.unwrap().len(), 2);

    let attach = || {
        let mut one = Commit::new(minute(1));
        one.rows.push(RowWrite::Case(Box::new(case_row(1))));
        one.rows.push(RowWrite::AttachUpload { upload: FileId::from_u128(1), case: case(1) });
        one
    };
    let refused = store.append(attach()).await;
    assert!(matches!(refused, Err(AppendError::Store(StoreError::NotFound { .. }))), "not scanned yet");
    store.judge_upload(FileId::from_u128(1), UploadState::Clean, None).await.unwrap();
    store.judge_upload(FileId::from_u128(2), UploadState::Rejected, Some("virus")).await.unwrap();
    store.append(attach()).await.unwrap();

    // Only what no case keeps can be deleted.
    store.delete_upload(party(2), FileId::from_u128(2)).await.unwrap();
    assert!(store.find_upload(FileId::from_u128(2)).await.unwrap().is_some(), "another person's");
    for n in [1, 2] {
        store.delete_upload(party(1), FileId::from_u128(n)).await.unwrap();
    }
    assert_eq!(store.uploads_of_case(case(1)).await.unwrap().len(), 1);
    assert!(store.read_file(FileId::from_u128(1), 100).await.is_ok());
    assert!(matches!(store.read_file(FileId::from_u128(2), 100).await, Err(StoreError::PartyErased)));
}

pub async fn what_has_had_its_time_is_swept_away(backend: &impl Backend) {
    let given = Given::new(backend).await;
    let store = &given.store;
    let day = 24 * 60;
    store.append(keyed(commit("a", 0, vec![open_event("one")]), "k")).await.unwrap();
    store.add_job(&NewJob::new("letter", "1", minute(500 * day), json!(1)), minute(0)).await.unwrap();
    for n in 1..=3 {
        store.put_file(&file(n, Some(1)), &mut bytes(10).as_slice()).await.unwrap();
        store.add_upload(&upload(n)).await.unwrap();
    }
    store.judge_upload(FileId::from_u128(1), UploadState::Clean, None).await.unwrap();
    let mut keep = Commit::new(minute(0));
    keep.rows.push(RowWrite::AttachUpload { upload: FileId::from_u128(1), case: case(1) });
    store.append(keep).await.unwrap();
    store
        .save_draft(&SaveDraft {
            draft_id: DraftId::from_u128(1),
            party: party(1),
            service_id: service(),
            pack_version: "1".into(),
            page: "p".into(),
            answers: vec![],
            expected_version: 0,
            now: minute(0),
            expires_at: minute(50),
        })
        .await
        .unwrap();
    store
        .start_session(&NewSession {
            token_hash: [1; 32],
            subject: "a".into(),
            data: json!(null),
            created_at: minute(0),
            idle_expires_at: minute(50),
            absolute_expires_at: minute(90),
        })
        .await
        .unwrap();

    assert_eq!(store.sweep(minute(49)).await.unwrap(), afaq_store::Swept::default());
    let first = store.sweep(minute(50)).await.unwrap();
    assert_eq!((first.drafts, first.uploads, first.sessions, first.files, first.answers), (1, 2, 1, 0, 0));
    assert!(!first.is_full());
    assert!(matches!(store.read_file(FileId::from_u128(2), 100).await, Err(StoreError::PartyErased)));
    assert_eq!(given.store.integrity().await.unwrap().files, 3, "bytes stay for the backup window");
    let later = store.sweep(minute(36 * day)).await.unwrap();
    assert_eq!((later.files, later.answers, later.jobs), (2, 1, 0));
    assert_eq!(store.find_file(FileId::from_u128(2)).await.unwrap(), None);
    assert!(store.read_file(FileId::from_u128(1), 100).await.is_ok());
    assert_eq!(store.next_job_at().await.unwrap(), Some(minute(500 * day)));
}

pub async fn strays_go_after_the_backup_window_and_not_before(backend: &impl Backend) {
    let given = Given::new(backend).await;
    let put = given.store.put_file(&file(1, Some(1)), &mut bytes(1_000).as_slice()).await.unwrap();
    let first = u8::from_str_radix(&put.address[..2], 16).unwrap();
    // What a process leaves that ends between putting bytes and naming them.
    let stray = format!("{}{}", &put.address[..2], "0".repeat(62));
    given.backend.alter(&given.place(), &stray, Some(bytes(77)));
    #[expect(
        clippy::disallowed_methods,
        reason = "files carry the time of the machine on which they were put"
    )]
    let today = afaq_base::Timestamp::try_from(std::time::SystemTime::now()).unwrap();
    let later = |days: i64| afaq_base::Timestamp::from_second(today.as_second() + days * 86_400).unwrap();
    assert_eq!(given.store.collect_strays_of(first, later(34)).await.unwrap(), 0);
    assert!(given.backend.stored(&given.place(), &stray).is_some());
    assert_eq!(given.store.collect_strays_of(first, later(36)).await.unwrap(), 1);
    assert!(given.backend.stored(&given.place(), &stray).is_none());
    assert!(given.store.read_file(put.file_id, 10_000).await.is_ok(), "what is named stays");
}
