//! Sets one document in this process.

use std::collections::BTreeMap;

use afaq_base::time::{date_in_words, local_datetime, month_name};
use afaq_base::{DateTime, Lang};
use serde_json::{Value, json};
use typst::World;
use typst::WorldExt as _;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Datetime, Smart};
use typst::syntax::DiagSpan;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::clean::Cleaner;
use crate::error::{RenderError, TemplateProblem};
use crate::limits::{Limits, MESSAGE_CHARS_MAX, PROBLEMS_MAX};
use crate::qr;
use crate::request::{DocumentLanguage, RenderRequest, Rendered};
use crate::world::{Closed, TEMPLATE};

/// Kuwait's distance from universal time, in minutes (no daylight saving).
const OFFSET_MINUTES: i32 = 180;

/// How many documents a result of the typesetting library stays in its cache: enough to keep our library's own
/// evaluation, too short for the memory of a child to grow.
const CACHE_AGE_MAX: usize = 1;

/// Sets one document here and now, without a limit on time or memory: a template is a program, so this runs inside
/// a child process ([`crate::child_main`]); servers call [`crate::Renderer::render`].
///
/// # Errors
/// [`RenderError::Request`], [`RenderError::Template`] with every problem's line and column, or a limit that was passed.
pub fn render(request: &RenderRequest, limits: &Limits) -> Result<Rendered, RenderError> {
    request.validate()?;
    let mut cleaner = Cleaner::default();
    let files = files(request, &mut cleaner)?;
    let world = Closed::new(request.template.clone(), files)
        .ok_or_else(|| broken("the library's own name was refused"))?;
    let rendered = set(&world, request, limits)
        .map(|rendered| Rendered { replaced: cleaner.replaced.into_iter().collect(), ..rendered });
    typst::comemo::evict(CACHE_AGE_MAX);
    rendered
}

fn set(world: &Closed, request: &RenderRequest, limits: &Limits) -> Result<Rendered, RenderError> {
    let compiled = typst::compile::<PagedDocument>(world);
    let document = compiled.output.map_err(|problems| template_error(world, &problems))?;
    let pages = document.pages().len();
    if pages > limits.pages_max {
        return Err(RenderError::TooManyPages { pages, pages_max: limits.pages_max });
    }
    let options = options(request)?;
    let pdf = typst_pdf::pdf(&document, &options).map_err(|problems| template_error(world, &problems))?;
    if pdf.len() > limits.output_bytes_max {
        return Err(RenderError::TooLarge { bytes_max: limits.output_bytes_max });
    }
    let warnings =
        compiled.warnings.iter().take(PROBLEMS_MAX).map(|warning| problem(world, warning)).collect();
    Ok(Rendered { pdf, pages, replaced: Vec::new(), warnings })
}

/// A fixed identifier and date: the same request gives the same bytes.
fn options(request: &RenderRequest) -> Result<PdfOptions, RenderError> {
    Ok(PdfOptions {
        ident: Smart::Custom(format!("{}\n{}", request.document_number, request.verification_url)),
        creator: Smart::Custom(Some("Afaq".to_owned())),
        timestamp: timestamp(local_datetime(request.issued_at)),
        standards: PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1])
            .map_err(|refusal| broken(refusal.message()))?,
        ..PdfOptions::default()
    })
}

fn timestamp(at: DateTime) -> Option<Timestamp> {
    let part = |value: i8| u8::try_from(value).ok();
    let datetime = Datetime::from_ymd_hms(
        i32::from(at.year()),
        part(at.month())?,
        part(at.day())?,
        part(at.hour())?,
        part(at.minute())?,
        part(at.second())?,
    )?;
    Timestamp::new_local(datetime, OFFSET_MINUTES)
}

fn files(request: &RenderRequest, cleaner: &mut Cleaner) -> Result<BTreeMap<String, Bytes>, RenderError> {
    let data = match &request.data {
        Value::Object(_) => cleaner.value(&request.data),
        Value::Null => json!({}),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            return Err(RenderError::Request { what: "`data` must be a group of named values".to_owned() });
        }
    };
    let mut files: BTreeMap<String, Bytes> = request
        .assets
        .iter()
        .map(|asset| (format!("assets/{}", asset.name), Bytes::new(asset.bytes.clone())))
        .collect();
    files.insert("data.json".to_owned(), Bytes::from_string(data.to_string()));
    files.insert("document.json".to_owned(), Bytes::from_string(about(request, cleaner).to_string()));
    files.insert("qr.svg".to_owned(), Bytes::from_string(qr::svg(&request.verification_url)?));
    Ok(files)
}

/// What the library prints around the template's own part.
fn about(request: &RenderRequest, cleaner: &mut Cleaner) -> Value {
    let issued = local_datetime(request.issued_at).date();
    let title = cleaner.bilingual(&request.title);
    let body = cleaner.bilingual(&request.body);
    let months = |lang: Lang| (1..=12).map(|month| month_name(month, lang)).collect::<Vec<_>>();
    json!({
        "lang": match request.lang {
            DocumentLanguage::Ar => "ar",
            DocumentLanguage::En => "en",
            DocumentLanguage::Both => "both",
        },
        "title": { "ar": title.ar, "en": title.en },
        "body": { "ar": body.ar, "en": body.en },
        "number": cleaner.text(&request.document_number),
        "url": request.verification_url,
        "issued": { "ar": date_in_words(issued, Lang::Ar), "en": date_in_words(issued, Lang::En) },
        "illustrative": request.is_illustrative,
        "months": { "ar": months(Lang::Ar), "en": months(Lang::En) },
    })
}

/// A failure of our own parts, told as a problem of the template's file so that it reaches a reader.
fn broken(message: &str) -> RenderError {
    RenderError::Template {
        problems: vec![TemplateProblem {
            file: TEMPLATE.to_owned(),
            line: 0,
            column: 0,
            message: message.to_owned(),
            hints: Vec::new(),
        }],
    }
}

fn template_error(world: &Closed, diagnostics: &[SourceDiagnostic]) -> RenderError {
    let problems: Vec<_> =
        diagnostics.iter().take(PROBLEMS_MAX).map(|diagnostic| problem(world, diagnostic)).collect();
    if problems.is_empty() {
        broken("the template was refused without a reason")
    } else {
        RenderError::Template { problems }
    }
}

/// Where our library refused what a template gave it, the place that counts is the template's call.
fn problem(world: &Closed, diagnostic: &SourceDiagnostic) -> TemplateProblem {
    let places = std::iter::once(diagnostic.span)
        .chain(diagnostic.trace.iter().map(|point| DiagSpan::from(point.span)));
    let in_template = places.clone().find(|place| place.id() == Some(world.template().id()));
    let place = in_template.or_else(|| places.clone().find(|place| place.id().is_some()));
    let (file, line, column) =
        place.and_then(|place| position(world, place)).unwrap_or_else(|| (TEMPLATE.to_owned(), 0, 0));
    TemplateProblem {
        file,
        line,
        column,
        message: shorten(without_values(&diagnostic.message)),
        hints: diagnostic.hints.iter().take(PROBLEMS_MAX).map(|hint| shorten(&hint.v)).collect(),
    }
}

fn position(world: &Closed, place: DiagSpan) -> Option<(String, usize, usize)> {
    let id = place.id()?;
    let source = world.source(id).ok()?;
    let range = world.range(place)?;
    let (line, column) = source.lines().byte_to_line_column(range.start)?;
    Some((id.get().vpath().get_without_slash().to_owned(), line + 1, column + 1))
}

/// `panic` and `assert` print what the template gives them, which may be a person's data: logs must not have it.
fn without_values(message: &str) -> &str {
    if message.starts_with("panicked") { "the template called `panic`" } else { message }
}

fn shorten(text: &str) -> String {
    text.chars().take(MESSAGE_CHARS_MAX).collect()
}
