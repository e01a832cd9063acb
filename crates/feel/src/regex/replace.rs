//! Replaces what a pattern finds.

use super::{Regex, RegexError};

impl Regex {
    /// Replaces every match; `None` for a malformed replacement, or a pattern that matches nothing.
    pub(crate) fn replace(
        &self,
        input: &[char],
        replacement: &str,
        length_max: usize,
        left: &mut u64,
    ) -> Result<Option<String>, RegexError> {
        let replacement: Vec<char> = replacement.chars().collect();
        if self.run(&[], 0, left)?.is_some() {
            return Ok(None);
        }
        let mut result = Vec::new();
        let mut at = 0;
        while let Some(groups) = self.search(input, at, left)? {
            let (start, end) = groups[0].zip(groups[1]).unwrap_or((at, at));
            result.extend_from_slice(&input[at..start]);
            if !self.expand(input, &groups, &replacement, &mut result) {
                return Ok(None);
            }
            if end == start {
                result.extend(input.get(end));
            }
            at = end.max(start + usize::from(end == start));
            if result.len() > length_max {
                return Err(RegexError::Budget);
            }
            if at > input.len() {
                break;
            }
        }
        result.extend_from_slice(input.get(at..).unwrap_or_default());
        Ok(Some(result.into_iter().collect()))
    }

    fn expand(
        &self,
        input: &[char],
        groups: &[Option<usize>],
        replacement: &[char],
        result: &mut Vec<char>,
    ) -> bool {
        if self.flags.literal {
            result.extend_from_slice(replacement);
            return true;
        }
        let mut at = 0;
        while let Some(sign) = replacement.get(at) {
            at += 1;
            match sign {
                '\\' => match replacement.get(at) {
                    Some(sign @ ('\\' | '$')) => {
                        result.push(*sign);
                        at += 1;
                    }
                    _ => return false,
                },
                '$' => {
                    let Some(mut group) = replacement.get(at).and_then(|sign| sign.to_digit(10)) else {
                        return false;
                    };
                    at += 1;
                    while let Some(digit) = replacement.get(at).and_then(|sign| sign.to_digit(10)) {
                        if (group * 10 + digit) as usize >= self.groups {
                            break;
                        }
                        group = group * 10 + digit;
                        at += 1;
                    }
                    let place = |side: usize| groups.get(group as usize * 2 + side).copied().flatten();
                    if let Some((from, to)) = place(0).zip(place(1)) {
                        result.extend_from_slice(&input[from..to]);
                    }
                }
                sign => result.push(*sign),
            }
        }
        true
    }
}
