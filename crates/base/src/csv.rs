//! Reading of the small tables that are part of the program.

/// The rows of a table without its remarks (`#`) and its heading; fields may be quoted.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = Vec<String>> {
    table.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).skip(1).map(fields)
}

fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![];
    let mut field = String::new();
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                field.push('"');
                chars.next();
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            _ => field.push(c),
        }
    }
    fields.push(field);
    fields
}
