//! What is asked and what is given: one document.

use afaq_base::{Text, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::{RenderError, TemplateProblem};
use crate::limits::{
    ASSET_NAME_BYTES_MAX, ASSETS_BYTES_MAX, ASSETS_MAX, DATA_BYTES_MAX, DATA_DEPTH_MAX, DATA_VALUES_MAX,
    LINE_BYTES_MAX, TEMPLATE_BYTES_MAX, URL_BYTES_MAX,
};

/// The language or languages in which a document speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DocumentLanguage {
    /// Arabic alone.
    Ar,
    /// English alone.
    En,
    /// Arabic and English side by side; Arabic is the document's first language.
    #[default]
    Both,
}

/// A picture that a template may show as `assets/NAME`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Small letters, digits, `-`, `_` and one dot before `svg`, `png` or `jpg`.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// One document to be set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RenderRequest {
    /// The pack's template, in Typst.
    pub template: String,
    /// Pictures of the pack.
    #[serde(skip)]
    pub assets: Vec<Asset>,
    /// What the template may show, as `data`: values, never source.
    pub data: Value,
    /// The document's language or languages.
    pub lang: DocumentLanguage,
    /// The document's title in both languages.
    pub title: Text,
    /// The issuing body's name in both languages.
    pub body: Text,
    /// The number printed on the document.
    pub document_number: String,
    /// The address of the public verification page, `https://…`, printed as a QR code.
    pub verification_url: String,
    /// The moment of issue, printed and set as the file's date.
    pub issued_at: Timestamp,
    /// Whether the document must say that it is an illustrative example.
    pub is_illustrative: bool,
}

/// A document that was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The file: PDF/A-3a and PDF/UA-1.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// Characters of the data that no embedded font can show, each once; `\u{FFFD}` stands in their place.
    pub replaced: Vec<char>,
    /// What the typesetting library warns of, such as a font that is not embedded: for the template's writer.
    pub warnings: Vec<TemplateProblem>,
}

impl RenderRequest {
    /// Judges everything that can be judged without setting the document.
    ///
    /// # Errors
    /// [`RenderError::Request`] with what is wrong and what to do.
    pub fn validate(&self) -> Result<(), RenderError> {
        if self.template.len() > TEMPLATE_BYTES_MAX {
            return refuse(format!(
                "the template is longer than {} KB: move pictures into assets",
                TEMPLATE_BYTES_MAX / 1024
            ));
        }
        for (name, line) in [
            ("title.ar", &self.title.ar),
            ("title.en", &self.title.en),
            ("body.ar", &self.body.ar),
            ("body.en", &self.body.en),
            ("document_number", &self.document_number),
        ] {
            if line.trim().is_empty() {
                return refuse(format!("`{name}` is empty: every document has it"));
            }
            if line.len() > LINE_BYTES_MAX {
                return refuse(format!("`{name}` is longer than {LINE_BYTES_MAX} bytes"));
            }
        }
        check_url(&self.verification_url)?;
        check_assets(&self.assets)?;
        check_data(&self.data)
    }
}

fn refuse<T>(what: String) -> Result<T, RenderError> {
    Err(RenderError::Request { what })
}

fn check_url(url: &str) -> Result<(), RenderError> {
    if url.len() > URL_BYTES_MAX {
        return refuse(format!("`verification_url` is longer than {URL_BYTES_MAX} bytes"));
    }
    let is_web = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))
        .is_some_and(|rest| !rest.is_empty());
    if !is_web || !url.bytes().all(|byte| byte.is_ascii_graphic()) {
        return refuse(
            "`verification_url` must begin with `https://` and hold ASCII characters without spaces"
                .to_owned(),
        );
    }
    Ok(())
}

fn check_assets(assets: &[Asset]) -> Result<(), RenderError> {
    if assets.len() > ASSETS_MAX {
        return refuse(format!("a document has at most {ASSETS_MAX} assets"));
    }
    if assets.iter().map(|asset| asset.bytes.len()).sum::<usize>() > ASSETS_BYTES_MAX {
        return refuse(format!("the assets are larger than {} MB together", ASSETS_BYTES_MAX / 1024 / 1024));
    }
    for (at, asset) in assets.iter().enumerate() {
        if !is_asset_name(&asset.name) {
            return refuse(format!(
                "asset {} has a wrong name: small letters, digits, `-` and `_`, then .svg, .png or .jpg",
                at + 1
            ));
        }
        if assets.iter().take(at).any(|other| other.name == asset.name) {
            return refuse(format!("two assets have the name `{}`", asset.name));
        }
    }
    Ok(())
}

fn is_asset_name(name: &str) -> bool {
    name.len() <= ASSET_NAME_BYTES_MAX
        && name.rsplit_once('.').is_some_and(|(stem, kind)| {
            matches!(kind, "svg" | "png" | "jpg")
                && !stem.is_empty()
                && stem.bytes().all(|byte| {
                    byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_')
                })
        })
}

/// Walks without recursion, so that no depth can overflow the stack.
fn check_data(data: &Value) -> Result<(), RenderError> {
    let (mut values, mut bytes) = (0_usize, 0_usize);
    let mut open = vec![(data, 0_usize)];
    while let Some((value, depth)) = open.pop() {
        values += 1;
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
            Value::String(text) => bytes += text.len(),
            Value::Array(items) => open.extend(items.iter().map(|item| (item, depth + 1))),
            Value::Object(fields) => {
                bytes += fields.keys().map(String::len).sum::<usize>();
                open.extend(fields.values().map(|field| (field, depth + 1)));
            }
        }
        if depth > DATA_DEPTH_MAX {
            return refuse(format!("the data are nested deeper than {DATA_DEPTH_MAX} levels"));
        }
        if values + open.len() > DATA_VALUES_MAX || bytes > DATA_BYTES_MAX {
            return refuse(format!(
                "the data hold more than {DATA_VALUES_MAX} values or {} KB of text",
                DATA_BYTES_MAX / 1024
            ));
        }
    }
    Ok(())
}
