//! Signed-in sessions: found by the hash of a token, ended by idleness, by age, or on demand.

use afaq_base::Timestamp;
use serde_json::Value as Json;

use crate::sql::{Row, Value, check_name, json_text, sql};
use crate::{Store, StoreError};

/// The hash of a session's token; the token itself is with its holder alone.
pub type TokenHash = [u8; 32];

/// A session to be stored.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// The hash of its token.
    pub token_hash: TokenHash,
    /// Who signed in: a party or an officer.
    pub subject: String,
    /// What the caller keeps with it.
    pub data: Json,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ends if nobody comes; never after its end in any case.
    pub idle_expires_at: Timestamp,
    /// When it ends in any case.
    pub absolute_expires_at: Timestamp,
}

/// A session that holds.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionRow {
    /// Who signed in.
    pub subject: String,
    /// What the caller keeps with it.
    pub data: Json,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
    /// When it ends if nobody comes; never after its end in any case.
    pub idle_expires_at: Timestamp,
    /// When it ends in any case.
    pub absolute_expires_at: Timestamp,
}

fn read(mut row: Row) -> Result<SessionRow, StoreError> {
    Ok(SessionRow {
        subject: row.text()?,
        data: row.json()?,
        created_at: row.at()?,
        seen_at: row.at()?,
        idle_expires_at: row.at()?,
        absolute_expires_at: row.at()?,
    })
}

impl Store {
    /// Stores a session.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] if the token is there already.
    pub async fn start_session(&self, session: &NewSession) -> Result<(), StoreError> {
        check_name("the subject of a session", &session.subject)?;
        self.write(sql(
            "insert into sessions (token_hash, subject, data, created_at, seen_at, idle_expires_at, \
             absolute_expires_at) values ($1, $2, $3, $4, $5, $6, $7)",
            vec![
                session.token_hash.to_vec().into(),
                Value::from(&session.subject),
                json_text("the data of a session", &session.data)?.into(),
                session.created_at.into(),
                session.created_at.into(),
                session.idle_expires_at.min(session.absolute_expires_at).into(),
                session.absolute_expires_at.into(),
            ],
        ))
        .await
        .map(drop)
    }

    /// Finds a session that holds now.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn find_session(
        &self,
        token: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<SessionRow>, StoreError> {
        let rows = self
            .look_up(sql(
                "select subject, data, created_at, seen_at, idle_expires_at, absolute_expires_at from sessions \
                 where token_hash = $1 and idle_expires_at > $2",
                vec![token.to_vec().into(), now.into()],
            ))
            .await?;
        rows.into_iter().next().map(read).transpose()
    }

    /// Notes that a session was used, so that it does not end by idleness. Call it now and then, not each time.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn touch_session(
        &self,
        token: &TokenHash,
        now: Timestamp,
        idle_expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(sql(
            "update sessions set seen_at = $1, idle_expires_at = \
             case when $2 < absolute_expires_at then $2 else absolute_expires_at end \
             where token_hash = $3 and idle_expires_at > $4",
            vec![now.into(), idle_expires_at.into(), token.to_vec().into(), now.into()],
        ))
        .await
        .map(drop)
    }

    /// Replaces what is kept with a session.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if the session has ended.
    pub async fn set_session_data(&self, token: &TokenHash, data: &Json) -> Result<(), StoreError> {
        self.write(
            sql(
                "update sessions set data = $1 where token_hash = $2 returning subject",
                vec![json_text("the data of a session", data)?.into(), token.to_vec().into()],
            )
            .must_hit("the session"),
        )
        .await
        .map(drop)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn end_session(&self, token: &TokenHash) -> Result<(), StoreError> {
        self.write(sql("delete from sessions where token_hash = $1", vec![token.to_vec().into()]))
            .await
            .map(drop)
    }

    /// Ends all sessions of a party or an officer.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn end_sessions_of(&self, subject: &str) -> Result<(), StoreError> {
        self.write(sql("delete from sessions where subject = $1", vec![subject.into()])).await.map(drop)
    }
}
