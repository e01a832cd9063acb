//! Files: told by their content, scanned, kept under a clean name.

use crate::house::*;

async fn upload(kind: &str, name: &str, bytes: &[u8]) -> &'static str {
    let house = House::open().await;
    let draft = house.draft(NOURA).await;
    code(house.app.add_evidence(&house.person(NOURA), draft, kind, name, bytes).await)
}

#[tokio::test]
async fn files_are_judged_by_what_they_are() {
    let big = [JPEG, &vec![0; 1_100_000]].concat();
    let cases: [(&str, &str, &[u8], &str); 8] = [
        ("photo", "photo.jpg", JPEG, "done"),
        ("photo", "photo.exe", JPEG, "done"),
        ("photo", "photo.jpg", b"MZ\x90\x00", "wrong_type"),
        ("photo", "photo.png", b"\x89PNG\r\n\x1a\n....", "wrong_type"),
        ("photo", "photo.jpg", b"", "empty"),
        ("photo", "photo.jpg", &big, "too_large"),
        ("photo", "photo.pdf", b"%PDF-1.7 VIRUS", "infected"),
        ("passport", "photo.jpg", JPEG, "not_found"),
    ];
    for (kind, name, bytes, expected) in cases {
        assert_eq!(upload(kind, name, bytes).await, expected, "{kind} {name}");
    }
}

#[tokio::test]
async fn a_name_with_a_path_is_only_a_name() {
    let house = House::open().await;
    let draft = house.draft(NOURA).await;
    let person = house.person(NOURA);
    let view =
        house.app.add_evidence(&person, draft, "photo", "../../etc/\u{202e}gpj.صورة", JPEG).await.unwrap();
    assert_eq!(view.draft.evidence["photo"][0].name, "gpj.صورة");
}

#[tokio::test]
async fn an_infected_file_is_nobodys_evidence() {
    let house = House::open().await;
    let draft = house.draft(NOURA).await;
    let person = house.person(NOURA);
    let _ = house.app.add_evidence(&person, draft, "photo", "x.pdf", b"%PDF-1.7 VIRUS").await;
    assert!(house.app.draft(&person, draft).await.unwrap().draft.evidence.is_empty());
}

#[tokio::test]
async fn files_are_taken_out_again_and_have_a_number() {
    let house = House::open().await;
    let draft = house.draft(NOURA).await;
    let person = house.person(NOURA);
    for _ in 0..10 {
        house.app.add_evidence(&person, draft, "photo", "p.jpg", JPEG).await.unwrap();
    }
    assert_eq!(code(house.app.add_evidence(&person, draft, "photo", "p.jpg", JPEG).await), "too_many");
    let file = house.app.draft(&person, draft).await.unwrap().draft.evidence["photo"][0].file;
    let (known, bytes) = house.app.draft_file(&person, draft, file).await.unwrap();
    assert_eq!((known.media_type.as_str(), bytes.as_slice()), ("image/jpeg", JPEG));
    assert_eq!(code(house.app.draft_file(&house.person(SALEM), draft, file).await), "not_found");
    let view = house.app.remove_evidence(&person, draft, "photo", file).await.unwrap();
    assert_eq!(view.draft.evidence["photo"].len(), 9);
    assert_eq!(code(house.app.remove_evidence(&person, draft, "photo", file).await), "not_found");
}

#[tokio::test]
async fn an_officer_of_the_case_opens_its_files_and_is_seen_doing_it() {
    let house = House::open().await;
    let case = house.case(NOURA).await;
    let view = house.app.my_case(&house.person(NOURA), case).await.unwrap();
    let file = view.case.evidence["photo"][0].file;
    let (_, bytes) = house.app.desk_evidence(&house.officer("mona"), case, file).await.unwrap();
    assert_eq!(bytes, JPEG);
    assert_eq!(code(house.app.desk_evidence(&house.officer("dana"), case, file).await), "not_found");
    let other = afaq_base::FileId::from_u128(1);
    assert_eq!(code(house.app.desk_evidence(&house.officer("mona"), case, other).await), "not_found");
    let looks = house.app.my_case(&house.person(NOURA), case).await.unwrap().looks;
    let seen: Vec<&str> = looks.iter().map(|look| look.entry.access.action.as_str()).collect();
    assert_eq!(seen, ["evidence"]);
}
