//! What is stored about a person, for the person alone: a page of it, and all of it as one file.

use afaq_domain::cases::Event;
use afaq_store::{AccessLogEntry, AccessLogQuery, CaseRow, DocumentRow, DraftSummary};
use serde_json::{Value as Json, json};

use crate::parties::Person;
use crate::{App, AppError, limits};

/// What is stored about a person, and who looked at it.
#[derive(Debug, Clone)]
pub struct MyData {
    /// Requests, the latest first.
    pub cases: Vec<CaseRow>,
    /// Drafts.
    pub drafts: Vec<DraftSummary>,
    /// Issued documents.
    pub documents: Vec<DocumentRow>,
    /// Looks of officers at any of it, the latest first.
    pub looks: Vec<AccessLogEntry>,
}

impl App {
    /// What is stored about this person.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn my_data(&self, person: &Person) -> Result<MyData, AppError> {
        let party = person.party;
        let mut cases = Vec::new();
        let mut after = None;
        while cases.len() < limits::MY_DATA_CASES_MAX {
            let page = self.store().cases_of_party(party, after.as_ref(), limits::PAGE_ROWS).await?;
            cases.extend(page.rows);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let query = AccessLogQuery::Party(party);
        Ok(MyData {
            cases,
            drafts: self.store().drafts_of_party(party, self.now()).await?,
            documents: self.store().documents_of_party(party).await?,
            looks: self.store().access_log(&query, None, limits::MY_DATA_LOOKS_MAX).await?,
        })
    }

    /// All that is stored about this person as JSON: the facts and events of their requests, messages and looks.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn my_data_file(&self, person: &Person) -> Result<Vec<u8>, AppError> {
        let data = self.my_data(person).await?;
        let mut cases = Vec::with_capacity(data.cases.len());
        for row in &data.cases {
            cases.push(self.case_in_file(person, row).await?);
        }
        let drafts = data.drafts.iter().map(|draft| {
            json!({ "service": draft.service_id.as_str(), "updated_at": draft.updated_at.to_string(), "expires_at": draft.expires_at.to_string() })
        });
        let documents = data.documents.iter().map(|row| {
            json!({ "number": row.number, "issued_at": row.issued_at.to_string(), "about": row.summary })
        });
        let looks = data.looks.iter().map(|look| {
            let access = &look.access;
            json!({
                "at": access.at.to_string(), "body": access.body.as_str(), "action": access.action,
                "reason": access.reason, "case": access.case_id.map(|id| id.to_string()),
            })
        });
        let file = json!({
            "person": { "civil_number": person.number.to_string(), "name": person.name },
            "made_at": self.now().to_string(),
            "cases": cases,
            "drafts": drafts.collect::<Vec<_>>(),
            "documents": documents.collect::<Vec<_>>(),
            "looks": looks.collect::<Vec<_>>(),
        });
        Ok(serde_json::to_vec_pretty(&file)?)
    }

    async fn case_in_file(&self, person: &Person, row: &CaseRow) -> Result<Json, AppError> {
        let head = json!({
            "id": row.case_id.to_string(), "number": row.number, "service": row.service_id.as_str(), "title": row.title,
            "stage": row.stage, "submitted_at": row.submitted_at.to_string(),
        });
        let loaded = match self.own_case(person, row.case_id).await {
            Ok((loaded, _)) => loaded,
            // What people gave was deleted: its row alone is left.
            Err(AppError::NotFound) => return Ok(head),
            Err(error) => return Err(error),
        };
        let facts: serde_json::Map<String, Json> = loaded
            .case
            .facts
            .iter()
            .map(|(path, fact)| Ok((path.clone(), serde_json::to_value(fact)?)))
            .collect::<Result<_, AppError>>()?;
        let mut messages = Vec::new();
        let mut events = Vec::new();
        for event in self.load_events(row.case_id).await? {
            match &event.what {
                Event::MessageSent { subject, body, .. } => {
                    messages.push(json!({ "at": event.at.to_string(), "subject": subject, "body": body }));
                }
                // Notes are for colleagues; the law gives the person a copy of what is stored about them.
                Event::Noted { text } => {
                    events.push(json!({ "at": event.at.to_string(), "what": "noted", "text": text }));
                }
                what => events.push(json!({ "at": event.at.to_string(), "what": what.kind() })),
            }
        }
        let mut case = head;
        if let Some(case) = case.as_object_mut() {
            case.insert("facts".into(), Json::Object(facts));
            case.insert("messages".into(), Json::Array(messages));
            case.insert("events".into(), Json::Array(events));
        }
        Ok(case)
    }
}
