//! What officers do: see their work, look at a case, decide, ask, pass on. Every look is recorded.

use std::collections::BTreeMap;
use std::sync::Arc;

use afaq_base::{CaseId, DocumentId, ServiceId, Text, Timestamp, time};
use afaq_domain::cases::{Action, Case, Choice};
use afaq_domain::team::Team;
use afaq_pack::{Service, TaskSpec};
use afaq_ports::Officer;
use afaq_store::{self as store, Cursor, NewAccess, WorklistOrder, WorklistShow};

use jiff::SignedDuration;

use super::commit::{body, unit};
use super::execute::{Loaded, With};
use super::form::{FieldProblem, PageAnswers};
use crate::parties::actor_of;
use crate::{App, AppError, limits};

/// The tabs of a worklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkTab {
    /// What the officer has taken.
    Mine,
    /// All open work of the officer's units.
    Unit,
    /// What waits for applicants.
    Waiting,
    /// What is done.
    Done,
}

impl WorkTab {
    /// All tabs, in their order.
    pub const ALL: [Self; 4] = [Self::Mine, Self::Unit, Self::Waiting, Self::Done];

    /// The word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Unit => "unit",
            Self::Waiting => "waiting",
            Self::Done => "done",
        }
    }

    /// The tab of a word.
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.word() == word)
    }
}

/// Which part of a tab an officer wants to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WorkFilter {
    /// All of it.
    #[default]
    All,
    /// What is overdue.
    Late,
    /// What is overdue or falls due today.
    Today,
    /// What is overdue or falls due within seven days.
    Week,
    /// What nobody has taken.
    Free,
}

impl WorkFilter {
    /// All filters, in their order.
    pub const ALL: [Self; 5] = [Self::All, Self::Late, Self::Today, Self::Week, Self::Free];

    /// The word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Late => "late",
            Self::Today => "today",
            Self::Week => "week",
            Self::Free => "free",
        }
    }

    /// The filter of a word.
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.word() == word)
    }

    fn narrow(self, mut list: store::Worklist, now: Timestamp) -> store::Worklist {
        // Kuwait's days have 24 hours all the year.
        let days = |days: i64| {
            time::start_of_day(time::local_date(now + SignedDuration::from_hours(24 * (days + 1))))
        };
        match self {
            Self::All => {}
            Self::Late => list.due_before = Some(now),
            Self::Today => list.due_before = Some(days(0)),
            Self::Week => list.due_before = Some(days(7)),
            Self::Free => list.assignee = store::Assignee::Nobody,
        }
        list
    }
}

/// What an officer wants to see of a worklist.
#[derive(Debug, Clone, Default)]
pub struct WorkQuery {
    /// Which part of the tab.
    pub filter: WorkFilter,
    /// Only this service.
    pub service: Option<ServiceId>,
    /// The oldest first, instead of the soonest due.
    pub is_by_age: bool,
}

/// One page of a worklist.
#[derive(Debug, Clone)]
pub struct Worklist {
    /// The tab.
    pub tab: WorkTab,
    /// How many there are in each tab, in the order of [`WorkTab::ALL`].
    pub counts: Vec<u64>,
    /// Tasks with their cases (in the tab of waiting cases: cases without a task).
    pub rows: Vec<(Option<store::TaskRow>, store::CaseRow)>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
    /// The team of the officer's body, with the views that its officers keep.
    pub team: Arc<Team>,
}

/// An open task as the officer's page shows it.
#[derive(Debug, Clone)]
pub struct TaskView {
    /// Its number in the case.
    pub task: u64,
    /// What the pack says of it.
    pub spec: TaskSpec,
    /// Whether this officer may do it.
    pub is_mine: bool,
}

/// What an officer sent from a task's page.
#[derive(Debug, Clone, Default)]
pub struct DecisionForm {
    /// The choice, as a word.
    pub choice: String,
    /// The ids of reasons.
    pub reasons: Vec<String>,
    /// The officer's words to the person, or the question or opinion in Arabic.
    pub text_ar: String,
    /// The question or opinion in English.
    pub text_en: String,
    /// What the applicant should give again.
    pub items: Vec<String>,
    /// Values that the officer found, by path.
    pub sets: PageAnswers,
}

impl WorkQuery {
    fn narrow(&self, list: store::Worklist, now: Timestamp) -> store::Worklist {
        let mut list = self.filter.narrow(list, now);
        list.services = self.service.iter().cloned().collect();
        list.order = if self.is_by_age { WorklistOrder::Age } else { WorklistOrder::Due };
        list
    }
}

impl App {
    /// One page of an officer's worklist.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn worklist(
        &self,
        officer: &Officer,
        tab: WorkTab,
        after: Option<&Cursor>,
    ) -> Result<Worklist, AppError> {
        self.worklist_by(officer, tab, &WorkQuery::default(), after).await
    }

    /// One page of the part of an officer's worklist that a query asks for; the counts are of all.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn worklist_by(
        &self,
        officer: &Officer,
        tab: WorkTab,
        query: &WorkQuery,
        after: Option<&Cursor>,
    ) -> Result<Worklist, AppError> {
        let team = self.team(&officer.body).await?;
        let stands_in_for = team.stands_in_for(&officer.id, time::local_date(self.now()));
        let mut lists = Vec::new();
        for tab in WorkTab::ALL {
            lists.push(list_of(officer, tab, &stands_in_for)?);
        }
        let [mine, unit, waiting, done] = <[store::Worklist; 4]>::try_from(lists)
            .map_err(|_| AppError::Data("the tabs of a worklist".into()))?;
        let counts = self.counted([&mine, &unit, &waiting, &done]).await?;
        let (rows, next) = match tab {
            WorkTab::Mine | WorkTab::Unit | WorkTab::Done => {
                let list = match tab {
                    WorkTab::Mine => mine,
                    WorkTab::Done => done,
                    WorkTab::Unit | WorkTab::Waiting => unit,
                };
                let list = query.narrow(list, self.now());
                let page = self.store().task_worklist(&list, after, limits::PAGE_ROWS).await?;
                (page.rows.into_iter().map(|(task, case)| (Some(task), case)).collect(), page.next)
            }
            WorkTab::Waiting => {
                let waiting = query.narrow(waiting, self.now());
                let page = self.store().case_worklist(&waiting, after, limits::PAGE_ROWS).await?;
                (page.rows.into_iter().map(|case| (None, case)).collect(), page.next)
            }
        };
        Ok(Worklist { tab, counts, rows, next, team: team.clone() })
    }

    /// The case, if this officer's body and units have work in it; any other is not found.
    pub(crate) async fn desk_case(&self, officer: &Officer, id: CaseId) -> Result<Loaded, AppError> {
        let loaded = self.load(id).await?;
        let is_own = loaded.case.body == officer.body && officer.units.contains(&loaded.case.unit);
        // Whoever owns the processes of the body puts any of its cases on their way.
        if is_own || (loaded.case.body == officer.body && crate::desk::is_owner(officer)) {
            return Ok(loaded);
        }
        let tasks = self.store().tasks_of_case(id).await?;
        let has_task = tasks.iter().any(|task| {
            task.body.as_str() == officer.body
                && task.unit.as_ref().is_none_or(|unit| officer.units.iter().any(|own| own == unit.as_str()))
        });
        if has_task { Ok(loaded) } else { Err(AppError::NotFound) }
    }

    /// Records that an officer looked at a case, and why.
    pub(crate) async fn record_look(
        &self,
        officer: &Officer,
        case: &Case,
        id: CaseId,
        what: &str,
    ) -> Result<(), AppError> {
        Ok(self
            .store()
            .record_access(&NewAccess {
                officer: officer.id.clone(),
                body: body(&officer.body)?,
                case_id: Some(id),
                party: Some(case.applicant),
                action: what.to_string(),
                reason: "case_work".to_string(),
                at: self.now(),
            })
            .await?)
    }

    /// The open tasks of a case, with whether this officer may do them.
    pub(crate) fn tasks_for(&self, officer: &Officer, service: &Service, case: &Case) -> Vec<TaskView> {
        case.open_tasks()
            .filter_map(|(task, element)| {
                let spec = service.tasks.get(element)?.clone();
                let is_mine = may_do(officer, &spec);
                Some(TaskView { task, spec, is_mine })
            })
            .collect()
    }

    /// Takes the case, gives it to a colleague, or puts it back.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where the case or the colleague is not the officer's.
    pub async fn assign(&self, officer: &Officer, id: CaseId, to: Option<&str>) -> Result<(), AppError> {
        let loaded = self.desk_case(officer, id).await?;
        if let Some(to) = to {
            let colleague = self.ports().identity.find_officer(to).ok_or(AppError::NotFound)?;
            if colleague.body != officer.body || !colleague.units.contains(&loaded.case.unit) {
                return Err(AppError::NotFound);
            }
        }
        // Work that is given to somebody who is away goes to who stands in.
        let team = self.team(&officer.body).await?;
        let today = time::local_date(self.now());
        let to = to.map(|id| match team.substitute_of(id, today) {
            Some(substitute) if id != officer.id => substitute,
            Some(_) | None => id,
        });
        let action = Action::Assign { officer: to.map(str::to_string) };
        self.execute(id, actor_of(officer), action, With::default()).await?;
        Ok(())
    }

    /// Gives the case to another unit of the body.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a unit that the body does not have.
    pub async fn transfer(
        &self,
        officer: &Officer,
        id: CaseId,
        unit: &str,
        reason: &str,
    ) -> Result<(), AppError> {
        self.desk_case(officer, id).await?;
        let is_known = self
            .ports()
            .identity
            .units()
            .iter()
            .any(|known| known.body == officer.body && known.unit == unit);
        if !is_known {
            return Err(AppError::NotFound);
        }
        let action = Action::Transfer { unit: unit.to_string(), reason: afaq_base::text::clean_text(reason) };
        self.execute(id, actor_of(officer), action, With::default()).await?;
        Ok(())
    }

    /// Ends a task by the officer's form: prepares a decision, asks, gives an opinion, passes on.
    ///
    /// # Errors
    /// A refusal; [`AppError::NotFound`] for a task that is not this officer's.
    pub async fn end_task(
        &self,
        officer: &Officer,
        id: CaseId,
        task: u64,
        form: &DecisionForm,
    ) -> Result<Vec<FieldProblem>, AppError> {
        let loaded = self.desk_case(officer, id).await?;
        let tasks = self.tasks_for(officer, &loaded.service, &loaded.case);
        let Some(open) = tasks.iter().find(|open| open.task == task) else {
            return Err(afaq_domain::Refusal::TaskNotOpen { task }.into());
        };
        if !open.is_mine {
            return Err(afaq_domain::Refusal::NotAllowed.into());
        }
        let Some(choice) = Choice::find(&form.choice).filter(|choice| open.spec.outcomes.contains(choice))
        else {
            return Ok(vec![FieldProblem {
                field: "choice".into(),
                message: Text::new("اختر القرار.", "Choose a decision."),
            }]);
        };
        let (sets, problems) = read_sets(&loaded.service, &open.spec, choice, &form.sets);
        if !problems.is_empty() {
            return Ok(problems);
        }
        let action = match choice {
            Choice::Approve | Choice::Refuse => Action::Prepare {
                task,
                choice,
                reasons: form.reasons.clone(),
                note: note(form, loaded.case.language),
                sets,
            },
            Choice::Ask
            | Choice::Opinion
            | Choice::Forward
            | Choice::Return
            | Choice::Favorable
            | Choice::Unfavorable
            | Choice::Done => {
                let (ar, en) =
                    (afaq_base::text::clean_text(&form.text_ar), afaq_base::text::clean_text(&form.text_en));
                // A text that was written in one language only is shown in that one.
                let (ar, en) = match (ar.trim().is_empty(), en.trim().is_empty()) {
                    (true, false) => (en.clone(), en),
                    (false, true) => (ar.clone(), ar),
                    (true, true) | (false, false) => (ar, en),
                };
                Action::Finish { task, choice, text: Text::new(ar, en), items: form.items.clone(), sets }
            }
        };
        self.execute(id, actor_of(officer), action, With::default()).await?;
        Ok(Vec::new())
    }

    /// Completes one fact of a case as an officer found it out: what a register did not say, what is disputed,
    /// or what was answered wrongly. Decisions that rest on it are made again.
    ///
    /// # Errors
    /// A refusal; [`afaq_domain::Refusal::NotAllowed`] for an officer without a task in it.
    pub async fn complete_fact(
        &self,
        officer: &Officer,
        id: CaseId,
        path: &str,
        raw: &str,
        reason: &str,
    ) -> Result<Vec<FieldProblem>, AppError> {
        let loaded = self.desk_case(officer, id).await?;
        let tasks = self.tasks_for(officer, &loaded.service, &loaded.case);
        // A case that stopped has no task until somebody mends what stopped it.
        let has_stopped = tasks.is_empty() && !loaded.case.process.incidents.is_empty();
        let is_owner = crate::desk::is_owner(officer) && !loaded.case.process.incidents.is_empty();
        if !has_stopped && !is_owner && !tasks.iter().any(|task| task.is_mine) {
            return Err(afaq_domain::Refusal::NotAllowed.into());
        }
        let concept = loaded.service.concepts.get(path).ok_or(AppError::NotFound)?;
        let value = match concept.parse_answer(raw) {
            Ok(value) => value,
            Err(error) => {
                return Ok(vec![FieldProblem { field: path.to_string(), message: error.message }]);
            }
        };
        let reason = afaq_base::text::clean_text(reason);
        let action = Action::Correct { path: path.to_string(), value, reason };
        self.execute(id, actor_of(officer), action, With::default()).await?;
        Ok(Vec::new())
    }

    /// Takes a prepared decision back, as long as its time to undo is not over.
    ///
    /// # Errors
    /// A refusal where it is too late.
    pub async fn undo_decision(&self, officer: &Officer, id: CaseId) -> Result<(), AppError> {
        self.desk_case(officer, id).await?;
        self.execute(id, actor_of(officer), Action::Undo, With::default()).await?;
        Ok(())
    }

    /// Lets the process try again after something was mended.
    ///
    /// # Errors
    /// A refusal where there is no such incident.
    pub async fn retry(&self, officer: &Officer, id: CaseId, incident: u64) -> Result<(), AppError> {
        self.desk_case(officer, id).await?;
        self.execute(
            id,
            actor_of(officer),
            Action::Retry { incident, reason: String::new() },
            With::default(),
        )
        .await?;
        Ok(())
    }

    /// Takes an issued document back.
    ///
    /// # Errors
    /// A refusal where it is not issued.
    pub async fn revoke(
        &self,
        officer: &Officer,
        id: CaseId,
        document: DocumentId,
        reason: &str,
    ) -> Result<(), AppError> {
        self.desk_case(officer, id).await?;
        let action = Action::Revoke { document, reason: afaq_base::text::clean_text(reason) };
        self.execute(id, actor_of(officer), action, With::default()).await?;
        Ok(())
    }
}

/// The officer's own words in the applicant's language; in the other one where that alone was written.
pub(crate) fn note(form: &DecisionForm, language: afaq_base::Lang) -> String {
    let (ar, en) = (afaq_base::text::clean_text(&form.text_ar), afaq_base::text::clean_text(&form.text_en));
    let (own, other) = match language {
        afaq_base::Lang::Ar => (ar, en),
        afaq_base::Lang::En => (en, ar),
    };
    if own.is_empty() { other } else { own }
}

/// Whether an officer may do a task: of its body, with its role.
pub(crate) fn may_do(officer: &Officer, spec: &TaskSpec) -> bool {
    spec.body.as_str() == officer.body && officer.roles.contains(&spec.role)
}

/// Who stands in for somebody has that colleague's work, too.
fn list_of(officer: &Officer, tab: WorkTab, stands_in_for: &[&str]) -> Result<store::Worklist, AppError> {
    let mut list = store::Worklist::of(body(&officer.body)?);
    list.units = officer.units.iter().map(|own| unit(own)).collect::<Result<_, _>>()?;
    match tab {
        WorkTab::Mine => {
            let others = stands_in_for.iter().map(|id| (*id).to_string());
            list.assignee = match stands_in_for {
                [] => store::Assignee::Is(officer.id.clone()),
                _ => store::Assignee::OneOf(std::iter::once(officer.id.clone()).chain(others).collect()),
            };
            list.show = WorklistShow::Running;
        }
        WorkTab::Unit => list.show = WorklistShow::Running,
        WorkTab::Waiting => list.show = WorklistShow::Waiting,
        WorkTab::Done => list.show = WorklistShow::Done,
    }
    Ok(list)
}

pub(crate) type Sets = BTreeMap<String, afaq_feel::Value>;

/// Values that a task asks its officer for; before a question is answered they may be left open.
pub(crate) fn read_sets(
    service: &Service,
    spec: &TaskSpec,
    choice: Choice,
    answers: &PageAnswers,
) -> (Sets, Vec<FieldProblem>) {
    let is_needed = !matches!(choice, Choice::Ask | Choice::Opinion | Choice::Return);
    let (mut sets, mut problems) = (Sets::new(), Vec::new());
    for path in &spec.asks {
        let Some(concept) = service.concepts.get(path) else { continue };
        let raw = answers.get(path).and_then(|values| values.first()).cloned().unwrap_or_default();
        match concept.parse_answer(&raw) {
            Ok(afaq_feel::Value::Null) => {}
            Ok(value) => {
                sets.insert(path.clone(), value);
            }
            Err(_) if raw.trim().is_empty() && (concept.optional || !is_needed) => {}
            Err(error) => problems.push(FieldProblem { field: path.clone(), message: error.message }),
        }
    }
    (sets, problems)
}
