//! The fee: worked out by the rules, paid through a gateway that may call twice, late or never.

use afaq_base::Money;
use afaq_bpmn::Input;
use afaq_feel::{Context, Value};
use afaq_pack::{Cost, Trigger};

use super::event::Event;
use super::facts::feel_env;
use super::work::Work;
use crate::parties::Actor;
use crate::{Refusal, limits};

/// What came of asking for a fee.
pub(super) enum FeeAsked {
    /// Nothing is due (any more).
    Nothing,
    /// It is due; the process waits.
    Due,
    /// The rules give no amount, since a fact is missing.
    Unknown {
        /// What the rules gave instead.
        reason: String,
    },
}

impl Work<'_> {
    /// Asks for the fee that the rules give, less what was paid for this case before (an appeal
    /// goes the whole way again).
    ///
    /// # Errors
    /// When the rules can't be evaluated, or no identifier is left for the payment.
    pub fn ask_fee(&mut self, job: u64) -> Result<FeeAsked, Refusal> {
        let due = match &self.env.service.cost {
            Cost::Free => return Ok(FeeAsked::Nothing),
            Cost::Decision(id) => match self.fee_due(id)? {
                Some(due) => due,
                None => return Ok(FeeAsked::Unknown { reason: format!("`{id}` gives no amount of money") }),
            },
        };
        let rest = due.fils() - self.case.fils_paid();
        if rest <= 0 {
            return Ok(FeeAsked::Nothing);
        }
        let fee = Money::from_fils(rest);
        let reference = afaq_base::PaymentId::from_bytes(self.fresh()?).to_string();
        self.emit_by(Actor::Rules, Event::FeeAsked { reference, fee, job });
        self.tell(Trigger::FeeDue);
        Ok(FeeAsked::Due)
    }

    /// What the rules give; what it rests on is kept with it, as for every decision.
    fn fee_due(&mut self, id: &str) -> Result<Option<Money>, Refusal> {
        let known = self.known();
        let evaluation = self
            .env
            .service
            .decisions
            .compiled
            .evaluate(id, &known, &feel_env(self.now()))
            .map_err(|error| Refusal::Process { reason: error.to_string() })?;
        let fee = money(&evaluation.value);
        let decision = id.to_string();
        self.emit_by(Actor::Rules, Event::Evaluated { decision, evaluation: Box::new(evaluation) });
        Ok(fee)
    }
}

/// A FEEL number of dinars as money; `None` for a part of a fils, a negative amount or no number.
pub(super) fn money(value: &Value) -> Option<Money> {
    let Value::Number(amount) = value else { return None };
    Money::parse(&amount.to_string()).ok().filter(|money| money.fils() >= 0)
}

/// Takes a report of the gateway. The same payment reported again changes nothing; another one, or one
/// for which nobody waits any more, is kept apart: never charged twice.
pub(super) fn confirm(
    work: &mut Work<'_>,
    reference: &str,
    transaction: &str,
    paid: Money,
) -> Result<(), Refusal> {
    if transaction.is_empty() || transaction.len() > limits::TRANSACTION_BYTES_MAX {
        return Err(Refusal::UnknownPayment);
    }
    let case = &work.case;
    let mut fees = case.fee.iter().chain(&case.past_fees);
    let fee = fees.find(|fee| fee.reference == reference).cloned().ok_or(Refusal::UnknownPayment)?;
    let mut known = case.fee.iter().chain(&case.past_fees).map(|fee| fee.transaction.as_str());
    let is_repeated = known.any(|one| one == transaction)
        || case.surplus.iter().any(|surplus| surplus.transaction == transaction);
    if is_repeated {
        return Ok(());
    }
    if fee.amount != paid {
        return Err(Refusal::WrongAmount);
    }
    let is_awaited = case.is_fee_due() && case.fee.as_ref() == Some(&fee);
    if !is_awaited {
        let (reference, transaction) = (reference.to_string(), transaction.to_string());
        work.emit(Event::PaymentSurplus { reference, transaction, paid });
        return Ok(());
    }
    let (reference, transaction) = (reference.to_string(), transaction.to_string());
    work.emit(Event::FeePaid { reference, transaction, paid });
    // The time that the applicant took to pay is not the body's.
    work.extend_legal_time(fee.asked_at)?;
    work.tell(Trigger::Paid);
    work.drive(Input::CompleteJob { job: fee.job, outputs: Context::new() })
}
