//! The texts of the pages in both languages; Fluent is behind [`t`] and [`t_args`] and known to nobody else.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use afaq_base::Lang;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::html::{Code, DateView, Foreign, MomentView, MoneyView, Num, Typed, Words};

/// The Arabic texts, as they stand in the source.
pub const SOURCE_AR: &str =
    concat!(include_str!("../texts/ar.ftl"), "\n", include_str!("../texts/people/ar.ftl"));
/// The English texts, as they stand in the source.
pub const SOURCE_EN: &str =
    concat!(include_str!("../texts/en.ftl"), "\n", include_str!("../texts/people/en.ftl"));

/// The texts of one language: plain ones ready to be shown, all of them ready to be formatted.
struct Texts {
    plain: BTreeMap<&'static str, &'static str>,
    bundle: FluentBundle<FluentResource>,
}

static AR: LazyLock<Texts> = LazyLock::new(|| Texts::read("ar", SOURCE_AR));
static EN: LazyLock<Texts> = LazyLock::new(|| Texts::read("en", SOURCE_EN));

impl Texts {
    fn read(code: &str, source: &'static str) -> Self {
        let resource = match FluentResource::try_new(source.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let mut bundle = FluentBundle::new_concurrent(code.parse().into_iter().collect());
        bundle.add_resource_overriding(resource);
        Self { plain: plain(source), bundle }
    }
}

/// Finds the texts of one line without arguments, so that most texts are shown without formatting.
fn plain(source: &'static str) -> BTreeMap<&'static str, &'static str> {
    let mut found = BTreeMap::new();
    let mut lines = source.lines().peekable();
    while let Some(line) = lines.next() {
        let goes_on = lines.peek().is_some_and(|next| next.starts_with(' '));
        if line.starts_with(['#', ' ']) || line.contains('{') || goes_on {
            continue;
        }
        if let Some((key, text)) = line.split_once(" = ") {
            found.insert(key.trim(), text.trim());
        }
    }
    found
}

fn texts(lang: Lang) -> &'static Texts {
    match lang {
        Lang::Ar => &AR,
        Lang::En => &EN,
    }
}

/// The text of a key that takes no arguments; an unknown key shows itself (a test finds it before anyone sees it).
#[must_use]
pub fn t(lang: Lang, key: &'static str) -> &'static str {
    texts(lang).plain.get(key).copied().unwrap_or(key)
}

/// The text of a key with its arguments. Each argument is isolated in direction by invisible characters.
#[must_use]
pub fn t_args(lang: Lang, key: &'static str, args: &[(&'static str, &dyn Arg)]) -> String {
    let texts = texts(lang);
    let Some(pattern) = texts.bundle.get_message(key).and_then(|message| message.value()) else {
        return key.to_owned();
    };
    let values: FluentArgs<'_> = args.iter().map(|(name, arg)| (*name, arg.value())).collect();
    let mut errors = Vec::new();
    texts.bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned()
}

/// A value that may stand inside a text.
pub trait Arg {
    /// The value as the formatter takes it: numbers stay numbers, since plurals depend on them.
    fn value(&self) -> FluentValue<'static>;
}

impl<T: Arg + ?Sized> Arg for &T {
    fn value(&self) -> FluentValue<'static> {
        (**self).value()
    }
}

macro_rules! numbers {
    ($($number:ty),*) => { $(impl Arg for $number {
        fn value(&self) -> FluentValue<'static> {
            FluentValue::from(*self)
        }
    })* };
}
numbers!(u8, u16, u32, u64, usize, i32, i64);

macro_rules! texts {
    ($($text:ty => $show:ident),*) => { $(impl Arg for $text {
        fn value(&self) -> FluentValue<'static> {
            FluentValue::String(Cow::Owned(self.$show().to_string()))
        }
    })* };
}
texts!(
    str => to_string, String => to_string, Words => as_str, Foreign => as_str, Typed => as_str, Num => plain,
    Code => plain, MoneyView => plain, DateView => plain, MomentView => plain
);
