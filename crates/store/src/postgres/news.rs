//! Looks, several times a second, at what all processes have written, and at whether something holds the feed back.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};
use tokio_postgres::config::TargetSessionAttrs;

use super::address::PostgresAddress;
use super::connection::{Connection, Query, READER};
use super::fault::Fault;
use super::readers::OLDEST;
use super::values::row;
use crate::limits;
use crate::position::Position;

/// What the last look has shown.
#[derive(Clone, Copy, Default)]
pub(super) struct Seen {
    /// The oldest transaction that ran, and since when it is the oldest while others have passed it.
    oldest: Option<(u64, Instant)>,
    held: Duration,
}

/// The last look, shared with whoever asks.
pub(super) type Shared = Arc<Mutex<Seen>>;

/// Looks until the store is closed.
pub(super) async fn watch_news(address: PostgresAddress, position: watch::Sender<Position>, seen: Shared) {
    let text = format!(
        "select {OLDEST}, cast(cast(pg_snapshot_xmax(pg_current_snapshot()) as text) as bigint), \
         e.timeline, e.xid, e.seq from (select 1) as one left join lateral \
         (select timeline, xid, seq from events where xid < {OLDEST} \
         order by timeline desc, xid desc, seq desc limit 1) as e on true"
    );
    let mut connection: Option<Connection> = None;
    let mut warned = false;
    loop {
        sleep(Duration::from_millis(limits::NEWS_MS)).await;
        let look = look(&address, &mut connection, &text);
        let found = match timeout(Duration::from_millis(limits::COMMIT_PATIENCE_MS), look).await {
            Ok(Ok(found)) => found,
            Ok(Err(_)) | Err(_) => {
                connection = None;
                continue;
            }
        };
        let (oldest, next, newest) = found;
        position.send_if_modified(|known| {
            let is_newer = newest > *known;
            *known = newest.max(*known);
            is_newer
        });
        let held = {
            let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
            // Whoever comes next is the oldest where none runs: nothing is held back then.
            seen.oldest = match seen.oldest {
                Some((known, since)) if known == oldest && next > oldest => Some((known, since)),
                _ => Some((oldest, Instant::now())),
            };
            seen.held = seen.oldest.map(|(_, since)| since.elapsed()).unwrap_or_default();
            seen.held
        };
        let is_alarming = held >= Duration::from_millis(limits::HELD_BACK_ALARM_MS);
        if is_alarming && !warned {
            tracing::error!(
                transaction = oldest,
                seconds = held.as_secs(),
                "a long transaction holds the feed back: see pg_stat_activity where backend_xid is not null"
            );
        }
        warned = is_alarming;
    }
}

async fn look(
    address: &PostgresAddress,
    connection: &mut Option<Connection>,
    text: &str,
) -> Result<(u64, u64, Position), Fault> {
    let open = match connection {
        Some(open) => open,
        None => {
            connection.insert(Connection::open(address, "news", TargetSessionAttrs::ReadWrite, READER).await?)
        }
    };
    let rows = open.run(Query::new(text, vec![])).await?;
    let Some(found) = rows.first() else { return Err(Fault::Again) };
    let read = || {
        let mut found = row(found)?;
        let (oldest, next) = (found.count()?, found.count()?);
        let newest = match (found.int_or_null()?, found.int_or_null()?, found.int_or_null()?) {
            (Some(timeline), Some(xid), Some(seq)) => Position::event(
                u32::try_from(timeline).unwrap_or_default(),
                xid.unsigned_abs(),
                seq.unsigned_abs(),
            ),
            _ => Position::START,
        };
        Ok((oldest, next, newest))
    };
    read().map_err(Fault::Refused)
}

/// How long a transaction has held the feed back; nothing where none does.
pub(super) fn held_back(seen: &Shared) -> Duration {
    let seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
    if seen.held < Duration::from_millis(limits::HELD_BACK_MIN_MS) { Duration::ZERO } else { seen.held }
}
