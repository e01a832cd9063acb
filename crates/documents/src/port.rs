//! The renderer behind the port that `app` calls.

use afaq_ports::{DocumentRequest, Documents, Fault};

use crate::error::RenderError;
use crate::renderer::Renderer;
use crate::request::{DocumentLanguage, RenderRequest};

impl Documents for Renderer {
    fn render(&self, request: &DocumentRequest) -> Result<Vec<u8>, Fault> {
        let rendered = Self::render(self, &RenderRequest::from(request)).map_err(|error| fault(&error))?;
        Ok(rendered.pdf)
    }
}

impl From<&DocumentRequest> for RenderRequest {
    fn from(request: &DocumentRequest) -> Self {
        Self {
            template: request.template.clone(),
            assets: Vec::new(),
            data: request.data.clone(),
            lang: DocumentLanguage::Both,
            title: request.title.clone(),
            body: request.body.clone(),
            document_number: request.number.clone(),
            verification_url: request.verification_url.clone(),
            issued_at: request.issued_at,
            is_illustrative: request.is_illustrative,
        }
    }
}

fn fault(error: &RenderError) -> Fault {
    Fault {
        system: "documents".to_owned(),
        what: format!("{}: {error}", error.code()),
        is_passing: error.is_passing(),
    }
}
