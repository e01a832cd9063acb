//! Stray bytes: put, and then never named, because the process or its database ended in between.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU8, Ordering};

use afaq_base::Timestamp;

use crate::sql::{Value, sql};
use crate::{Store, StoreError, limits};

/// Which two hundred and fifty-sixth part of all addresses is looked through next: each sweep takes one, and
/// a new process begins where chance has it, so that all parts have their turn.
static NEXT: AtomicU8 = AtomicU8::new(0);

impl Store {
    /// Deletes bytes that no row names and that are older than the backup window: a backup of any moment in it
    /// may still name them.
    pub(crate) async fn collect_strays(&self, now: Timestamp) -> Result<usize, StoreError> {
        let first = NEXT.fetch_add(1, Ordering::Relaxed);
        self.collect_strays_of(first, now).await
    }

    /// As [`Store::collect_strays`], for the addresses that begin with one byte.
    ///
    /// # Errors
    /// A fault of the store or of the place of the files.
    #[doc(hidden)]
    pub async fn collect_strays_of(&self, first: u8, now: Timestamp) -> Result<usize, StoreError> {
        let Some(before) = std::time::SystemTime::from(now).checked_sub(self.options().orphans_kept) else {
            return Ok(0);
        };
        let lying = self.files().list(first, limits::STRAYS_LISTED_MAX).await?;
        let old: Vec<&str> =
            lying.iter().filter(|one| one.changed_at < before).map(|one| one.address.as_str()).collect();
        let mut deleted = 0;
        for some in old.chunks(limits::STRAYS_ASKED_MAX) {
            let places: Vec<String> = (1..=some.len()).map(|n| format!("${n}")).collect();
            let text = format!("select address from files where address in ({})", places.join(", "));
            let rows = self.read(sql(text, some.iter().map(|one| Value::from(*one)).collect())).await?;
            let named = rows.into_iter().map(|mut row| row.text()).collect::<Result<BTreeSet<_>, _>>()?;
            for stray in some.iter().filter(|one| !named.contains(**one)) {
                self.files().delete(stray).await?;
                deleted += 1;
            }
        }
        Ok(deleted)
    }
}
