//! A look at a live region for `doctor`: each server by itself, then what only the primary knows.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_postgres::config::{Host, TargetSessionAttrs};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;

use super::address::PostgresAddress;
use super::connection::{Connection, Query, READER};
use super::fault::Fault;
use super::tls::Connector;
use super::values::row;
use crate::{certificate, limits};

/// What a look at a region found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RegionLook {
    /// Each server of the address.
    pub servers: Vec<ServerLook>,
    /// What the primary says; nothing where there is none.
    pub primary: Option<PrimaryLook>,
}

/// One server.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServerLook {
    /// Its name and port.
    pub host: String,
    /// Why it can't be asked; nothing else is known then.
    pub problem: Option<String>,
    /// Whether it takes writes.
    pub is_primary: bool,
    /// How far it has come in the log, in bytes.
    pub place_bytes: u64,
    /// Its clock when it was asked, in microseconds since 1970.
    pub clock_us: i64,
    /// When its certificate ends, in seconds since 1970; nothing without TLS.
    pub certificate_ends_s: Option<i64>,
}

/// What only the primary knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PrimaryLook {
    /// Whether this account may look at the servers' states.
    pub may_look: bool,
    /// Servers that follow and count for commits.
    pub followers: u64,
    /// Whether commits wait for another server.
    pub waits_for_copies: bool,
    /// Commits that wait for it right now.
    pub waiting: u64,
    /// The oldest transaction that stands open, in seconds.
    pub oldest_transaction_s: u64,
    /// Whether the log is archived at all.
    pub is_archiving: bool,
    /// Seconds since a piece of the log was archived; nothing if none ever was.
    pub archived_s_ago: Option<u64>,
    /// Whether the last piece of the log could not be archived.
    pub does_archiving_fail: bool,
    /// Seconds since the last backup that was recorded; nothing if none was.
    pub backup_s_ago: Option<u64>,
}

/// What every server is asked.
const SERVER: &str = "select cast(cast(pg_is_in_recovery() as int) as bigint), \
    cast(pg_wal_lsn_diff(case when pg_is_in_recovery() then coalesce(pg_last_wal_replay_lsn(), '0/0') \
        else pg_current_wal_lsn() end, '0/0') as bigint), \
    cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)";

/// What the primary is asked. States of others are hidden from who may not look: then they are null.
const PRIMARY: &str = "select \
    cast(cast(pg_has_role(current_user, 'pg_monitor', 'usage') as int) as bigint), \
    (select count(*) from pg_stat_replication where state = 'streaming' and sync_state in ('quorum', 'sync')), \
    cast(cast(current_setting('synchronous_standby_names') <> '' as int) as bigint), \
    (select count(*) from pg_stat_activity where wait_event = 'SyncRep'), \
    (select cast(coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0) as bigint) \
        from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()), \
    cast(cast(current_setting('archive_mode') <> 'off' as int) as bigint), \
    (select cast(extract(epoch from clock_timestamp() - last_archived_time) as bigint) from pg_stat_archiver), \
    (select cast(cast(coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) as int) as bigint) \
        from pg_stat_archiver), \
    (select cast(extract(epoch from clock_timestamp()) as bigint) - cast(convert_from(value, 'UTF8') as bigint) \
        from meta where name = 'backup_at')";

impl PostgresAddress {
    /// Looks at every server of the address, also where none takes writes; one that does not answer is found, not
    /// waited for.
    pub async fn look(&self) -> RegionLook {
        let patience = Duration::from_millis(limits::REGION_LOOK_MS);
        let mut look = RegionLook::default();
        for (name, only) in self.each_host() {
            let mut server = ServerLook { host: name, ..ServerLook::default() };
            match timeout(patience, ask(&only, SERVER)).await {
                Ok(Ok(answers)) => {
                    let [recovers, place, clock] = numbers(&answers);
                    server.is_primary = recovers == Some(0);
                    server.place_bytes = place.unwrap_or_default().unsigned_abs();
                    server.clock_us = clock.unwrap_or_default();
                }
                Ok(Err(error)) => server.problem = Some(error.into_error().to_string()),
                Err(_) => server.problem = Some("it does not answer".into()),
            }
            if let (None, Connector::Tls(config)) = (&server.problem, only.connector()) {
                let shown = timeout(patience, certificate_of(&only, config)).await;
                server.certificate_ends_s = shown.ok().and_then(Result::ok).flatten();
            }
            if server.is_primary {
                look.primary =
                    timeout(patience, ask(&only, PRIMARY)).await.ok().and_then(Result::ok).map(primary);
            }
            look.servers.push(server);
        }
        look
    }
}

fn primary(answers: Vec<Option<i64>>) -> PrimaryLook {
    let [may_look, followers, waits, waiting, oldest, archiving, archived, failed, backup] =
        numbers(&answers);
    let count = |n: Option<i64>| n.unwrap_or_default().unsigned_abs();
    PrimaryLook {
        may_look: may_look == Some(1),
        followers: count(followers),
        waits_for_copies: waits == Some(1),
        waiting: count(waiting),
        oldest_transaction_s: count(oldest),
        is_archiving: archiving == Some(1),
        archived_s_ago: archived.map(|n| n.max(0).unsigned_abs()),
        does_archiving_fail: failed == Some(1),
        backup_s_ago: backup.map(|n| n.max(0).unsigned_abs()),
    }
}

fn numbers<const N: usize>(answers: &[Option<i64>]) -> [Option<i64>; N] {
    std::array::from_fn(|at| answers.get(at).copied().flatten())
}

/// Asks one server for a row of numbers.
async fn ask(only: &PostgresAddress, text: &str) -> Result<Vec<Option<i64>>, Fault> {
    let mut connection = Connection::open(only, "doctor", TargetSessionAttrs::Any, READER).await?;
    let rows = connection.run(Query::new(text, vec![])).await?;
    let mut answers = Vec::new();
    if let Some(found) = rows.first() {
        let mut found_row = row(found).map_err(Fault::Refused)?;
        for _ in 0..found.len() {
            answers.push(found_row.int_or_null().map_err(Fault::Refused)?);
        }
    }
    Ok(answers)
}

/// When the certificate of a server ends.
async fn certificate_of(only: &PostgresAddress, config: Arc<ClientConfig>) -> std::io::Result<Option<i64>> {
    let Some((Host::Tcp(host), port)) = only.first_host() else { return Ok(None) };
    let mut line = TcpStream::connect((host.as_str(), port)).await?;
    // PostgreSQL begins TLS after it was asked for by this number.
    line.write_all(&[0, 0, 0, 8, 4, 210, 22, 47]).await?;
    if line.read_u8().await? != b'S' {
        return Ok(None);
    }
    let name = ServerName::try_from(host).map_err(std::io::Error::other)?;
    let secured = TlsConnector::from(config).connect(name, line).await?;
    let shown = secured.get_ref().1.peer_certificates().and_then(|all| all.first());
    Ok(shown.and_then(|der| certificate::ends(der)))
}
