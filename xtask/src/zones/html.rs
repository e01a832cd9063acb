//! Reads of a page what somebody needs who fills it in: its forms with their fields, and its links.

/// A form of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    pub action: String,
    pub fields: Vec<Field>,
}

/// A field of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    pub name: String,
    /// `text`, `hidden`, `radio`, `checkbox`, `file`, `submit`, `textarea`, `select`, …
    pub kind: String,
    pub value: String,
    pub is_checked: bool,
}

/// All forms of a page.
pub fn forms(page: &str) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    let mut is_inside = false;
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let Some(end) = rest.find('>') else { break };
        let (tag, after) = (&rest[..=end], &rest[end + 1..]);
        let name: String = tag[1..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect();
        match name.to_ascii_lowercase().as_str() {
            "form" => {
                is_inside = true;
                forms.push(Form { action: attribute(tag, "action").unwrap_or_default(), fields: Vec::new() });
            }
            "/form" => is_inside = false,
            "input" | "button" | "textarea" | "select" if is_inside => {
                let kind = match name.as_str() {
                    "input" => attribute(tag, "type").unwrap_or_else(|| "text".into()),
                    "button" => "submit".into(),
                    other => other.to_string(),
                };
                let value = match name.as_str() {
                    "textarea" => unescaped(after.split("</textarea>").next().unwrap_or_default()),
                    "select" => first_option(after.split("</select>").next().unwrap_or_default()),
                    _ => attribute(tag, "value").unwrap_or_default(),
                };
                let field = Field {
                    name: attribute(tag, "name").unwrap_or_default(),
                    kind,
                    value,
                    is_checked: attribute(tag, "checked").is_some(),
                };
                if let (Some(form), false) = (forms.last_mut(), field.name.is_empty()) {
                    form.fields.push(field);
                }
            }
            _ => {}
        }
        rest = after;
    }
    forms
}

/// The addresses of all links of a page.
pub fn links(page: &str) -> Vec<String> {
    page.split("<a").skip(1).filter_map(|part| attribute(part.split('>').next()?, "href")).collect()
}

/// The one that is chosen, or the first that says something.
fn first_option(options: &str) -> String {
    let all: Vec<&str> = options.split("<option").skip(1).filter_map(|part| part.split('>').next()).collect();
    let values = |tag: &&str| attribute(tag, "value").filter(|value| !value.is_empty());
    let chosen = all.iter().filter(|tag| attribute(tag, "selected").is_some()).find_map(values);
    chosen.or_else(|| all.iter().find_map(values)).unwrap_or_default()
}

/// The value of an attribute; empty where it has none.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag;
    loop {
        let at = rest.find(name)?;
        let is_begin = rest[..at].ends_with([' ', '\n', '\t']);
        let after = &rest[at + name.len()..];
        if is_begin && let Some(value) = after.strip_prefix("=\"") {
            return value.split('"').next().map(unescaped);
        }
        if is_begin && after.starts_with([' ', '>', '/', '\n']) {
            return Some(String::new());
        }
        rest = after;
    }
}

fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some((name, after)) = rest[1..].split_once(';').filter(|(name, _)| name.len() < 9) else {
            plain.push('&');
            rest = &rest[1..];
            continue;
        };
        let number = name.strip_prefix("#x").map(|hex| u32::from_str_radix(hex, 16));
        let number = number.or_else(|| name.strip_prefix('#').map(str::parse));
        match (name, number) {
            ("amp", _) => plain.push('&'),
            ("lt", _) => plain.push('<'),
            ("gt", _) => plain.push('>'),
            ("quot", _) => plain.push('"'),
            (_, Some(Ok(number))) => plain.extend(char::from_u32(number)),
            _ => plain.push_str(&format!("&{name};")),
        }
        rest = after;
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_with_what_stands_in_it() {
        let page = r#"<a href="/en/x?a=1&amp;b=2">x</a><form method="post" action="/en/drafts/1">
            <input type="hidden" name="version" value="3"><input name="a" value="&#x27;q&#34;">
            <input type="radio" name="r" value="y" checked><textarea name="t">&lt;b</textarea>
            <select name="s"><option value="">-</option><option value="k" selected>K</option></select>
            <button type="submit" name="save" value="1">Save</button></form>"#;
        let found = forms(page);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].action, "/en/drafts/1");
        let fields: Vec<(&str, &str, &str)> = found[0]
            .fields
            .iter()
            .map(|one| (one.name.as_str(), one.kind.as_str(), one.value.as_str()))
            .collect();
        assert_eq!(
            fields,
            [
                ("version", "hidden", "3"),
                ("a", "text", "'q\""),
                ("r", "radio", "y"),
                ("t", "textarea", "<b"),
                ("s", "select", "k"),
                ("save", "submit", "1"),
            ]
        );
        assert!(found[0].fields[2].is_checked && !found[0].fields[1].is_checked);
        assert_eq!(links(page), ["/en/x?a=1&b=2"]);
    }
}
