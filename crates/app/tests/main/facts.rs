//! Facts that nobody gave, completed by an officer; and lists that go on from page to page.

use crate::house::*;

#[tokio::test]
async fn an_officer_completes_what_a_register_did_not_say() {
    let house = House::open().await;
    house.outside.silent.lock().unwrap().push("paci.person".into());
    let case = house.case(NOURA).await;
    let (mona, huda) = (house.officer("mona"), house.officer("huda"));
    let open = house.app.case_on_desk(&mona, case).await.unwrap().open_facts();
    assert!(open.contains(&"applicant.nationality".to_string()), "{open:?}");

    // Only an officer of the case's own body with a task in it, and only a value of the fact's kind.
    let path = "applicant.nationality";
    assert_eq!(code(house.app.complete_fact(&huda, case, path, "KW", "").await), "not_found");
    assert_eq!(code(house.app.complete_fact(&mona, case, "nobody.knows", "KW", "").await), "not_found");
    let wrong = house.app.complete_fact(&mona, case, path, "nowhere", "").await.unwrap();
    assert_eq!(wrong.len(), 1, "the field says what is wrong");

    let done = house.app.complete_fact(&mona, case, path, "KW", "جواز السفر").await.unwrap();
    assert!(done.is_empty(), "{done:?}");
    let view = house.app.case_on_desk(&mona, case).await.unwrap();
    assert!(!view.open_facts().contains(&path.to_string()));
    assert_eq!(view.case.facts[path].source(), &afaq_base::Source::Officer);
    let eligible = &view.case.evaluations["eligible"].value;
    assert_eq!(*eligible, afaq_feel::Value::Boolean(true), "the rules have decided again");
}

#[tokio::test]
async fn cases_and_messages_go_on_from_page_to_page() {
    const CASES: usize = afaq_app::limits::PAGE_ROWS + 3;
    let house = House::open().await;
    for _ in 0..CASES {
        house.case(NOURA).await;
        house.pass_minutes(1);
    }
    let person = house.person(NOURA);
    let (mut cases, mut after) = (std::collections::BTreeSet::new(), None);
    loop {
        let page = house.app.my_cases_page(&person, after.as_ref()).await.unwrap();
        cases.extend(page.rows.iter().map(|row| row.case_id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(cases.len(), CASES, "each once");
    let first = house.app.my_messages_page(&person, None).await.unwrap();
    let second = house.app.my_messages_page(&person, first.next.as_ref()).await.unwrap();
    assert_eq!(first.rows.len() + second.rows.len(), CASES, "one message for each");
    assert!(second.next.is_none());
    let number = |page: &afaq_app::cases::MessagesPage| {
        page.rows.iter().all(|one| one.row.case_id.is_some_and(|case| page.numbers.contains_key(&case)))
    };
    assert!(number(&first) && number(&second));
}
