//! Tests of dates, Hijri dates, lengths of time and counted words.

use super::shared;
use crate::span::SpanError;
use crate::*;

// --------------------------------------------------------------------------- time, Hijri, lengths

#[test]
fn every_shared_month_start_is_right() {
    let Some(table) = shared::read("data/kuwait/umalqura_month_starts_1440_1460.csv") else {
        return;
    };
    let mut months = 0;
    for line in table.lines().skip(1) {
        let row: Vec<&str> = line.split(',').collect();
        let (year, month): (i16, i8) = (row[0].parse().unwrap(), row[1].parse().unwrap());
        let start: Date = row[2].parse().unwrap();
        let hijri = HijriDate::from_gregorian(start).unwrap();
        assert_eq!((hijri.year(), hijri.month(), hijri.day()), (year, month, 1), "{line}");
        assert_eq!(hijri.to_gregorian(), start);
        assert_eq!(HijriDate::days_in_month(year, month).unwrap().to_string(), row[3], "{line}");
        months += 1;
    }
    assert_eq!(months, 252);
}

#[test]
fn every_day_of_the_hijri_table_comes_back() {
    let mut day = HijriDate::new(hijri::YEAR_MIN, 1, 1).unwrap().to_gregorian();
    let mut before: Option<HijriDate> = None;
    while let Some(hijri) = HijriDate::from_gregorian(day) {
        assert_eq!(hijri.to_gregorian(), day);
        assert!(before < Some(hijri));
        before = Some(hijri);
        day = day.tomorrow().unwrap();
    }
    assert_eq!(before.map(HijriDate::year), Some(hijri::YEAR_MAX));
    assert!(HijriDate::from_gregorian(Date::MIN).is_none() && HijriDate::from_gregorian(Date::MAX).is_none());
    assert!(HijriDate::new(1448, 13, 1).is_err() && HijriDate::new(1448, 1, 31).is_err());
    assert!(HijriDate::new(i16::MIN, 1, 1).is_err() && HijriDate::new(1448, i8::MIN, 0).is_err());
}

#[test]
fn dates_are_written_in_words() {
    let date: Date = "2026-11-22".parse().unwrap();
    assert_eq!(time::date_with_weekday(date, Lang::Ar), "الأحد 22 نوفمبر 2026");
    assert_eq!(time::date_with_weekday(date, Lang::En), "Sunday 22 November 2026");
    let hijri = HijriDate::from_gregorian(date).unwrap();
    assert_eq!(hijri.in_words(Lang::Ar), "12 جمادى الآخرة 1448 هـ");
    assert_eq!(hijri.in_words(Lang::En), "12 Jumada al-Akhira 1448 AH");
    assert_eq!(time::time_in_words("00:05".parse().unwrap(), Lang::En), "12:05 am");
    assert_eq!(time::time_in_words("13:30".parse().unwrap(), Lang::Ar), "1:30 م");
}

#[test]
fn kuwait_is_three_hours_ahead() {
    let at: Timestamp = "2026-11-22T21:30:00Z".parse().unwrap();
    assert_eq!(time::local_date(at).to_string(), "2026-11-23");
    assert_eq!(time::from_local(time::local_datetime(at)), at);
    let _ = (time::from_local(DateTime::MIN), time::from_local(DateTime::MAX));
    let _ = (time::local_datetime(Timestamp::MIN), time::local_datetime(Timestamp::MAX));
}

#[test]
fn age_counts_full_years() {
    let age = |birth: &str, on: &str| time::age_years(birth.parse().unwrap(), on.parse().unwrap());
    assert_eq!(age("2004-02-29", "2025-02-28"), Some(20));
    assert_eq!(age("2004-02-29", "2025-03-01"), Some(21));
    assert_eq!(age("2005-11-22", "2026-11-22"), Some(21));
    assert_eq!(age("2026-11-23", "2026-11-22"), None);
}

#[track_caller]
fn check_span(text: &str, expected: Result<Span, SpanError>) {
    assert_eq!(Span::parse(text), expected);
    if let Ok(span) = expected {
        assert_eq!(Span::parse(&span.to_string()), Ok(span));
        let json = serde_json::to_string(&span).unwrap();
        assert_eq!(serde_json::from_str::<Span>(&json).unwrap(), span);
    }
}

#[test]
fn lengths_of_time_keep_their_kind() {
    let calendar = |months, days, seconds| Ok(Span::Calendar(Period { months, days, seconds }));
    check_span("5 working days", Ok(Span::WorkingDays(5)));
    check_span("1 working_day", Ok(Span::WorkingDays(1)));
    check_span("٣ أيام عمل", Ok(Span::WorkingDays(3)));
    check_span("8 working hours", Ok(Span::WorkingHours(8)));
    check_span("1500 working hours", Ok(Span::WorkingHours(1_500)));
    check_span("P5D", calendar(0, 5, 0));
    check_span("P1Y6M", calendar(18, 0, 0));
    check_span("P2W", calendar(0, 14, 0));
    check_span("PT36H5S", calendar(0, 0, 129_605));
    check_span("P0D", calendar(0, 0, 0));
    for wrong in
        ["5 days", "5", "P", "PT", "P5", "P5DT", "P5D3M", "PD", "-P5D", "P-5D", "P1.5D", "five working days"]
    {
        check_span(wrong, Err(SpanError::Shape));
    }
    check_span("P101Y", Err(SpanError::TooLong));
    check_span("20001 working days", Err(SpanError::TooLong));
}

#[test]
fn lengths_of_time_are_read_from_data() {
    let read = |json: &str| serde_json::from_str::<Span>(json);
    assert_eq!(read(r#"{"working_days":5}"#).unwrap(), Span::WorkingDays(5));
    assert_eq!(read(r#""P5D""#).unwrap(), Span::parse("P5D").unwrap());
    assert_eq!(read(r#"{"calendar":"P5D"}"#).unwrap(), Span::parse("P5D").unwrap());
    assert!(read(r#"{"working_days":-5}"#).is_err());
    assert!(read(r#"{"working_weeks":5}"#).unwrap_err().to_string().contains("{working_days: 5}"));
}

#[test]
fn counted_words_follow_the_grammar() {
    let ar = |count| plural::count_words(count, Lang::Ar, &plural::WORKING_DAYS);
    let words = [1, 2, 3, 10, 11, 99, 100, 103, 111].map(ar);
    assert_eq!(
        words,
        [
            "يوم عمل واحد",
            "يوما عمل",
            "3 أيام عمل",
            "10 أيام عمل",
            "11 يوم عمل",
            "99 يوم عمل",
            "100 يوم عمل",
            "103 أيام عمل",
            "111 يوم عمل"
        ]
    );
    let en = |count| plural::count_words(count, Lang::En, &plural::DAYS);
    assert_eq!([0, 1, 2, 1_000].map(en), ["0 days", "1 day", "2 days", "1,000 days"]);
    assert_eq!(Span::parse("P1Y6M").unwrap().in_words(Lang::En), "1 year and 6 months");
    assert_eq!(Span::parse("P1Y6M").unwrap().in_words(Lang::Ar), "سنة واحدة و6 أشهر");
}
