//! The embedded fonts: no other font is ever used.
//!
//! IBM Plex Sans Arabic for everything, as unchanged files (its license reserves the name, so it is not subset
//! here), and a subset of Noto Sans for the Latin extensions, Greek and Cyrillic that it lacks: names from abroad.
//! Both are under the SIL Open Font License (`fonts/OFL-*.txt`). The exporter subsets what it embeds in a document.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

static FILES: [&[u8]; 4] = [
    include_bytes!("../fonts/IBMPlexSansArabic-Regular.ttf"),
    include_bytes!("../fonts/IBMPlexSansArabic-SemiBold.ttf"),
    include_bytes!("../fonts/NotoSans-Regular-subset.ttf"),
    include_bytes!("../fonts/NotoSans-Bold-subset.ttf"),
];

/// The fonts and their description, read once in each process.
pub struct Fonts {
    /// What the typesetting library chooses from.
    pub book: LazyHash<FontBook>,
    /// In the order of the book.
    pub fonts: Vec<Font>,
}

impl Fonts {
    /// Whether some embedded font can show the character.
    pub fn has(&self, c: char) -> bool {
        self.fonts.iter().any(|font| font.info().coverage.contains(u32::from(c)))
    }
}

/// The embedded fonts.
pub static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let fonts: Vec<Font> = FILES.iter().flat_map(|file| Font::iter(Bytes::new(*file))).collect();
    Fonts { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
});
