//! The way to the database under TLS: certificates are always verified, or there is no TLS.

use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::address::{Wanted, refused};
use crate::StoreError;

/// How connections are secured.
#[derive(Clone)]
pub(super) enum Connector {
    /// They are not.
    Plain,
    /// By TLS; the server's certificate must be of a known authority and for its host.
    Tls(Arc<ClientConfig>),
}

impl Connector {
    /// Verifies with the authorities of a file.
    pub(super) fn verifying(wanted: &Wanted) -> Result<Self, StoreError> {
        let Some(file) = &wanted.roots else {
            return Err(refused("`sslmode=verify-full` needs `sslrootcert=FILE`"));
        };
        let mut roots = RootCertStore::empty();
        for certificate in certificates(file)? {
            roots.add(certificate).map_err(|error| refused(format!("`{}`: {error}", file.display())))?;
        }
        let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| refused(error.to_string()))?
            .with_root_certificates(roots);
        let config = match (&wanted.certificate, &wanted.key) {
            (None, None) => builder.with_no_client_auth(),
            (Some(certificate), Some(key)) => {
                let read = PrivateKeyDer::from_pem_file(key)
                    .map_err(|error| refused(format!("`{}`: {error}", key.display())))?;
                builder
                    .with_client_auth_cert(certificates(certificate)?, read)
                    .map_err(|error| refused(format!("`{}`: {error}", certificate.display())))?
            }
            _ => return Err(refused("`sslcert` and `sslkey` belong together")),
        };
        Ok(Self::Tls(Arc::new(config)))
    }
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, StoreError> {
    let fault = |error: &dyn std::fmt::Display| refused(format!("`{}`: {error}", file.display()));
    let found = CertificateDer::pem_file_iter(file)
        .map_err(|error| fault(&error))?
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| fault(&error))?;
    if found.is_empty() { Err(fault(&"it holds no certificate")) } else { Ok(found) }
}

/// A connection under TLS.
pub(super) struct Secured<S>(tokio_rustls::client::TlsStream<S>);

/// One connection's beginning.
pub(super) struct Beginning(Option<(TlsConnector, ServerName<'static>)>);

type Fault = Box<dyn std::error::Error + Send + Sync>;

impl<S: AsyncRead + AsyncWrite + Unpin + Send + 'static> MakeTlsConnect<S> for Connector {
    type Stream = Secured<S>;
    type TlsConnect = Beginning;
    type Error = Fault;

    fn make_tls_connect(&mut self, host: &str) -> Result<Beginning, Fault> {
        match self {
            // The mode of the connection is `disable`, and this is never begun.
            Self::Plain => Ok(Beginning(None)),
            Self::Tls(config) => {
                let host = ServerName::try_from(host.to_owned())?;
                Ok(Beginning(Some((TlsConnector::from(Arc::clone(config)), host))))
            }
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin + Send + 'static> TlsConnect<S> for Beginning {
    type Stream = Secured<S>;
    type Error = Fault;
    type Future = Pin<Box<dyn Future<Output = Result<Secured<S>, Fault>> + Send>>;

    fn connect(self, stream: S) -> Self::Future {
        Box::pin(async move {
            let (connector, host) = self.0.ok_or("TLS was not asked for")?;
            Ok(Secured(connector.connect(host, stream).await?))
        })
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> TlsStream for Secured<S> {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for Secured<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, into)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Secured<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}
