//! The session's cookie: the token stands there and nowhere else.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use super::Settings;

/// Before the names of fields that were typed when a session had ended.
pub(crate) const KEPT: &str = "kept.";

/// Seconds that a browser keeps the cookie: as long as a session can last.
const COOKIE_SECONDS: i64 = afaq_app::limits::SESSION_HOURS * 3_600;
/// Characters of a token.
const TOKEN_CHARS: usize = 64;

fn name(settings: &Settings) -> &'static str {
    // A browser takes the prefix only from this very host, by https, for all paths.
    if settings.is_https { "__Host-afaq" } else { "afaq" }
}

/// The token of a request, if it has one that could be ours.
pub(crate) fn token(headers: &HeaderMap, settings: &Settings) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name(settings))
        .map(|(_, token)| token.to_string())
        .filter(|token| token.len() == TOKEN_CHARS && token.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Gives the cookie of a new session to the browser.
pub(crate) fn set(response: &mut Response, settings: &Settings, token: &str) {
    put(response, settings, token, COOKIE_SECONDS);
}

/// Takes the cookie away from the browser.
pub(crate) fn clear(response: &mut Response, settings: &Settings) {
    put(response, settings, "", 0);
}

fn put(response: &mut Response, settings: &Settings, token: &str, seconds: i64) {
    let secure = if settings.is_https { "; Secure" } else { "" };
    let cookie =
        format!("{}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}", name(settings));
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cookie(is_https: bool) -> String {
        let mut response = Response::default();
        set(&mut response, &Settings { is_https, ..Settings::default() }, &"a".repeat(TOKEN_CHARS));
        response.headers()[header::SET_COOKIE].to_str().unwrap().to_string()
    }

    #[test]
    fn by_https_the_cookie_travels_by_https_alone() {
        assert!(cookie(true).starts_with("__Host-afaq=") && cookie(true).ends_with("; Secure"));
        assert!(!cookie(false).contains("Secure"));
    }

    #[test]
    fn only_what_could_be_a_token_is_looked_up() {
        let settings = Settings::default();
        let good = "0123456789abcdef".repeat(4);
        for (header, expected) in [
            (format!("a=b; afaq={good}; c=d"), Some(good.clone())),
            (format!("afaq={good}0"), None),
            ("afaq='; drop table sessions".to_string(), None),
            ("afaq=".to_string(), None),
            (format!("afaq2={good}"), None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_str(&header).unwrap());
            assert_eq!(token(&headers, &settings), expected, "{header}");
        }
    }
}
