//! When a certificate ends: the one fact of X.509 that an operator must know in time.

use jiff::civil;
use jiff::tz::TimeZone;

/// Seconds since 1970 at which a certificate in DER ends; nothing if it is none.
pub(crate) fn ends(der: &[u8]) -> Option<i64> {
    // Certificate, then its signed part: [version], serial, algorithm, issuer, validity.
    let (_, certificate, _) = element(der)?;
    let (_, signed, _) = element(certificate)?;
    let (tag, _, after_first) = element(signed)?;
    // The version stands there only where it is not the first one.
    let mut rest = if tag == 0xa0 { element(after_first)?.2 } else { after_first };
    for _ in 0..2 {
        rest = element(rest)?.2;
    }
    let (_, validity, _) = element(rest)?;
    let (tag, time, _) = element(element(validity)?.2)?;
    moment(tag, std::str::from_utf8(time).ok()?)
}

/// The tag, the content, and what comes after it.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let (bytes, rest) =
            rest.split_at_checked(usize::from(first & 0x7f)).filter(|(bytes, _)| bytes.len() <= 4)?;
        (bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), rest)
    };
    let (content, after) = rest.split_at_checked(length)?;
    Some((tag, content, after))
}

/// `YYMMDDHHMMSSZ` (tag 23), or `YYYYMMDDHHMMSSZ` (tag 24).
fn moment(tag: u8, text: &str) -> Option<i64> {
    let digits = text.strip_suffix('Z').filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?;
    let number = |from: usize, to: usize| digits.get(from..to)?.parse::<i16>().ok();
    let (year, at) = match tag {
        23 => (number(0, 2).map(|year| if year < 50 { 2000 + year } else { 1900 + year })?, 2),
        24 => (number(0, 4)?, 4),
        _ => return None,
    };
    let part = |place: usize| i8::try_from(number(at + place * 2, at + place * 2 + 2)?).ok();
    let date = civil::DateTime::new(year, part(0)?, part(1)?, part(2)?, part(3)?, part(4)?, 0).ok()?;
    Some(TimeZone::UTC.to_timestamp(date).ok()?.as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_time_are_read() {
        assert_eq!(moment(23, "270101000000Z"), Some(1_798_761_600));
        assert_eq!(moment(24, "20270101000000Z"), Some(1_798_761_600));
        assert_eq!(moment(23, "991231235959Z"), Some(946_684_799));
        assert_eq!(moment(24, "2027010100000"), None);
        assert_eq!(moment(23, "271301000000Z"), None);
    }

    #[test]
    fn the_end_is_found_behind_what_comes_before_it() {
        let wrap = |tag: u8, inner: &[u8]| {
            let mut bytes = vec![tag, 0x82];
            bytes.extend_from_slice(&u16::try_from(inner.len()).unwrap_or(0).to_be_bytes());
            bytes.extend_from_slice(inner);
            bytes
        };
        let validity = wrap(0x30, &[wrap(23, b"260101000000Z"), wrap(23, b"270101000000Z")].concat());
        let fields = [wrap(2, &[1]), wrap(0x30, &[]), wrap(0x30, b"issuer"), validity];
        let version = wrap(0xa0, &wrap(2, &[2]));
        for signed in [fields.concat(), [version, fields.concat()].concat()] {
            let certificate = wrap(0x30, &wrap(0x30, &signed));
            assert_eq!(ends(&certificate), Some(1_798_761_600));
            for cut in 0..certificate.len() {
                let _ = ends(&certificate[..cut]);
            }
        }
        assert_eq!(ends(b"no certificate"), None);
    }
}
