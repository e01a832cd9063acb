//! Letters outside of the platform: by which ways a person is told, when, and by whom they are carried.

use afaq_base::{CaseId, CivilNumber, PartyId, Text};
use afaq_domain::cases::{Case, Event};
use afaq_domain::letters::Preferences;
use afaq_domain::parties::mandate_word;
use afaq_pack::MandateKind;
use afaq_ports::{Channel, Letter};
use afaq_store::{ClaimedJob, Commit, NewJob, NewLetter, RowWrite};

use crate::parties::Person;
use crate::{App, AppError};

/// Stands in a job's key before the moment to which a letter was put off.
const PUT_OFF: char = '@';

impl App {
    /// By which ways this person is told.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn letter_preferences(&self, person: &Person) -> Result<Preferences, AppError> {
        self.preferences_of(person.party).await
    }

    async fn preferences_of(&self, party: PartyId) -> Result<Preferences, AppError> {
        let stored = self.store().find_letter_preferences(party).await?;
        Ok(stored.map(|bytes| serde_json::from_slice(&bytes)).transpose()?.unwrap_or_default())
    }

    /// Keeps by which ways this person wants to be told.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn save_letter_preferences(
        &self,
        person: &Person,
        preferences: Preferences,
    ) -> Result<(), AppError> {
        let content = serde_json::to_vec(&preferences)?;
        Ok(self.store().save_letter_preferences(person.party, &content, self.now()).await?)
    }

    /// Hands a message to the carriers, and keeps what was handed over. In somebody's quiet hours their
    /// letters wait for the end of them; whoever wants no letters finds the message on the platform alone.
    pub(crate) async fn deliver(&self, id: CaseId, event: u64, claimed: &ClaimedJob) -> Result<(), AppError> {
        let loaded = self.load(id).await?;
        let Some(Event::MessageSent { subject, body, .. }) =
            self.load_message(id, event).await?.map(|event| event.what)
        else {
            return Err(AppError::Data("a letter for an event that is no message".into()));
        };
        let (case, now) = (&loaded.case, self.now());
        let mut commit = Commit::new(now);
        commit.completes_job = Some(claimed.lease.clone());
        // The key without the moment to which it was put off: whatever happens, a letter is one letter.
        let key = claimed.key.split(PUT_OFF).next().unwrap_or_default();
        let mut letters = Vec::new();
        for (at, (party, to)) in addressees(case).into_iter().enumerate() {
            let preferences = self.preferences_of(party).await?;
            let goes_at = preferences.goes_at(now);
            if goes_at > now {
                // All wait for the one who sleeps longest, so that nobody is told twice.
                let later = format!("{key}{PUT_OFF}{}", goes_at.as_second());
                commit.jobs.push(NewJob::new(claimed.kind.clone(), later, goes_at, claimed.payload.clone()));
                letters.clear();
                break;
            }
            let ways = [(Channel::Mail, preferences.mail), (Channel::Sms, preferences.sms)];
            for (channel, _) in ways.into_iter().filter(|(_, is_wanted)| *is_wanted) {
                let nth = if at == 0 { String::new() } else { format!("/{at}") };
                let key = format!("{key}/{}{nth}", channel_word(channel));
                let language = case.language;
                let subject_line = subject.get(language).to_string();
                let body = letter_text(channel, &subject, &body, language);
                letters.push((
                    party,
                    Letter { key, channel, to, language, subject: subject_line, body, at: now },
                ));
            }
        }
        let letters = self.carry(letters).await?;
        for (party, letter) in letters {
            commit.rows.push(RowWrite::Letter(NewLetter {
                key: letter.key,
                channel: channel_word(letter.channel).to_string(),
                party,
                case_id: Some(id),
                sent_at: letter.at,
                content: serde_json::to_vec(&serde_json::json!({
                    "subject": letter.subject, "body": letter.body, "language": letter.language,
                }))?,
            }));
        }
        match self.store().append(commit).await {
            Ok(_) | Err(afaq_store::AppendError::LeaseLost { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn carry(&self, letters: Vec<(PartyId, Letter)>) -> Result<Vec<(PartyId, Letter)>, AppError> {
        if letters.is_empty() {
            return Ok(letters);
        }
        let carrier = self.ports().letters.clone();
        Ok(tokio::task::spawn_blocking(move || {
            letters.iter().try_for_each(|(_, letter)| carrier.send(letter)).map(|()| letters)
        })
        .await
        .map_err(|_| AppError::Data("the letter's thread ended".into()))??)
    }
}

/// Who is told about a case: the person, and whoever acts for them. A guardian is told in place of the ward.
fn addressees(case: &Case) -> Vec<(PartyId, CivilNumber)> {
    let applicant = (case.applicant, case.applicant_number);
    match case.mandate.as_ref().filter(|mandate| mandate.is_verified) {
        None => vec![applicant],
        Some(mandate) => {
            let acting = (mandate.representative, mandate.representative_number);
            if mandate.kind == mandate_word(MandateKind::Guardian) {
                vec![acting]
            } else {
                vec![applicant, acting]
            }
        }
    }
}

fn channel_word(channel: Channel) -> &'static str {
    match channel {
        Channel::Mail => "mail",
        Channel::Sms => "sms",
    }
}

/// A short message carries the subject alone: it lies on a locked screen for anyone to read.
fn letter_text(channel: Channel, subject: &Text, body: &Text, language: afaq_base::Lang) -> String {
    match channel {
        Channel::Mail => body.get(language).to_string(),
        Channel::Sms => subject.get(language).to_string(),
    }
}
