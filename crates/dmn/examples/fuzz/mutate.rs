//! How texts are broken: by bytes, by words of the grammar, by nesting, and by gluing two of them together.

/// Numbers that look random and are the same for the same seed (SplitMix64).
pub struct Dice(u64);

impl Dice {
    /// The dice of one case.
    pub fn of(seed: u64, case: u64) -> Self {
        Self(seed ^ case.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        word ^ (word >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap_or(0)
    }
}

/// Words of FEEL, and what often breaks parsers.
pub const FEEL_WORDS: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "..",
    ",",
    ":",
    ".",
    "+",
    "-",
    "*",
    "/",
    "**",
    "=",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "?",
    "@",
    "\"",
    "\\",
    "\\u",
    "'",
    "if ",
    " then ",
    " else ",
    "for ",
    " in ",
    " return ",
    "some ",
    "every ",
    " satisfies ",
    " between ",
    " and ",
    " or ",
    "not(",
    "function(",
    " external ",
    " instance of ",
    "list<",
    "context<",
    "range<",
    "function<",
    "null",
    "true",
    "false",
    "item",
    "partial",
    "0",
    "1",
    "-1",
    "9999999999999999999999999999999999",
    "1e6144",
    "0.1",
    "\"a\"",
    "@\"2020-02-29\"",
    "@\"PT1H\"",
    "@\"P1Y\"",
    "@\"2020-01-01T00:00:00@Asia/Kuwait\"",
    "x",
    "u",
    "دخل",
    "a b",
    "é",
    "😀",
    "\u{202E}",
    "\u{200B}",
    "\u{0}",
    "\n",
    "//",
    "/*",
    "*/",
    "1..1000000000",
    "1..2000",
    "string join(",
    "replace(",
    "matches(",
    "split(",
    "sort(",
    "sum(",
    "substring(",
    "concatenate(",
    "flatten(",
    "get value(",
    "context put(",
    "list replace(",
    "date(",
    "duration(",
    "number(",
    "decimal(",
    "range(",
    "exp(",
    "log(",
    "sqrt(",
    "stddev(",
    "\"(a*)*b\"",
    "\"[a-z-[aeiou]]\"",
    "\"\\\\p{IsArabic}\"",
    "\"\\\\1\"",
];

/// Words of models.
pub const XML_WORDS: &[&str] = &[
    "<",
    ">",
    "/>",
    "</",
    "\"",
    "&",
    "&lt;",
    "&#0;",
    "&#x110000;",
    "&nobody;",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?xml?>",
    "<!DOCTYPE d>",
    "<text>",
    "</text>",
    "<rule>",
    "</rule>",
    "<inputEntry>",
    "<outputEntry>",
    "<context>",
    "<list>",
    "<decision name=\"d\">",
    "</decision>",
    "<decisionTable>",
    "hitPolicy=\"ANY\"",
    "hitPolicy=\"COLLECT\"",
    "aggregation=\"SUM\"",
    "typeRef=\"number\"",
    "typeRef=\"tNobody\"",
    "isCollection=\"true\"",
    "href=\"#d\"",
    "xmlns=\"urn:x\"",
    "name=\"\"",
    "id=\"d\"",
    "-",
    "< 5",
    "not(1)",
    "1",
    "دخل",
    "\u{FEFF}",
    "\u{FFFE}",
];

/// A text of the corpus, broken in a few places.
pub fn altered(dice: &mut Dice, corpus: &[String], words: &[&str]) -> String {
    let mut text: Vec<char> = corpus[dice.below(corpus.len())].chars().collect();
    for _ in 0..1 + dice.below(6) {
        let at = dice.below(text.len() + 1);
        let until = (at + dice.below(20)).min(text.len());
        match dice.below(9) {
            0 => drop(text.drain(at..until)),
            1 => {
                let part: Vec<char> = text[at..until].to_vec();
                let to = dice.below(text.len() + 1);
                text.splice(to..to, part);
            }
            2 => {
                if let Some(sign) = text.get_mut(at) {
                    *sign = char::from_u32(u32::try_from(dice.below(0x3000)).unwrap_or(65)).unwrap_or('x');
                }
            }
            3 => {
                let other: Vec<char> = corpus[dice.below(corpus.len())].chars().collect();
                let from = dice.below(other.len() + 1);
                let length = dice.below(200);
                text.splice(at..until, other[from..].iter().take(length).copied().collect::<Vec<_>>());
            }
            4 if dice.below(10) == 0 => {
                // Nesting far beyond every limit.
                let word = words[dice.below(words.len())].repeat(1 + dice.below(3_000));
                text.splice(at..at, word.chars().collect::<Vec<_>>());
            }
            _ => {
                let word: Vec<char> = words[dice.below(words.len())].chars().collect();
                text.splice(at..at, word);
            }
        }
    }
    text.into_iter().collect()
}

/// Words of FEEL in any order.
pub fn sentence(dice: &mut Dice) -> String {
    (0..1 + dice.below(25)).map(|_| FEEL_WORDS[dice.below(FEEL_WORDS.len())]).collect()
}
