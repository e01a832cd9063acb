//! By which ways persons want to be told; sealed, outside the log, and deletable.

use afaq_base::{PartyId, Timestamp};

use crate::keys::{bound_to, seal};
use crate::log::{SealingKeys, check_sealed};
use crate::sql::{Value, sql};
use crate::{Store, StoreError};

fn bound(party: PartyId) -> Vec<u8> {
    bound_to(&["letter_preferences", &party.to_string()])
}

impl Store {
    /// What a person chose, opened; `None` where they chose nothing.
    ///
    /// # Errors
    /// [`StoreError::Tampered`] if it was altered.
    pub async fn find_letter_preferences(&self, party: PartyId) -> Result<Option<Vec<u8>>, StoreError> {
        let mut rows = self
            .read(sql("select content from letter_preferences where party = $1", vec![Value::id(&party)]))
            .await?;
        let Some(mut row) = rows.pop() else { return Ok(None) };
        let sealed = row.bytes()?;
        self.open_sealed(Some(party), &bound(party), &sealed, || format!("letter preferences of {party}"))
            .await
    }

    /// Keeps what a person chose in place of what they chose before.
    ///
    /// # Errors
    /// [`StoreError::PartyErased`], [`StoreError::TooLarge`], or a fault.
    pub async fn save_letter_preferences(
        &self,
        party: PartyId,
        content: &[u8],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        check_sealed(content)?;
        let keys =
            SealingKeys::fetch(self.keyring(), self.database(), &[party].into_iter().collect(), now).await?;
        let sealed = seal(keys.of(Some(party))?, &bound(party), content)?;
        self.write(sql(
            "insert into letter_preferences (party, content, changed_at) values ($1, $2, $3) \
             on conflict (party) do update set content = excluded.content, changed_at = excluded.changed_at",
            vec![Value::id(&party), sealed.into(), now.into()],
        ))
        .await
        .map(drop)
    }

    /// Forgets what a person chose: they are told as everybody else.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn delete_letter_preferences(&self, party: PartyId) -> Result<(), StoreError> {
        self.write(sql("delete from letter_preferences where party = $1", vec![Value::id(&party)]))
            .await
            .map(drop)
    }
}
