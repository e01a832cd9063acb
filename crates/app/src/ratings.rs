//! Rating a service after the end of a request, and the figures that come of it.

use afaq_base::{CaseId, Timestamp};
use afaq_domain::ratings::{Points, Rating, RatingCounts, open_until, rate};
use afaq_store::{Commit, NewRating, RatingRow, RowWrite, Sealed};

use crate::cases::Loaded;
use crate::parties::Person;
use crate::{App, AppError};

/// What a person said of a request, and until when they can say it or something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatingView {
    /// What was said so far.
    pub rating: Option<Rating>,
    /// The last moment for another word.
    pub until: Timestamp,
}

impl App {
    /// What this person said of their request; `None` while it goes on.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for another person's case, and for one whose content was deleted.
    pub async fn my_rating(&self, person: &Person, id: CaseId) -> Result<Option<RatingView>, AppError> {
        let (loaded, _) = self.own_case(person, id).await?;
        self.rating_of(&loaded, id).await
    }

    async fn rating_of(&self, loaded: &Loaded, id: CaseId) -> Result<Option<RatingView>, AppError> {
        let Some(closed) = &loaded.case.closed else { return Ok(None) };
        let rating = self.store().find_rating(id).await?.and_then(read);
        let until = open_until(closed.at, rating.as_ref());
        Ok(Some(RatingView { rating, until }))
    }

    /// Takes a rating of the person's own request that ended, or another one in its place.
    ///
    /// # Errors
    /// A refusal while the request goes on, when the time is over, for points that are none, for long words.
    pub async fn rate_case(
        &self,
        person: &Person,
        id: CaseId,
        points: &str,
        comment: &str,
    ) -> Result<(), AppError> {
        let (loaded, _) = self.own_case(person, id).await?;
        let before = self.rating_of(&loaded, id).await?.and_then(|view| view.rating);
        let case = &loaded.case;
        let closed_at = case.closed.as_ref().map(|closed| closed.at);
        let rating = rate(closed_at, before.as_ref(), points, comment, self.now())?;
        let mut commit = Commit::new(self.now());
        commit.rows.push(RowWrite::Rating(NewRating {
            case_id: id,
            service_id: case.service.clone(),
            pack_version: case.behavior.clone(),
            body: crate::cases::body(&case.body)?,
            party: person.party,
            points: rating.points.number(),
            given_at: rating.given_at,
            changed_at: rating.changed_at,
            comment: rating.comment.into_bytes(),
        }));
        self.store().append(commit).await?;
        Ok(())
    }

    /// How many people gave how many points to a service, over all its versions.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an id that is none; a fault of the store.
    pub async fn rating_counts(&self, service: &str) -> Result<RatingCounts, AppError> {
        let id = afaq_base::ServiceId::parse(service).map_err(|_| AppError::NotFound)?;
        Ok(RatingCounts(self.store().rating_counts(&id).await?))
    }
}

fn read(row: RatingRow) -> Option<Rating> {
    let comment = match row.comment {
        Sealed::Opened(bytes) => String::from_utf8(bytes).unwrap_or_default(),
        Sealed::Nothing | Sealed::Erased | Sealed::Closed => String::new(),
    };
    let points = Points::parse(&row.points.to_string())?;
    Some(Rating { points, comment, given_at: row.given_at, changed_at: row.changed_at })
}
