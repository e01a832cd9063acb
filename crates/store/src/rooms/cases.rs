//! Cases as rows: one case, the cases of a person, the worklists of officers.

use afaq_base::{BodyCode, CaseId, Date, PartyId, ServiceId, Timestamp, UnitId};
use serde_json::Value as Json;

use super::page::{self, Cursor, Page};
use crate::sql::{self, Columns, Row, Statement, Value, check_name, json_text, sql};
use crate::{Store, StoreError, limits};

/// A case as it stands now.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseRow {
    /// The case.
    pub case_id: CaseId,
    /// The number that people read out.
    pub number: String,
    /// The service.
    pub service_id: ServiceId,
    /// The version that the case is pinned to.
    pub pack_version: String,
    /// The body that answers for it.
    pub body: BodyCode,
    /// The unit that has it.
    pub unit: Option<UnitId>,
    /// Whose case it is.
    pub applicant: PartyId,
    /// Who acts for the applicant.
    pub representative: Option<PartyId>,
    /// Where it stands: a code of the domain.
    pub stage: String,
    /// The officer who has it.
    pub assignee: Option<String>,
    /// When it was submitted.
    pub submitted_at: Timestamp,
    /// When it must be decided.
    pub due_at: Option<Timestamp>,
    /// The day that was promised to the applicant.
    pub promised_on: Option<Date>,
    /// Since when the applicant must answer: the clock stands.
    pub waiting_since: Option<Timestamp>,
    /// When it ended.
    pub closed_at: Option<Timestamp>,
    /// How it ended: a code of the domain.
    pub outcome: Option<String>,
    /// What a list shows, in both languages. Nothing personal.
    pub title: Json,
    /// The version of the case's stream that this row shows.
    pub version: u64,
    /// From when on what people gave in it is to be deleted.
    pub delete_after: Option<Timestamp>,
    /// When that was deleted.
    pub deleted_at: Option<Timestamp>,
}

/// Which cases or tasks a worklist shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Worklist {
    /// The body; officers never see another one's work.
    pub body: BodyCode,
    /// Only these units; empty: all of the body.
    pub units: Vec<UnitId>,
    /// Whose they are.
    pub assignee: Assignee,
    /// Only these stages (cases) or roles (tasks); empty: all.
    pub stages: Vec<String>,
    /// Which part of them.
    pub show: WorklistShow,
    /// Only what is due before this time: what is late, or late soon.
    pub due_before: Option<Timestamp>,
    /// Only these services; empty: all.
    pub services: Vec<ServiceId>,
    /// In which order open tasks come.
    pub order: WorklistOrder,
}

/// In which order open tasks come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum WorklistOrder {
    /// The soonest due first.
    #[default]
    Due,
    /// The oldest first.
    Age,
}

/// Whose work a worklist shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Assignee {
    /// Anybody's, and nobody's.
    Any,
    /// Nobody's yet.
    Nobody,
    /// One officer's.
    Is(String),
    /// That of any of some officers.
    OneOf(Vec<String>),
}

/// Which part of the work a worklist shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WorklistShow {
    /// All that is not ended, the soonest due first.
    Open,
    /// What the officers must act on: open, and not waiting for the applicant.
    Running,
    /// What waits for the applicant.
    Waiting,
    /// What is ended, the latest first.
    Done,
}

impl Worklist {
    /// The same list in parts of which each is in the order of an index: open work lies there by unit, so that the
    /// first page of several units would sort all that is open in them.
    pub(super) fn in_order(&self) -> Vec<Self> {
        let is_by_unit = self.show != WorklistShow::Done
            && matches!(self.assignee, Assignee::Any | Assignee::Nobody)
            && self.units.len() > 1;
        if !is_by_unit {
            return vec![self.clone()];
        }
        let units: std::collections::BTreeSet<&UnitId> = self.units.iter().collect();
        units.into_iter().map(|unit| Self { units: vec![unit.clone()], ..self.clone() }).collect()
    }

    /// All open work of a body.
    pub fn of(body: BodyCode) -> Self {
        Self {
            body,
            units: Vec::new(),
            assignee: Assignee::Any,
            stages: Vec::new(),
            show: WorklistShow::Open,
            due_before: None,
            services: Vec::new(),
            order: WorklistOrder::Due,
        }
    }
}

pub(super) const COLUMNS: &str = "c.case_id, c.number, c.service_id, c.pack_version, c.body, c.unit, c.applicant, \
    c.representative, c.stage, c.assignee, c.submitted_at, c.due_at, c.promised_on, c.waiting_since, c.closed_at, \
    c.outcome, c.title, c.version, c.delete_after, c.deleted_at";

/// Due time for sorting: what has none comes last. The indexes hold the same expression.
pub(super) const NEVER: i64 = i64::MAX;

fn check(case: &CaseRow) -> Result<(), StoreError> {
    check_name("the number of a case", &case.number)?;
    check_name("the stage of a case", &case.stage)?;
    check_name("the version of a pack", &case.pack_version)
}

fn key(case: &CaseRow) -> Columns {
    vec![("case_id", Value::id(&case.case_id))]
}

/// The columns that indexes hold.
fn placing(case: &CaseRow) -> Columns {
    vec![
        ("number", Value::from(&case.number)),
        ("body", Value::code(&case.body)),
        ("unit", Value::code_or_null(case.unit.as_ref())),
        ("applicant", Value::id(&case.applicant)),
        ("representative", Value::id_or_null(case.representative.as_ref())),
        ("assignee", case.assignee.as_deref().into()),
        ("submitted_at", case.submitted_at.into()),
        ("due_at", case.due_at.into()),
        ("waiting_since", case.waiting_since.into()),
        ("closed_at", case.closed_at.into()),
        ("delete_after", case.delete_after.into()),
    ]
}

/// The other columns.
fn showing(case: &CaseRow) -> Result<Columns, StoreError> {
    Ok(vec![
        ("service_id", Value::code(&case.service_id)),
        ("pack_version", Value::from(&case.pack_version)),
        ("stage", Value::from(&case.stage)),
        ("promised_on", Value::code_or_null(case.promised_on.as_ref())),
        ("outcome", case.outcome.as_deref().into()),
        ("title", json_text("the title of a case", &case.title)?.into()),
        ("version", Value::count(case.version)),
        ("deleted_at", case.deleted_at.into()),
    ])
}

pub(super) fn upsert(case: &CaseRow) -> Result<Statement, StoreError> {
    check(case)?;
    let others = placing(case).into_iter().chain(showing(case)?).collect();
    Ok(sql::upsert("cases", key(case), others))
}

pub(super) fn change(before: &CaseRow, now: &CaseRow) -> Result<Statement, StoreError> {
    check(now)?;
    let what = "the row of a case";
    Ok(sql::change("cases", key(now), &placing(before), placing(now), showing(now)?, what))
}

pub(super) fn read(row: &mut Row) -> Result<CaseRow, StoreError> {
    Ok(CaseRow {
        case_id: row.id()?,
        number: row.text()?,
        service_id: row.code()?,
        pack_version: row.text()?,
        body: row.code()?,
        unit: row.code_or_null()?,
        applicant: row.id()?,
        representative: row.id_or_null()?,
        stage: row.text()?,
        assignee: row.text_or_null()?,
        submitted_at: row.at()?,
        due_at: row.at_or_null()?,
        promised_on: row.code_or_null()?,
        waiting_since: row.at_or_null()?,
        closed_at: row.at_or_null()?,
        outcome: row.text_or_null()?,
        title: row.json()?,
        version: row.count()?,
        delete_after: row.at_or_null()?,
        deleted_at: row.at_or_null()?,
    })
}

impl Store {
    /// Finds a case.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn find_case(&self, case: CaseId) -> Result<Option<CaseRow>, StoreError> {
        let rows = self
            .look_up(sql(
                format!("select {COLUMNS} from cases c where c.case_id = $1"),
                vec![Value::id(&case)],
            ))
            .await?;
        rows.into_iter().next().map(|mut row| read(&mut row)).transpose()
    }

    /// Finds a case by its number, in the form in which it was stored.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn find_case_by_number(&self, number: &str) -> Result<Option<CaseRow>, StoreError> {
        let rows = self
            .look_up(sql(format!("select {COLUMNS} from cases c where c.number = $1"), vec![number.into()]))
            .await?;
        rows.into_iter().next().map(|mut row| read(&mut row)).transpose()
    }

    /// Lists the cases of a person, as applicant or as representative, the newest first.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn cases_of_party(
        &self,
        party: PartyId,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<CaseRow>, StoreError> {
        let (key, id) = page::after_all(after);
        let asked = page::asked(limit);
        // Two index ranges, each cut to a page, then merged: an `or` would walk all cases.
        let rows = self
            .read(sql(
                format!(
                    "select {COLUMNS} from cases c where c.case_id in ( \
                       select case_id from (select case_id from cases where applicant = $1 \
                         and (submitted_at, case_id) < ($2, $3) order by submitted_at desc, case_id desc limit $4) as a \
                       union select case_id from (select case_id from cases where representative = $5 \
                         and (submitted_at, case_id) < ($6, $7) order by submitted_at desc, case_id desc limit $8) as r) \
                     order by c.submitted_at desc, c.case_id desc limit $9"
                ),
                vec![
                    Value::id(&party),
                    Value::Int(key),
                    id.clone(),
                    Value::Int(asked),
                    Value::id(&party),
                    Value::Int(key),
                    id,
                    Value::Int(asked),
                    Value::Int(asked),
                ],
            ))
            .await?;
        let rows = rows.into_iter().map(|mut row| read(&mut row)).collect::<Result<Vec<_>, _>>()?;
        Ok(page::page(rows, limit, |case| Cursor {
            key: case.submitted_at.as_microsecond(),
            id: case.case_id.to_bytes(),
        }))
    }

    /// Lists the cases of a worklist: open ones by due time, ended ones the latest first.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn case_worklist(
        &self,
        worklist: &Worklist,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<CaseRow>, StoreError> {
        let lists = worklist.in_order();
        let statements = lists.iter().map(|list| listing(list, after, limit)).collect();
        let mut rows = Vec::new();
        for mut row in self.database().read(statements).await?.into_iter().flatten() {
            rows.push(read(&mut row)?);
        }
        let show = worklist.show;
        let place = |case: &CaseRow| {
            let at = if show == WorklistShow::Done { case.closed_at } else { case.due_at };
            Cursor { key: at.map_or(NEVER, |at| at.as_microsecond()), id: case.case_id.to_bytes() }
        };
        if lists.len() > 1 {
            rows.sort_by_cached_key(|row| {
                let place = place(row);
                (place.key, place.id)
            });
        }
        Ok(page::page(rows, limit, place))
    }

    /// Counts the cases of some worklists at one moment, each up to [`limits::COUNTED_ROWS_MAX`].
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn count_cases(&self, worklists: &[Worklist]) -> Result<Vec<u64>, StoreError> {
        let statements =
            worklists.iter().map(|worklist| Filter::of_cases(worklist).count("cases c")).collect();
        counts(self.database().read(statements).await?)
    }
}

fn listing(worklist: &Worklist, after: Option<&Cursor>, limit: usize) -> Statement {
    let mut filter = Filter::of_cases(worklist);
    let order = match worklist.show {
        WorklistShow::Done => {
            let (key, id) = page::after_all(after);
            let place = filter.place("(c.closed_at, c.case_id) <", key, id);
            filter.conditions.push(place);
            "c.closed_at desc, c.case_id desc"
        }
        WorklistShow::Open | WorklistShow::Running | WorklistShow::Waiting => {
            filter.after_due("c.due_at", "c.case_id", after);
            "coalesce(c.due_at, 9223372036854775807), c.case_id"
        }
    };
    let limit_at = filter.value(Value::Int(page::asked(limit)));
    let text = format!(
        "select {COLUMNS} from cases c where {} order by {order} limit {limit_at}",
        filter.conditions.join(" and ")
    );
    sql(text, filter.values)
}

pub(super) fn counts(answers: Vec<Vec<Row>>) -> Result<Vec<u64>, StoreError> {
    answers
        .into_iter()
        .map(|rows| match rows.into_iter().next() {
            Some(mut row) => row.count(),
            None => Err(StoreError::damaged("a count has no row")),
        })
        .collect()
}

/// Conditions with their values, numbered as they are added.
pub(super) struct Filter {
    pub(super) conditions: Vec<String>,
    pub(super) values: Vec<Value>,
}

impl Filter {
    pub(super) fn new() -> Self {
        Self { conditions: Vec::new(), values: Vec::new() }
    }

    /// Adds a value and answers its placeholder.
    pub(super) fn value(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("${}", self.values.len())
    }

    pub(super) fn is(&mut self, column: &str, value: Value) {
        let at = self.value(value);
        self.conditions.push(format!("{column} = {at}"));
    }

    pub(super) fn one_of(&mut self, column: &str, values: impl IntoIterator<Item = Value>) {
        let places: Vec<String> = values.into_iter().map(|value| self.value(value)).collect();
        if !places.is_empty() {
            self.conditions.push(format!("{column} in ({})", places.join(", ")));
        }
    }

    pub(super) fn assignee(&mut self, column: &str, assignee: &Assignee) {
        match assignee {
            Assignee::Any => {}
            Assignee::Nobody => self.conditions.push(format!("{column} is null")),
            Assignee::Is(officer) => self.is(column, Value::from(officer)),
            Assignee::OneOf(officers) => self.one_of(column, officers.iter().map(Value::from)),
        }
    }

    pub(super) fn place(&mut self, comparison: &str, key: i64, id: Value) -> String {
        let key = self.value(Value::Int(key));
        let id = self.value(id);
        format!("{comparison} ({key}, {id})")
    }

    /// Only what comes after a place in the order of due times. The first condition is the range of the index, the
    /// second one cuts those of the same moment.
    pub(super) fn after_due(&mut self, due: &str, id: &str, after: Option<&Cursor>) {
        let (key, last) = page::before_all(after);
        if after.is_some() {
            let from = self.value(Value::Int(key));
            self.conditions.push(format!("coalesce({due}, 9223372036854775807) >= {from}"));
        }
        let place = self.place(&format!("(coalesce({due}, 9223372036854775807), {id}) >"), key, last);
        self.conditions.push(place);
    }

    pub(super) fn count(mut self, from: &str) -> Statement {
        let limit = self.value(Value::count(limits::COUNTED_ROWS_MAX));
        let text = format!(
            "select count(*) from (select 1 from {from} where {} limit {limit}) as counted",
            self.conditions.join(" and ")
        );
        sql(text, self.values)
    }

    fn of_cases(worklist: &Worklist) -> Self {
        let mut filter = Self::new();
        filter.is("c.body", Value::code(&worklist.body));
        filter.one_of("c.unit", worklist.units.iter().map(Value::code));
        filter.assignee("c.assignee", &worklist.assignee);
        filter.one_of("c.stage", worklist.stages.iter().map(Value::from));
        filter.one_of("c.service_id", worklist.services.iter().map(Value::code));
        filter.conditions.push(
            match worklist.show {
                WorklistShow::Open => "c.closed_at is null",
                WorklistShow::Running => "c.closed_at is null and c.waiting_since is null",
                WorklistShow::Waiting => "c.closed_at is null and c.waiting_since is not null",
                WorklistShow::Done => "c.closed_at is not null",
            }
            .to_owned(),
        );
        if let Some(before) = worklist.due_before {
            let at = filter.value(before.into());
            filter.conditions.push(format!("c.due_at < {at}"));
        }
        filter
    }
}
