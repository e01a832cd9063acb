//! Silence by law: when the legal time passes without a decision, the law decides in the body's place.

use afaq_base::time::local_datetime;
use afaq_base::{Span, Text, Timestamp};
use afaq_pack::{Silence, Trigger};

use super::event::{Choice, Event, LawNamed, ReasonGiven};
use super::submit::Start;
use super::work::Work;
use crate::Refusal;
use crate::parties::Actor;

impl Work<'_> {
    /// The legal time begins with the request, where the law says what silence means.
    pub fn begin_legal_time(&mut self) -> Result<(), Refusal> {
        let promise = &self.env.service.promise;
        if promise.silence.law().is_some() {
            let until = super::officer::add(self, promise.legal)?;
            self.emit_by(Actor::Rules, Event::LegalTime { until });
        }
        Ok(())
    }

    /// The time since then was the applicant's own: the legal time gets as much longer.
    pub fn extend_legal_time(&mut self, since: Timestamp) -> Result<(), Refusal> {
        let Some(before) = self.case.legal_until else { return Ok(()) };
        let (calendar, now) = (self.env.calendar, self.now());
        let until = match self.env.service.promise.legal {
            Span::Calendar(_) => Ok(before + now.duration_since(since)),
            Span::WorkingDays(_) | Span::WorkingHours(_) => calendar
                .working_time_between(since, now)
                .and_then(|minutes| calendar.add_working_minutes(before, minutes)),
        };
        let until = until.map_err(|error| Refusal::Process { reason: error.to_string() })?;
        self.emit_by(Actor::Rules, Event::LegalTime { until: until.max(before) });
        Ok(())
    }

    /// What kept silence from deciding is gone: the clock looks once more.
    pub fn renew_legal_time(&mut self) {
        if let Some(until) = self.case.legal_until.filter(|until| *until <= self.now()) {
            self.emit_by(Actor::Rules, Event::LegalTime { until });
        }
    }

    /// Whether the body has still to decide: nothing lies ready, and it is not the applicant's turn.
    fn is_silent(&self) -> bool {
        let case = &self.case;
        let is_applicants_turn = case.stopped_since.is_some() || case.is_fee_due();
        // A document that is being set follows a decision.
        let is_issuing = case.outputs.iter().any(|output| case.process.jobs.contains_key(&output.job));
        // What a second officer has not signed is no decision yet.
        let lies_ready = case.prepared.as_ref().is_some_and(|prepared| !prepared.awaits_second());
        case.closed.is_none() && !lies_ready && !is_applicants_turn && !is_issuing
    }
}

/// The clock says that the legal time may be over. Where it is not, or the body has decided, nothing happens.
pub(super) fn end_legal_time(work: &mut Work<'_>) -> Result<(), Refusal> {
    let is_over = work.case.legal_until.is_some_and(|until| until <= work.now());
    if !is_over || !work.is_silent() {
        return Ok(());
    }
    let (law, choice) = match &work.env.service.promise.silence {
        Silence::None => return Ok(()),
        Silence::Approves { law } => (law, Choice::Approve),
        Silence::Refuses { law } => (law, Choice::Refuse),
    };
    let law = named(work, law);
    let reasons = if choice == Choice::Refuse { vec![reason(work, &law)] } else { Vec::new() };
    work.cancel_process()?;
    work.emit(Event::DecidedBySilence { choice, law, reasons });
    work.tell(Trigger::Silence);
    work.start_process(Start::Silence)
}

fn named(work: &Work<'_>, law: &str) -> LawNamed {
    match work.env.service.find_law(law) {
        Some(law) => LawNamed { name: law.name.clone(), is_unverified: law.unverified },
        None => LawNamed { name: Text::same(law), is_unverified: true },
    }
}

/// What a person reads who is refused because nobody answered.
fn reason(work: &Work<'_>, law: &LawNamed) -> ReasonGiven {
    let day = local_datetime(work.now()).date();
    let text = Text::new(
        format!(
            "انقضت المدة القانونية في {} دون قرار من الجهة، ويعدّ القانون سكوتها رفضاً.",
            afaq_base::time::date_in_words(day, afaq_base::Lang::Ar)
        ),
        format!(
            "The legal time ended on {} without a decision of the body; by law its silence is a refusal.",
            afaq_base::time::date_in_words(day, afaq_base::Lang::En)
        ),
    );
    let mend = work.env.service.appeal.as_ref().map(|_| {
        Text::new(
            "لك أن تتظلم من هذا الرفض من صفحة طلبك.",
            "You can appeal against this refusal on the page of your request.",
        )
    });
    ReasonGiven { id: Silence::REASON.to_string(), text, mend, law: Some(law.clone()) }
}
