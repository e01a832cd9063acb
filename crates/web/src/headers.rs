//! The headers that every answer carries: what a page may load, run, send to and tell others.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::limits;

/// What a page may load and run: our own files, no inline script, no inline style, no frame.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; \
     img-src 'self' blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

const HEADERS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// The policy of this installation's pages.
#[derive(Clone, Debug)]
pub struct Policy(HeaderValue);

impl Policy {
    /// The policy of pages that also lead to a payment gateway: browsers stop a form's way there unless its origin,
    /// such as `https://pay.example`, is named. Nothing for a gateway inside this site, or for what is no origin.
    #[must_use]
    pub fn new(gateway: Option<&str>) -> Self {
        let named = gateway
            .filter(|origin| is_origin(origin))
            .and_then(|origin| HeaderValue::from_str(&format!("{CONTENT_SECURITY_POLICY} {origin}")).ok());
        Self(named.unwrap_or(HeaderValue::from_static(CONTENT_SECURITY_POLICY)))
    }
}

/// Whether a text is an origin and nothing more: nothing in it may open the policy further.
fn is_origin(text: &str) -> bool {
    let Some((scheme, host)) = text.split_once("://") else { return false };
    matches!(scheme, "https" | "http")
        && !host.is_empty()
        && host.len() <= limits::ORIGIN_BYTES_MAX
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']'))
}

/// Middleware for `axum::middleware::from_fn_with_state`: adds the headers; a page that says nothing else is not stored.
pub async fn secure(State(Policy(policy)): State<Policy>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::Policy;

    fn check(gateway: Option<&str>, forms: &str) {
        let policy = Policy::new(gateway).0;
        let policy = policy.to_str().unwrap();
        assert_eq!(policy.split("form-action ").nth(1), Some(forms), "{gateway:?}: {policy}");
        assert!(policy.starts_with("default-src 'none'; "));
    }

    #[test]
    fn forms_lead_to_the_gateway_and_nowhere_else() {
        check(None, "'self'");
        check(Some("https://pay.example"), "'self' https://pay.example");
        check(Some("https://pay.example:8443"), "'self' https://pay.example:8443");
        check(Some("https://pay.example; script-src *"), "'self'");
        check(Some("https://pay.example/path"), "'self'");
        check(Some("javascript:alert(1)"), "'self'");
        check(Some("*"), "'self'");
        check(Some("https://"), "'self'");
    }
}
