//! Rows to read: what is written is found, listed in order, paged without loss, and bound to its person.

use afaq_base::{DocumentId, DraftId, MessageId, TaskId, UnitId};
use afaq_store::{
    AccessLogQuery, Assignee, CaseRow, Commit, Cursor, DocumentRow, DraftSaved, NewAccess, NewLetter,
    NewMessage, NewPublication, NewSession, PaymentRow, PublicationRow, RowWrite, SaveDraft, Sealed, Store,
    StoreError, TaskRow, Worklist, WorklistOrder, WorklistShow,
};
use serde_json::{Value as Json, json};

use crate::given::{
    Backend, Given, body, case, case_row, commit, minute, open_event, party, service, stream,
};

async fn write(store: &Store, rows: Vec<RowWrite>) {
    let mut one = Commit::new(minute(0));
    one.rows = rows;
    store.append(one).await.unwrap();
}

fn case_write(row: CaseRow) -> RowWrite {
    RowWrite::Case(Box::new(row))
}

pub async fn a_changed_row_reads_as_if_it_had_been_written_anew(backend: &impl Backend) {
    let given = Given::new(backend).await;
    let changes: [fn(&mut CaseRow); 9] = [
        |row| row.stage = "waiting".into(),
        |row| row.due_at = Some(minute(50)),
        |row| row.assignee = Some("o-1".into()),
        |row| row.due_at = Some(minute(10)),
        |row| row.unit = Some(UnitId::parse("care").unwrap()),
        |row| row.representative = Some(party(2)),
        |row| row.waiting_since = Some(minute(5)),
        |row| {
            row.closed_at = Some(minute(60));
            row.delete_after = Some(minute(90));
        },
        |row| row.closed_at = None,
    ];
    let mut rows = [case_row(1), case_row(2)];
    write(&given.store, rows.iter().cloned().map(case_write).collect()).await;
    for change in changes {
        let before = rows[0].clone();
        change(&mut rows[0]);
        rows[0].version += 1;
        write(&given.store, vec![RowWrite::CaseChanged(Box::new((before, rows[0].clone())))]).await;
        let found = given.store.find_case(case(1)).await.unwrap();
        assert_eq!(found.as_ref(), Some(&rows[0]));
        assert_eq!(
            given.store.find_case(case(2)).await.unwrap().as_ref(),
            Some(&rows[1]),
            "the other one stands"
        );
        let open = given.store.case_worklist(&Worklist::of(body("PADA")), None, 10).await.unwrap();
        assert_eq!(open.rows.len(), 2 - usize::from(rows[0].closed_at.is_some()));
    }
    assert_eq!(given.store.cases_to_delete(minute(99), 10).await.unwrap(), [case(1)]);
    let missing = (case_row(7), case_row(7));
    let mut commit = Commit::new(minute(0));
    commit.rows.push(RowWrite::CaseChanged(Box::new(missing)));
    assert!(given.store.append(commit).await.is_err(), "a row that is not there is not changed in silence");
}

pub async fn a_case_is_found_listed_and_paged(backend: &impl Backend) {
    let given = Given::new(backend).await;
    let mut rows: Vec<CaseRow> = (1..=25).map(case_row).collect();
    // Two were submitted in the same moment; one is the person's as representative, one as both, one not at all.
    rows[10].submitted_at = rows[11].submitted_at;
    rows[3].applicant = party(2);
    rows[3].representative = Some(party(1));
    rows[4].representative = Some(party(1));
    rows[5].applicant = party(3);
    rows[6].promised_on = Some("2027-02-28".parse().unwrap());
    rows[6].outcome = Some("granted".into());
    rows[6].closed_at = Some(minute(99));
    write(&given.store, rows.iter().cloned().map(case_write).collect()).await;

    assert_eq!(given.store.find_case(case(7)).await.unwrap().as_ref(), Some(&rows[6]));
    assert_eq!(given.store.find_case_by_number("7K4M-0007").await.unwrap().as_ref(), Some(&rows[6]));
    assert_eq!(given.store.find_case(case(99)).await.unwrap(), None);

    let mut wanted: Vec<CaseRow> = rows.iter().filter(|row| row.applicant != party(3)).cloned().collect();
    wanted.sort_by_key(|row| std::cmp::Reverse((row.submitted_at, row.case_id)));
    for limit in [1, 7, 24, 500] {
        let (mut found, mut after) = (Vec::new(), None::<Cursor>);
        loop {
            let page = given.store.cases_of_party(party(1), after.as_ref(), limit).await.unwrap();
            found.extend(page.rows);
            match page.next {
                // The cursor goes through an address and comes back.
                Some(next) => after = Some(next.to_string().parse().unwrap()),
                None => break,
            }
        }
        assert_eq!(found, wanted, "in pages of {limit}");
    }
    for forged in ["", "1", "~a", "1~", "1~'; drop table cases", "1~أ", "99999999999999999999~a"] {
        assert!(forged.parse::<Cursor>().is_err(), "{forged}");
    }
}

pub async fn a_worklist_sorts_by_due_time_filters_and_counts(backend: &impl Backend) {
    let given = Given::new(backend).await;
    let unit = |name| Some(UnitId::parse(name).unwrap());
    let mut rows: Vec<CaseRow> = (1..=12).map(case_row).collect();
    for (n, row) in rows.iter_mut().enumerate() {
        row.due_at = (n != 4).then(|| minute(500 - i64::try_from(n).unwrap()));
        row.unit = unit(if n % 2 == 0 { "pada.allowances" } else { "pada.appeals" });
    }
    rows[0].assignee = Some("officer-1".into());
    rows[1].waiting_since = Some(minute(5));
    rows[2].closed_at = Some(minute(50));
    rows[3].closed_at = Some(minute(60));
    rows[11].body = body("MOI");
    write(&given.store, rows.iter().cloned().map(case_write).collect()).await;

    let all = Worklist::of(body("PADA"));
    let numbers = |page: afaq_store::Page<CaseRow>| -> Vec<u128> {
        page.rows.iter().map(|row| row.case_id.as_u128()).collect()
    };
    let list = |worklist: Worklist| {
        let store = given.store.clone();
        async move { numbers(store.case_worklist(&worklist, None, 50).await.unwrap()) }
    };
    // The case without a due time comes last.
    assert_eq!(list(all.clone()).await, [11, 10, 9, 8, 7, 6, 2, 1, 5]);
    assert_eq!(list(Worklist { show: WorklistShow::Waiting, ..all.clone() }).await, [2]);
    assert_eq!(list(Worklist { show: WorklistShow::Done, ..all.clone() }).await, [4, 3]);
    assert_eq!(list(Worklist { assignee: Assignee::Is("officer-1".into()), ..all.clone() }).await, [1]);
    assert_eq!(list(Worklist { assignee: Assignee::Nobody, ..all.clone() }).await.len(), 8);
    assert_eq!(
        list(Worklist { units: vec![unit("pada.appeals").unwrap()], ..all.clone() }).await,
        [10, 8, 6, 2]
    );
    assert_eq!(list(Worklist { due_before: Some(minute(492)), ..all.clone() }).await, [11, 10]);
    assert_eq!(list(Worklist { stages: vec!["'; --".into()], ..all.clone() }).await, [0_u128; 0]);

    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = given.store.case_worklist(&all, after.as_ref(), 2).await.unwrap();
        after = page.next.clone();
        found.extend(numbers(page));
        if after.is_none() {
            break;
        }
    }
    assert_eq!(found, [11, 10, 9, 8, 7, 6, 2, 1, 5]);
    let counts = given
        .store
        .count_cases(&[
            all.clone(),
            Worklist { show: WorklistShow::Running, ..all.clone() },
            Worklist { show: WorklistShow::Done, ..all },
            Worklist::of(body("NONE")),
        ])
        .await
        .unwrap();
    assert_eq!(counts, [9, 8, 2, 0]);
}

pub async fn tasks_come_with_their_cases(backend: &impl Backend) {
    let given = Given::new(backend).await;
    let task = |n: u128, of: u128, owner: &str| TaskRow {
        task_id: TaskId::from_u128(n),
        case_id: case(of),
        element: "review".into(),
        role: "reviewer".into(),
        body: body(owner),
        unit: None,
        assignee: None,
        opened_at: minute(i64::try_from(n).unwrap()),
        due_at: Some(minute(100 - i64::try_from(n).unwrap())),
        done_at: None,
    };
    let rows = [task(1, 1, "PADA"), task(2, 1, "MOH"), task(3, 2, "PADA")];
    let mut writes = vec![case_write(case_row(1)), case_write(case_row(2))];
    writes.extend(rows.iter().cloned().map(|row| RowWrite::Task(Box::new(row))));
    write(&given.store, writes).await;
    assert_eq!(given.store.tasks_of_case(case(1)).await.unwrap(), rows[..2]);
    assert_eq!(
        given.store.find_task(rows[2].case_id, TaskId::from_u128(3)).await.unwrap().as_ref(),
        Some(&rows[2])
    );

    let worklist = Worklist::of(body("PADA"));
    let page = given.store.task_worklist(&worklist, None, 1).await.unwrap();
    assert_eq!(page.rows, [(rows[2].clone(), case_row(2))]);
    let page = given.store.task_worklist(&worklist, page.next.as_ref(), 1).await.unwrap();
    assert_eq!((page.rows, page.next), (vec![(rows[0].clone(), case_row(1))], None));

    let done = TaskRow { done_at: Some(minute(50)), ..rows[0].clone() };
    write(&given.store, vec![RowWrite::Task(Box::new(done))]).await;
    let ended = Worklist { show: WorklistShow::Done, ..worklist.clone() };
    assert_eq!(given.store.count_tasks(&[worklist, ended]).await.unwrap(), [1, 1]);

    let mut orphan = Commit::new(minute(0));
    orphan.rows.push(RowWrite::Task(Box::new(task(9, 77, "PADA"))));
    assert!(given.store.append(orphan).await.is_err(), "a task without its case");
}

pub async fn a_worklist_of_several_units_is_one_list_in_order(backend: &impl Backend) {
    let given = Given::new(backend).await;
    let units = ["intake", "review", "field"].map(|code| UnitId::parse(code).unwrap());
    let mut writes = Vec::new();
    for n in 1..=9 {
        let unit = Some(units[usize::try_from(n % 3).unwrap()].clone());
        // Several fall due at one moment, and the last one never.
        let due_at = (n < 9).then(|| minute(i64::try_from(n * 7 % 4).unwrap()));
        writes.push(case_write(CaseRow { unit: unit.clone(), due_at, ..case_row(n) }));
        writes.push(RowWrite::Task(Box::new(TaskRow {
            task_id: TaskId::from_u128(100 - n),
            case_id: case(n),
            element: "review".into(),
            role: "reviewer".into(),
            body: body("PADA"),
            unit,
            assignee: None,
            opened_at: minute(i64::try_from(n * 5 % 7).unwrap()),
            due_at,
            done_at: None,
        })));
    }
    write(&given.store, writes).await;
    for order in [WorklistOrder::Due, WorklistOrder::Age] {
        let all = Worklist { order, ..Worklist::of(body("PADA")) };
        // One unit stands twice, as it may for somebody who stands in for others.
        let named = units.iter().chain(&units[..1]).cloned().collect();
        let of_units = Worklist { units: named, ..all.clone() };
        let whole = given.store.task_worklist(&all, None, 50).await.unwrap().rows;
        assert_eq!(whole.len(), 9);
        let (mut paged, mut after) = (Vec::new(), None);
        loop {
            let page = given.store.task_worklist(&of_units, after.as_ref(), 2).await.unwrap();
            paged.extend(page.rows);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(paged, whole);
        let two = Worklist { units: units[..2].to_vec(), ..all };
        assert_eq!(given.store.task_worklist(&two, None, 50).await.unwrap().rows.len(), 6);
    }
    let all = Worklist::of(body("PADA"));
    let of_units = Worklist { units: units.to_vec(), ..all.clone() };
    let whole = given.store.case_worklist(&all, None, 50).await.unwrap().rows;
    let first = given.store.case_worklist(&of_units, None, 4).await.unwrap();
    let rest = given.store.case_worklist(&of_units, first.next.as_ref(), 50).await.unwrap();
    assert_eq!([first.rows, rest.rows].concat(), whole);
}

pub async fn messages_are_sealed_and_read_once(backend: &impl Backend) {
    let given = Given::new(backend).await;
    let message = |n: u128, whose| {
        RowWrite::Message(NewMessage {
            message_id: MessageId::from_u128(n),
            party: party(whose),
            case_id: Some(case(1)),
            kind: "asked".into(),
            sent_at: minute(i64::try_from(n).unwrap()),
            content: format!("رسالة {n}").into(),
        })
    };
    write(&given.store, vec![message(1, 1), message(2, 1), message(3, 2)]).await;
    let page = given.store.messages_of_party(party(1), None, 1).await.unwrap();
    assert_eq!(page.rows[0].content, Sealed::Opened("رسالة 2".into()));
    let page = given.store.messages_of_party(party(1), page.next.as_ref(), 1).await.unwrap();
    assert_eq!((page.rows[0].message_id, page.next), (MessageId::from_u128(1), None));
    assert_eq!(given.store.messages_of_case(case(1)).await.unwrap().len(), 3);

    assert_eq!(given.store.count_unread_messages(party(1)).await.unwrap(), 2);
    let first = MessageId::from_u128(1);
    let stolen = given.store.mark_message_read(party(2), first, minute(5)).await;
    assert!(matches!(stolen, Err(StoreError::NotFound { .. })));
    given.store.mark_message_read(party(1), first, minute(5)).await.unwrap();
    given.store.mark_message_read(party(1), first, minute(9)).await.unwrap();
    write(&given.store, vec![RowWrite::MessageRead { party: party(1), message: first, at: minute(11) }])
        .await;
    assert_eq!(given.store.count_unread_messages(party(1)).await.unwrap(), 1);
    let all = given.store.messages_of_party(party(1), None, 9).await.unwrap().rows;
    assert_eq!(all[1].read_at, Some(minute(5)));
}

pub async fn a_document_is_found_by_its_code(backend: &impl Backend) {
    let given = Given::new(backend).await;
    let mut row = DocumentRow {
        document_id: DocumentId::from_u128(1),
        number: "D-1".into(),
        case_id: case(1),
        party: party(1),
        output: "allowance_card".into(),
        file_id: None,
        issued_at: minute(1),
        valid_until: Some(minute(1_000)),
        revoked_at: None,
        code_hash: [3; 32],
        summary: json!({"ar": "بطاقة", "en": "card"}),
    };
    write(&given.store, vec![RowWrite::Document(Box::new(row.clone()))]).await;
    row.revoked_at = Some(minute(50));
    write(&given.store, vec![RowWrite::Document(Box::new(row.clone()))]).await;
    assert_eq!(given.store.find_document_by_code(&[3; 32]).await.unwrap().as_ref(), Some(&row));
    assert_eq!(given.store.find_document_by_code(&[4; 32]).await.unwrap(), None);
    assert_eq!(given.store.find_document(row.document_id).await.unwrap().as_ref(), Some(&row));
    assert_eq!(given.store.find_document_by_number("D-1").await.unwrap().as_ref(), Some(&row));
    assert_eq!(given.store.documents_of_party(party(1)).await.unwrap(), [row.clone()]);
    assert_eq!(given.store.documents_of_case(case(1)).await.unwrap(), [row.clone()]);
    let twin = DocumentRow { document_id: DocumentId::from_u128(2), number: "D-2".into(), ..row };
    let mut same_code = Commit::new(minute(0));
    same_code.rows.push(RowWrite::Document(Box::new(twin)));
    assert!(given.store.append(same_code).await.is_err(), "two documents with one code");
}

pub async fn looks_are_listed_by_case_person_and_officer(backend: &impl Backend) {
    let given = Given::new(backend).await;
    let look = |n: i64, officer: &str| NewAccess {
        officer: officer.into(),
        body: body("PADA"),
        case_id: Some(case(1)),
        party: Some(party(1)),
        action: "opened".into(),
        reason: "task".into(),
        at: minute(n),
    };
    for (n, officer) in [(1, "a"), (2, "b"), (3, "a")] {
        given.store.record_access(&look(n, officer)).await.unwrap();
    }
    write(&given.store, vec![RowWrite::Access(look(4, "b"))]).await;
    for (query, wanted) in [
        (AccessLogQuery::Case(case(1)), 4),
        (AccessLogQuery::Party(party(1)), 4),
        (AccessLogQuery::Officer("a".into()), 2),
        (AccessLogQuery::Party(party(2)), 0),
    ] {
        let (mut found, mut before) = (Vec::new(), None);
        loop {
            let some = given.store.access_log(&query, before, 1).await.unwrap();
            let Some(last) = some.last() else { break };
            before = Some(last.access_no);
            found.extend(some);
        }
        assert_eq!(found.len(), wanted, "{query:?}");
        assert!(found.is_sorted_by(|one, next| one.access_no > next.access_no));
    }
}

pub async fn a_published_version_never_changes(backend: &impl Backend) {
    let given = Given::new(backend).await;
    let publication = |version: &str, content: &str, from: i64| NewPublication {
        row: PublicationRow {
            service_id: service(),
            version: version.into(),
            body: body("PADA"),
            behavior_hash: "b".into(),
            content_hash: content.into(),
            published_at: minute(0),
            effective_from: minute(from),
            suspended: None,
            published_by: "designer".into(),
        },
        files: content.as_bytes().to_vec(),
    };
    given.store.publish(&publication("2", "two", 20)).await.unwrap();
    given.store.publish(&publication("1", "one", 10)).await.unwrap();
    given.store.publish(&publication("1", "one", 10)).await.unwrap();
    let other = given.store.publish(&publication("1", "other", 10)).await;
    assert!(matches!(other, Err(StoreError::NotFound { .. })), "{other:?}");
    let all = given.store.publications(None).await.unwrap();
    assert_eq!(all.iter().map(|row| row.version.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(given.store.publication_files(&service(), "1").await.unwrap().unwrap().0, b"one");
    assert_eq!(given.store.publication_files(&service(), "3").await.unwrap(), None);
    let text = json!({"ar": "متوقفة", "en": "suspended"});
    given.store.suspend_service(&service(), Some(&text)).await.unwrap();
    let found = given.store.publications(Some(&service())).await.unwrap();
    assert!(found.iter().all(|row| row.suspended.as_ref() == Some(&text)));
    given.store.suspend_service(&service(), None).await.unwrap();
    let none = afaq_base::ServiceId::parse("kw.none").unwrap();
    assert!(given.store.suspend_service(&none, None).await.is_err());
    assert_eq!(given.store.publications(Some(&none)).await.unwrap(), []);
}

pub async fn letters_and_payments_are_kept(backend: &impl Backend) {
    let given = Given::new(backend).await;
    let letter = |key: &str| {
        RowWrite::Letter(NewLetter {
            key: key.into(),
            channel: "sms".into(),
            party: party(1),
            case_id: None,
            sent_at: minute(1),
            content: b"your number".to_vec(),
        })
    };
    let payment = |state: &str, at| PaymentRow {
        reference: "R-1".into(),
        case_id: case(1),
        amount_fils: 5_000,
        state: state.into(),
        at: minute(at),
    };
    write(&given.store, vec![letter("1"), letter("1"), letter("2"), RowWrite::Payment(payment("due", 1))])
        .await;
    write(&given.store, vec![RowWrite::Payment(payment("paid", 2))]).await;
    let letters = given.store.outbox(None, 10).await.unwrap();
    assert_eq!(letters.iter().map(|letter| letter.key.as_str()).collect::<Vec<_>>(), ["2", "1"]);
    assert_eq!(letters[0].content, Sealed::Opened(b"your number".to_vec()));
    assert_eq!(given.store.outbox(Some(letters[0].letter_no), 10).await.unwrap().len(), 1);
    assert_eq!(given.store.find_payment("R-1").await.unwrap(), Some(payment("paid", 2)));
    assert_eq!(given.store.payments_of_case(case(1)).await.unwrap(), [payment("paid", 2)]);
}

pub async fn a_draft_is_saved_in_turn_and_a_stale_tab_is_told(backend: &impl Backend) {
    let given = Given::new(backend).await;
    let save = |expected_version, answers: &str| SaveDraft {
        draft_id: DraftId::from_u128(1),
        party: party(1),
        service_id: service(),
        pack_version: "1".into(),
        page: "care".into(),
        answers: answers.into(),
        expected_version,
        now: minute(0),
        expires_at: minute(100),
    };
    let store = &given.store;
    assert_eq!(store.save_draft(&save(1, "x")).await.unwrap(), DraftSaved::Gone);
    assert_eq!(store.save_draft(&save(0, "one")).await.unwrap(), DraftSaved::Saved(1));
    assert_eq!(store.save_draft(&save(0, "again")).await.unwrap(), DraftSaved::Stale(1));
    assert_eq!(store.save_draft(&save(1, "two")).await.unwrap(), DraftSaved::Saved(2));
    assert_eq!(store.save_draft(&save(1, "stale tab")).await.unwrap(), DraftSaved::Stale(2));
    let stolen = SaveDraft { party: party(2), ..save(2, "x") };
    assert_eq!(store.save_draft(&stolen).await.unwrap(), DraftSaved::Gone);

    let id = DraftId::from_u128(1);
    let found = store.find_draft(party(1), id, minute(99)).await.unwrap().unwrap();
    assert_eq!((found.answers, found.summary.version), (b"two".to_vec(), 2));
    assert_eq!(store.find_draft(party(1), id, minute(100)).await.unwrap(), None);
    assert_eq!(store.find_draft(party(2), id, minute(0)).await.unwrap(), None);
    assert_eq!(store.drafts_of_party(party(1), minute(0)).await.unwrap().len(), 1);
    store.delete_draft(party(2), id).await.unwrap();
    assert_eq!(store.drafts_of_party(party(1), minute(0)).await.unwrap().len(), 1);

    // Submitting drops it in the same commit; a second submission finds nothing and changes nothing.
    let submit = |of: u128| {
        let mut one = commit(of, 0, vec![open_event("submitted")]);
        one.rows.push(RowWrite::DropDraft(id));
        one
    };
    store.append(submit(1)).await.unwrap();
    assert!(store.append(submit(2)).await.is_err());
    assert_eq!(store.stream_version(&stream(2)).await.unwrap(), 0);
    assert_eq!(store.save_draft(&save(2, "late tab")).await.unwrap(), DraftSaved::Gone);
}

pub async fn a_session_ends_by_idleness_age_and_demand(backend: &impl Backend) {
    let given = Given::new(backend).await;
    let store = &given.store;
    let session = |n: u8, subject: &str| NewSession {
        token_hash: [n; 32],
        subject: subject.into(),
        data: json!({"lang": "ar"}),
        created_at: minute(0),
        idle_expires_at: minute(30),
        absolute_expires_at: minute(60),
    };
    for (n, subject) in [(1, "a"), (2, "a"), (3, "b")] {
        store.start_session(&session(n, subject)).await.unwrap();
    }
    assert!(store.start_session(&session(1, "thief")).await.is_err());
    assert_eq!(store.find_session(&[1; 32], minute(29)).await.unwrap().unwrap().subject, "a");
    assert_eq!(store.find_session(&[1; 32], minute(30)).await.unwrap(), None);
    store.touch_session(&[1; 32], minute(29), minute(59)).await.unwrap();
    store.touch_session(&[2; 32], minute(31), minute(99)).await.unwrap();
    store.set_session_data(&[1; 32], &json!({"lang": "en"})).await.unwrap();
    let found = store.find_session(&[1; 32], minute(58)).await.unwrap().unwrap();
    assert_eq!((found.data, found.seen_at), (json!({"lang": "en"}), minute(29)));
    assert_eq!(
        store.find_session(&[2; 32], minute(31)).await.unwrap(),
        None,
        "an ended session is not revived"
    );
    store.touch_session(&[1; 32], minute(50), minute(99)).await.unwrap();
    assert_eq!(store.find_session(&[1; 32], minute(60)).await.unwrap(), None);
    store.end_session(&[3; 32]).await.unwrap();
    assert_eq!(store.find_session(&[3; 32], minute(1)).await.unwrap(), None);
    store.end_sessions_of("a").await.unwrap();
    assert_eq!(store.find_session(&[1; 32], minute(1)).await.unwrap(), None);
}

pub async fn hostile_text_comes_back_as_it_went_in(backend: &impl Backend) {
    let given = Given::new(backend).await;
    let texts = [
        "'; drop table cases; --",
        "\"$1\" ?1 :a %_\\",
        "\u{202e}مرحبا\u{2066}\u{200f}",
        "سارة\u{0301}\u{0640}\u{feff}",
        "𐏿👩‍👧 \u{10ffff}\u{1}\r\n\t",
        " ",
    ];
    for (n, text) in texts.iter().enumerate() {
        let n = u128::try_from(n).unwrap();
        let mut row = case_row(n);
        row.number = (*text).into();
        row.stage = (*text).into();
        row.assignee = Some((*text).into());
        row.title = json!({ *text: text });
        let mut one = commit(*text, 0, vec![open_event(text)]);
        one.streams[0].stream.kind = (*text).into();
        one.streams[0].events[0].open = json!({ *text: [text, "\u{0}"] });
        let name = one.streams[0].stream.clone();
        let open = one.streams[0].events[0].open.clone();
        one.rows.push(case_write(row.clone()));
        given.store.append(one).await.unwrap();
        assert_eq!(given.store.find_case_by_number(text).await.unwrap(), Some(row));
        assert_eq!(given.store.load_stream(&name, 0).await.unwrap()[0].open, open);
    }
    // A NUL has no place in a text column of every database.
    let mut row = case_row(100);
    row.stage = "a\0b".into();
    let mut one = Commit::new(minute(0));
    one.rows.push(case_write(row));
    assert!(given.store.append(one).await.is_err());
    assert!(given.store.append(commit("a\0b", 0, vec![open_event("x")])).await.is_err());
    assert!(given.store.find_case_by_number("a\0b").await.is_err());
    // Numbers and depths that JSON allows come back too.
    let mut deep = Json::Null;
    for _ in 0..99 {
        deep = json!([deep]);
    }
    let mut one = commit("deep", 0, vec![open_event("deep")]);
    one.streams[0].events[0].open = json!([i64::MIN, u64::MAX, 0.1, -0.0, 1e300, deep[0]]);
    let wanted = one.streams[0].events[0].open.clone();
    given.store.append(one).await.unwrap();
    assert_eq!(given.store.load_stream(&stream("deep"), 0).await.unwrap()[0].open, wanted);
}

pub async fn decided_cases_give_figures_and_officers_their_loads(backend: &impl Backend) {
    let given = Given::new(backend).await;
    let time = |n: u128, worked_minutes, is_on_time| {
        RowWrite::CaseTime(afaq_store::CaseTime {
            service_id: service(),
            case_id: case(n),
            closed_at: minute(i64::try_from(n).unwrap()),
            worked_minutes,
            is_on_time,
        })
    };
    assert_eq!(given.store.service_times(&service(), minute(0)).await.unwrap(), None);
    let times = (1..=10).map(|n| time(n, 100 * i64::try_from(n).unwrap(), n <= 7)).collect();
    write(&given.store, times).await;
    let found = given.store.service_times(&service(), minute(0)).await.unwrap().unwrap();
    assert_eq!((found.cases, found.on_time, found.median_minutes, found.p90_minutes), (10, 7, 500, 900));
    let late = given.store.service_times(&service(), minute(10)).await.unwrap().unwrap();
    assert_eq!((late.cases, late.on_time, late.median_minutes, late.p90_minutes), (1, 0, 1000, 1000));

    let mut rows: Vec<RowWrite> = (1..=4).map(|n| case_write(case_row(n))).collect();
    for (n, officer, due, done) in [
        (1_u128, Some("mona"), 5, None),
        (2, Some("mona"), 50, None),
        (3, None, 5, None),
        (4, Some("mona"), 5, Some(30)),
    ] {
        rows.push(RowWrite::Task(Box::new(TaskRow {
            task_id: TaskId::from_u128(n),
            case_id: case(n),
            element: "review".into(),
            role: "case_officer".into(),
            body: body("PADA"),
            unit: Some(UnitId::parse("intake").unwrap()),
            assignee: officer.map(str::to_owned),
            opened_at: minute(10 - i64::try_from(n).unwrap()),
            due_at: Some(minute(due)),
            done_at: done.map(minute),
        })));
    }
    write(&given.store, rows).await;
    let units = [UnitId::parse("intake").unwrap()];
    let loads = given.store.loads(&body("PADA"), &units, minute(20), minute(0)).await.unwrap();
    let seen: Vec<_> =
        loads.iter().map(|one| (one.officer.as_deref(), one.open, one.late, one.done)).collect();
    assert_eq!(seen, [(None, 1, 1, 0), (Some("mona"), 2, 1, 1)]);

    let by_age = Worklist { order: afaq_store::WorklistOrder::Age, ..Worklist::of(body("PADA")) };
    let mut ids = Vec::new();
    let mut after = None;
    loop {
        let page = given.store.task_worklist(&by_age, after.as_ref(), 2).await.unwrap();
        ids.extend(page.rows.iter().map(|(task, _)| task.task_id.as_u128()));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(ids, [3, 2, 1], "the oldest first, page by page");
    let of_both = Worklist {
        assignee: Assignee::OneOf(vec!["mona".into(), "jasem".into()]),
        services: vec![service()],
        ..Worklist::of(body("PADA"))
    };
    assert_eq!(given.store.task_worklist(&of_both, None, 9).await.unwrap().rows.len(), 2);
    let elsewhere = afaq_base::ServiceId::parse("kw.no.service").unwrap();
    let none = Worklist { services: vec![elsewhere], ..Worklist::of(body("PADA")) };
    assert_eq!(given.store.task_worklist(&none, None, 9).await.unwrap().rows.len(), 0);
}
