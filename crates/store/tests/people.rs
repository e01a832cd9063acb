//! What people say after the end, and by which ways they want to be told.

use afaq_store::{Commit, NewRating, RowWrite, Sealed, Store, StoreError};

use crate::given::{Backend, Given, body, case, minute, party, service};

fn rating(n: u128, points: u8, comment: &str) -> NewRating {
    NewRating {
        case_id: case(n),
        service_id: service(),
        pack_version: "1".into(),
        body: body("PADA"),
        party: party(n),
        points,
        given_at: minute(1),
        changed_at: minute(i64::from(points)),
        comment: comment.into(),
    }
}

async fn rate(store: &Store, one: NewRating) -> bool {
    let mut write = Commit::new(minute(1));
    write.rows.push(RowWrite::Rating(one));
    store.append(write).await.is_ok()
}

pub async fn a_rating_is_counted_once_and_its_words_are_sealed(backend: &impl Backend) {
    let given = Given::new(backend).await;
    assert_eq!(given.store.rating_counts(&service()).await.unwrap(), [0; 5]);
    for (n, points) in [(1, 5), (2, 5), (3, 1), (1, 2)] {
        assert!(rate(&given.store, rating(n, points, "'); drop table ratings; -- <b>سيئة</b>")).await);
    }
    assert!(!rate(&given.store, rating(4, 6, "")).await && !rate(&given.store, rating(4, 0, "")).await);
    assert!(rate(&given.store, rating(5, 3, "")).await);
    assert_eq!(given.store.rating_counts(&service()).await.unwrap(), [1, 1, 1, 0, 1]);
    let found = given.store.find_rating(case(1)).await.unwrap().unwrap();
    assert_eq!((found.points, found.given_at, found.changed_at), (2, minute(1), minute(2)));
    let words = "'); drop table ratings; -- <b>سيئة</b>";
    assert_eq!(found.comment, Sealed::Opened(words.as_bytes().to_vec()));
    assert_eq!(given.store.find_rating(case(5)).await.unwrap().unwrap().comment, Sealed::Nothing);
    assert_eq!(given.store.find_rating(case(9)).await.unwrap(), None);
    given.store.forget_party(party(1), minute(9)).await.unwrap();
    let erased = given.store.find_rating(case(1)).await.unwrap().unwrap();
    assert_eq!((erased.points, erased.comment), (2, Sealed::Erased), "the points stay for the figures");
}

pub async fn ways_to_be_told_are_kept_sealed_and_can_be_forgotten(backend: &impl Backend) {
    let given = Given::new(backend).await;
    let store = &given.store;
    assert_eq!(store.find_letter_preferences(party(1)).await.unwrap(), None);
    for content in ["first", "second"] {
        store.save_letter_preferences(party(1), content.as_bytes(), minute(1)).await.unwrap();
        assert_eq!(store.find_letter_preferences(party(1)).await.unwrap().unwrap(), content.as_bytes());
    }
    assert_eq!(store.find_letter_preferences(party(2)).await.unwrap(), None);
    store.delete_letter_preferences(party(1)).await.unwrap();
    assert_eq!(store.find_letter_preferences(party(1)).await.unwrap(), None);
    store.save_letter_preferences(party(2), b"x", minute(2)).await.unwrap();
    store.forget_party(party(2), minute(3)).await.unwrap();
    assert_eq!(store.find_letter_preferences(party(2)).await.unwrap(), None);
    let refused = store.save_letter_preferences(party(2), b"x", minute(4)).await;
    assert!(matches!(refused, Err(StoreError::PartyErased)), "{refused:?}");
}
