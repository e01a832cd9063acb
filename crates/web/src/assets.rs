//! Style sheet, script, fonts and icon: in the binary, named by their content, kept by browsers for a year.

use std::sync::LazyLock;

use afaq_base::Lang;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::routes::kept;

/// One file as it is served.
struct Asset {
    name: String,
    href: String,
    kind: &'static str,
    bytes: Vec<u8>,
}

struct Assets {
    css: Asset,
    js: Asset,
    icon: Asset,
    arabic: Asset,
    latin: Asset,
}

const CSS: &str = concat!(
    include_str!("../assets/css/base.css"),
    include_str!("../assets/css/layout.css"),
    include_str!("../assets/css/parts.css"),
    include_str!("../assets/css/form.css"),
    include_str!("../assets/css/desk.css"),
    include_str!("../assets/css/modes.css"),
);

static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
    let arabic = asset(
        "cairo-arabic",
        "woff2",
        "font/woff2",
        include_bytes!("../assets/fonts/cairo-arabic-wght-normal.woff2"),
    );
    let latin = asset(
        "cairo-latin",
        "woff2",
        "font/woff2",
        include_bytes!("../assets/fonts/cairo-latin-wght-normal.woff2"),
    );
    let css = CSS.replace("{arabic}", &arabic.href).replace("{latin}", &latin.href);
    Assets {
        css: asset("afaq", "css", "text/css; charset=utf-8", css.as_bytes()),
        js: asset("afaq", "js", "text/javascript; charset=utf-8", include_bytes!("../assets/afaq.js")),
        icon: asset("afaq", "svg", "image/svg+xml", include_bytes!("../assets/afaq.svg")),
        arabic,
        latin,
    }
});

fn asset(stem: &str, extension: &str, kind: &'static str, bytes: &[u8]) -> Asset {
    let hash: String = Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let name = format!("{stem}.{hash}.{extension}");
    Asset { href: format!("/assets/{name}"), name, kind, bytes: bytes.to_vec() }
}

/// Address of the style sheet.
#[must_use]
pub fn css_href() -> &'static str {
    &ASSETS.css.href
}

/// Address of the script.
#[must_use]
pub fn js_href() -> &'static str {
    &ASSETS.js.href
}

/// Address of the icon of the site.
#[must_use]
pub fn icon_href() -> &'static str {
    &ASSETS.icon.href
}

/// Address of the font of a language's letters.
#[must_use]
pub fn font_href(lang: Lang) -> &'static str {
    match lang {
        Lang::Ar => &ASSETS.arabic.href,
        Lang::En => &ASSETS.latin.href,
    }
}

/// Handler for `/assets/{name}`: the file, or 404 for a name that was never ours.
pub async fn serve(Path(name): Path<String>) -> Response {
    let all: &'static Assets = &ASSETS;
    let found =
        [&all.css, &all.js, &all.icon, &all.arabic, &all.latin].into_iter().find(|asset| asset.name == name);
    match found {
        Some(asset) => kept::for_everybody(
            (
                [
                    (header::CONTENT_TYPE, asset.kind),
                    (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
                ],
                asset.bytes.as_slice(),
            )
                .into_response(),
        ),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
