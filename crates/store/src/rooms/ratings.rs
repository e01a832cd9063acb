//! Ratings of services by people whose request ended: points for the figures, sealed words beside them.

use afaq_base::{BodyCode, CaseId, PartyId, ServiceId, Timestamp};

use crate::keys::{bound_to, seal};
use crate::log::{Sealed, SealingKeys, check_sealed};
use crate::sql::{Statement, Value, check_name, sql};
use crate::{Store, StoreError};

/// A rating to be stored; a second one of the same case takes the place of the first.
#[derive(Clone, Debug)]
pub struct NewRating {
    /// The case.
    pub case_id: CaseId,
    /// Its service.
    pub service_id: ServiceId,
    /// The version of the pack that the case is pinned to.
    pub pack_version: String,
    /// The body in charge.
    pub body: BodyCode,
    /// Whose words they are.
    pub party: PartyId,
    /// 1 to 5.
    pub points: u8,
    /// When it was given first.
    pub given_at: Timestamp,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// The person's words, sealed under their key; empty for none.
    pub comment: Vec<u8>,
}

/// A rating as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct RatingRow {
    /// 1 to 5.
    pub points: u8,
    /// When it was given first.
    pub given_at: Timestamp,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// The person's words: opened, erased, or nothing.
    pub comment: Sealed,
}

fn bound(case: CaseId) -> Vec<u8> {
    bound_to(&["rating", &case.to_string()])
}

pub(super) fn upsert(rating: &NewRating, keys: &SealingKeys) -> Result<Statement, StoreError> {
    check_name("the version of a pack", &rating.pack_version)?;
    check_sealed(&rating.comment)?;
    if !(1..=5).contains(&rating.points) {
        return Err(StoreError::BadValue { what: "the points of a rating", problem: "they are not 1 to 5" });
    }
    let comment = if rating.comment.is_empty() {
        Value::Null
    } else {
        seal(keys.of(Some(rating.party))?, &bound(rating.case_id), &rating.comment)?.into()
    };
    Ok(sql(
        "insert into ratings (case_id, service_id, pack_version, body, party, points, given_at, changed_at, comment) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (case_id) do update set \
         party = excluded.party, points = excluded.points, changed_at = excluded.changed_at, comment = excluded.comment",
        vec![
            Value::id(&rating.case_id),
            Value::code(&rating.service_id),
            Value::from(&rating.pack_version),
            Value::code(&rating.body),
            Value::id(&rating.party),
            Value::Int(i64::from(rating.points)),
            rating.given_at.into(),
            rating.changed_at.into(),
            comment,
        ],
    ))
}

/// The words of a case's rating go; the points stay for the figures.
pub(super) fn delete_words(case: CaseId) -> Statement {
    sql("update ratings set comment = null where case_id = $1", vec![Value::id(&case)])
}

impl Store {
    /// Finds the rating of a case, opened.
    ///
    /// # Errors
    /// [`StoreError::Tampered`] if the words were altered.
    pub async fn find_rating(&self, case: CaseId) -> Result<Option<RatingRow>, StoreError> {
        let mut rows = self
            .read(sql(
                "select points, given_at, changed_at, party, comment from ratings where case_id = $1",
                vec![Value::id(&case)],
            ))
            .await?;
        let Some(mut row) = rows.pop() else { return Ok(None) };
        let points = u8::try_from(row.int()?).map_err(|_| StoreError::damaged("points of a rating"))?;
        let (given_at, changed_at, party) = (row.at()?, row.at()?, row.id()?);
        let comment = match row.bytes_or_null()? {
            None => Sealed::Nothing,
            Some(sealed) => self
                .open_sealed(Some(party), &bound(case), &sealed, || format!("rating of {case}"))
                .await?
                .map_or(Sealed::Erased, Sealed::Opened),
        };
        Ok(Some(RatingRow { points, given_at, changed_at, comment }))
    }

    /// How many people gave 1, 2, 3, 4 and 5 points to a service.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn rating_counts(&self, service: &ServiceId) -> Result<[u64; 5], StoreError> {
        let rows = self
            .read(sql(
                "select points, count(*) from ratings where service_id = $1 group by points",
                vec![Value::code(service)],
            ))
            .await?;
        let mut counts = [0; 5];
        for mut row in rows {
            let points = usize::try_from(row.int()?).unwrap_or_default();
            let count = row.count()?;
            if let Some(place) = points.checked_sub(1).and_then(|at| counts.get_mut(at)) {
                *place = count;
            }
        }
        Ok(counts)
    }
}
