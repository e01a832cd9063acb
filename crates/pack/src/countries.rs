//! Countries by their codes of two letters (ISO 3166-1), with names in both languages.

use std::sync::LazyLock;

use afaq_base::Text;

/// One country.
#[derive(Clone, Debug)]
pub struct Country {
    /// The code, for instance `KW`.
    pub code: &'static str,
    /// The name.
    pub name: Text,
}

static ALL: LazyLock<Vec<Country>> = LazyLock::new(|| {
    include_str!("../data/countries.csv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.starts_with("code,"))
        .filter_map(|line| {
            let mut cells = line.split(',');
            Some(Country { code: cells.next()?, name: Text::new(cells.next()?, cells.next()?) })
        })
        .collect()
});

/// All countries by code.
#[must_use]
pub fn all() -> &'static [Country] {
    &ALL
}

/// Finds a country by its code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Country> {
    ALL.iter().find(|country| country.code == code)
}

/// All codes.
pub fn codes() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|country| country.code)
}
