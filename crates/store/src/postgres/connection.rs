//! One connection: its settings, its prepared statements, and many statements sent in one go.

use std::borrow::Cow;
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::task::Poll;

use bytes::BytesMut;
use futures_util::TryStreamExt;
use tokio_postgres::config::TargetSessionAttrs;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Error, Row as Found, Statement as Prepared};

use super::address::PostgresAddress;
use super::fault::Fault;
use crate::limits;
use crate::sql::{Statement, Value};

/// Settings of a session that commits. Nothing may ever cancel a commit that waits for its copies: a canceled one
/// answers as if it were safe. Its statements all go by an index; a plan that was made while a table was small
/// must not stay.
pub(super) const APPENDER: &str = "-c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0 \
    -c client_connection_check_interval=0 -c synchronous_commit=on -c enable_seqscan=off -c jit=off \
    -c default_transaction_isolation=read\\ committed";

/// Settings of a session that reads. It is not made read-only: by that a primary is told from a copy.
pub(super) const READER: &str =
    "-c statement_timeout=30s -c idle_in_transaction_session_timeout=30s -c jit=off";

/// Settings of a session that changes the schema or looks at everything.
pub(super) const KEEPER: &str =
    "-c statement_timeout=0 -c lock_timeout=60s -c idle_in_transaction_session_timeout=60s -c jit=off";

/// A statement to be sent.
pub(super) struct Query<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) values: Vec<Param<'a>>,
}

/// One value, or a column of values.
#[derive(Debug)]
pub(super) enum Param<'a> {
    One(&'a Value),
    Int(i64),
    Text(&'a str),
    Id([u8; 16]),
    Ints(Vec<i64>),
    Texts(Vec<&'a str>),
    OwnedTexts(Vec<String>),
    Ids(Vec<Option<Id>>),
    Blobs(Vec<Option<&'a [u8]>>),
}

/// Sixteen bytes as `uuid`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Id(pub(super) [u8; 16]);

impl ToSql for Id {
    fn to_sql(
        &self,
        _: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        out.extend_from_slice(&self.0);
        Ok(IsNull::No)
    }

    fn accepts(kind: &Type) -> bool {
        *kind == Type::UUID
    }

    to_sql_checked!();
}

impl ToSql for Param<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::One(value) => value.to_sql(kind, out),
            Self::Int(n) => Value::Int(*n).to_sql(kind, out),
            Self::Text(text) => text.to_sql(kind, out),
            Self::Id(id) => Id(*id).to_sql(kind, out),
            Self::Ints(all) => all.to_sql(kind, out),
            Self::Texts(all) => all.to_sql(kind, out),
            Self::OwnedTexts(all) => all.to_sql(kind, out),
            Self::Ids(all) => all.to_sql(kind, out),
            Self::Blobs(all) => all.to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> Query<'a> {
    pub(super) fn new(text: impl Into<Cow<'a, str>>, values: Vec<Param<'a>>) -> Self {
        Self { text: text.into(), values }
    }

    pub(super) fn of(statement: &'a Statement) -> Self {
        Self {
            text: Cow::Borrowed(&statement.text),
            values: statement.values.iter().map(Param::One).collect(),
        }
    }
}

/// A connection with its prepared statements.
pub(super) struct Connection {
    client: Client,
    prepared: HashMap<String, Prepared>,
}

impl Connection {
    pub(super) async fn open(
        address: &PostgresAddress,
        purpose: &str,
        target: TargetSessionAttrs,
        options: &str,
    ) -> Result<Self, Fault> {
        let config = address.config(purpose, target, options);
        let (client, driver) = config.connect(address.connector()).await?;
        tokio::spawn(async move {
            if let Err(error) = driver.await {
                tracing::debug!(%error, "a connection to the database ended");
            }
        });
        Ok(Self { client, prepared: HashMap::new() })
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// Runs plain text without values.
    pub(super) async fn plain(&self, text: &str) -> Result<(), Fault> {
        Ok(self.client.batch_execute(text).await?)
    }

    /// Runs one statement.
    pub(super) async fn run(&mut self, query: Query<'_>) -> Result<Vec<Found>, Fault> {
        let mut answers = self.run_all(&[query]).await?;
        Ok(answers.pop().unwrap_or_default())
    }

    /// Sends all statements at once and answers the rows of each, or the first fault.
    pub(super) async fn run_all(&mut self, queries: &[Query<'_>]) -> Result<Vec<Vec<Found>>, Fault> {
        for query in queries {
            if !self.prepared.contains_key(query.text.as_ref()) {
                if self.prepared.len() >= limits::PREPARED_STATEMENTS_MAX * 2 {
                    self.prepared.clear();
                }
                let prepared = self.client.prepare(&query.text).await?;
                self.prepared.insert(query.text.clone().into_owned(), prepared);
            }
        }
        let mut sent = Vec::with_capacity(queries.len());
        for query in queries {
            // If the cache was emptied on the way, it is filled again for these alone.
            let prepared = match self.prepared.get(query.text.as_ref()) {
                Some(prepared) => prepared.clone(),
                None => self.client.prepare(&query.text).await?,
            };
            sent.push((prepared, query));
        }
        let client = &self.client;
        in_order(sent.into_iter().map(|(prepared, query)| send(client, prepared, &query.values))).await
    }
}

/// Sends a statement and waits for its rows.
pub(super) async fn send(
    client: &Client,
    prepared: Prepared,
    values: &[Param<'_>],
) -> Result<Vec<Found>, Error> {
    let rows = client.query_raw(&prepared, values.iter().map(|value| value as &(dyn ToSql + Sync))).await?;
    rows.try_collect().await
}

/// Begins all in their order, so that they travel together; their answers come in the same order.
pub(super) async fn in_order<F: Future<Output = Result<Vec<Found>, Error>>>(
    all: impl Iterator<Item = F>,
) -> Result<Vec<Vec<Found>>, Fault> {
    let mut all: Vec<Pin<Box<F>>> = all.map(Box::pin).collect();
    let mut answers: Vec<Result<Vec<Found>, Error>> = Vec::with_capacity(all.len());
    let mut early: HashMap<usize, Result<Vec<Found>, Error>> = HashMap::new();
    let mut is_sent = false;
    std::future::poll_fn(|context| {
        if !is_sent {
            is_sent = true;
            for (at, one) in all.iter_mut().enumerate() {
                if let Poll::Ready(answer) = one.as_mut().poll(context) {
                    early.insert(at, answer);
                }
            }
        }
        while answers.len() < all.len() {
            let at = answers.len();
            if let Some(answer) = early.remove(&at) {
                answers.push(answer);
                continue;
            }
            match all.get_mut(at).map(|one| one.as_mut().poll(context)) {
                Some(Poll::Ready(answer)) => answers.push(answer),
                Some(Poll::Pending) | None => return Poll::Pending,
            }
        }
        Poll::Ready(())
    })
    .await;
    answers.into_iter().map(|answer| answer.map_err(Fault::from)).collect()
}
