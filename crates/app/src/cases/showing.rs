//! What pages need beside the case itself: previews, names, deadlines, the way to a case on the desk.

use std::collections::BTreeSet;

use afaq_base::{BodyCode, CaseId, CaseNumber, CivilNumber, FileId, Money, Text, Timestamp, search, time};
use afaq_domain::cases::{
    Action, Case, CaseOutcome, Choice, Command, Env, Event, EvidenceFile, LawNamed, ReasonGiven, context,
    decide, feel_env,
};
use afaq_domain::parties::Actor;
use afaq_feel::Value;
use afaq_pack::{Cost, Decisions, Service, Template};
use afaq_ports::Officer;
use afaq_store::{CaseRow, DocumentRow};

use super::drafts::DraftView;
use super::officer::{DecisionForm, WorkTab};
use crate::parties::{Person, actor_of};
use crate::{App, AppError, limits};

/// A message as the person would read it: subject and text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// One line.
    pub subject: Text,
    /// The text.
    pub body: Text,
}

impl DraftView {
    /// The fee by what is known so far; nothing where the rules can't tell it yet.
    pub fn fee(&self) -> Option<Money> {
        let Cost::Decision(id) = &self.service.cost else { return Some(Money::ZERO) };
        match self.evaluate(id)? {
            Value::Number(amount) => Money::parse(&amount.to_string()).ok().filter(|fee| !fee.is_negative()),
            _ => None,
        }
    }

    /// The reasons that the rules already see against the request.
    pub fn reasons(&self) -> Vec<ReasonGiven> {
        let Some(Value::List(ids)) = self.evaluate(Decisions::REASONS) else { return Vec::new() };
        let known = context(&self.service, &self.draft.facts, &self.draft.evidence, self.now);
        reasons_given(&self.service, ids.iter().filter_map(Value::as_str), &known)
    }

    fn evaluate(&self, decision: &str) -> Option<Value> {
        let known = context(&self.service, &self.draft.facts, &self.draft.evidence, self.now);
        let evaluated = self.service.decisions.compiled.evaluate(decision, &known, &feel_env(self.now));
        evaluated.ok().map(|evaluation| evaluation.value)
    }
}

/// Reasons in words, out of what is known.
pub(crate) fn reasons_given<'a>(
    service: &Service,
    ids: impl IntoIterator<Item = &'a str>,
    known: &afaq_feel::Context,
) -> Vec<ReasonGiven> {
    let fill = |template: &Template| {
        Text::new(
            template.render(known, service, afaq_base::Lang::Ar),
            template.render(known, service, afaq_base::Lang::En),
        )
    };
    ids.into_iter()
        .filter_map(|id| service.find_reason(id))
        .map(|reason| ReasonGiven {
            id: reason.id.clone(),
            text: fill(&reason.text),
            mend: Some(fill(&reason.mend)),
            law: service
                .find_law(&reason.law)
                .map(|law| LawNamed { name: law.name.clone(), is_unverified: law.unverified }),
        })
        .collect()
}

impl App {
    /// What the person would read if this decision were taken: the case is played on without storing anything.
    ///
    /// # Errors
    /// A refusal, exactly as when the decision is prepared.
    pub async fn preview_decision(
        &self,
        officer: &Officer,
        id: CaseId,
        task: u64,
        form: &DecisionForm,
    ) -> Result<Vec<Letter>, AppError> {
        let loaded = self.desk_case(officer, id).await?;
        let choice =
            Choice::find(&form.choice).ok_or(afaq_domain::Refusal::ChoiceNotOffered { choice: "" })?;
        let note = super::officer::note(form, loaded.case.language);
        let open = loaded.case.open_tasks().find(|(number, _)| *number == task);
        let spec = open.and_then(|(_, element)| loaded.service.tasks.get(element));
        let sets = spec
            .map(|spec| super::officer::read_sets(&loaded.service, spec, choice, &form.sets).0)
            .unwrap_or_default();
        let prepare = Action::Prepare { task, choice, reasons: form.reasons.clone(), note, sets };
        let env = Env {
            service: &loaded.service,
            calendar: self.calendar(&loaded.service.body),
            is_suspended: false,
            undo: self.settings().undo(),
            link: &self.case_link(id),
        };
        let command = |by, at, action| Command {
            by,
            at,
            entropy: (0..4 + 4 * loaded.service.outputs.len()).map(|_| self.fresh()).collect(),
            action,
        };
        let (_, prepared) =
            decide(Some(&loaded.case), &command(actor_of(officer), self.now(), prepare), &env)?;
        let Some(then) = prepared.prepared.as_ref().map(|ready| ready.takes_effect_at) else {
            return Ok(Vec::new());
        };
        let take = Action::TakeEffect { event: prepared.prepared_at_version };
        // Where two sign, the letter is the same: what the second signature changes is when it leaves.
        let mut signed = prepared;
        if let Some(ready) = &mut signed.prepared {
            ready.needs_second = false;
        }
        let (mut events, mut case) = decide(Some(&signed), &command(Actor::Clock, then, take), &env)?;
        // Documents are set afterwards; what is told then belongs to the decision, too.
        while let Some(document) =
            case.outputs.iter().find(|one| one.issued.is_none()).map(|one| one.document)
        {
            let issue = Action::Issue { document, file: FileId::from_u128(document.as_u128()) };
            let (more, after) = decide(Some(&case), &command(Actor::Clock, then, issue), &env)?;
            if more.is_empty() {
                break;
            }
            events.extend(more);
            case = after;
        }
        Ok(events
            .into_iter()
            .filter_map(|event| match event.what {
                Event::MessageSent { subject, body, .. } => Some(Letter { subject, body }),
                _ => None,
            })
            .collect())
    }

    /// Until when the applicant may appeal; nothing where there is nothing to appeal against.
    pub fn appeal_until(&self, service: &Service, case: &Case) -> Option<Timestamp> {
        let closed = case.closed.as_ref().filter(|closed| closed.outcome == CaseOutcome::Refused)?;
        let appeal = service.appeal.as_ref().filter(|_| !case.is_appealed)?;
        self.calendar(&service.body).deadline(closed.at, appeal.within).ok()
    }

    /// Working days of a body until a moment: 0 is today, less is overdue; nothing outside of the calendar.
    pub fn working_days_left(&self, body: &BodyCode, until: Timestamp) -> Option<i64> {
        let (today, day) = (time::local_date(self.now()), time::local_date(until));
        let left = self.calendar(body).working_days_between(today, day).ok()?;
        // What fell due on a free day before today is overdue, though no working day has passed.
        Some(if left == 0 && day < today { -1 } else { left })
    }

    /// The bytes of a paper of this person's case.
    ///
    /// # Errors
    /// [`AppError::NotFound`], also for another person's paper.
    pub async fn my_evidence(
        &self,
        person: &Person,
        id: CaseId,
        file: FileId,
    ) -> Result<(EvidenceFile, Vec<u8>), AppError> {
        let (loaded, _) = self.own_case(person, id).await?;
        let known = loaded.case.evidence.values().flatten().find(|known| known.file == file).cloned();
        let known = known.ok_or(AppError::NotFound)?;
        let bytes = self.store().read_file(file, known.size_bytes).await?;
        Ok((known, bytes))
    }

    /// The verification code of one of this person's documents.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for another person's document.
    pub async fn document_code(
        &self,
        person: &Person,
        row: &DocumentRow,
    ) -> Result<Option<String>, AppError> {
        let (loaded, _) = self.own_case(person, row.case_id).await?;
        let output = loaded.case.outputs.iter().find(|output| output.document == row.document_id);
        Ok(output.map(|output| output.code.clone()))
    }

    /// The SHA-256 of a document's file in hexadecimal; nothing before it was set.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn document_fingerprint(&self, row: &DocumentRow) -> Result<Option<String>, AppError> {
        let Some(file) = row.file_id else { return Ok(None) };
        let stored = self.store().find_file(file).await?;
        Ok(stored.map(|stored| stored.sha256.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// The applicant of a case in an officer's list; nothing where the person's data was erased.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn applicant_name(&self, id: CaseId) -> Result<Option<Text>, AppError> {
        match self.applicant_number(id).await {
            Ok(number) => Ok(self.person(number).ok().map(|person| person.name)),
            Err(AppError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The cases of an officer's desk that a request number, a civil number or an applicant's name means. Names are
    /// looked for among the most urgent open work alone: they stand sealed in the log and are in no index.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn desk_search(&self, officer: &Officer, text: &str) -> Result<Vec<CaseRow>, AppError> {
        let mut found = Vec::new();
        if let Ok(number) = CaseNumber::parse(text) {
            found.extend(self.store().find_case_by_number(&number.to_string()).await?);
        }
        if let Ok(number) = CivilNumber::parse(text) {
            let party = self.party_of(number);
            found.extend(self.store().cases_of_party(party, None, limits::PAGE_ROWS).await?.rows);
        }
        if found.is_empty() && text.chars().any(char::is_alphabetic) {
            return self.search_names(officer, text).await;
        }
        let mut own = Vec::new();
        let mut seen = BTreeSet::new();
        for row in found {
            match self.desk_case(officer, row.case_id).await {
                Ok(_) if seen.insert(row.case_id) => own.push(row),
                Ok(_) | Err(AppError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(own)
    }

    /// Open cases of the officer's units whose applicant bears all of these words in the name.
    async fn search_names(&self, officer: &Officer, text: &str) -> Result<Vec<CaseRow>, AppError> {
        let folded = |text: &str| search::words(text).into_iter().map(|word| word.folded).collect::<Vec<_>>();
        let wanted = folded(text);
        let (mut found, mut seen, mut after, mut looked) = (Vec::new(), BTreeSet::new(), None, 0);
        while !wanted.is_empty() && looked < limits::NAMES_LOOKED && found.len() < limits::PAGE_ROWS {
            let list = self.worklist(officer, WorkTab::Unit, after.as_ref()).await?;
            looked += list.rows.len();
            for (_, case) in list.rows {
                let Some(name) = self.applicant_name(case.case_id).await? else { continue };
                let known = folded(&format!("{} {}", name.ar, name.en));
                let is_meant =
                    wanted.iter().all(|word| known.iter().any(|known| known.starts_with(word.as_str())));
                if is_meant && seen.insert(case.case_id) {
                    found.push(case);
                }
            }
            after = list.next;
            if after.is_none() {
                break;
            }
        }
        Ok(found)
    }
}
