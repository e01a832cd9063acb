//! Drafts: begun on one device, finished on another; deletable, outside of the log.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use afaq_base::{CaseId, CivilNumber, DraftId, Fact, Lang, Source, Timestamp};
use afaq_domain::cases::intake::{self, ShownPage};
use afaq_domain::cases::{Action, EvidenceFile, Facts, Helped, Reading, Submit};
use afaq_domain::parties::{Actor, Mandate};
use afaq_feel::Value;
use afaq_pack::{From, MandateKind, Service, What};
use afaq_store::{DraftSaved, IdempotencyKey, RowWrite, SaveDraft};
use serde::{Deserialize, Serialize};

use super::execute::With;
use super::form::{self, FieldProblem, PageAnswers};
use crate::corrections::Claim;
use crate::parties::{Person, days_later};
use crate::{App, AppError, limits};

/// What a draft holds. It is sealed under the key of the one who writes it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Draft {
    /// For whom the request is.
    pub applicant: CivilNumber,
    /// The right to act for them, when that is not the one who writes.
    pub mandate: Option<Mandate>,
    /// The language.
    pub language: Lang,
    /// What is known.
    pub facts: Facts,
    /// What was uploaded.
    pub evidence: BTreeMap<String, Vec<EvidenceFile>>,
    /// How the registers answered.
    pub readings: Vec<Reading>,
    /// What was typed and is no answer yet, by field.
    pub typed: BTreeMap<String, String>,
    /// Pages that were sent once.
    pub visited: BTreeSet<String>,
    /// The case that it became; a second submission leads there.
    pub became: Option<CaseId>,
    /// The officer who filled it in with the person at a counter.
    #[serde(default)]
    pub helped: Option<Helped>,
}

/// A draft with everything that its pages show.
#[derive(Debug, Clone)]
pub struct DraftView {
    /// Its id.
    pub id: DraftId,
    /// Its version, to find stale pages.
    pub version: u64,
    /// The service.
    pub service: Arc<Service>,
    /// What it holds.
    pub draft: Draft,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Until when it is kept.
    pub expires_at: Timestamp,
    /// The moment of this view.
    pub now: Timestamp,
}

/// Where a person goes after a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// To a page of the form.
    Page(String),
    /// To check the answers.
    Check,
    /// Back to the same page, to mend it.
    Mend(Vec<FieldProblem>),
}

impl DraftView {
    /// The pages that this person sees.
    pub fn pages(&self) -> Vec<ShownPage<'_>> {
        intake::pages(&self.service, &self.draft.facts, &self.draft.evidence, self.now)
    }

    /// The names of the questions that are still open.
    pub fn missing(&self) -> Vec<String> {
        intake::missing(&self.service, &self.draft.facts, &self.draft.evidence, self.now)
    }

    /// Where to go next, after a page or from the start.
    pub fn next(&self, after: Option<&str>) -> Next {
        let pages = self.pages();
        let missing = self.missing();
        let is_open = |page: &&ShownPage<'_>| {
            !self.draft.visited.contains(&page.page.id)
                || page
                    .sections
                    .iter()
                    .flat_map(|(_, questions)| questions)
                    .any(|question| missing.contains(&question.what.name()))
        };
        let behind = after
            .and_then(|after| pages.iter().position(|page| page.page.id == after))
            .map_or(0, |at| at + 1);
        pages
            .iter()
            .skip(behind)
            .find(is_open)
            .or_else(|| pages.iter().find(is_open))
            .map_or(Next::Check, |page| Next::Page(page.page.id.clone()))
    }
}

impl App {
    /// Begins a request, for oneself or for another; registers are read at once.
    ///
    /// # Errors
    /// A refusal where the service takes no requests or the mandate is not verified.
    pub async fn start_draft(
        &self,
        person: &Person,
        service: &str,
        represents: Option<(MandateKind, CivilNumber)>,
        language: Lang,
    ) -> Result<DraftId, AppError> {
        let published = self.service(service)?;
        if published.suspended.is_some() {
            return Err(afaq_domain::Refusal::Suspended.into());
        }
        let service = published.service;
        let max = usize::try_from(self.settings().limits.drafts).unwrap_or(limits::DRAFTS_MAX);
        if self.store().drafts_of_party(person.party, self.now()).await?.len() >= max {
            return Err(afaq_domain::Refusal::OverLimit { what: "drafts", max }.into());
        }
        let mandate = match represents {
            Some((kind, represented)) if represented != person.number => {
                Some(self.find_mandate(&service, kind, represented, person).await?)
            }
            Some(_) | None => None,
        };
        let applicant = match (&mandate, represents) {
            (Some(_), Some((_, represented))) => represented,
            _ => person.number,
        };
        let mut draft = Draft {
            applicant,
            mandate,
            language,
            facts: self.signed_in_facts(&service, applicant),
            evidence: BTreeMap::new(),
            readings: Vec::new(),
            typed: BTreeMap::new(),
            visited: BTreeSet::new(),
            became: None,
            helped: person.helped_by.clone(),
        };
        self.read_registers(&service, &mut draft.facts, &mut draft.readings).await?;
        let moment = self.now().as_microsecond().unsigned_abs();
        let drawn = self.fresh_for(service.id.as_str(), person.party.as_u128(), moment);
        let id = DraftId::from_bytes(self.in_order(drawn));
        self.save(person, id, &service, &draft, 0, "start").await?;
        Ok(id)
    }

    pub(crate) fn signed_in_facts(&self, service: &Service, applicant: CivilNumber) -> Facts {
        let value = Value::from(applicant.to_string().as_str());
        service
            .concepts
            .iter()
            .filter(|concept| matches!(concept.from, From::SignIn))
            .map(|concept| (concept.path.clone(), Fact::verified(value.clone(), Source::SignIn, self.now())))
            .collect()
    }

    async fn save(
        &self,
        person: &Person,
        id: DraftId,
        service: &Service,
        draft: &Draft,
        expected_version: u64,
        page: &str,
    ) -> Result<u64, AppError> {
        let saved = self
            .store()
            .save_draft(&SaveDraft {
                draft_id: id,
                party: person.party,
                service_id: service.id.clone(),
                pack_version: service.behavior_hash.clone(),
                page: page.to_string(),
                answers: serde_json::to_vec(draft)?,
                expected_version,
                now: self.now(),
                expires_at: days_later(self.now(), self.settings().draft_days()),
            })
            .await?;
        self.inner.memory.drafts.forget(&person.party);
        match saved {
            DraftSaved::Saved(version) => Ok(version),
            DraftSaved::Stale(_) => Err(AppError::Stale),
            DraftSaved::Gone => Err(AppError::NotFound),
        }
    }

    /// A draft of this person; somebody else's is not found.
    ///
    /// # Errors
    /// [`AppError::NotFound`], also for a draft that has expired.
    pub async fn draft(&self, person: &Person, id: DraftId) -> Result<DraftView, AppError> {
        let stored =
            self.store().find_draft(person.party, id, self.now()).await?.ok_or(AppError::NotFound)?;
        let service = self.service(stored.summary.service_id.as_str())?.service;
        let mut draft: Draft = serde_json::from_slice(&stored.answers)?;
        // At the counter one sees what was begun there, and no other draft of the person.
        if person.helped_by.is_some() && draft.helped != person.helped_by {
            return Err(AppError::NotFound);
        }
        // Drafts follow the newest version: answers to questions that are gone are dropped.
        // and so is what no longer fits, so that it is asked again instead of refused at the end.
        draft.facts.retain(|path, fact| intake::fits(&service, path, fact));
        draft.evidence.retain(|id, files| intake::fits_evidence(&service, id, files));
        Ok(DraftView {
            id,
            version: stored.summary.version,
            service,
            draft,
            updated_at: stored.summary.updated_at,
            expires_at: stored.summary.expires_at,
            now: self.now(),
        })
    }

    /// The drafts of this person, the latest first.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn drafts(&self, person: &Person) -> Result<Vec<afaq_store::DraftSummary>, AppError> {
        let (drafts, now) = (&self.inner.memory.drafts, self.now());
        let epoch = match drafts.get(&person.party, now) {
            Ok(kept) => return Ok(kept.iter().filter(|draft| draft.expires_at > now).cloned().collect()),
            Err(epoch) => epoch,
        };
        let found = self.store().drafts_of_party(person.party, now).await?;
        drafts.put(person.party, Arc::new(found.clone()), now, epoch);
        Ok(found)
    }

    /// Takes the answers of one page in. What is wrong is kept as it was typed.
    ///
    /// # Errors
    /// [`AppError::Stale`] when the draft was changed in another tab meanwhile.
    pub async fn answer_page(
        &self,
        person: &Person,
        id: DraftId,
        expected_version: u64,
        page: &str,
        answers: &PageAnswers,
    ) -> Result<(DraftView, Next), AppError> {
        let mut view = self.draft(person, id).await?;
        if view.version != expected_version {
            return Err(AppError::Stale);
        }
        let service = view.service.clone();
        let read = {
            let pages = view.pages();
            let shown = pages.iter().find(|shown| shown.page.id == page).ok_or(AppError::NotFound)?;
            let mut read = form::read(&service, shown, answers, self.now());
            missing_evidence(&view, shown, &mut read.problems);
            read
        };
        let draft = &mut view.draft;
        draft.typed.retain(|field, _| !is_on_page(&service, page, field));
        draft.typed.extend(read.typed);
        let removed = read.problems.iter().map(|problem| &problem.field).chain(&read.cleared);
        let removed: BTreeSet<String> =
            removed.filter(|path| draft.facts.remove(*path).is_some()).cloned().collect();
        forget_dependent(&service, &read.facts, removed, &mut draft.facts);
        draft.facts.extend(read.facts);
        if read.problems.is_empty() {
            draft.visited.insert(page.to_string());
        }
        self.read_registers(&service, &mut draft.facts, &mut draft.readings).await?;
        view.version = self.save(person, id, &service, &view.draft, expected_version, page).await?;
        let next = if read.problems.is_empty() { view.next(Some(page)) } else { Next::Mend(read.problems) };
        Ok((view, next))
    }

    /// Marks a known fact as wrong: it becomes disputed, so that nobody is refused for it, and a correction
    /// opens at the body that holds it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where nothing is known under this path; a claim that is none of its kind.
    pub async fn dispute_fact(
        &self,
        person: &Person,
        id: DraftId,
        path: &str,
        claim: Claim<'_>,
    ) -> Result<DraftView, AppError> {
        let mut view = self.draft(person, id).await?;
        let is_read = view
            .service
            .concepts
            .get(path)
            .is_some_and(|concept| matches!(concept.from, From::Register { .. }));
        let fact = view.draft.facts.get(path).filter(|_| is_read).ok_or(AppError::NotFound)?;
        let disputed = fact.clone().disputed(self.now());
        let (case, applicant) = (CaseId::from_u128(id.as_u128()), self.party_of(view.draft.applicant));
        let opened =
            self.open_correction(case, applicant, &view.service, &view.draft.facts, path, claim).await?;
        self.store_correction(opened).await?;
        view.draft.facts.insert(path.to_string(), disputed);
        view.version = self.save(person, id, &view.service, &view.draft, view.version, "dispute").await?;
        Ok(view)
    }

    /// Puts the evidence of a draft as it stands after an upload or a removal.
    pub(crate) async fn set_evidence(
        &self,
        person: &Person,
        mut view: DraftView,
        kind: &str,
        files: Vec<EvidenceFile>,
    ) -> Result<DraftView, AppError> {
        if files.is_empty() {
            view.draft.evidence.remove(kind);
        } else {
            view.draft.evidence.insert(kind.to_string(), files);
        }
        view.version =
            self.save(person, view.id, &view.service, &view.draft, view.version, "evidence").await?;
        Ok(view)
    }

    /// Hands a draft in. Handing it in again leads to the same case.
    ///
    /// # Errors
    /// A refusal that names what is missing.
    pub async fn submit_draft(&self, person: &Person, id: DraftId) -> Result<CaseId, AppError> {
        // The case's id follows from the draft's, so that a second click finds the first one's case.
        let case = CaseId::from_u128(id.as_u128());
        let view = match self.draft(person, id).await {
            Err(AppError::NotFound) => {
                let row = self.store().find_case(case).await?.ok_or(AppError::NotFound)?;
                let is_own = row.applicant == person.party || row.representative == Some(person.party);
                return if is_own { Ok(case) } else { Err(AppError::NotFound) };
            }
            other => other?,
        };
        let by = match &view.draft.mandate {
            Some(_) => Actor::Representative { party: person.party },
            None => Actor::Applicant,
        };
        let number = self.free_number(case).await?;
        let mut rows = vec![RowWrite::DropDraft(id)];
        for file in view.draft.evidence.values().flatten() {
            rows.push(RowWrite::AttachUpload { upload: file.file, case });
        }
        let submit = Submit {
            number,
            applicant: self.party_of(view.draft.applicant),
            applicant_number: view.draft.applicant,
            mandate: view.draft.mandate,
            language: view.draft.language,
            facts: view.draft.facts,
            evidence: view.draft.evidence,
            readings: view.draft.readings,
            helped: view.draft.helped,
        };
        let key = Some(IdempotencyKey::new(format!("submit/{id}")));
        let with = With { key, rows, ..With::default() };
        // Where the pack says so, the law of a date decides: the version that was in force on it.
        let date = afaq_domain::cases::law_date(&view.service, &submit.facts, self.now());
        let version = date.and_then(|date| self.version_on(&view.service.id, date));
        let service = version.map_or(view.service, |version| version.service);
        self.open_case(case, service, by, Action::Submit(Box::new(submit)), with).await?;
        self.inner.memory.forget_party(person.party);
        self.settle_all(case).await?;
        Ok(case)
    }

    /// A number that no case has yet. Numbers are short enough to be read out, so that two draws meet now and then.
    async fn free_number(&self, case: CaseId) -> Result<afaq_base::CaseNumber, AppError> {
        let mut number = afaq_base::CaseNumber::new(0);
        for attempt in 0..limits::NUMBER_DRAWS_MAX {
            let drawn = self.fresh_for("number", case.as_u128(), attempt);
            number =
                afaq_base::CaseNumber::new(u64::from_be_bytes(drawn[..8].try_into().unwrap_or_default()));
            if self.store().find_case_by_number(&number.to_string()).await?.is_none() {
                break;
            }
        }
        Ok(number)
    }

    /// Throws a draft away with its files.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn delete_draft(&self, person: &Person, id: DraftId) -> Result<(), AppError> {
        for upload in self.store().uploads_of_draft(id).await? {
            self.store().delete_upload(person.party, upload.file.file_id).await?;
        }
        self.store().delete_draft(person.party, id).await?;
        self.inner.memory.drafts.forget(&person.party);
        Ok(())
    }
}

/// Evidence that a page asks for and that is not there.
fn missing_evidence(view: &DraftView, page: &ShownPage<'_>, problems: &mut Vec<FieldProblem>) {
    for question in page.sections.iter().flat_map(|(_, questions)| questions) {
        let What::Evidence(id) = &question.what else { continue };
        let has_file = view.draft.evidence.get(id).is_some_and(|files| !files.is_empty());
        if let Some(kind) = view.service.find_evidence(id)
            && !has_file
            && !kind.optional
        {
            problems.push(FieldProblem {
                field: format!("evidence.{id}"),
                message: afaq_base::Text::new(
                    format!("أرفق: {}", kind.label.ar),
                    format!("Upload: {}", kind.label.en),
                ),
            });
        }
    }
}

/// When an answer changes or goes that is the key of register readings, what was read under it is forgotten.
fn forget_dependent(service: &Service, new: &Facts, removed: BTreeSet<String>, facts: &mut Facts) {
    let changed = new
        .iter()
        .filter(|(path, fact)| facts.get(*path).and_then(Fact::value) != fact.value())
        .map(|(path, _)| path.clone());
    let mut gone: BTreeSet<String> = removed.into_iter().chain(changed).collect();
    if gone.is_empty() {
        return;
    }
    // A key may itself have been read under another key: go on until nothing more depends.
    loop {
        let before = gone.len();
        for concept in &service.concepts {
            if let From::Register { key, .. } = &concept.from {
                let is_after = concept
                    .after
                    .as_ref()
                    .is_some_and(|after| after.paths().iter().any(|path| gone.contains(path)));
                if is_after || key.iter().any(|path| gone.contains(path)) {
                    gone.insert(concept.path.clone());
                }
            }
        }
        if gone.len() == before {
            break;
        }
    }
    for path in gone {
        if !new.contains_key(&path) {
            facts.remove(&path);
        }
    }
}

fn is_on_page(service: &Service, page: &str, field: &str) -> bool {
    service.form.questions().filter(|(shown, _, _)| shown.id == page).any(|(_, _, question)| {
        let rest = field.strip_prefix(&question.what.name());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}
