//! Decimals as text.

use std::fmt;
use std::str::FromStr;

use super::{Decimal, build, digits};

/// A text that is not a decimal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseDecimalError;

impl fmt::Display for ParseDecimalError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not a decimal number, or one that is too large")
    }
}

impl std::error::Error for ParseDecimalError {}

impl FromStr for Decimal {
    type Err = ParseDecimalError;

    /// Reads `-12.5`, `.5`, `1e3`; digits beyond the 34th are rounded half to even.
    fn from_str(text: &str) -> Result<Decimal, ParseDecimalError> {
        parse(text.as_bytes()).ok_or(ParseDecimalError)
    }
}

fn parse(text: &[u8]) -> Option<Decimal> {
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let end = text.iter().position(|byte| matches!(byte, b'e' | b'E')).unwrap_or(text.len());
    let mut exponent: i64 = match text.get(end + 1..) {
        None => 0,
        Some(power) => std::str::from_utf8(power).ok()?.parse::<i32>().ok()?.into(),
    };
    let (mut coefficient, mut seen, mut sticky, mut point, mut any) = (0u128, 0u32, false, false, false);
    for byte in &text[..end] {
        match byte {
            b'0'..=b'9' => {
                any = true;
                let digit = u128::from(byte - b'0');
                if seen < 37 {
                    coefficient = coefficient * 10 + digit;
                    seen += u32::from(coefficient != 0);
                    exponent -= i64::from(point);
                } else {
                    sticky |= digit != 0;
                    exponent += i64::from(!point);
                }
            }
            b'.' if !point => point = true,
            _ => return None,
        }
    }
    if !any || text[..end].last() == Some(&b'.') {
        return None;
    }
    build(negative, coefficient, i32::try_from(exponent).ok()?, sticky)
}

impl fmt::Display for Decimal {
    /// Plain notation, never with an exponent: `1200`, `-0.05`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let coefficient = self.coefficient();
        if coefficient == 0 && self.exponent >= 0 {
            return formatter.write_str("0");
        }
        if self.negative {
            formatter.write_str("-")?;
        }
        let scale = self.exponent.unsigned_abs() as usize;
        if self.exponent >= 0 {
            return write!(formatter, "{coefficient}{:0<scale$}", "");
        }
        let length = digits(coefficient) as usize;
        if scale >= length {
            return write!(
                formatter,
                "0.{:0<zeros$}{}",
                "",
                Significant(coefficient),
                zeros = scale - length
            );
        }
        let unit = 10u128.pow(scale as u32);
        write!(formatter, "{}.{:0>scale$}", coefficient / unit, coefficient % unit)
    }
}

/// The digits of a coefficient, none for zero.
struct Significant(u128);

impl fmt::Display for Significant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 { Ok(()) } else { write!(formatter, "{}", self.0) }
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self}")
    }
}
