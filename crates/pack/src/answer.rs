//! What people type becomes a value, and values become what people read.

use afaq_base::{CivilNumber, Iban, Lang, MobileNumber, Money, Text, code::Coded, digits, plural, text};
use afaq_feel::{Decimal, Value};

use crate::model::{Concept, Gender, Kind};
use crate::template::{plain, yes};
use crate::{countries, limits};

/// Why an answer was not taken, for the person who gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerError {
    /// A stable word: `empty`, `too_long`, `not_a_number`, …
    pub code: &'static str,
    /// What is wrong and what to do.
    pub message: Text,
}

impl AnswerError {
    fn new(code: &'static str, ar: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, message: Text::new(ar, en) }
    }
}

impl std::fmt::Display for AnswerError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message.en)
    }
}

impl std::error::Error for AnswerError {}

impl Concept {
    /// Reads what a person typed: digits of both scripts, hidden characters removed, sizes checked.
    ///
    /// # Errors
    /// [`AnswerError`] says what is wrong, in both languages; the concept's own error text where it
    /// has one.
    pub fn parse_answer(&self, raw: &str) -> Result<Value, AnswerError> {
        self.parse_kind(raw).map_err(|error| match &self.error {
            Some(own) if error.code != "too_long" => AnswerError { code: error.code, message: own.clone() },
            _ => error,
        })
    }

    fn parse_kind(&self, raw: &str) -> Result<Value, AnswerError> {
        if raw.len() > limits::ANSWER_CHARS_MAX * 4 || raw.chars().count() > limits::ANSWER_CHARS_MAX {
            return Err(too_long(limits::ANSWER_CHARS_MAX));
        }
        let line = text::clean_line(raw);
        if line.is_empty() {
            return if self.optional {
                Ok(Value::Null)
            } else {
                Err(AnswerError::new("empty", "أجب عن هذا السؤال", "answer this question"))
            };
        }
        match &self.kind {
            Kind::Text { max, lines } => {
                let clean = if *lines { text::clean_text(raw) } else { line };
                if clean.chars().count() > *max as usize {
                    return Err(too_long(*max as usize));
                }
                Ok(Value::string(clean))
            }
            Kind::Number { min, max, decimals } => number(&line, *min, *max, *decimals).map(Value::Number),
            Kind::Money { min, max } => money(&line, *min, *max).map(Value::Number),
            Kind::Date => date(&line),
            Kind::Boolean => boolean(&line),
            Kind::CivilNumber => CivilNumber::parse(&line)
                .map(|one| Value::string(one.as_str()))
                .map_err(|error| AnswerError { code: "not_a_civil_number", message: error.text() }),
            Kind::Country => {
                let code = line.to_ascii_uppercase();
                countries::find(&code)
                    .or_else(|| {
                        countries::all()
                            .iter()
                            .find(|one| one.name.ar == line || one.name.en.eq_ignore_ascii_case(&line))
                    })
                    .map(|country| Value::string(country.code))
                    .ok_or_else(|| {
                        AnswerError::new(
                            "not_a_country",
                            "اختر بلداً من القائمة",
                            "choose a country from the list",
                        )
                    })
            }
            Kind::Iban => Iban::parse(&line)
                .map(|one| Value::string(one.as_str()))
                .map_err(|error| AnswerError { code: "not_an_iban", message: error.text() }),
            Kind::Phone => MobileNumber::parse(&line)
                .map(|one| Value::string(one.as_str()))
                .map_err(|error| AnswerError { code: "not_a_phone", message: error.text() }),
            Kind::Email => email(&line),
            Kind::OneOf(choices) => choices
                .iter()
                .find(|one| one.id == line)
                .map(|one| Value::string(one.id.as_str()))
                .ok_or_else(not_a_choice),
            Kind::ManyOf(choices) => {
                let mut values: Vec<Value> = Vec::new();
                for part in line.split([',', '،', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
                    let choice = choices.iter().find(|one| one.id == part).ok_or_else(not_a_choice)?;
                    if !values.iter().any(|one| one.as_str() == Some(choice.id.as_str())) {
                        values.push(Value::string(choice.id.as_str()));
                    }
                }
                Ok(Value::list(values))
            }
        }
    }

    /// The value as people read it.
    #[must_use]
    pub fn show(&self, value: &Value, lang: Lang) -> String {
        self.show_of(value, lang, Gender::Masculine)
    }

    /// The words of a choice in a further language, if it was translated.
    #[must_use]
    pub fn choice_in(&self, value: &Value, code: &str) -> Option<String> {
        let choice = self.kind.choices().iter().find(|one| value.as_str() == Some(one.id.as_str()))?;
        choice.label.find(code).map(str::to_owned)
    }

    /// The value as people read it of somebody of this gender.
    #[must_use]
    pub fn show_of(&self, value: &Value, lang: Lang, gender: Gender) -> String {
        let choice = |id: &str| match self.kind.choices().iter().find(|one| one.id == id) {
            Some(choice) => choice.words(lang, gender).to_owned(),
            None => id.to_owned(),
        };
        let shown = match (&self.kind, value) {
            (Kind::OneOf(_) | Kind::ManyOf(_), Value::String(id)) => choice(id),
            (Kind::ManyOf(_), Value::List(items)) => {
                let comma = match lang {
                    Lang::Ar => "، ",
                    Lang::En => ", ",
                };
                let items = items.iter().map(|item| item.as_str().map_or_else(|| plain(item, lang), choice));
                items.collect::<Vec<_>>().join(comma)
            }
            (Kind::Money { .. }, Value::Number(number)) => {
                Money::parse(&number.to_string()).map_or_else(|_| number.to_string(), |one| one.display(lang))
            }
            (Kind::Boolean, Value::Boolean(one)) => yes(*one, lang).to_owned(),
            (Kind::Country, Value::String(code)) => {
                countries::find(code).map_or_else(|| code.to_string(), |one| one.name.get(lang).to_owned())
            }
            (Kind::Iban, Value::String(iban)) => {
                Iban::parse(iban).map_or_else(|_| iban.to_string(), |one| one.grouped())
            }
            _ => plain(value, lang),
        };
        match (&self.unit, value) {
            (Some(unit), Value::Number(number)) => counted(&number.to_string(), unit, lang)
                .unwrap_or_else(|| format!("{shown} {}", unit.get(lang))),
            _ => shown,
        }
    }
}

/// A whole number of a unit whose plurals are known: `1 year`, `3 سنوات`.
fn counted(number: &str, unit: &Text, lang: Lang) -> Option<String> {
    let forms = plural::find(&unit.en)?;
    number.parse().ok().map(|count| plural::count_words(count, lang, forms))
}

fn too_long(max: usize) -> AnswerError {
    AnswerError::new(
        "too_long",
        format!("اكتب {max} حرفاً على الأكثر"),
        format!("write at most {max} characters"),
    )
}

fn not_a_choice() -> AnswerError {
    AnswerError::new("not_a_choice", "اختر إحدى القيم المعروضة", "choose one of the values shown")
}

/// A number as people write it: `1,234.5`, `١٢٣٤٫٥`.
fn number(
    line: &str,
    min: Option<Decimal>,
    max: Option<Decimal>,
    decimals: u8,
) -> Result<Decimal, AnswerError> {
    let plain: String = digits::normalize(line)
        .chars()
        .filter_map(|one| match one {
            '٬' | ',' | ' ' | '\u{A0}' => None,
            '٫' => Some('.'),
            other => Some(other),
        })
        .collect();
    let not = || AnswerError::new("not_a_number", "اكتب رقماً فقط", "write a number only");
    let is_plain = plain.chars().all(|one| one.is_ascii_digit() || matches!(one, '.' | '-' | '+'));
    if plain.len() > 40 || !is_plain {
        return Err(not());
    }
    let value: Decimal = plain.parse().map_err(|_| not())?;
    let written = plain.split_once('.').map_or(0, |(_, fraction)| fraction.trim_end_matches('0').len());
    if written > usize::from(decimals) {
        return Err(if decimals == 0 {
            AnswerError::new("too_precise", "اكتب عدداً صحيحاً دون كسور", "write a whole number")
        } else {
            AnswerError::new(
                "too_precise",
                format!("اكتب {decimals} خانات عشرية على الأكثر"),
                format!("write at most {decimals} decimals"),
            )
        });
    }
    bounded(value, min, max)
}

fn bounded(value: Decimal, min: Option<Decimal>, max: Option<Decimal>) -> Result<Decimal, AnswerError> {
    if let Some(min) = min.filter(|min| value < *min) {
        return Err(AnswerError::new(
            "too_small",
            format!("أقل قيمة مقبولة {min}"),
            format!("the least value is {min}"),
        ));
    }
    if let Some(max) = max.filter(|max| value > *max) {
        return Err(AnswerError::new(
            "too_large",
            format!("أكبر قيمة مقبولة {max}"),
            format!("the greatest value is {max}"),
        ));
    }
    Ok(value)
}

fn money(line: &str, min: Option<Decimal>, max: Option<Decimal>) -> Result<Decimal, AnswerError> {
    let amount =
        Money::parse(line).map_err(|error| AnswerError { code: "not_money", message: error.text() })?;
    let fils = amount.fils();
    let sign = if fils < 0 { "-" } else { "" };
    let text = format!("{sign}{}.{:03}", fils.unsigned_abs() / 1000, fils.unsigned_abs() % 1000);
    let value: Decimal = text
        .parse()
        .map_err(|_| AnswerError::new("not_money", "المبلغ غير صحيح", "the amount is not right"))?;
    bounded(value, min, max)
}

/// `2026-11-22`, `22/11/2026`, `٢٢-١١-٢٠٢٦`.
fn date(line: &str) -> Result<Value, AnswerError> {
    let not = || {
        AnswerError::new(
            "not_a_date",
            "اكتب التاريخ: اليوم ثم الشهر ثم السنة، مثل 22/11/2026",
            "write the date as day, month, year: 22/11/2026",
        )
    };
    let plain = digits::normalize(line);
    let parts: Vec<&str> = plain.split(['-', '/', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let [one, month, three] = parts.as_slice() else { return Err(not()) };
    let (year, day) = if one.len() == 4 { (one, three) } else { (three, one) };
    if year.len() != 4 || day.len() > 2 || month.len() > 2 {
        return Err(not());
    }
    let whole = format!("{year}-{month:0>2}-{day:0>2}");
    whole.parse::<afaq_feel::Date>().map(Value::Date).map_err(|_| not())
}

fn boolean(line: &str) -> Result<Value, AnswerError> {
    match line.to_ascii_lowercase().as_str() {
        "true" | "yes" | "نعم" => Ok(Value::Boolean(true)),
        "false" | "no" | "لا" => Ok(Value::Boolean(false)),
        _ => Err(AnswerError::new("not_a_choice", "اختر نعم أو لا", "choose yes or no")),
    }
}

fn email(line: &str) -> Result<Value, AnswerError> {
    let not = || {
        AnswerError::new(
            "not_an_email",
            "اكتب عنوان البريد الإلكتروني كاملاً، مثل name@example.com",
            "write the whole address, like name@example.com",
        )
    };
    let (name, host) = line.rsplit_once('@').ok_or_else(not)?;
    let is_good = !name.is_empty()
        && line.len() <= 254
        && !line.chars().any(|one| one.is_whitespace() || matches!(one, '<' | '>' | '"' | ',' | ';'))
        && !name.contains('@')
        && host.contains('.')
        && host.split('.').all(|part| !part.is_empty());
    if is_good { Ok(Value::string(line)) } else { Err(not()) }
}
