//! Problems for people: code, message, the line with a caret under the character, and what to do.

use std::fmt::Write;

use afaq_base::Lang;

use crate::problem::{Problem, Severity};
use crate::read::PackFiles;
use crate::source::Source;

/// Characters of a source line that are shown on each side of the place.
const AROUND: usize = 60;

/// All problems as text in one language; `shared` are the files of the shared library.
#[must_use]
pub fn human(problems: &[Problem], pack: &PackFiles, shared: &PackFiles, lang: Lang) -> String {
    let mut text = String::new();
    for problem in problems {
        one(&mut text, problem, pack, shared, lang);
    }
    let count = |severity| problems.iter().filter(|one| one.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let _ = match lang {
        Lang::Ar => writeln!(text, "الأخطاء: {errors}، التنبيهات: {warnings}"),
        Lang::En => writeln!(text, "errors: {errors}, warnings: {warnings}"),
    };
    text
}

fn one(text: &mut String, problem: &Problem, pack: &PackFiles, shared: &PackFiles, lang: Lang) {
    let _ =
        writeln!(text, "{}[{}] {}", problem.severity.label(lang), problem.code, problem.message.get(lang));
    let _ = writeln!(text, "  --> {}:{}:{}", problem.file, problem.line, problem.column);
    if let Some(line) = line_of(problem, pack, shared) {
        let (shown, before) = window(&line, problem.column as usize);
        let number = problem.line.to_string();
        let gap = " ".repeat(number.len());
        let _ = writeln!(text, "  {number} | {shown}");
        let _ = writeln!(text, "  {gap} | {}^", " ".repeat(before));
    }
    let help = problem.help.get(lang);
    if !help.is_empty() {
        let word = match lang {
            Lang::Ar => "الحل",
            Lang::En => "help",
        };
        let _ = writeln!(text, "  = {word}: {help}");
    }
    text.push('\n');
}

/// The line of the problem.
fn line_of(problem: &Problem, pack: &PackFiles, shared: &PackFiles) -> Option<String> {
    let short = problem.file.trim_start_matches("_shared/");
    let bytes =
        pack.get(&problem.file).or_else(|| shared.get(&problem.file)).or_else(|| shared.get(short))?;
    let text = std::str::from_utf8(bytes).ok()?;
    let source = Source::new(&problem.file, text.strip_prefix('\u{FEFF}').unwrap_or(text));
    let line = source.line(problem.line).replace('\t', " ");
    (!line.trim().is_empty()).then_some(line)
}

/// The part of a line around a column, and how many columns of it stand before the place.
fn window(line: &str, column: usize) -> (String, usize) {
    let at = column.saturating_sub(1);
    let start = at.saturating_sub(AROUND);
    let shown: String = line.chars().skip(start).take(2 * AROUND).collect();
    // Marks that combine with the letter before them take no column of their own.
    let before = line.chars().skip(start).take(at - start).filter(|one| !is_combining(*one)).count();
    (shown, before)
}

fn is_combining(one: char) -> bool {
    matches!(one, '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{300}'..='\u{36F}' | '\u{200B}'..='\u{200F}')
}
