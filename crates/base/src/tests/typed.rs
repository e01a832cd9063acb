//! Tests of the values that people type: numbers, money, accounts, telephones, texts.

use crate::civil_number::CivilNumberError;
use crate::code::ErrorCode;
use crate::iban::IbanError;
use crate::money::MoneyError;
use crate::phone::MobileNumberError;
use crate::*;

const HOSTILE: &[&str] = &[
    "",
    " ",
    "\u{202E}",
    "\0",
    "٠",
    "-",
    "--1",
    "99999999999999999999999999",
    "KW",
    "P",
    "PT",
    "P99999999999Y",
    "é",
    "𝟗𝟗𝟗",
    "ﷺ",
    "1e9",
    "0x10",
    "NaN",
    "'; drop table cases; --",
    "العربية",
];

/// Texts put together by chance (xorshift) from pieces that the parsers know.
fn chance_texts() -> impl Iterator<Item = String> {
    const PIECES: [&str; 40] = [
        "0",
        "1",
        "9",
        "٣",
        "۷",
        "00",
        "999999999999",
        "-",
        "+",
        ".",
        ",",
        "٫",
        "٬",
        "،",
        "P",
        "T",
        "Y",
        "M",
        "W",
        "D",
        "H",
        "S",
        "KW",
        "KWD",
        "CBKU",
        "965",
        "AFQ",
        " ",
        "\n",
        "\u{202E}",
        "\u{200F}",
        "_",
        ":",
        " working days",
        "أيام عمل",
        "د.ك",
        "é",
        "🙂",
        "\0",
        "kw.a",
    ];
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    (0..20_000).map(move |_| (0..next(14)).map(|_| PIECES[next(PIECES.len())]).collect())
}

#[test]
fn no_parser_panics_on_bad_input() {
    let long = "٩".repeat(100_000);
    let hostile = HOSTILE.iter().map(|text| (*text).to_owned());
    for text in hostile.chain([long]).chain(chance_texts()) {
        let text = text.as_str();
        let _ = CivilNumber::parse(text);
        let _ = CivilNumber::compute(text);
        let _ = Money::parse(text);
        let _ = Iban::parse(text);
        let _ = Iban::compute(text, text);
        let _ = MobileNumber::parse(text);
        let _ = CaseNumber::parse(text);
        let _ = Span::parse(text);
        let _ = Period::parse(text);
        let _ = CaseId::parse(text);
        let _ = BodyCode::parse(text);
        let _ = ServiceId::parse(text);
        let _ = ErrorCode::parse(text);
        let _ = Lang::find(text);
        let _ = calendar::ClockTime::parse(text);
        let _ = calendar::MonthDay::parse(text);
        let line = text::clean_line(text);
        assert_eq!(text::clean_line(&line), line, "cleaning twice changes nothing");
        let lines = text::clean_text(text);
        assert_eq!(text::clean_text(&lines), lines, "cleaning twice changes nothing");
    }
}

// ---------------------------------------------------------------------------------- civil number

#[track_caller]
fn check_civil(text: &str, expected: Result<&str, CivilNumberError>) {
    assert_eq!(
        CivilNumber::parse(text).map(|number| number.birth_date().to_string()),
        expected.map(str::to_owned)
    );
}

#[test]
fn a_right_civil_number_gives_its_birth_date() {
    check_civil("288020122596", Ok("1988-02-01"));
    check_civil("227081660516", Ok("1927-08-16"));
    check_civil("292091998298", Ok("1992-09-19"));
}

#[test]
fn a_civil_number_is_read_in_both_scripts_with_spaces_and_marks() {
    check_civil(" ٢٨٨٠٢ ٠١٢٢-٥٩٦\u{200F}", Ok("1988-02-01"));
    check_civil("۲۸۸۰۲۰۱۲۲۵۹۶", Ok("1988-02-01"));
}

#[test]
fn a_wrong_civil_number_is_refused_with_the_first_reason() {
    check_civil("", Err(CivilNumberError::Empty));
    check_civil("28802012259", Err(CivilNumberError::Length(11)));
    check_civil("2880201225960", Err(CivilNumberError::Length(13)));
    check_civil("28802012259X", Err(CivilNumberError::NotDigits));
    check_civil("188020122596", Err(CivilNumberError::Century));
    check_civil("288023022596", Err(CivilNumberError::BirthDate));
    check_civil("288020122597", Err(CivilNumberError::CheckDigit));
}

#[test]
fn every_wrong_digit_of_a_civil_number_is_found() {
    let right = "288020122596";
    for at in 0..12 {
        for digit in '0'..='9' {
            let mut wrong: Vec<char> = right.chars().collect();
            if wrong[at] == digit {
                continue;
            }
            wrong[at] = digit;
            let wrong: String = wrong.iter().collect();
            assert!(CivilNumber::parse(&wrong).is_err(), "{wrong}");
        }
    }
}

#[test]
fn a_computed_civil_number_is_right_or_does_not_exist() {
    let mut missing = 0;
    for serial in 0..10_000 {
        match CivilNumber::compute(&format!("3120315{serial:04}")) {
            Some(number) => assert_eq!(CivilNumber::parse(number.as_str()), Ok(number)),
            None => missing += 1,
        }
    }
    // Two of eleven remainders have no check digit.
    assert!((1_700..1_950).contains(&missing), "{missing}");
}

#[test]
fn a_log_does_not_show_a_civil_number() {
    let number = CivilNumber::parse("288020122596").unwrap();
    assert_eq!(format!("{number:?}"), "CivilNumber(•••••••••596)");
    assert_eq!(serde_json::to_string(&number).unwrap(), "\"288020122596\"");
    assert_eq!(serde_json::from_str::<CivilNumber>("\"288020122596\"").unwrap(), number);
}

// ----------------------------------------------------------------------------------------- money

#[track_caller]
fn check_money(text: &str, expected: Result<i64, MoneyError>) {
    assert_eq!(Money::parse(text).map(Money::fils), expected);
}

#[test]
fn amounts_are_read_as_people_write_them() {
    for (text, fils) in [
        ("12.500", 12_500),
        ("12.5", 12_500),
        ("12", 12_000),
        (".5", 500),
        ("12.", 12_000),
        ("-3", -3_000),
        ("١٢٫٥٠٠", 12_500),
        ("KWD 1,250.000", 1_250_000),
        ("1٬250", 1_250_000),
        ("1,250,000", 1_250_000_000),
        ("5 د.ك", 5_000),
        ("+0.001", 1),
        ("100000000000", 100_000_000_000_000),
    ] {
        check_money(text, Ok(fils));
    }
}

#[test]
fn amounts_that_could_mean_two_things_are_not_guessed() {
    for (text, error) in [
        ("", MoneyError::Empty),
        ("12,500", MoneyError::Comma),
        ("12,5", MoneyError::Comma),
        ("1.2.3", MoneyError::NotANumber),
        (".", MoneyError::NotANumber),
        ("-", MoneyError::NotANumber),
        ("1.2345", MoneyError::Decimals),
        ("100000000000.001", MoneyError::TooLarge),
        ("99999999999999999999", MoneyError::TooLarge),
        ("ten", MoneyError::NotANumber),
    ] {
        check_money(text, Err(error));
    }
}

#[test]
fn money_is_written_and_read_back() {
    for fils in [0, 1, -1, 999, 12_500, -12_500, Money::MAX.fils()] {
        let money = Money::from_fils(fils);
        assert_eq!(Money::parse(&money.to_string()), Ok(money));
        assert_eq!(Money::parse(&money.display(Lang::En)), Ok(money));
        assert_eq!(Money::parse(&money.display(Lang::Ar)), Ok(money));
    }
    assert_eq!(Money::from_fils(1_250_000).display(Lang::Ar), "1,250.000 د.ك");
    assert_eq!(Money::from_fils(-500).to_string(), "-0.500");
    assert_eq!(serde_json::to_string(&Money::from_fils(12_500)).unwrap(), "12500");
    assert!(serde_json::from_str::<Money>("9223372036854775807").is_err());
}

#[test]
fn money_never_overflows() {
    assert_eq!(Money::MAX.checked_add(Money::from_fils(1)), None);
    assert_eq!(Money::from_fils(i64::MIN).checked_sub(Money::MAX), None);
    assert_eq!(Money::MAX.checked_mul(i64::MAX), None);
    assert_eq!(Money::from_fils(2_000).checked_mul(3), Some(Money::from_fils(6_000)));
    assert_eq!(Money::checked_sum([Money::from_fils(1), Money::from_fils(2)]), Some(Money::from_fils(3)));
}

// ----------------------------------------------------------------------------- IBAN, phone, digits

#[test]
fn a_kuwaiti_account_number_is_checked() {
    let iban = Iban::parse("kw81 CBKU 0000 0000 0000 1234 5601 ٠١").unwrap();
    assert_eq!(iban.as_str(), "KW81CBKU0000000000001234560101");
    assert_eq!(iban.bank(), "CBKU");
    assert_eq!(iban.grouped(), "KW81 CBKU 0000 0000 0000 1234 5601 01");
    assert_eq!(Iban::compute("CBKU", "0000000000001234560101"), Some(iban));
    for (text, error) in [
        ("KW82CBKU0000000000001234560101", IbanError::CheckDigits),
        ("SA0380000000608010167519", IbanError::Country),
        ("KW81CBKU000000000000123456010", IbanError::Length(29)),
        ("KW81CBK10000000000001234560101", IbanError::Shape),
        ("KW81CBKU000000000000123456010!", IbanError::Shape),
        ("", IbanError::Empty),
    ] {
        assert_eq!(Iban::parse(text), Err(error), "{text}");
    }
}

#[test]
fn a_mobile_number_is_read_with_and_without_the_country() {
    for text in ["50001234", "+965 5000 1234", "00965-50001234", "٩٦٥٥٠٠٠١٢٣٤", "(965) 5000 1234"]
    {
        assert_eq!(
            MobileNumber::parse(text).map(|number| number.international()),
            Ok("+96550001234".to_owned())
        );
    }
    assert!(MobileNumber::parse("41001234").is_ok());
    assert!(MobileNumber::parse("96512345").is_ok(), "965 may also begin the number itself");
    assert_eq!(MobileNumber::parse("22451234"), Err(MobileNumberError::NotMobile));
    assert_eq!(MobileNumber::parse("5000123"), Err(MobileNumberError::Length(7)));
    assert_eq!(MobileNumber::parse("5000123x"), Err(MobileNumberError::NotDigits));
}

#[test]
fn digits_of_both_scripts_become_western() {
    assert_eq!(digits::normalize("عدد ٠١٢٣٤٥٦٧٨٩ و۰۱۲۳۴۵۶۷۸۹"), "عدد 0123456789 و0123456789");
    assert_eq!(digits::arabic_indic("12.5"), "١٢.٥");
    assert_eq!(digits::grouped(-1_234_567), "-1,234,567");
    assert_eq!(digits::grouped(i64::MIN), "-9,223,372,036,854,775,808");
}

#[test]
fn invisible_marks_do_not_come_in() {
    assert_eq!(text::clean_line(" \u{202E}أحمد\u{0000}\u{200F}  \r\n علي\u{FEFF} "), "أحمد علي");
    assert_eq!(text::clean_line("e\u{0301}"), "é");
    // alef and a hamza above it become one letter
    assert_eq!(text::clean_line("\u{0627}\u{0654}"), "\u{0623}");
    // joiners are part of words
    assert_eq!(text::clean_line("می\u{200C}رود"), "می\u{200C}رود");
    assert_eq!(text::clean_text("a \r\nb\r\r\r\r\nc\u{2066}\n\n"), "a\nb\n\nc");
}
