//! Working calendars: the country's data, and what was announced since; an announcement moves open deadlines.

use std::sync::{Arc, PoisonError};

use afaq_base::calendar::{Announcement, CalendarData, WorkingCalendar};
use afaq_base::{BodyCode, Text};
use afaq_store::{AnnouncementRow, BulkRun, BulkScope, Commit, RowWrite};
use serde_json::json;

use crate::{App, AppError};

/// The calendar of all bodies with what was announced up to a number.
fn compile(rows: &[AnnouncementRow], until: u64) -> Result<WorkingCalendar, AppError> {
    let mut data = CalendarData::kuwait();
    let rows = rows.iter().filter(|row| row.announcement_no <= until);
    let mut last = 0;
    for row in rows {
        let announcement: Announcement = serde_json::from_value(row.content.clone())?;
        last = row.announcement_no;
        match &row.body {
            None => data.announcements.push(announcement),
            Some(body) => {
                let own = data.bodies.entry(body.clone()).or_default();
                own.announcements.push(announcement);
            }
        }
    }
    if last > 0 {
        data.version = format!("{}+{last}", data.version);
    }
    WorkingCalendar::compile(&data).map_err(|problems| refused(&problems))
}

fn refused(problems: &[afaq_base::calendar::CalendarProblem]) -> AppError {
    let texts = |of: fn(&Text) -> &str| {
        problems.iter().map(|one| of(&one.text).to_string()).collect::<Vec<_>>().join("; ")
    };
    let message = Text::new(texts(|text| &text.ar), texts(|text| &text.en));
    AppError::Field { field: "announcement".into(), message }
}

impl App {
    /// The working calendar of a body. Calendars are few and live as long as the program.
    pub(crate) fn calendar(&self, body: &BodyCode) -> &'static WorkingCalendar {
        let known = {
            let calendars = self.inner.calendars.read().unwrap_or_else(PoisonError::into_inner);
            (calendars.bodies.get(body).copied(), calendars.all.clone())
        };
        if let Some(calendar) = known.0 {
            return calendar;
        }
        let all = known.1.unwrap_or_else(|| Arc::new(WorkingCalendar::kuwait().clone()));
        let calendar: &'static WorkingCalendar = Box::leak(Box::new(all.for_body(body)));
        let mut calendars = self.inner.calendars.write().unwrap_or_else(PoisonError::into_inner);
        calendars.bodies.insert(body.clone(), calendar);
        calendar
    }

    /// Takes in what was announced, here or by another process. Gives whether there was anything new.
    pub(crate) async fn refresh_calendars(&self) -> Result<bool, AppError> {
        let count = self.store().count_announcements().await?;
        let known = self.inner.calendars.read().unwrap_or_else(PoisonError::into_inner).announcements;
        if count == known {
            return Ok(false);
        }
        let rows = self.store().announcements().await?;
        let all = Arc::new(compile(&rows, u64::MAX)?);
        let mut calendars = self.inner.calendars.write().unwrap_or_else(PoisonError::into_inner);
        *calendars = crate::Calendars { all: Some(all), announcements: count, ..Default::default() };
        Ok(true)
    }

    /// Announces a holiday, a working day or other hours, for all bodies or one, and moves open deadlines in
    /// the background. Gives the run by which they are moved.
    ///
    /// # Errors
    /// [`AppError::Field`] for an announcement that cannot be; a fault of the store.
    pub async fn announce(
        &self,
        body: Option<&BodyCode>,
        announcement: &Announcement,
        by: &str,
    ) -> Result<BulkRun, AppError> {
        let mut rows = self.store().announcements().await?;
        let number = rows.last().map_or(0, |row| row.announcement_no) + 1;
        let content = serde_json::to_value(announcement)?;
        let row = AnnouncementRow {
            announcement_no: number,
            body: body.cloned(),
            content: content.clone(),
            announced_at: self.now(),
            announced_by: by.to_string(),
        };
        rows.push(row);
        // What cannot be is refused before anything is stored.
        compile(&rows, number)?;
        let mut commit = Commit::new(self.now());
        let (body_of, at) = (body.cloned(), self.now());
        commit.rows.push(RowWrite::Announcement { body: body_of, content, at, by: by.to_string() });
        let about = json!({ "announcement": number, "body": body, "at": at });
        let run = self.new_run("move_deadlines", None, about, &BulkScope::Body(body.cloned()), by).await?;
        self.add_run(&mut commit, &run);
        self.store().append(commit).await?;
        self.refresh_calendars().await?;
        Ok(run)
    }

    /// The calendars of all bodies before and after an announcement.
    pub(crate) async fn calendars_around(
        &self,
        number: u64,
    ) -> Result<(WorkingCalendar, WorkingCalendar, Text), AppError> {
        let rows = self.store().announcements().await?;
        let row = rows.iter().find(|row| row.announcement_no == number).ok_or(AppError::NotFound)?;
        let announcement: Announcement = serde_json::from_value(row.content.clone())?;
        Ok((compile(&rows, number - 1)?, compile(&rows, number)?, announcement.name))
    }
}
