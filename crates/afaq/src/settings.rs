//! Settings: a file, then the environment, then flags; the later wins, and an unknown name refuses to start.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use serde::Deserialize;

/// Every setting of an installation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The folder of the store.
    pub data: PathBuf,
    /// The file of the master key; it belongs on another disk than the data.
    pub master_key: PathBuf,
    /// Where the record is kept: a database of PostgreSQL, `postgres://…`; without it SQLite, in the folder `data`.
    pub store: Option<StorePlace>,
    /// The file of the database's password: one line.
    pub store_password_file: Option<PathBuf>,
    /// Where evidence and issued documents lie: `"folder"`, or `[files]` with an object store.
    pub files: crate::files::Files,
    /// Where the program listens. A proxy in front of it speaks TLS.
    pub listen: SocketAddr,
    /// The address under which people reach the portal.
    pub base_url: String,
    /// `json` or `text`.
    pub log_format: LogFormat,
    /// What is logged, such as `info` or `afaq=debug`.
    pub log: String,
    /// The address of a ClamAV daemon; without one, uploads are refused unless `demonstration` is set.
    pub clamd: Option<SocketAddr>,
    /// Milliseconds for one look-up in a register.
    pub register_deadline_ms: u64,
    /// Seconds in which an officer can undo a prepared decision before it is taken.
    pub undo_seconds: u32,
    /// Limits that this installation lowers; none can be raised.
    pub limits: afaq_app::limits::Limits,
    /// The token with which `/metrics` can be read from other machines; without one, only this machine reads it.
    pub metrics_token: Option<String>,
    /// Systems that may send messages: each with the SHA-256 of its secret and the names of its messages.
    pub senders: std::collections::BTreeMap<String, afaq_app::inbound::Sender>,
    /// Generated people, registers, payment and sign-in: for trying only, and every page says so.
    pub demonstration: Option<Demonstration>,
}

/// The address of a database. It may hold a password and is never shown.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct StorePlace(String);

impl std::fmt::Debug for StorePlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(an address)")
    }
}

impl Settings {
    /// The database of PostgreSQL, where the settings name one; reads the password.
    ///
    /// # Errors
    /// An address that is none, or a file of the password that can't be read.
    pub fn postgres(&self) -> anyhow::Result<Option<afaq_store::PostgresAddress>> {
        let Some(StorePlace(place)) = &self.store else { return Ok(None) };
        let password = match &self.store_password_file {
            Some(path) => {
                let read = std::fs::read_to_string(path);
                Some(read.with_context(|| format!("can't read the password `{}`", path.display()))?)
            }
            None => None,
        };
        let address = afaq_store::PostgresAddress::parse(place, password.as_deref().map(str::trim));
        Ok(Some(address.context("the setting `store`")?))
    }
}

/// The generated world of an installation for trying.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demonstration {
    /// How many people.
    pub people: usize,
    /// The seed.
    pub seed: u64,
    /// The file that `afaq seed --into` wrote: the city as its past has left it.
    #[serde(default)]
    pub city: Option<PathBuf>,
}

/// The form of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// For reading.
    Text,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            data: PathBuf::from("afaq-data"),
            master_key: PathBuf::from("afaq-master.key"),
            store: None,
            store_password_file: None,
            files: crate::files::Files::Folder,
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            base_url: "http://127.0.0.1:8080".into(),
            log_format: LogFormat::Json,
            log: "info".into(),
            clamd: None,
            register_deadline_ms: afaq_app::limits::REGISTER_DEADLINE_MS,
            undo_seconds: afaq_domain::limits::UNDO_SECONDS,
            limits: afaq_app::limits::Limits::default(),
            metrics_token: None,
            senders: std::collections::BTreeMap::new(),
            demonstration: None,
        }
    }
}

/// The beginning of our names in the environment.
const PREFIX: &str = "AFAQ_";

/// Names in the environment that are no settings of the program.
const NOT_OURS: &[&str] = &["AFAQ_SHARED", "AFAQ_REQUIRE_SHARED", "AFAQ_BLESS", "AFAQ_BIN_DIR"];

/// The shortest token for `/metrics`.
const METRICS_TOKEN_BYTES_MIN: usize = 16;

/// Reads the settings. `environment` gives all names with their values.
pub fn read(
    file: Option<&Path>,
    environment: impl Iterator<Item = (String, String)>,
) -> anyhow::Result<Settings> {
    let mut table = match file {
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("can't read the settings `{}`", path.display()))?;
            text.parse::<toml::Table>().with_context(|| format!("the settings `{}`", path.display()))?
        }
        None => toml::Table::new(),
    };
    for (name, value) in environment {
        let Some(key) = name.strip_prefix(PREFIX) else { continue };
        if NOT_OURS.contains(&name.as_str()) {
            continue;
        }
        // `AFAQ_DEMONSTRATION__PEOPLE=100` is `people` in `[demonstration]`.
        let keys: Vec<String> = key.split("__").map(str::to_ascii_lowercase).collect();
        set(&mut table, &keys, value).with_context(|| format!("the environment's `{name}`"))?;
    }
    let settings: Settings = table.try_into().context("the settings")?;
    settings.limits.check().context("the settings")?;
    settings.files.check().context("the settings")?;
    // A short token can be guessed.
    if settings.metrics_token.as_ref().is_some_and(|token| token.len() < METRICS_TOKEN_BYTES_MIN) {
        bail!("the setting `metrics_token` needs at least {METRICS_TOKEN_BYTES_MIN} characters");
    }
    for (name, sender) in &settings.senders {
        let is_hash = sender.secret_sha256.len() == 64
            && sender.secret_sha256.bytes().all(|one| one.is_ascii_hexdigit());
        if !is_hash {
            bail!("the setting `senders.{name}.secret_sha256` is no SHA-256 in hexadecimal");
        }
    }
    Ok(settings)
}

fn set(table: &mut toml::Table, keys: &[String], value: String) -> anyhow::Result<()> {
    match keys {
        [] => bail!("has no name"),
        [key] => {
            let value = value.parse::<i64>().map_or(toml::Value::String(value), toml::Value::Integer);
            table.insert(key.clone(), value);
            Ok(())
        }
        [first, rest @ ..] => {
            let inner = table.entry(first.clone()).or_insert_with(|| toml::Value::Table(toml::Table::new()));
            match inner {
                toml::Value::Table(inner) => set(inner, rest, value),
                _ => bail!("`{first}` is no group of settings"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(environment: &[(&str, &str)]) -> anyhow::Result<Settings> {
        read(None, environment.iter().map(|(name, value)| ((*name).to_string(), (*value).to_string())))
    }

    #[test]
    fn the_environment_wins_over_the_default() {
        let settings = from(&[
            ("AFAQ_LISTEN", "127.0.0.1:9000"),
            ("AFAQ_DEMONSTRATION__PEOPLE", "10"),
            ("AFAQ_DEMONSTRATION__SEED", "7"),
            ("HOME", "/"),
        ])
        .expect("good settings");
        assert_eq!(settings.listen.port(), 9000);
        assert_eq!(settings.demonstration.map(|one| (one.people, one.seed)), Some((10, 7)));
    }

    #[test]
    fn an_unknown_name_refuses() {
        assert!(from(&[("AFAQ_LISTTEN", "127.0.0.1:9000")]).is_err());
    }

    #[test]
    fn limits_are_lowered_and_never_raised() {
        let lowered = from(&[("AFAQ_LIMITS__DRAFT_DAYS", "30")]).expect("good settings").limits;
        assert_eq!((lowered.draft_days, lowered.session_hours), (30, 12));
        let raised = from(&[("AFAQ_LIMITS__DRAFT_DAYS", "91")]).expect_err("a raised limit");
        assert!(format!("{raised:#}").contains("`limits.draft_days` is 91"), "{raised:#}");
        assert!(from(&[("AFAQ_LIMITS__DRAFTDAYS", "30")]).is_err(), "an unknown limit");
        assert!(from(&[("AFAQ_LIMITS__DRAFTS", "-1")]).is_err());
        assert!(from(&[("AFAQ_METRICS_TOKEN", "short")]).is_err());
    }

    #[test]
    fn files_lie_in_a_folder_or_in_an_object_store_whose_secret_is_never_shown() {
        use crate::files::Files;
        assert!(matches!(from(&[("AFAQ_FILES", "folder")]).expect("good").files, Files::Folder));
        let named = [
            ("AFAQ_FILES__S3", "https://s3.example"),
            ("AFAQ_FILES__BUCKET", "afaq"),
            ("AFAQ_FILES__ACCESS_KEY_ID", "afaq"),
            ("AFAQ_FILES__SECRET", "do not show"),
        ];
        let settings = from(&named).expect("good settings");
        assert!(!format!("{settings:?}").contains("do not show"));
        assert!(settings.files.place().is_ok());
        let told = |wrong: (&'static str, &'static str)| {
            let mut named = named.to_vec();
            named.retain(|(name, _)| *name != wrong.0);
            named.push(wrong);
            format!("{:#}", from(&named).expect_err("a wrong setting"))
        };
        assert!(told(("AFAQ_FILES__S3", "s3.example")).contains("`files.s3`"));
        assert!(told(("AFAQ_FILES__S3", "http://s3.example")).contains("https"));
        assert!(told(("AFAQ_FILES__BUCKET", "a/b")).contains("`files.bucket`"));
        assert!(told(("AFAQ_FILES__SECRET_FILE", "/somewhere")).contains("secret"));
        assert!(from(&[("AFAQ_FILES", "elsewhere")]).is_err());
        assert!(from(&named[..3]).is_err(), "no secret");
        assert!(from(&[("AFAQ_FILES__BUCKETT", "x")]).is_err());
    }

    #[test]
    fn the_address_of_a_database_is_never_shown() {
        let settings =
            from(&[("AFAQ_STORE", "postgres://afaq:geheim@localhost/afaq")]).expect("good settings");
        assert!(!format!("{settings:?}").contains("geheim"));
        assert!(settings.postgres().expect("an address").is_some());
        let wrong = from(&[("AFAQ_STORE", "mysql://afaq:geheim@localhost/afaq")]).expect("a text");
        let told = format!("{:#}", wrong.postgres().expect_err("another database"));
        assert!(told.contains("`store`") && !told.contains("geheim"), "{told}");
        assert!(from(&[]).expect("good settings").postgres().expect("none").is_none());
    }

    #[test]
    fn a_wrong_value_refuses() {
        assert!(from(&[("AFAQ_LISTEN", "somewhere")]).is_err());
        assert!(from(&[("AFAQ_LISTEN__PORT", "1"), ("AFAQ_LISTEN", "x")]).is_err());
    }
}
