//! Connections that read: of the primary, or of the nearest server where a moment of age does not matter.

use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Pool, PoolError, RecyclingMethod};
use tokio::time::{Instant, sleep};
use tokio_postgres::config::TargetSessionAttrs;

use super::address::PostgresAddress;
use super::connection::{Query, READER, in_order, send};
use super::fault::Fault;
use super::values::row;
use crate::position::Position;
use crate::sql::{Row, Statement};
use crate::{StoreError, limits};

/// Two pools: of the primary, and of whatever server is nearest.
pub(super) struct Readers {
    primary: Pool,
    nearest: Pool,
}

/// The oldest transaction that still runs, as a number.
pub(crate) const OLDEST: &str = "cast(cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as bigint)";

impl Readers {
    pub(super) fn open(address: &PostgresAddress, readers: usize) -> Result<Self, StoreError> {
        let pool = |purpose: &str, target| {
            let config = address.config(purpose, target, READER);
            let recycling_method = RecyclingMethod::Fast;
            let manager =
                Manager::from_config(config, address.connector(), ManagerConfig { recycling_method });
            Pool::builder(manager)
                .max_size(readers.clamp(1, limits::READERS_MAX))
                .build()
                .map_err(|error| StoreError::Unavailable { problem: error.to_string() })
        };
        Ok(Self {
            primary: pool("reader", TargetSessionAttrs::ReadWrite)?,
            nearest: pool("near reader", TargetSessionAttrs::Any)?,
        })
    }

    /// Reads from the primary. While there is none, a copy that has everything this process has written answers.
    pub(super) async fn read(
        &self,
        statements: &[Statement],
        written: Position,
    ) -> Result<Vec<Vec<Row>>, StoreError> {
        let until = Instant::now() + Duration::from_millis(limits::READ_PATIENCE_MS);
        let mut pause = Duration::from_millis(limits::RECONNECT_MS);
        let mut tries = 0;
        loop {
            let problem = match read_from(&self.primary, statements, None).await {
                Ok(Some(answers)) => return Ok(answers),
                Ok(None) => String::new(),
                Err(Fault::Refused(error)) => return Err(error),
                Err(fault) => format!("{fault:?}"),
            };
            tries += 1;
            // A connection of the pool may merely have been old.
            if tries > limits::READERS_MAX.min(4)
                && let Ok(Some(answers)) = read_from(&self.nearest, statements, Some(written)).await
            {
                return Ok(answers);
            }
            if Instant::now() >= until {
                return Err(StoreError::Unavailable { problem });
            }
            sleep(pause).await;
            pause = (pause * 2).min(Duration::from_millis(limits::RECONNECT_MAX_MS));
        }
    }

    /// Reads from the nearest server if it has everything up to a place; else from the primary.
    pub(super) async fn read_nearest(
        &self,
        statements: &[Statement],
        wanted: Position,
        written: Position,
    ) -> Result<Vec<Vec<Row>>, StoreError> {
        match read_from(&self.nearest, statements, Some(wanted)).await {
            Ok(Some(answers)) => Ok(answers),
            Err(Fault::Refused(error)) => Err(error),
            Ok(None) | Err(Fault::Lost(_) | Fault::Again) => self.read(statements, written).await,
        }
    }

    pub(super) fn close(&self) {
        self.primary.close();
        self.nearest.close();
    }
}

/// Runs statements over one state of the database; nothing if it lacks something before `wanted`.
async fn read_from(
    pool: &Pool,
    statements: &[Statement],
    wanted: Option<Position>,
) -> Result<Option<Vec<Vec<Row>>>, Fault> {
    let client = pool.get().await.map_err(|error| match error {
        PoolError::Backend(error) => Fault::of(&error),
        PoolError::Closed => Fault::Refused(StoreError::Closed),
        other => Fault::Lost(other.to_string()),
    })?;
    let age = format!(
        "select {OLDEST}, case when pg_is_in_recovery() then 1 else 0 end, \
         coalesce((select max(timeline) from events), 0)"
    );
    let mut queries = Vec::with_capacity(statements.len() + 3);
    let is_one_state = statements.len() > 1 || wanted.is_some();
    if is_one_state {
        queries.push(Query::new("begin isolation level repeatable read read only", vec![]));
    }
    if wanted.is_some() {
        queries.push(Query::new(age.as_str(), vec![]));
    }
    let before = queries.len();
    queries.extend(statements.iter().map(Query::of));
    if is_one_state {
        queries.push(Query::new("commit", vec![]));
    }
    let mut prepared = Vec::with_capacity(queries.len());
    for query in &queries {
        prepared.push(client.prepare_cached(&query.text).await?);
    }
    let answers = in_order(
        prepared.into_iter().zip(&queries).map(|(prepared, query)| send(&client, prepared, &query.values)),
    )
    .await;
    let answers = match answers {
        Ok(answers) => answers,
        Err(fault) => {
            if is_one_state && !matches!(fault, Fault::Lost(_)) {
                client.batch_execute("rollback").await?;
            }
            return Err(fault);
        }
    };
    if let Some(wanted) = wanted {
        let has_it = answers.get(1).and_then(|rows| rows.first()).map(|found| has(found, wanted));
        if !has_it.unwrap_or(Ok(false)).map_err(Fault::Refused)? {
            return Ok(None);
        }
    }
    let mut read = Vec::with_capacity(statements.len());
    for (rows, statement) in answers.iter().skip(before).zip(statements) {
        if let (true, Some(what)) = (rows.is_empty(), statement.must_hit) {
            return Err(Fault::Refused(StoreError::NotFound { what }));
        }
        read.push(rows.iter().map(row).collect::<Result<Vec<_>, _>>().map_err(Fault::Refused)?);
    }
    Ok(Some(read))
}

/// Whether a server has everything up to a place. The primary has it; a copy has it when no transaction at or
/// before that one still runs there, in the same timeline or a later one.
fn has(found: &tokio_postgres::Row, wanted: Position) -> Result<bool, StoreError> {
    let mut found = row(found)?;
    let (oldest, is_copy, timeline) = (found.count()?, found.count()? > 0, found.count()?);
    let is_later = timeline > u64::from(wanted.timeline());
    Ok(!is_copy || is_later || oldest > wanted.transaction())
}
