//! The address of a database: its hosts, its user, how the way there is secured. It is never logged with a password.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};

use super::tls::Connector;
use crate::{StoreError, limits};

/// Where a store lies in PostgreSQL.
#[derive(Clone)]
pub struct PostgresAddress {
    config: Config,
    connector: Connector,
}

impl PostgresAddress {
    /// Reads `postgres://USER@HOST1,HOST2,HOST3/DATABASE?…`, the nearest host first.
    ///
    /// `sslmode` is `verify-full` (with `sslrootcert=FILE`, and `sslcert` and `sslkey` where the server asks for
    /// them) or `disable`; to another machine one of them must be named. `host=/FOLDER` names a socket.
    ///
    /// # Errors
    /// [`StoreError::Address`] says what is wrong, without the address itself.
    pub fn parse(text: &str, password: Option<&str>) -> Result<Self, StoreError> {
        let (base, query) = text.split_once('?').unwrap_or((text, ""));
        let mut tls = Wanted::default();
        let mut kept = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match name {
                "sslmode" => tls.mode = Some(value.to_owned()),
                "sslrootcert" => tls.roots = Some(PathBuf::from(value)),
                "sslcert" => tls.certificate = Some(PathBuf::from(value)),
                "sslkey" => tls.key = Some(PathBuf::from(value)),
                // Ours to choose: who writes needs the primary, who reads may go to the nearest.
                "target_session_attrs" if value == "read-write" => {}
                "target_session_attrs" | "options" => {
                    return Err(refused(format!("`{name}` is chosen by the program: leave it away")));
                }
                _ => kept.push(pair),
            }
        }
        let plain = if kept.is_empty() { base.to_owned() } else { format!("{base}?{}", kept.join("&")) };
        if !plain.starts_with("postgres://") && !plain.starts_with("postgresql://") {
            return Err(refused("it begins with `postgres://`"));
        }
        let mut config: Config =
            plain.parse().map_err(|error| refused(format!("{error}: {}", cause(&error))))?;
        if let Some(password) = password {
            config.password(password);
        }
        if config.get_user().is_none() {
            return Err(refused("it names no user"));
        }
        if config.get_hosts().is_empty() {
            return Err(refused("it names no host"));
        }
        let is_here = config.get_hosts().iter().all(is_this_machine);
        let connector = match tls.mode.as_deref() {
            Some("verify-full") => {
                config.ssl_mode(SslMode::Require);
                Connector::verifying(&tls)?
            }
            Some("disable") => {
                config.ssl_mode(SslMode::Disable);
                Connector::Plain
            }
            None if is_here => {
                config.ssl_mode(SslMode::Disable);
                Connector::Plain
            }
            None => {
                return Err(refused(
                    "to another machine say `sslmode=verify-full&sslrootcert=FILE`, or `sslmode=disable` where the network is guarded otherwise",
                ));
            }
            Some(_) => return Err(refused("`sslmode` is `verify-full` or `disable`")),
        };
        config
            .connect_timeout(Duration::from_millis(limits::CONNECT_TIMEOUT_MS))
            .tcp_user_timeout(Duration::from_millis(limits::TCP_USER_TIMEOUT_MS))
            .keepalives(true)
            .keepalives_idle(Duration::from_secs(2))
            .keepalives_interval(Duration::from_secs(2))
            .keepalives_retries(3);
        Ok(Self { config, connector })
    }

    pub(super) fn connector(&self) -> Connector {
        self.connector.clone()
    }

    /// How a connection for one purpose is made. The options are the server's settings of that session.
    pub(super) fn config(&self, purpose: &str, target: TargetSessionAttrs, options: &str) -> Config {
        let mut config = self.config.clone();
        config.application_name(format!("afaq {purpose}")).target_session_attrs(target).options(options);
        config
    }

    /// Each host by itself, with its name.
    pub(super) fn each_host(&self) -> Vec<(String, Self)> {
        let (hosts, ports) = (self.config.get_hosts(), self.config.get_ports());
        let each = hosts.iter().enumerate().map(|(at, host)| {
            let port = ports.get(at).or(ports.first()).copied().unwrap_or(5432);
            let mut only = Config::new();
            let (from, connector) = (&self.config, self.connector.clone());
            let name = match host {
                Host::Tcp(name) => {
                    only.host(name);
                    format!("{name}:{port}")
                }
                Host::Unix(path) => {
                    only.host_path(path);
                    path.display().to_string()
                }
            };
            only.port(port).ssl_mode(from.get_ssl_mode());
            only.connect_timeout(Duration::from_millis(limits::CONNECT_TIMEOUT_MS));
            if let Some(user) = from.get_user() {
                only.user(user);
            }
            if let Some(password) = from.get_password() {
                only.password(password);
            }
            if let Some(database) = from.get_dbname() {
                only.dbname(database);
            }
            (name, Self { config: only, connector })
        });
        each.collect()
    }

    /// The first host and its port.
    pub(super) fn first_host(&self) -> Option<(Host, u16)> {
        let host = self.config.get_hosts().first()?.clone();
        Some((host, self.config.get_ports().first().copied().unwrap_or(5432)))
    }

    /// The address of another database on the same server; for tests and copies.
    #[must_use]
    pub fn with_database(&self, name: &str) -> Self {
        let mut other = self.clone();
        other.config.dbname(name);
        other
    }
}

/// What the address says about TLS.
#[derive(Default)]
pub(super) struct Wanted {
    mode: Option<String>,
    pub(super) roots: Option<PathBuf>,
    pub(super) certificate: Option<PathBuf>,
    pub(super) key: Option<PathBuf>,
}

pub(super) fn refused(problem: impl Into<String>) -> StoreError {
    StoreError::Address { problem: problem.into() }
}

fn cause(error: &tokio_postgres::Error) -> String {
    std::error::Error::source(error).map(ToString::to_string).unwrap_or_default()
}

fn is_this_machine(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        Host::Unix(_) => true,
    }
}

impl fmt::Display for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "postgres://{}@", self.config.get_user().unwrap_or_default())?;
        for (at, host) in self.config.get_hosts().iter().enumerate() {
            let comma = if at > 0 { "," } else { "" };
            match host {
                Host::Tcp(name) => write!(f, "{comma}{name}")?,
                Host::Unix(path) => write!(f, "{comma}{}", path.display())?,
            }
            if let Some(port) = self.config.get_ports().get(at).or(self.config.get_ports().first()) {
                write!(f, ":{port}")?;
            }
        }
        write!(f, "/{}", self.config.get_dbname().unwrap_or_default())
    }
}

impl fmt::Debug for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresAddress({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_and_never_shows_its_password() {
        let read = PostgresAddress::parse(
            "postgres://afaq:geheim@127.0.0.1:5433,localhost:5434/afaq?target_session_attrs=read-write",
            None,
        )
        .unwrap_or_else(|error| unreachable!("{error}"));
        assert_eq!(read.to_string(), "postgres://afaq@127.0.0.1:5433,localhost:5434/afaq");
        assert!(!format!("{read:?}").contains("geheim"));
        let socket = PostgresAddress::parse("postgres://afaq@/afaq?host=/run/postgresql", Some("geheim"));
        assert_eq!(
            socket.map(|one| one.to_string()).ok().as_deref(),
            Some("postgres://afaq@/run/postgresql/afaq")
        );
    }

    #[test]
    fn what_is_wrong_is_said_without_the_password() {
        for (text, part) in [
            ("mysql://a:geheim@h/d", "begins with"),
            ("postgres://afaq:geheim@db.example/afaq", "sslmode"),
            ("postgres://afaq:geheim@db.example/afaq?sslmode=require", "verify-full"),
            ("postgres://afaq:geheim@db.example/afaq?sslmode=verify-full", "sslrootcert"),
            (
                "postgres://afaq:geheim@db.example/afaq?sslmode=verify-full&sslrootcert=/no/such/file",
                "/no/such",
            ),
            ("postgres://localhost/afaq", "user"),
            ("postgres://afaq:geheim@localhost:port/afaq", ""),
            ("postgres://afaq:geheim@localhost/afaq?wrong=1", ""),
            ("postgres://afaq:geheim@localhost/afaq?options=-c", "options"),
        ] {
            match PostgresAddress::parse(text, None) {
                Err(error) => {
                    let told = error.to_string();
                    assert!(told.contains(part) && !told.contains("geheim"), "{text}: {told}");
                }
                Ok(read) => unreachable!("{read}"),
            }
        }
    }
}
