//! Consonants of Arabic words, and of Arabic written in Latin letters (`ru5sa`, `bitaqa`, `3amal`), in one alphabet.
//!
//! Vowels go, since everybody writes them differently, except that a word beginning with one keeps an `a`. Letters
//! that people do not keep apart in Latin are one: ت ط, د ض, ذ ز ظ, ح ه, س ص ث, ق گ.

/// The skeleton of an Arabic stem.
pub(super) fn of_arabic(stem: &str) -> String {
    let letters: Vec<char> = stem.chars().collect();
    let mut out = String::new();
    for (at, &c) in letters.iter().enumerate() {
        let next = letters.get(at + 1);
        let before = at.checked_sub(1).and_then(|one| letters.get(one));
        let is_between = next.is_some_and(|one| matches!(one, 'ا' | 'ه')) || before == Some(&'ا');
        let sound = match c {
            'ا' | 'ع' => (at == 0).then_some('a'),
            'ي' => (at == 0 || is_between).then_some('y'),
            'و' => (at == 0 || is_between).then_some('w'),
            'ب' => Some('b'),
            'ت' | 'ط' => Some('t'),
            'ج' => Some('j'),
            'ح' => Some('h'),
            'ه' => (at + 1 < letters.len()).then_some('h'),
            'خ' => Some('x'),
            'د' | 'ض' => Some('d'),
            'ذ' | 'ز' | 'ظ' => Some('z'),
            'ر' => Some('r'),
            'س' | 'ص' | 'ث' => Some('s'),
            'ش' => Some('c'),
            'غ' => Some('g'),
            'ف' => Some('f'),
            'ق' => Some('q'),
            'ك' => Some('k'),
            'ل' => Some('l'),
            'م' => Some('m'),
            'ن' => Some('n'),
            _ => None,
        };
        push(&mut out, sound);
    }
    close(out)
}

/// The skeleton of a word in Latin letters and digits.
pub(super) fn of_latin(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let is_vowel = |c: Option<&char>| c.is_some_and(|c| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | '3' | '2'));
    let mut out = String::new();
    let mut at = 0;
    while at < letters.len() {
        let (c, next) = (letters.get(at).copied().unwrap_or_default(), letters.get(at + 1));
        let before = at.checked_sub(1).and_then(|one| letters.get(one));
        let (sound, used) = match (c, next) {
            ('s', Some('h')) => (Some('c'), 2),
            ('c', Some('h')) => (Some('c'), 2),
            ('k', Some('h')) => (Some('x'), 2),
            ('g', Some('h')) => (Some('g'), 2),
            ('t', Some('h')) => (Some('s'), 2),
            ('d', Some('h')) => (Some('d'), 2),
            ('a' | 'e' | 'i' | 'o' | 'u' | '3' | '2', _) => ((at == 0).then_some('a'), 1),
            ('y', _) => ((at == 0 || (is_vowel(before) && is_vowel(next))).then_some('y'), 1),
            ('w', _) => ((at == 0 || (is_vowel(before) && is_vowel(next))).then_some('w'), 1),
            ('b' | 'p', _) => (Some('b'), 1),
            ('t' | '6', _) => (Some('t'), 1),
            ('j', _) => (Some('j'), 1),
            ('h', None) => (None, 1),
            ('7' | 'h', _) => (Some('h'), 1),
            ('5' | 'x', _) => (Some('x'), 1),
            ('d', _) => (Some('d'), 1),
            ('z', _) => (Some('z'), 1),
            ('r', _) => (Some('r'), 1),
            ('s' | '9', _) => (Some('s'), 1),
            ('f' | 'v', _) => (Some('f'), 1),
            ('q' | '8' | 'g', _) => (Some('q'), 1),
            ('k' | 'c', _) => (Some('k'), 1),
            ('l', _) => (Some('l'), 1),
            ('m', _) => (Some('m'), 1),
            ('n', _) => (Some('n'), 1),
            _ => (None, 1),
        };
        push(&mut out, sound);
        at += used;
    }
    close(out)
}

/// Skeletons of a Latin word without the ending of a joined ta marbuta or of a plural, and without the article.
pub(super) fn without_endings(word: &str, skeleton: &str) -> Vec<String> {
    let mut found = Vec::new();
    if ["at", "et", "it"].iter().any(|ending| word.ends_with(ending)) {
        found.extend(skeleton.strip_suffix('t').map(str::to_string));
    }
    if ["een", "in", "oon", "ein"].iter().any(|ending| word.ends_with(ending)) {
        found.extend(skeleton.strip_suffix('n').map(str::to_string));
    }
    if word.ends_with("ti") || word.ends_with("ty") {
        found.extend(skeleton.strip_suffix('t').map(str::to_string));
    }
    for article in ["al", "el", "il", "l"] {
        if let Some(rest) = word.strip_prefix(article).filter(|rest| rest.chars().count() >= 4) {
            found.push(of_latin(rest));
        }
    }
    found
}

/// Doubled letters are one: people write them once or twice.
fn push(out: &mut String, sound: Option<char>) {
    if let Some(sound) = sound
        && !out.ends_with(sound)
    {
        out.push(sound);
    }
}

/// A last `y` goes: `madaniya`, `madania`, مدني.
fn close(mut out: String) -> String {
    if out.ends_with('y') && out.chars().count() >= 3 {
        out.pop();
    }
    out
}
