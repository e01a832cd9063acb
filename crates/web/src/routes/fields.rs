//! What a form posted: fields with all their values, and files; within limits, whatever comes.

use afaq_app::cases::PageAnswers;
use axum::Form;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Query, Request};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use serde::de::DeserializeOwned;

use super::Web;
use super::fail::Fail;
use crate::limits;

/// The query of an address; what can't be read is as good as not asked.
pub(crate) struct Asked<T>(pub T);

impl<T: DeserializeOwned + Default, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(Query::try_from_uri(&parts.uri).map(|Query(asked)| asked).unwrap_or_default()))
    }
}

/// A file that was posted.
pub(crate) struct PostedFile {
    /// The field.
    pub field: String,
    /// The name on the person's device.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// A posted form.
#[derive(Default)]
pub(crate) struct Posted {
    pub fields: PageAnswers,
    pub files: Vec<PostedFile>,
}

impl Posted {
    /// The first value of a field; empty where it is missing.
    pub fn one(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    /// The first value of a field.
    pub fn find(&self, name: &str) -> Option<&str> {
        self.fields.get(name).and_then(|values| values.first()).map(String::as_str)
    }

    /// All values of a field.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.fields.get(name).cloned().unwrap_or_default()
    }

    /// All fields with each of their values.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields
            .iter()
            .flat_map(|(name, values)| values.iter().map(move |value| (name.as_str(), value.as_str())))
    }

    fn add(&mut self, name: String, value: String) -> Result<(), Fail> {
        if name.len() > limits::FIELD_NAME_BYTES_MAX || self.fields.len() >= limits::FIELDS_MAX {
            return Err(Fail::BadRequest);
        }
        let values = self.fields.entry(name).or_default();
        if values.len() >= limits::FIELD_VALUES_MAX {
            return Err(Fail::BadRequest);
        }
        values.push(value);
        Ok(())
    }
}

impl FromRequest<Web> for Posted {
    type Rejection = Fail;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Fail> {
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .unwrap_or_default();
        if kind.starts_with("multipart/form-data") {
            let form = Multipart::from_request(request, web).await.map_err(|_| Fail::BadRequest)?;
            return of_multipart(form).await;
        }
        // A button outside of any form field posts nothing at all.
        if kind.is_empty() {
            return Ok(Self::default());
        }
        let Form(pairs) = Form::<Vec<(String, String)>>::from_request(request, web)
            .await
            .map_err(|rejection| fail(axum::response::IntoResponse::into_response(rejection).status()))?;
        let mut posted = Self::default();
        for (name, value) in pairs {
            posted.add(name, value)?;
        }
        Ok(posted)
    }
}

async fn of_multipart(mut form: Multipart) -> Result<Posted, Fail> {
    let mut posted = Posted::default();
    let broken = |error: MultipartError| fail(error.status());
    while let Some(part) = form.next_field().await.map_err(broken)? {
        let field = part.name().unwrap_or_default().to_string();
        match part.file_name().map(str::to_string) {
            Some(name) => {
                let bytes = part.bytes().await.map_err(broken)?;
                // A file field that was left empty comes without a name and without bytes.
                if name.is_empty() && bytes.is_empty() {
                    continue;
                }
                if posted.files.len() >= limits::FILES_MAX || field.len() > limits::FIELD_NAME_BYTES_MAX {
                    return Err(Fail::BadRequest);
                }
                posted.files.push(PostedFile { field, name, bytes: bytes.to_vec() });
            }
            None => {
                let bytes = part.bytes().await.map_err(broken)?;
                if bytes.len() > limits::FORM_BYTES_MAX {
                    return Err(Fail::TooLarge);
                }
                posted.add(field, String::from_utf8_lossy(&bytes).into_owned())?;
            }
        }
    }
    Ok(posted)
}

fn fail(status: StatusCode) -> Fail {
    if status == StatusCode::PAYLOAD_TOO_LARGE { Fail::TooLarge } else { Fail::BadRequest }
}
