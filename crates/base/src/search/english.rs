//! Light stems of English words: plurals and the common endings, and one spelling for both sides of the ocean.

/// Letters that a stem keeps at least.
const KEEP_MIN: usize = 4;

/// Words that no rule of endings brings together.
const IRREGULAR: [(&str, &str); 34] = [
    ("children", "child"),
    ("kids", "child"),
    ("kid", "child"),
    ("wives", "wife"),
    ("women", "woman"),
    ("men", "man"),
    ("people", "person"),
    ("born", "birth"),
    ("newborns", "newborn"),
    ("ids", "id"),
    ("caring", "care"),
    ("cares", "care"),
    ("cared", "care"),
    ("registration", "register"),
    ("registrations", "register"),
    ("education", "educat"),
    ("educational", "educat"),
    ("educate", "educat"),
    ("disabilities", "disabl"),
    ("disability", "disabl"),
    ("disabled", "disabl"),
    ("handicapped", "disabl"),
    ("handicap", "disabl"),
    ("renewal", "renew"),
    ("renewals", "renew"),
    ("judgement", "judgment"),
    ("judgements", "judgment"),
    ("centre", "center"),
    ("centres", "center"),
    ("labour", "labor"),
    ("dependent", "dependant"),
    ("dependents", "dependant"),
    ("residence", "resid"),
    ("residency", "resid"),
];

const ENDINGS: [&str; 14] =
    ["ations", "ation", "ments", "ings", "ing", "ers", "ies", "er", "ed", "es", "ly", "e", "s", "y"];

/// The stem of a word in lower case.
pub(super) fn stem(word: &str) -> String {
    // One spelling on both sides of the ocean, and the slip that most people make.
    let word = &word.replace("licens", "licenc").replace("lisenc", "licenc").replace("liscen", "licen");
    let regular =
        |form: &str| IRREGULAR.iter().find(|(one, _)| *one == form).map(|(_, word)| (*word).to_string());
    let singular = regular(word).unwrap_or_else(|| singular(word));
    let singular = regular(&singular).unwrap_or(singular);
    let mut stem = singular.as_str();
    for _ in 0..2 {
        stem = ENDINGS
            .iter()
            .filter(|ending| **ending != "s" || !stem.ends_with("ss"))
            .filter_map(|ending| stem.strip_suffix(ending))
            .find(|rest| rest.chars().count() >= KEEP_MIN)
            .unwrap_or(stem);
    }
    tail(stem.to_string())
}

/// Resident, residence and residency are one.
fn tail(stem: String) -> String {
    match stem.as_str() {
        "resident" | "residenc" => "resid".to_string(),
        _ => stem,
    }
}

fn singular(word: &str) -> String {
    let is_long = |stem: &&str| stem.chars().count() > 2;
    if let Some(stem) = word.strip_suffix("ies").filter(is_long) {
        return format!("{stem}y");
    }
    let hisses = ["sses", "xes", "zes", "ches", "shes"];
    if hisses.iter().any(|ending| word.ends_with(ending)) {
        return word.strip_suffix("es").unwrap_or(word).to_string();
    }
    let keeps = ["ss", "us", "is"].iter().any(|ending| word.ends_with(ending));
    word.strip_suffix('s').filter(is_long).filter(|_| !keeps).unwrap_or(word).to_string()
}
