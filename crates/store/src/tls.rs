//! The one TLS stack of the program, for calls to the outside: rustls with ring.

use std::path::Path;
use std::sync::Arc;

use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};

use crate::StoreError;

/// Where machines keep the authorities that they trust.
const OF_THE_MACHINE: &[&str] = &["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];

/// How a caller speaks TLS: it trusts the authorities of a PEM file, or those of the machine.
///
/// # Errors
/// [`StoreError::File`] for a file that can't be read, [`StoreError::BadValue`] if no authority is in it.
pub(crate) fn client(authorities: Option<&Path>) -> Result<ClientConfig, StoreError> {
    let path = match authorities {
        Some(path) => path,
        None => {
            let mut usual = OF_THE_MACHINE.iter().map(Path::new);
            usual.find(|path| path.exists()).unwrap_or(Path::new(OF_THE_MACHINE[0]))
        }
    };
    let pem = std::fs::read(path).map_err(|cause| StoreError::file(path, cause))?;
    let mut roots = RootCertStore::empty();
    // One authority of the machine that can't be read is no reason to trust none.
    roots.add_parsable_certificates(CertificateDer::pem_slice_iter(&pem).flatten());
    if roots.is_empty() {
        return Err(StoreError::BadValue {
            what: "a file of trusted authorities",
            problem: "there is no certificate in it",
        });
    }
    let unusable = |_| StoreError::BadValue { what: "TLS", problem: "no common version" };
    Ok(ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(unusable)?
        .with_root_certificates(roots)
        .with_no_client_auth())
}
