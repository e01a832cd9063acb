//! Reading a case: for the person, for the officer, and what happened in it in the order of time.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use afaq_base::{CaseId, DocumentId, FileId, Timestamp};
use afaq_domain::cases::{Case, CaseEvent, EvidenceFile};
use afaq_feel::Value;
use afaq_pack::Service;
use afaq_ports::Officer;
use afaq_store::{AccessLogEntry, Cursor, DocumentRow, Page, Sealed};
use serde::Deserialize;

use super::officer::TaskView;
use crate::parties::Person;
use crate::{App, AppError, limits};

/// One thing that happened in a case.
#[derive(Debug, Clone)]
pub struct TimelineEntry {
    /// Its number in the case.
    pub version: u64,
    /// What happened.
    pub event: Arc<CaseEvent>,
}

/// One look of an officer at a person's case.
#[derive(Debug, Clone)]
pub struct Look {
    /// Who looked.
    pub entry: AccessLogEntry,
}

/// A case with everything that its page shows.
#[derive(Debug, Clone)]
pub struct CaseView {
    /// Its id.
    pub id: CaseId,
    /// The case.
    pub case: Arc<Case>,
    /// The version of the service that it is pinned to.
    pub service: Arc<Service>,
    /// What happened, the oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// Its documents.
    pub documents: Vec<DocumentRow>,
    /// The open tasks (for officers).
    pub tasks: Vec<TaskView>,
    /// Who looked, the latest first.
    pub looks: Vec<Look>,
    /// The moment of this view.
    pub now: Timestamp,
}

/// A message to a person.
#[derive(Debug, Clone)]
pub struct MessageView {
    /// The stored message.
    pub row: afaq_store::Message,
    /// One line.
    pub subject: afaq_base::Text,
    /// The text.
    pub body: afaq_base::Text,
}

/// One page of the messages to a person.
#[derive(Debug, Clone)]
pub struct MessagesPage {
    /// The messages, the latest first.
    pub rows: Vec<MessageView>,
    /// The numbers of the cases that they are about.
    pub numbers: BTreeMap<CaseId, String>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
}

impl CaseView {
    /// The paths of facts that stand between the rules and a decision: those that no register gave, that
    /// somebody disputes, or without which a decision came to nothing. An officer can complete them
    /// ([`App::complete_fact`]).
    #[must_use]
    pub fn open_facts(&self) -> Vec<String> {
        let mut open: BTreeSet<String> = self
            .case
            .facts
            .iter()
            .filter(|(_, fact)| fact.usable().is_none())
            .map(|(path, _)| path.clone())
            .collect();
        for evaluation in self.case.evaluations.values() {
            if let Value::Unknown(unknown) = &evaluation.value {
                open.extend(unknown.names.iter().cloned());
            }
        }
        open.retain(|path| self.service.concepts.get(path).is_some());
        open.into_iter().collect()
    }
}

#[derive(Deserialize)]
struct Content {
    subject: afaq_base::Text,
    body: afaq_base::Text,
}

impl App {
    /// A person's own case; of one whose content was deleted, that it was there and how it ended.
    ///
    /// # Errors
    /// [`AppError::NotFound`], also for another person's case.
    pub async fn my_case(&self, person: &Person, id: CaseId) -> Result<CaseView, AppError> {
        let view = async {
            let (loaded, _) = self.own_case(person, id).await?;
            self.view(id, loaded.case, loaded.service, Vec::new()).await
        };
        match view.await {
            Err(AppError::NotFound) => self.deleted_case(person, id).await,
            view => view,
        }
    }

    /// As [`App::my_case`], with the messages about it, the oldest first.
    ///
    /// # Errors
    /// [`AppError::NotFound`], also for another person's case.
    pub async fn my_case_with_messages(
        &self,
        person: &Person,
        id: CaseId,
    ) -> Result<(CaseView, Vec<MessageView>), AppError> {
        let loaded = match self.own_case(person, id).await {
            Ok((loaded, _)) => loaded,
            Err(AppError::NotFound) => {
                return Ok((self.deleted_case(person, id).await?, self.messages_of_case(person, id).await?));
            }
            Err(error) => return Err(error),
        };
        self.view_with(id, loaded.case, loaded.service, Vec::new(), true).await
    }

    /// A person's own case as it stands, without its history.
    ///
    /// # Errors
    /// [`AppError::NotFound`], also for another person's case.
    pub async fn my_case_now(
        &self,
        person: &Person,
        id: CaseId,
    ) -> Result<(Arc<Case>, Arc<Service>), AppError> {
        let (loaded, _) = self.own_case(person, id).await?;
        Ok((loaded.case, loaded.service))
    }

    /// A case on an officer's desk. The look is recorded.
    ///
    /// # Errors
    /// [`AppError::NotFound`], also for a case of other units.
    pub async fn case_on_desk(&self, officer: &Officer, id: CaseId) -> Result<CaseView, AppError> {
        let loaded = self.desk_case(officer, id).await?;
        self.record_look(officer, &loaded.case, id, "case").await?;
        let tasks = self.tasks_for(officer, &loaded.service, &loaded.case);
        self.view(id, loaded.case, loaded.service, tasks).await
    }

    async fn view(
        &self,
        id: CaseId,
        case: Arc<Case>,
        service: Arc<Service>,
        tasks: Vec<TaskView>,
    ) -> Result<CaseView, AppError> {
        Ok(self.view_with(id, case, service, tasks, false).await?.0)
    }

    async fn view_with(
        &self,
        id: CaseId,
        case: Arc<Case>,
        service: Arc<Service>,
        tasks: Vec<TaskView>,
        with_messages: bool,
    ) -> Result<(CaseView, Vec<MessageView>), AppError> {
        let timeline = self.timeline(id, case.version).await?;
        let timeline = timeline.iter().cloned().collect();
        let beside = self.store().beside_case(id, limits::PAGE_ROWS, with_messages).await?;
        let looks = beside.looks.into_iter().map(|entry| Look { entry }).collect();
        let messages = beside
            .messages
            .into_iter()
            .filter_map(|row| message(row).transpose())
            .collect::<Result<_, _>>()?;
        let documents = beside.documents;
        let view = CaseView { id, case, service, timeline, documents, tasks, looks, now: self.now() };
        Ok((view, messages))
    }

    /// One page of the cases of a person, the latest first.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn my_cases_page(
        &self,
        person: &Person,
        after: Option<&Cursor>,
    ) -> Result<Page<afaq_store::CaseRow>, AppError> {
        Ok(self.store().cases_of_party(person.party, after, limits::PAGE_ROWS).await?)
    }

    /// One page of the messages to a person, the latest first, with the numbers of their cases.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn my_messages_page(
        &self,
        person: &Person,
        after: Option<&Cursor>,
    ) -> Result<MessagesPage, AppError> {
        let page = self.store().messages_of_party(person.party, after, limits::PAGE_ROWS).await?;
        let mut numbers = BTreeMap::new();
        for id in page.rows.iter().filter_map(|message| message.case_id) {
            if let Entry::Vacant(place) = numbers.entry(id)
                && let Some(case) = self.store().find_case(id).await?
            {
                place.insert(case.number);
            }
        }
        let rows =
            page.rows.into_iter().filter_map(|row| message(row).transpose()).collect::<Result<_, _>>()?;
        Ok(MessagesPage { rows, numbers, next: page.next })
    }

    /// The latest cases of a person, the latest first.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn my_cases(&self, person: &Person) -> Result<Vec<afaq_store::CaseRow>, AppError> {
        Ok(self.store().cases_of_party(person.party, None, limits::PAGE_ROWS).await?.rows)
    }

    /// The latest messages to a person, the latest first.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn my_messages(&self, person: &Person) -> Result<Vec<MessageView>, AppError> {
        let page = self.store().messages_of_party(person.party, None, limits::PAGE_ROWS).await?;
        page.rows.into_iter().filter_map(|row| message(row).transpose()).collect()
    }

    /// The messages of one case of this person, the oldest first.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for another person's case.
    pub async fn messages_of_case(&self, person: &Person, id: CaseId) -> Result<Vec<MessageView>, AppError> {
        self.own_case(person, id).await?;
        let rows = self.store().messages_of_case(id).await?;
        rows.into_iter().filter_map(|row| message(row).transpose()).collect()
    }

    /// Marks a message as read.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn read_message(&self, person: &Person, message: afaq_base::MessageId) -> Result<(), AppError> {
        self.store().mark_message_read(person.party, message, self.now()).await?;
        self.inner.memory.unread.forget(&person.party);
        Ok(())
    }

    /// How many messages are new to a person.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn unread(&self, person: &Person) -> Result<u64, AppError> {
        let (unread, now) = (&self.inner.memory.unread, self.now());
        let epoch = match unread.get(&person.party, now) {
            Ok(count) => return Ok(count),
            Err(epoch) => epoch,
        };
        let count = self.store().count_unread_messages(person.party).await?;
        unread.put(person.party, count, now, epoch);
        Ok(count)
    }

    /// The documents of a person.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn my_documents(&self, person: &Person) -> Result<Vec<DocumentRow>, AppError> {
        Ok(self.store().documents_of_party(person.party).await?)
    }

    /// The bytes of a document, for its owner.
    ///
    /// # Errors
    /// [`AppError::NotFound`], also for another person's document.
    pub async fn my_document(
        &self,
        person: &Person,
        document: DocumentId,
    ) -> Result<(DocumentRow, Vec<u8>), AppError> {
        let row = self.store().find_document(document).await?.ok_or(AppError::NotFound)?;
        self.own_case(person, row.case_id).await?;
        let bytes = self.document_bytes(&row).await?;
        Ok((row, bytes))
    }

    /// The bytes of a document, for an officer who has its case. The look is recorded.
    ///
    /// # Errors
    /// [`AppError::NotFound`], also for a case of other units.
    pub async fn desk_document(
        &self,
        officer: &Officer,
        document: DocumentId,
    ) -> Result<(DocumentRow, Vec<u8>), AppError> {
        let row = self.store().find_document(document).await?.ok_or(AppError::NotFound)?;
        let loaded = self.desk_case(officer, row.case_id).await?;
        self.record_look(officer, &loaded.case, row.case_id, "document").await?;
        let bytes = self.document_bytes(&row).await?;
        Ok((row, bytes))
    }

    /// The bytes of a piece of evidence, for an officer who has its case. The look is recorded.
    ///
    /// # Errors
    /// [`AppError::NotFound`], also for a case of other units.
    pub async fn desk_evidence(
        &self,
        officer: &Officer,
        id: CaseId,
        file: FileId,
    ) -> Result<(EvidenceFile, Vec<u8>), AppError> {
        let loaded = self.desk_case(officer, id).await?;
        let known = loaded.case.evidence.values().flatten().find(|known| known.file == file).cloned();
        let known = known.ok_or(AppError::NotFound)?;
        self.record_look(officer, &loaded.case, id, "evidence").await?;
        let bytes = self.store().read_file(file, known.size_bytes).await?;
        Ok((known, bytes))
    }

    /// What the public learns of a document by the code that is printed on it.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn verify(&self, code: &str) -> Result<Option<DocumentRow>, AppError> {
        let code = afaq_base::digits::normalize(code.trim()).to_ascii_lowercase();
        Ok(self.store().find_document_by_code(&super::commit::code_hash(&code)).await?)
    }
}

fn message(row: afaq_store::Message) -> Result<Option<MessageView>, AppError> {
    let Sealed::Opened(bytes) = &row.content else { return Ok(None) };
    let content: Content = serde_json::from_slice(bytes)?;
    Ok(Some(MessageView { row, subject: content.subject, body: content.body }))
}
