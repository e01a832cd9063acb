//! Tests of search words: what belongs together meets, what does not stays apart, and nothing hostile panics.

use super::*;

/// Whether two texts have a stem in common, word by word.
#[track_caller]
fn meet(pairs: &[(&str, &str)]) {
    for (left, right) in pairs {
        let (one, other) = (tokens(left), tokens(right));
        assert!(one.iter().any(|token| other.contains(token)), "{left} {one:?} / {right} {other:?}");
    }
}

#[track_caller]
fn sound_alike(pairs: &[(&str, &str)]) {
    for (latin, arabic) in pairs {
        let skeletons = words(latin)[0].skeletons();
        let wanted = &words(arabic)[0].skeleton;
        assert!(skeletons.contains(wanted), "{latin} {skeletons:?} / {arabic} {wanted}");
    }
}

#[test]
fn words_meet_across_spelling() {
    meet(&[
        ("الإقامة", "اقامه"),
        ("رخصة", "الرخصة"),
        ("رُخصة", "رخصه"),
        ("شهادات", "شهادة"),
        ("معاق", "المعاقين"),
        ("معاقاً", "معاق"),
        ("وللإقامة", "إقامة"),
        ("بالإقامة", "إقامة"),
        ("إقامتي", "إقامة"),
        ("إقاماتهم", "إقامة"),
        ("لمولود", "المولود"),
        ("رعايتي", "رعاية"),
        ("تعليمية", "تعليمي"),
        ("تعليمى", "تعليمي"),
        ("رخصـــة", "رخصة"),
        ("گرت", "قرت"),
        ("شهادةالميلاد", "الميلاد"),
        ("٢٢", "22"),
    ]);
}

#[test]
fn broken_plurals_meet_their_singulars() {
    meet(&[
        ("مدارس", "مدرسة"),
        ("مدارسهم", "المدرسة"),
        ("الطلاب", "طالب"),
        ("طلبة", "طالب"),
        ("عمال", "عامل"),
        ("رخص", "رخصة"),
        ("التراخيص", "ترخيص"),
        ("عوائل", "عائلة"),
        ("الأسر", "أسرة"),
        ("أطفال", "طفل"),
        ("عيالي", "ولد"),
        ("أحكام", "حكم"),
        ("محاكم", "محكمة"),
        ("قضايا", "قضية"),
        ("صور", "صورة"),
        ("مواليد", "مولود"),
        ("مشاريع", "مشروع"),
        ("كفلاء", "كفيل"),
        ("أبناء", "ابن"),
    ]);
}

#[test]
fn english_forms_meet() {
    meet(&[
        ("licences", "license"),
        ("residencies", "residency"),
        ("resident", "residence"),
        ("addresses", "address"),
        ("allowances", "allowance"),
        ("judgement", "judgments"),
        ("renewal", "renewing"),
        ("driver's", "driving"),
        ("children", "child"),
        ("i.d.", "ID"),
        ("freelancer", "freelancing"),
        ("caregivers", "caregiving"),
        ("register", "registration"),
        ("schools", "School"),
        ("café", "cafe"),
    ]);
}

#[test]
fn arabic_in_latin_letters_sounds_as_it_is_written() {
    sound_alike(&[
        ("ru5sa", "رخصة"),
        ("rokhsa", "رخصة"),
        ("rukhsat", "رخصة"),
        ("iqama", "إقامة"),
        ("eqamat", "إقامة"),
        ("shahada", "شهادة"),
        ("shehadat", "شهادة"),
        ("milad", "ميلاد"),
        ("bitaqa", "بطاقة"),
        ("bi6aga", "بطاقة"),
        ("madaniya", "مدنية"),
        ("tajdeed", "تجديد"),
        ("7ukm", "حكم"),
        ("hokm", "حكم"),
        ("ma7kama", "محكمة"),
        ("3amal", "عمل"),
        ("nafaqa", "نفقة"),
        ("mo3aqeen", "معاقين"),
        ("madrasa", "مدرسة"),
        ("qiyada", "قيادة"),
        ("jawaz", "جواز"),
        ("mukhasas", "مخصص"),
        ("ri3aya", "رعاية"),
        ("sawaqa", "سواقة"),
    ]);
}

#[test]
fn slips_are_near_and_other_words_are_not() {
    for (one, other) in [
        ("رخضه", "رخصه"),
        ("خكم", "حكم"),
        ("تجدبد", "تجديد"),
        ("اقمة", "اقامة"),
        ("certifcate", "certificate"),
        ("brith", "birth"),
        ("resid", "resdi"),
    ] {
        assert!(is_near(one, other), "{one} / {other}");
    }
    for (one, other) in
        [("حكم", "رقم"), ("id", "is"), ("علم", "عمل"), ("school", "schedule"), ("رخصه", "ترخيص")]
    {
        assert!(!is_near(one, other), "{one} / {other}");
    }
}

#[test]
fn everyday_words_mean_official_ones() {
    let said = words("ليسن");
    let stems: Vec<&str> = said.iter().map(|word| word.stem.as_str()).collect();
    let wanted: Vec<String> = words("رخصة قيادة").into_iter().map(|word| word.stem).collect();
    assert!(everyday::meanings(&stems).iter().any(|meaning| meaning.others.contains(&wanted)));
    assert!(words("ابي")[0].is_filler() && words("the")[0].is_filler() && !words("رخصة")[0].is_filler());
}

#[test]
fn hostile_texts_are_cut_and_nothing_panics() {
    let long = "ا".repeat(1_000_000);
    assert!(words(&long).is_empty());
    let many = "رخصة ".repeat(100_000);
    assert_eq!(words(&many).len().min(limits::SEARCH_WORDS_MAX), words(&many).len());
    for text in [
        "",
        " ",
        "'",
        "...",
        "a.b.c.d.",
        "ة",
        "ةة",
        "ء",
        "\u{0}\u{202E}",
        "\u{064B}\u{064C}",
        "3",
        "3'",
        "’s",
        "🪪",
        "İ",
        "ﷺ",
        "<script>",
        "' or 1=1 --",
        "ا\u{0654}\u{0654}\u{0654}",
    ] {
        let _ = (words(text), tokens(text));
        for word in words(text) {
            let _ = (word.skeletons(), word.is_filler(), is_near(&word.stem, "رخصه"));
        }
    }
}
