//! Tests of typed runs: each line is a value and the markup it becomes.

use afaq_base::{Date, Lang, Money};

use super::*;

fn check(shown: impl fmt::Display, markup: &str) {
    assert_eq!(shown.to_string(), markup);
}

#[test]
fn a_latin_run_at_the_end_of_an_arabic_name_is_isolated() {
    check(Foreign::new("شركة الأفق W.L.L."), "<bdi>شركة الأفق <bdi dir=\"ltr\">W.L.L.</bdi></bdi>");
}

#[test]
fn a_latin_run_inside_an_arabic_name_is_isolated_as_one() {
    check(
        Foreign::new("شركة ABC Trading للمقاولات"),
        "<bdi>شركة <bdi dir=\"ltr\">ABC Trading</bdi> للمقاولات</bdi>",
    );
}

#[test]
fn signs_and_numbers_between_two_words_of_a_run_belong_to_it() {
    check(
        Foreign::new("شركة ABC & 3M للمقاولات (فرع 2)"),
        "<bdi>شركة <bdi dir=\"ltr\">ABC &amp; 3M</bdi> للمقاولات (فرع 2)</bdi>",
    );
}

#[test]
fn a_word_that_is_mixed_in_itself_is_left_to_the_browser() {
    check(Foreign::new("IMG_2041 تقرير.jpg"), "<bdi>IMG_2041 تقرير.jpg</bdi>");
    check(
        Foreign::new("تقرير طبي final (2).pdf"),
        "<bdi>تقرير طبي <bdi dir=\"ltr\">final (2).pdf</bdi></bdi>",
    );
}

#[test]
fn an_arabic_run_inside_a_latin_name_is_isolated() {
    check(Foreign::new("Al-Ufuq للتجارة العامة"), "<bdi>Al-Ufuq <bdi dir=\"rtl\">للتجارة العامة</bdi></bdi>");
}

#[test]
fn a_plain_name_has_one_isolation() {
    check(Foreign::new("Maria Santos"), "<bdi>Maria Santos</bdi>");
}

#[test]
fn markup_in_a_name_is_shown_and_not_run() {
    check(
        Foreign::new("<script>alert('س')</script>"),
        "<bdi>&lt;script&gt;alert(&#39;س&#39;)&lt;/script&gt;</bdi>",
    );
}

#[test]
fn direction_controls_are_dropped() {
    check(Foreign::new("\u{202E}gnp.exe\u{2069}\u{0}"), "<bdi>gnp.exe</bdi>");
}

#[test]
fn an_endless_name_is_cut() {
    assert_eq!(Foreign::new("س".repeat(1_000_000)).as_str().chars().count(), limits::FOREIGN_CHARS_MAX + 1);
}

#[test]
fn white_space_alone_is_shown_as_it_is() {
    check(Foreign::new("  "), "<bdi>  </bdi>");
}

#[test]
fn numbers_run_left_to_right() {
    check(Num::new("96.4%"), "<span class=\"num\" dir=\"ltr\">96.4%</span>");
    check(Num::grouped(-1_234_567), "<span class=\"num\" dir=\"ltr\">-1,234,567</span>");
    check(Num::grouped(i64::MIN), "<span class=\"num\" dir=\"ltr\">-9,223,372,036,854,775,808</span>");
    check(Code::new("<7K>"), "<span class=\"num code\" dir=\"ltr\">&lt;7K&gt;</span>");
}

#[test]
fn an_iban_and_a_phone_number_are_read_in_groups() {
    assert_eq!(
        PhoneOrIban::new("KW81CBKU0000000000001234560101").plain(),
        "KW81 CBKU 0000 0000 0000 1234 5601 01"
    );
    assert_eq!(PhoneOrIban::new("+965 5000 1234").plain(), "+965 5000 1234");
}

#[test]
fn money_stands_with_its_currency() {
    let amount = Money::from_fils(1_126_500);
    check(
        MoneyView::new(amount, Lang::Ar),
        "<span class=\"money\"><span class=\"num\" dir=\"ltr\">1,126.500</span>\u{a0}د.ك</span>",
    );
    check(
        MoneyView::new(amount, Lang::En),
        "<span class=\"money\">KWD\u{a0}<span class=\"num\" dir=\"ltr\">1,126.500</span></span>",
    );
    check(MoneyView::or_free(Money::from_fils(0), Lang::Ar), "مجاناً");
}

#[test]
fn a_day_carries_its_iso_form_and_the_hijri_day() {
    let day = Date::constant(2026, 11, 22);
    check(DateView::new(day, Lang::En), "<time datetime=\"2026-11-22\">22 November 2026</time>");
    check(
        DateView::with_hijri(day, Lang::Ar),
        "<time datetime=\"2026-11-22\">22 نوفمبر 2026</time> <span class=\"hijri\">12 جمادى الآخرة 1448 هـ</span>",
    );
}

#[test]
fn an_instant_carries_its_offset() {
    let at = Date::constant(2026, 11, 22).at(13, 5, 0, 0);
    check(
        MomentView::new(at, Lang::En),
        "<time datetime=\"2026-11-22T13:05+03:00\">22 November 2026, 1:05 pm</time>",
    );
}

#[test]
fn an_address_that_leaves_the_site_leads_home() {
    for bad in
        ["https://evil.example", "//evil.example", "javascript:alert(1)", "/\\evil.example", "/a\nb", ""]
    {
        assert_eq!(Href::new(bad).as_str(), "/", "{bad:?}");
    }
    for good in ["/ar/cases?tab=open", "#who", "?q=1", "/"] {
        assert_eq!(Href::new(good).as_str(), good);
    }
}

#[test]
fn a_drawing_that_acts_or_loads_is_refused() {
    assert!(Svg::new("<svg><path d=\"M0 0\"/><text>on = off</text></svg>").is_ok());
    for bad in [
        "<svg><script>alert(1)</script></svg>",
        "<svg OnLoad=\"alert(1)\"></svg>",
        "<svg\nonload = alert(1)></svg>",
        "<svg/onload=alert(1)></svg>",
        "<svg><a xlink:href=\"x\"/></svg>",
        "<svg><foreignObject/></svg>",
        "<svg style=\"x\"></svg>",
        "<p></p>",
        "",
    ] {
        assert!(Svg::new(bad).is_err(), "{bad}");
    }
    assert_eq!(Svg::new("x".repeat(limits::SVG_BYTES_MAX + 1)), Err(SvgRefused::TooLarge));
}
