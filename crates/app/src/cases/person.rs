//! What people do with their requests after handing them in.

use std::collections::BTreeMap;

use afaq_base::{CaseId, Fact, Money, Source, Text};
use afaq_domain::Refusal;
use afaq_domain::cases::{Action, Case, EvidenceFile, Facts};
use afaq_domain::parties::Actor;
use afaq_feel::Value;
use afaq_ports::{PaymentPage, PaymentRequest};
use afaq_store::RowWrite;

use super::execute::{Loaded, With};
use super::form::{FieldProblem, PageAnswers};
use crate::corrections::Claim;
use crate::parties::Person;
use crate::{App, AppError};

/// A file that came with an answer: the evidence it is for, its name and its bytes.
pub struct SentFile {
    /// The id of the evidence.
    pub evidence: String,
    /// The name on the person's device.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl App {
    /// The case with the part that this person has in it; somebody else's case is not found.
    pub(crate) async fn own_case(&self, person: &Person, id: CaseId) -> Result<(Loaded, Actor), AppError> {
        let loaded = self.load(id).await?;
        let actor = part_of(person, &loaded.case).ok_or(AppError::NotFound)?;
        Ok((loaded, actor))
    }

    /// Answers what an officer asked: words, values and files together.
    ///
    /// # Errors
    /// A refusal that names what is missing, or what is wrong with a field.
    pub async fn answer_request(
        &self,
        person: &Person,
        id: CaseId,
        text: &str,
        answers: &PageAnswers,
        files: Vec<SentFile>,
    ) -> Result<Vec<FieldProblem>, AppError> {
        let (loaded, actor) = self.own_case(person, id).await?;
        let asked =
            loaded.case.asked.as_ref().ok_or(Refusal::WrongStage { stage: loaded.case.stage().code() })?;
        let mut facts = Facts::new();
        let mut problems = Vec::new();
        for path in asked.items.iter().filter(|item| !item.starts_with("evidence.")) {
            let Some(concept) = loaded.service.concepts.get(path) else { continue };
            let raw = answers.get(path).and_then(|values| values.first()).cloned().unwrap_or_default();
            match concept.parse_answer(&raw) {
                Ok(value) => {
                    facts.insert(path.clone(), Fact::asserted(value, Source::Applicant, self.now()));
                }
                Err(error) => problems.push(FieldProblem { field: path.clone(), message: error.message }),
            }
        }
        if !problems.is_empty() {
            return Ok(problems);
        }
        let files_max = afaq_domain::limits::FILES_PER_EVIDENCE_MAX;
        if files.len() > files_max * loaded.service.evidence.len() {
            return Err(Refusal::OverLimit { what: "files", max: files_max }.into());
        }
        let mut evidence: BTreeMap<String, Vec<EvidenceFile>> = BTreeMap::new();
        let mut rows = Vec::new();
        for file in files {
            let kind = loaded.service.find_evidence(&file.evidence).ok_or(AppError::NotFound)?;
            match self.keep(person, None, kind, &file.name, &file.bytes).await {
                Ok(kept) => {
                    rows.push(RowWrite::AttachUpload { upload: kept.file, case: id });
                    evidence.entry(file.evidence).or_default().push(kept);
                }
                Err(AppError::File(problem)) => problems.push(FieldProblem {
                    field: format!("evidence.{}", file.evidence),
                    message: problem.text(),
                }),
                Err(error) => return Err(error),
            }
        }
        if !problems.is_empty() {
            return Ok(problems);
        }
        let action = Action::Answer { facts, evidence, text: afaq_base::text::clean_text(text) };
        self.execute(id, actor, action, With { rows, ..With::default() }).await?;
        Ok(Vec::new())
    }

    /// Puts one of the person's own answers right, or says that a register is wrong: then a correction opens
    /// at the body that holds the fact.
    ///
    /// # Errors
    /// A refusal, or a wrong value.
    pub async fn correct_own(
        &self,
        person: &Person,
        id: CaseId,
        path: &str,
        raw: &str,
        claim: Claim<'_>,
    ) -> Result<(), AppError> {
        let (loaded, actor) = self.own_case(person, id).await?;
        let concept = loaded.service.concepts.get(path).ok_or(AppError::NotFound)?;
        let mut with = With::default();
        let value = if concept.is_asked() {
            concept
                .parse_answer(raw)
                .map_err(|error| AppError::Field { field: path.to_string(), message: error.message })?
        } else {
            let case = &loaded.case;
            let opened =
                self.open_correction(id, case.applicant, &loaded.service, &case.facts, path, claim).await?;
            if let Some(opened) = opened {
                (with.rows, with.streams) = (opened.rows, opened.streams);
            }
            Value::Null
        };
        let action = Action::Correct { path: path.to_string(), value, reason: String::new() };
        self.execute(id, actor, action, with).await?;
        Ok(())
    }

    /// Takes the request back.
    ///
    /// # Errors
    /// A refusal where it has ended.
    pub async fn withdraw(&self, person: &Person, id: CaseId, reason: &str) -> Result<(), AppError> {
        let (_, actor) = self.own_case(person, id).await?;
        let reason = afaq_base::text::clean_text(reason);
        self.execute(id, actor, Action::Withdraw { reason }, With::default()).await?;
        Ok(())
    }

    /// Appeals against a refusal.
    ///
    /// # Errors
    /// A refusal where there is nothing to appeal against, or it is too late.
    pub async fn appeal(&self, person: &Person, id: CaseId, text: &str) -> Result<(), AppError> {
        let (_, actor) = self.own_case(person, id).await?;
        let text = afaq_base::text::clean_text(text);
        self.execute(id, actor, Action::Appeal { text }, With::default()).await?;
        Ok(())
    }

    /// Where this person goes to pay what is due.
    ///
    /// # Errors
    /// A refusal where nothing is due; a fault of the gateway.
    pub async fn start_payment(&self, person: &Person, id: CaseId) -> Result<PaymentPage, AppError> {
        let (loaded, _) = self.own_case(person, id).await?;
        let due =
            loaded.case.fee.clone().filter(|_| loaded.case.is_fee_due() && loaded.case.closed.is_none());
        let fee = due.ok_or(Refusal::UnknownPayment)?;
        let request = PaymentRequest {
            reference: fee.reference,
            amount: fee.amount,
            purpose: loaded.service.name.clone(),
            return_path: format!("/cases/{id}"),
        };
        let payment = self.ports().payment.clone();
        let page = tokio::task::spawn_blocking(move || payment.start(&request))
            .await
            .map_err(|_| AppError::Data("the payment's thread ended".into()))??;
        Ok(page)
    }

    /// Takes a call of the payment gateway. The same call may come twice, late or never: the gateway's own
    /// number of the payment, the transaction, tells a repeated call from a second payment.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an unknown reference or a call that is not the gateway's own.
    pub async fn payment_called(
        &self,
        reference: &str,
        transaction: &str,
        paid: Money,
        signature: &str,
    ) -> Result<CaseId, AppError> {
        if !self.ports().payment.is_genuine(reference, transaction, paid, signature) {
            return Err(AppError::NotFound);
        }
        let row = self.store().find_payment(reference).await?.ok_or(AppError::NotFound)?;
        let (reference, transaction) = (reference.to_string(), transaction.to_string());
        let action = Action::ConfirmPayment { reference, transaction, paid };
        self.execute(row.case_id, Actor::Gateway, action, With::default()).await?;
        Ok(row.case_id)
    }
}

impl App {
    /// Where a person finds a case, in each language.
    pub(crate) fn case_link(&self, id: CaseId) -> Text {
        let base = &self.settings().base_url;
        Text::new(format!("{base}/ar/cases/{id}"), format!("{base}/en/cases/{id}"))
    }
}

/// The part that a person has in a case, if any.
pub(crate) fn part_of(person: &Person, case: &Case) -> Option<Actor> {
    if case.applicant == person.party {
        return Some(Actor::Applicant);
    }
    let is_representative = case
        .mandate
        .as_ref()
        .is_some_and(|mandate| mandate.is_verified && mandate.representative == person.party);
    is_representative.then_some(Actor::Representative { party: person.party })
}
