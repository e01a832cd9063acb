//! Addresses without a language lead to those with one: the browser's choice, Arabic where it has none.

use afaq_base::Lang;
use axum::extract::Path;
use axum::http::{HeaderMap, Uri, header};
use axum::response::Response;

use super::guard::encode;
use crate::html::Href;
use crate::respond;

/// `/`.
pub(crate) async fn home(headers: HeaderMap) -> Response {
    respond::see_other(&Href::new(format!("/{}/", preferred(&headers).code())))
}

/// `/verify/CODE`, as it stands in the QR code of a document.
pub(crate) async fn verify(headers: HeaderMap, Path(code): Path<String>) -> Response {
    respond::see_other(&Href::new(format!("/{}/verify/{}", preferred(&headers).code(), encode(&code))))
}

/// `/ar` and `/en`.
pub(crate) async fn add_slash(uri: Uri) -> Response {
    respond::see_other(&Href::new(format!("{}/", uri.path())))
}

/// The first of our languages by the weights of `Accept-Language` (RFC 9110).
pub(crate) fn preferred(headers: &HeaderMap) -> Lang {
    let Some(list) = headers.get(header::ACCEPT_LANGUAGE).and_then(|list| list.to_str().ok()) else {
        return Lang::Ar;
    };
    let mut best = (0.0, Lang::Ar);
    for part in list.split(',').take(32) {
        let (tag, weight) = part.split_once(';').map_or((part, None), |(tag, weight)| (tag, Some(weight)));
        let weight = match weight {
            None => 1.0,
            Some(weight) => weight.trim().strip_prefix("q=").and_then(|q| q.parse().ok()).unwrap_or(0.0),
        };
        if let Some(lang) = Lang::find(tag.trim()).filter(|_| weight > best.0) {
            best = (weight, lang);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, expected: Lang) {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, header.parse().unwrap());
        assert_eq!(preferred(&headers), expected, "{header}");
    }

    #[test]
    fn the_weights_choose_the_language() {
        check("en-GB,en;q=0.9", Lang::En);
        check("ar-KW,ar;q=0.9,en;q=0.8", Lang::Ar);
        check("en;q=0.5, ar;q=0.7", Lang::Ar);
        check("fr", Lang::Ar);
        check("fr, en;q=0.3", Lang::En);
        check("en;q=NaN;;;,,,", Lang::Ar);
        check("", Lang::Ar);
    }
}
