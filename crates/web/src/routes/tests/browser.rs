//! A browser without scripts: cookies, links, forms, nothing else.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, header};
use tower::ServiceExt;

#[derive(Clone)]
pub struct Browser {
    router: Router,
    pub cookie: Option<String>,
}

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
    pub bytes: Vec<u8>,
}

/// A file to send: field, name, bytes.
pub type Sent<'a> = (&'a str, &'a str, &'a [u8]);

impl Answer {
    /// Where it leads.
    pub fn location(&self) -> String {
        assert_eq!(self.status, 303, "{}", self.body);
        self.headers[header::LOCATION].to_str().unwrap().to_string()
    }

    /// The value of a hidden field or an input.
    pub fn value(&self, name: &str) -> Option<String> {
        let at = self.body.find(&format!("name=\"{name}\" value=\""))?;
        let rest = &self.body[at..];
        let start = rest.find("value=\"")? + "value=\"".len();
        let end = start + rest[start..].find('"')?;
        Some(unescape(&rest[start..end]))
    }

    /// All hidden fields of the form that posts to this address.
    pub fn hidden(&self, action: &str) -> Vec<(String, String)> {
        let at = self
            .body
            .find(&format!("action=\"{action}\""))
            .unwrap_or_else(|| panic!("no form for {action}: {}", self.body));
        let form = &self.body[at..at + self.body[at..].find("</form>").unwrap()];
        form.split("<input type=\"hidden\" name=\"")
            .skip(1)
            .map(|part| {
                let (name, rest) = part.split_once("\" value=\"").unwrap();
                (unescape(name), unescape(rest.split('"').next().unwrap()))
            })
            .collect()
    }

    pub fn has(&self, text: &str) -> bool {
        self.body.contains(text)
    }

    /// The first link that begins so.
    pub fn link(&self, start: &str) -> Option<String> {
        self.link_with(start, "")
    }

    /// The first link that begins so and ends so.
    pub fn link_with(&self, start: &str, end: &str) -> Option<String> {
        self.body
            .split("href=\"")
            .skip(1)
            .filter_map(|part| part.split('"').next())
            .find(|href| href.starts_with(start) && href.ends_with(end))
            .map(unescape)
    }
}

pub fn unescape(text: &str) -> String {
    text.replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}

pub fn encode(fields: &[(&str, &str)]) -> String {
    let one = |text: &str| crate::routes::guard::encode(text).replace('/', "%2F");
    fields.iter().map(|(name, value)| format!("{}={}", one(name), one(value))).collect::<Vec<_>>().join("&")
}

impl Browser {
    pub fn new(router: Router) -> Self {
        Self { router, cookie: None }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(encode(fields)))
            .unwrap();
        self.send(request).await
    }

    pub async fn post_files(&mut self, path: &str, fields: &[(&str, &str)], files: &[Sent<'_>]) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .into_bytes(),
            );
        }
        for (field, name, bytes) in files {
            body.extend(
                format!(
                    "--edge\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
                )
                .into_bytes(),
            );
            body.extend_from_slice(bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--edge--\r\n");
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    pub async fn send(&mut self, mut request: Request<Body>) -> Answer {
        if let Some(cookie) = &self.cookie {
            request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        for set in response.headers().get_all(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap().to_string();
            self.cookie = (!pair.ends_with('=')).then_some(pair);
        }
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body, bytes }
    }

    /// Fills the carer's form page by page until the answers can be checked; gives the address of the check.
    pub async fn fill_carer(&mut self, lang: &str, child: &str) -> String {
        let answers = [("cared_for.civil_number", child), ("payment.iban", "KW81CBKU0000000000001234560101")];
        self.fill(&format!("/{lang}/services/{}/start", super::world::CARER), &answers).await
    }

    /// Fills any form: each question with the answer that is given for it, each paper with a file.
    pub async fn fill(&mut self, start: &str, answers: &[(&str, &str)]) -> String {
        let mut at = self.post(start, &[]).await.location();
        for _ in 0..20 {
            if at.ends_with("/check") {
                return at;
            }
            let page = self.get(&at).await;
            assert_eq!(page.status, 200, "{at}: {}", page.body);
            let version = page.value("version").unwrap();
            let mut fields = vec![("version", version.as_str())];
            for (name, value) in answers.iter().copied() {
                if page.has(&format!("name=\"{name}\"")) {
                    fields.push((name, value));
                }
            }
            let field =
                page.body.split("name=\"evidence.").nth(1).map(|rest| rest.split('"').next().unwrap());
            let answer = match field {
                Some(kind) => {
                    let name = format!("evidence.{kind}");
                    self.post_files(&at, &fields, &[(&name, "تقرير.pdf", PDF)]).await
                }
                None => self.post(&at, &fields).await,
            };
            assert_eq!(answer.status, 303, "{at}: {}", answer.body);
            at = answer.location();
        }
        panic!("the form does not end: {at}");
    }

    /// Fills the carer's form and sends it; gives the address of the case.
    pub async fn apply_carer(&mut self, lang: &str, child: &str) -> String {
        let check = self.fill_carer(lang, child).await;
        let page = self.get(&check).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let sent = self.post(&check, &[]).await.location();
        sent.strip_suffix("/confirmation").unwrap().to_string()
    }
}

/// The smallest file that is a PDF.
pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
