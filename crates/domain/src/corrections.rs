//! A fact of a register that a person calls wrong: the body that holds it says whether it is.

use afaq_base::{CaseId, PartyId, RegisterId, Timestamp};
use afaq_feel::Value;
use serde::{Deserialize, Serialize};

use crate::{Refusal, limits};

/// What a person says of a fact, with all that the holder needs to look it up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// Whose request it came up in.
    pub applicant: PartyId,
    /// The request; a draft becomes the case of this id.
    pub case: CaseId,
    /// The public service.
    pub service: String,
    /// The version whose words the fact is called by.
    pub behavior: String,
    /// The path of the fact.
    pub path: String,
    /// The register that holds it.
    pub register: RegisterId,
    /// By which numbers the record is found: whose record it is comes first.
    pub keys: Vec<String>,
    /// What the register said.
    pub said: Value,
    /// What would be right, if the person says so.
    pub claim: Option<Value>,
    /// The person's own words; may be empty.
    pub words: String,
    /// The code of the body that holds the register.
    pub body: String,
    /// Until when the body should have answered.
    pub due_at: Timestamp,
}

/// What the holder says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    /// What is right: the new value, or what the register said all along.
    pub value: Value,
    /// Whether the register was wrong.
    pub is_accepted: bool,
    /// The reason, in the officer's words to the person.
    pub reason: String,
    /// The account of the officer.
    pub officer: String,
    /// When.
    pub at: Timestamp,
}

/// A stored fact of a correction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A person called a fact wrong.
    Opened(Box<Opened>),
    /// The holder has looked.
    Answered(Answered),
}

impl Event {
    /// The kind, as stored.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Opened(_) => "correction_opened",
            Self::Answered(_) => "correction_answered",
        }
    }
}

/// A correction as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// What was asked.
    pub asked: Opened,
    /// When.
    pub opened_at: Timestamp,
    /// What the holder said.
    pub answered: Option<Answered>,
}

/// How the holder wants to answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// The register was wrong; this is right.
    Accept(Value),
    /// The register stands.
    Refuse,
}

impl Correction {
    /// Makes a correction from its events; `None` where the first is missing.
    #[must_use]
    pub fn replay(events: Vec<(Timestamp, Event)>) -> Option<Self> {
        let mut events = events.into_iter();
        let (opened_at, Event::Opened(asked)) = events.next()? else { return None };
        let mut correction = Self { asked: *asked, opened_at, answered: None };
        for (_, event) in events {
            if let Event::Answered(answered) = event {
                correction.answered = Some(answered);
            }
        }
        Some(correction)
    }

    /// The word of its state in rows and addresses.
    #[must_use]
    pub fn state(&self) -> &'static str {
        match &self.answered {
            None => "open",
            Some(answered) if answered.is_accepted => "accepted",
            Some(_) => "refused",
        }
    }
}

/// Judges a person's words about a fact.
///
/// # Errors
/// A [`Refusal`] for words that are too long.
pub fn open(mut asked: Opened) -> Result<Event, Refusal> {
    asked.words = afaq_base::text::clean_text(&asked.words);
    check_text(&asked.words, false)?;
    // Who names the same value that the register holds has named none.
    asked.claim = asked.claim.filter(|claim| *claim != Value::Null && *claim != asked.said);
    Ok(Event::Opened(Box::new(asked)))
}

/// Judges the holder's answer. It is given once, by an officer of the body that holds the register.
///
/// # Errors
/// A [`Refusal`] for another body, for a second answer, without a reason, or for the old value as the right one.
pub fn answer(
    correction: &Correction,
    answer: &Answer,
    reason: &str,
    officer: (&str, &str),
    at: Timestamp,
) -> Result<Event, Refusal> {
    let (id, body) = officer;
    if correction.asked.body != body {
        return Err(Refusal::NotAllowed);
    }
    if correction.answered.is_some() {
        return Err(Refusal::WrongStage { stage: correction.state() });
    }
    let reason = afaq_base::text::clean_text(reason);
    let is_accepted = matches!(answer, Answer::Accept(_));
    check_text(&reason, !is_accepted)?;
    let value = match answer {
        Answer::Accept(value) if *value == correction.asked.said => {
            return Err(Refusal::WrongValue { path: correction.asked.path.clone() });
        }
        Answer::Accept(value) => value.clone(),
        Answer::Refuse => correction.asked.said.clone(),
    };
    Ok(Event::Answered(Answered { value, is_accepted, reason, officer: id.to_string(), at }))
}

fn check_text(text: &str, is_needed: bool) -> Result<(), Refusal> {
    let is_empty = text.trim().is_empty();
    if (is_needed && is_empty) || text.chars().count() > limits::TEXT_CHARS_MAX {
        return Err(Refusal::TextLength { max: limits::TEXT_CHARS_MAX });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(claim: Option<&str>, words: &str) -> Opened {
        Opened {
            applicant: PartyId::from_u128(1),
            case: CaseId::from_u128(2),
            service: "kw.pada.trial".into(),
            behavior: "b".into(),
            path: "applicant.nationality".into(),
            register: RegisterId::parse("paci.person").unwrap(),
            keys: vec!["288020122596".into()],
            said: Value::from("EG"),
            claim: claim.map(Value::from),
            words: words.into(),
            body: "PACI".into(),
            due_at: at(),
        }
    }

    fn at() -> Timestamp {
        "2026-11-22T06:00:00Z".parse().unwrap()
    }

    fn opened() -> Correction {
        Correction::replay(vec![(at(), open(asked(Some("KW"), "")).unwrap())]).unwrap()
    }

    fn check(of: &Correction, given: Answer, reason: &str, body: &str, then: Result<&str, &str>) {
        let event = answer(of, &given, reason, ("huda", body), at());
        let state = event.map(|event| {
            let first = Event::Opened(Box::new(of.asked.clone()));
            Correction::replay(vec![(at(), first), (at(), event)]).unwrap().state()
        });
        assert_eq!(state.as_ref().map_err(Refusal::code).copied(), then);
    }

    #[test]
    fn the_holder_answers_once_with_a_reason() {
        check(&opened(), Answer::Accept(Value::from("KW")), "", "PACI", Ok("accepted"));
        check(&opened(), Answer::Refuse, "شهادة الميلاد تقول غير ذلك", "PACI", Ok("refused"));
        check(&opened(), Answer::Refuse, "  ", "PACI", Err("text_length"));
        check(&opened(), Answer::Accept(Value::from("EG")), "", "PACI", Err("wrong_value"));
        check(&opened(), Answer::Refuse, "x", "PADA", Err("not_allowed"));
        let mut answered = opened();
        let event = answer(&answered, &Answer::Refuse, "x", ("huda", "PACI"), at()).unwrap();
        let Event::Answered(given) = event else { panic!("an answer") };
        assert_eq!(given.value, Value::from("EG"), "what the register said stands");
        answered.answered = Some(given);
        check(&answered, Answer::Accept(Value::from("KW")), "", "PACI", Err("wrong_stage"));
    }

    #[test]
    fn words_have_a_length_and_the_same_value_is_no_claim() {
        assert_eq!(open(asked(None, &"x".repeat(4_001))).unwrap_err().code(), "text_length");
        let Event::Opened(same) = open(asked(Some("EG"), "a\u{202e}b")).unwrap() else { panic!("opened") };
        assert_eq!((same.claim, same.words.as_str()), (None, "ab"));
        assert_eq!(Correction::replay(Vec::new()), None);
    }
}
