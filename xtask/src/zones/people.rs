//! People at their browsers: they fill drafts in, hand papers over, submit, look; officers add notes and decide.
//!
//! Everybody does one thing at a time, and presses again when an answer does not come, as people do. What was asked
//! and answered is recorded; whether it was right is judged elsewhere.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, bail};

use super::history::{Operation, Outcome, Recorder, What};
use super::html::{self, Form};
use super::http::{Answer, Browser, Sent};

/// Pages of a form at most.
const PAGES_MAX: usize = 15;
/// How often somebody presses again before they give up.
const TRIES_MAX: usize = 40;
/// Between two tries.
const PAUSE: Duration = Duration::from_millis(500);
/// Between two requests of one person.
const THINKING: Duration = Duration::from_millis(120);
/// An account that forms ask for.
const IBAN: &str = "KW81CBKU0000000000001234560101";

/// What all share.
pub struct Town {
    door: SocketAddr,
    recorder: Recorder,
    stop: AtomicBool,
    drawn: AtomicU64,
}

/// Somebody who applies, with the numbers that stand in their story.
#[derive(Clone)]
struct Applicant {
    number: String,
    child: Option<String>,
    service: &'static str,
}

/// Who applies for what, by how their story begins.
const STORIES: &[(&str, &str)] = &[
    ("cares for a severely disabled child and has no job", "kw.pada.carer_allowance"),
    ("divorced, cares for her child", "kw.pada.carer_allowance"),
    ("cares for a severely disabled child and is employed", "kw.pada.carer_allowance"),
    ("her driving licence ends in two weeks", "kw.moi.driving_licence_renewal"),
    ("wants to work freelance", "kw.moci.freelance_licence"),
    ("cares for a child with a moderate disability", "kw.moci.freelance_licence"),
];

/// People who only read.
const READERS: usize = 3;

/// The officers at work.
const OFFICERS: &[&str] = &["pada.allowances.1", "pada.allowances.2"];

/// Lets people be at it until so many seconds are over, or until a file appears.
///
/// # Errors
/// A door that does not open at the beginning.
pub fn run(door: SocketAddr, history: &std::path::Path, until: &std::path::Path) -> anyhow::Result<()> {
    let town = Arc::new(Town {
        door,
        recorder: Recorder::create(history)?,
        stop: AtomicBool::new(false),
        drawn: AtomicU64::new(1),
    });
    let applicants = applicants(door)?;
    let readers: Vec<String> = applicants.iter().take(READERS).map(|one| one.number.clone()).collect();
    let mut threads = Vec::new();
    for (turn, applicant) in applicants.into_iter().enumerate() {
        let town = town.clone();
        threads.push(std::thread::spawn(move || {
            town.apply_again_and_again(&format!("person-{turn}"), &applicant)
        }));
    }
    for (turn, account) in readers.into_iter().enumerate() {
        let town = town.clone();
        threads.push(std::thread::spawn(move || town.look_around(&format!("reader-{turn}"), &account)));
    }
    for officer in OFFICERS {
        let town = town.clone();
        threads.push(std::thread::spawn(move || town.work(officer)));
    }
    while !until.exists() {
        std::thread::sleep(Duration::from_millis(200));
    }
    town.stop.store(true, Ordering::Relaxed);
    for thread in threads {
        match thread.join() {
            Ok(done) => done?,
            Err(_) => bail!("somebody fell over"),
        }
    }
    Ok(())
}

/// Reads from the sign-in page whom one can be.
fn applicants(door: SocketAddr) -> anyhow::Result<Vec<Applicant>> {
    let mut browser = Browser::new(door);
    let page = browser.ask("/en/sign-in", &Sent::Nothing).context("the door does not answer")?.text();
    let mut found = Vec::new();
    for part in page.split("name=\"who\"").skip(1) {
        let number: String = part
            .split("value=\"")
            .nth(1)
            .unwrap_or_default()
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        let story = part.split("</button>").next().unwrap_or_default();
        for (begin, service) in STORIES {
            if number.len() == 12 && story.contains(begin) {
                let digits: Vec<&str> =
                    story.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 12).collect();
                let child = digits.iter().find(|one| **one != number).map(ToString::to_string);
                found.push(Applicant { number: number.clone(), child, service });
            }
        }
    }
    if found.len() < 3 {
        bail!("the sign-in page names {} of the people who are wanted", found.len());
    }
    Ok(found)
}

/// A browser with whose it is.
struct Seat<'town> {
    town: &'town Town,
    who: String,
    account: String,
    browser: Browser,
}

impl Town {
    fn is_over(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn now(&self) -> f64 {
        super::region::now()
    }

    /// A value that nobody writes a second time.
    fn fresh(&self) -> String {
        format!("v{}-{}", std::process::id(), self.drawn.fetch_add(1, Ordering::Relaxed))
    }

    fn seat(&self, who: &str, account: &str) -> anyhow::Result<Seat<'_>> {
        let browser = Browser::new(self.door);
        let mut seat = Seat { town: self, who: who.into(), account: account.into(), browser };
        seat.sign_in()?;
        Ok(seat)
    }

    fn apply_again_and_again(&self, who: &str, applicant: &Applicant) -> anyhow::Result<()> {
        let mut seat = self.seat(who, &applicant.number)?;
        while !self.is_over() {
            seat.apply(applicant)?;
        }
        Ok(())
    }

    /// Reads what is public and what is one's own, and changes nothing.
    fn look_around(&self, who: &str, account: &str) -> anyhow::Result<()> {
        let mut seat = self.seat(who, account)?;
        while !self.is_over() {
            for path in ["/en", "/en/cases", "/en/services/kw.pada.carer_allowance"] {
                seat.visit("look", path)?;
            }
        }
        Ok(())
    }

    fn work(&self, officer: &str) -> anyhow::Result<()> {
        let mut seat = self.seat(officer, officer)?;
        while !self.is_over() {
            seat.decide_one()?;
            std::thread::sleep(PAUSE);
        }
        Ok(())
    }
}

impl Seat<'_> {
    /// Asks once and records it. What an answer means for each kind of operation, `judge` says.
    fn ask(
        &mut self,
        name: &str,
        path: &str,
        sent: &Sent<'_>,
        what: impl Fn(&Answer) -> What,
        otherwise: What,
    ) -> anyhow::Result<Option<Answer>> {
        std::thread::sleep(THINKING);
        let asked = self.town.now();
        let answer = self.browser.ask(path, sent);
        let answered = self.town.now();
        let status = answer.as_ref().map_or(0, |answer| answer.status);
        let outcome = match status {
            200..=399 => Outcome::Ok,
            400..=499 => Outcome::Failed,
            _ => Outcome::Unknown,
        };
        let what = match (&answer, outcome) {
            (Some(answer), Outcome::Ok) => what(answer),
            _ => otherwise,
        };
        let who = self.who.clone();
        self.town.recorder.add(&Operation {
            who,
            name: name.into(),
            what,
            outcome,
            asked,
            answered,
            status,
        })?;
        Ok(answer.filter(|_| outcome == Outcome::Ok))
    }

    fn visit(&mut self, name: &str, path: &str) -> anyhow::Result<Option<Answer>> {
        self.ask(name, path, &Sent::Nothing, |_| What::Visit, What::Visit)
    }

    /// Opens a page until it comes.
    fn see(&mut self, name: &str, path: &str) -> anyhow::Result<Option<Answer>> {
        for _ in 0..TRIES_MAX {
            if let Some(answer) = self.visit(name, path)? {
                // Whose session has ended is led to the sign-in page.
                match &answer.location {
                    Some(place) if place.contains("/sign-in") => self.sign_in()?,
                    _ => return Ok(Some(answer)),
                }
            }
            if self.town.is_over() {
                return Ok(None);
            }
            std::thread::sleep(PAUSE);
        }
        Ok(None)
    }

    fn sign_in(&mut self) -> anyhow::Result<()> {
        let fields = [("who".to_string(), self.account.clone())];
        for _ in 0..TRIES_MAX {
            let sent = Sent::Fields(&fields);
            if self.ask("sign in", "/en/sign-in", &sent, |_| What::Visit, What::Visit)?.is_some() {
                return Ok(());
            }
            std::thread::sleep(PAUSE);
        }
        bail!("`{}` can't sign in", self.account)
    }

    /// One request from the first page to the case.
    fn apply(&mut self, applicant: &Applicant) -> anyhow::Result<()> {
        let start = format!("/en/services/{}/start", applicant.service);
        let begun = self.ask("start", &start, &Sent::Fields(&[]), |_| What::Visit, What::Visit)?;
        let Some(mut next) = begun.and_then(|answer| answer.location) else {
            std::thread::sleep(PAUSE);
            return Ok(());
        };
        let Some(draft) = between(&next, "/drafts/", "/").map(str::to_string) else {
            std::thread::sleep(PAUSE);
            return Ok(());
        };
        for _ in 0..PAGES_MAX {
            if next.ends_with("/check") {
                return self.submit(&draft);
            }
            match self.page(applicant, &draft, &next)? {
                Some(place) => next = place,
                None => return Ok(()),
            }
        }
        Ok(())
    }

    /// Fills one page in and sends it until it is taken; gives where it leads to.
    fn page(&mut self, applicant: &Applicant, draft: &str, path: &str) -> anyhow::Result<Option<String>> {
        for _ in 0..TRIES_MAX {
            let Some(page) = self.see("page", path)? else { return Ok(None) };
            let Some(form) = form_of(&page.text(), path) else { return Ok(None) };
            let (fields, files, told) = self.fill(&form, applicant, draft);
            let sent = if files.is_empty() { Sent::Fields(&fields) } else { Sent::Files(&fields, &files) };
            let what = told.clone();
            let name = if files.is_empty() { "save" } else { "upload" };
            let saved = self.ask(name, path, &sent, |_| what.clone(), told.clone())?;
            if let Some(place) = saved.and_then(|answer| answer.location) {
                self.look_again(path, &told)?;
                return Ok(Some(place));
            }
            if self.town.is_over() {
                return Ok(None);
            }
            std::thread::sleep(PAUSE);
        }
        Ok(None)
    }

    /// What is sent with a page, and what of it can be read back.
    fn fill(
        &self,
        form: &Form,
        applicant: &Applicant,
        draft: &str,
    ) -> (Vec<(String, String)>, Vec<(String, String, Vec<u8>)>, What) {
        let (mut fields, mut files, mut told) = (Vec::new(), Vec::new(), What::Visit);
        let mut chosen: Vec<&str> = Vec::new();
        for field in &form.fields {
            let mut add = |value: String| fields.push((field.name.clone(), value));
            match field.kind.as_str() {
                "submit" => {}
                "hidden" | "select" => add(field.value.clone()),
                "radio" | "checkbox" if chosen.contains(&field.name.as_str()) => {}
                "radio" | "checkbox" => {
                    chosen.push(&field.name);
                    add(field.value.clone());
                }
                "file" => {
                    let mark = self.town.fresh();
                    files.push((field.name.clone(), "paper.pdf".into(), paper(&mark)));
                    told = What::Append { list: format!("papers/{draft}"), value: mark };
                }
                "date" => add("2026-11-01".into()),
                _ if field.name.ends_with("civil_number") => {
                    add(applicant.child.clone().unwrap_or_else(|| applicant.number.clone()));
                }
                _ if field.name.ends_with("iban") => add(IBAN.into()),
                _ if field.name.contains("phone") => add("51234567".into()),
                _ if field.name.contains("email") => add("person@example.com".into()),
                _ if field.name == "business.name_ar" || field.name == "business.name_en" => {
                    let value = self.town.fresh();
                    if told == What::Visit {
                        told =
                            What::Write { register: format!("{draft}/{}", field.name), value: value.clone() };
                    }
                    add(if field.name.ends_with("_ar") { arabic(&value) } else { value });
                }
                _ if !field.value.is_empty() => add(field.value.clone()),
                _ if field.name.contains("number") || field.name.contains("amount") => add("1".into()),
                _ => add("كما هو موضح".into()),
            }
        }
        if let What::Write { register, value } = &told
            && register.ends_with("_ar")
        {
            told = What::Write { register: register.clone(), value: arabic(value) };
        }
        (fields, files, told)
    }

    /// Opens a page again on which a value was written: what stands there is what is read.
    fn look_again(&mut self, path: &str, told: &What) -> anyhow::Result<()> {
        let What::Write { register, .. } = told else { return Ok(()) };
        let field = register.split_once('/').map(|(_, field)| field.to_string()).unwrap_or_default();
        let register = register.clone();
        let read = |answer: &Answer| {
            let found = form_of(&answer.text(), path)
                .and_then(|form| form.fields.into_iter().find(|one| one.name == field).map(|one| one.value));
            What::Read { register: register.clone(), value: found.filter(|value| !value.is_empty()) }
        };
        self.ask("read back", path, &Sent::Nothing, read, What::Visit)?;
        Ok(())
    }

    /// Hands a draft in; then the case is there, and it is seen at once.
    fn submit(&mut self, draft: &str) -> anyhow::Result<()> {
        let path = format!("/en/drafts/{draft}/check");
        let list = format!("cases/{}", self.account);
        let told = What::Append { list, value: draft.to_string() };
        self.read_papers(draft, &path)?;
        for _ in 0..TRIES_MAX {
            let what = told.clone();
            // A page that comes back instead of leading on says what is missing: nothing was handed in.
            let judged = |answer: &Answer| match &answer.location {
                Some(place) if place.contains("/confirmation") => what.clone(),
                _ => What::Visit,
            };
            let sent = self.ask("submit", &path, &Sent::Fields(&[]), judged, told.clone())?;
            match sent.and_then(|answer| answer.location) {
                Some(place) if place.contains("/confirmation") => {
                    let case = place
                        .split('?')
                        .next()
                        .unwrap_or(&place)
                        .trim_end_matches("/confirmation")
                        .to_string();
                    return self.see_case(&case, draft);
                }
                Some(_) => return Ok(()),
                None if self.town.is_over() => return Ok(()),
                None => std::thread::sleep(PAUSE),
            }
        }
        Ok(())
    }

    /// The papers of a draft, byte by byte, as its last page links to them.
    fn read_papers(&mut self, draft: &str, path: &str) -> anyhow::Result<()> {
        let Some(page) = self.see("check", path)? else { return Ok(()) };
        let (asked, mut marks) = (self.town.now(), Vec::new());
        let files: Vec<String> =
            html::links(&page.text()).into_iter().filter(|link| link.contains("/files/")).collect();
        for file in &files {
            let Some(answer) = self.visit("paper", file)? else { return Ok(()) };
            let text = answer.text();
            let mark =
                text.split("% ").nth(1).and_then(|rest| rest.lines().next()).unwrap_or("damaged").to_string();
            let is_whole = answer.body == paper(&mark);
            marks.push(if is_whole { mark } else { format!("damaged {mark}") });
        }
        if files.is_empty() {
            return Ok(());
        }
        let what = What::ReadList { list: format!("papers/{draft}"), values: marks };
        self.told("papers", what, asked)
    }

    /// Records something that was read in several requests.
    fn told(&self, name: &str, what: What, asked: f64) -> anyhow::Result<()> {
        let (who, answered) = (self.who.clone(), self.town.now());
        let one =
            Operation { who, name: name.into(), what, outcome: Outcome::Ok, asked, answered, status: 200 };
        self.town.recorder.add(&one)
    }

    /// The notes of a case as its page shows them.
    fn read_notes(&mut self, case: &str) -> anyhow::Result<()> {
        let asked = self.town.now();
        let Some(page) = self.see("notes", &format!("/en/desk/cases/{case}"))? else { return Ok(()) };
        let text = page.text();
        let marks = text.split("note v").skip(1).map(|rest| {
            let mark: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '-').collect();
            format!("v{mark}")
        });
        // Each stands twice on the page, among the notes and in what happened, the newest first.
        let mut marks: Vec<String> = marks.collect();
        let half = marks.len() / 2;
        if marks[..half] == marks[half..] {
            marks.truncate(half);
        }
        marks.reverse();
        self.told("notes", What::ReadList { list: format!("notes/{case}"), values: marks }, asked)
    }

    /// The case that was just handed in must be there, whichever process answers.
    fn see_case(&mut self, path: &str, draft: &str) -> anyhow::Result<()> {
        std::thread::sleep(THINKING);
        let asked = self.town.now();
        let answer = self.browser.ask(path, &Sent::Nothing);
        let answered = self.town.now();
        let status = answer.as_ref().map_or(0, |answer| answer.status);
        let list = format!("case/{draft}");
        let add = |what: What, name: &str, outcome: Outcome, status: u16| {
            let who = self.who.clone();
            self.town.recorder.add(&Operation {
                who,
                name: name.into(),
                what,
                outcome,
                asked,
                answered,
                status,
            })
        };
        match status {
            // That it was handed in is known since before this was asked.
            200 => add(What::Visit, "case", Outcome::Ok, status),
            404 => {
                let what = What::Append { list: list.clone(), value: draft.to_string() };
                let before = Operation {
                    who: self.who.clone(),
                    name: "submitted".into(),
                    what,
                    outcome: Outcome::Ok,
                    asked: asked - 0.002,
                    answered: asked - 0.001,
                    status: 303,
                };
                self.town.recorder.add(&before)?;
                add(What::ReadList { list, values: Vec::new() }, "case", Outcome::Ok, status)
            }
            _ => add(What::Visit, "case", Outcome::Unknown, status),
        }
    }

    /// An officer opens a case of the worklist, adds a note, and decides.
    fn decide_one(&mut self) -> anyhow::Result<()> {
        let Some(list) = self.see("worklist", "/en/desk?tab=unit")? else { return Ok(()) };
        let cases: Vec<String> = html::links(&list.text())
            .into_iter()
            .filter_map(|link| between(&link, "/desk/cases/", "?").map(str::to_string))
            .filter(|id| id.len() == 26)
            .collect();
        if cases.is_empty() {
            return Ok(());
        }
        // Officers begin at different places, so that they rarely take the same case.
        let turn = usize::try_from(self.town.drawn.fetch_add(1, Ordering::Relaxed)).unwrap_or(0);
        let Some(case) = cases.get(turn * 7 % cases.len()) else { return Ok(()) };
        let desk = format!("/en/desk/cases/{case}");
        let Some(page) = self.see("desk case", &desk)? else { return Ok(()) };
        let mark = self.town.fresh();
        let told = What::Append { list: format!("notes/{case}"), value: mark.clone() };
        let fields = [("text".to_string(), format!("note {mark}"))];
        let what = told.clone();
        self.ask("note", &format!("{desk}/note"), &Sent::Fields(&fields), |_| what.clone(), told)?;
        self.read_notes(case)?;
        let links = html::links(&page.text());
        let Some(decide) = links.iter().find(|link| link.contains("/tasks/") && link.ends_with("/decide"))
        else {
            return Ok(());
        };
        let Some(page) = self.see("decide", decide)? else { return Ok(()) };
        let Some(form) = form_of(&page.text(), decide) else { return Ok(()) };
        let mut fields: Vec<(String, String)> = Vec::new();
        for field in &form.fields {
            match field.kind.as_str() {
                "hidden" => fields.push((field.name.clone(), field.value.clone())),
                "textarea" => fields.push((field.name.clone(), "Looked at; all is there.".into())),
                _ => {}
            }
        }
        fields.retain(|(name, _)| name != "outcome" && name != "do");
        fields.push(("outcome".into(), "approve".into()));
        fields.push(("do".into(), "prepare".into()));
        let told =
            What::Write { register: format!("decision/{case}"), value: format!("approve by {}", self.who) };
        // A page that comes back says why not.
        let what = told.clone();
        let judged = |answer: &Answer| if answer.location.is_some() { what.clone() } else { What::Visit };
        self.ask("decide", decide, &Sent::Fields(&fields), judged, told)?;
        Ok(())
    }
}

/// The form of a page that is sent to the page itself.
fn form_of(page: &str, path: &str) -> Option<Form> {
    let path = path.split('?').next().unwrap_or(path);
    html::forms(page).into_iter().find(|form| form.action.split('?').next() == Some(path))
}

/// A small PDF that no other paper equals.
fn paper(mark: &str) -> Vec<u8> {
    format!("%PDF-1.4\n% {mark}\n%%EOF\n").into_bytes()
}

/// A value in letters that an Arabic name may have.
fn arabic(value: &str) -> String {
    let letters = ['ا', 'ب', 'ت', 'ث', 'ج', 'ح', 'خ', 'د', 'ر', 'س'];
    let spelled: String = value
        .chars()
        .filter_map(|c| c.to_digit(10))
        .filter_map(|digit| letters.get(digit as usize))
        .collect();
    format!("شركة {spelled}")
}

/// What stands between two marks, or up to the end.
fn between<'text>(text: &'text str, begin: &str, end: &str) -> Option<&'text str> {
    let rest = text.split_once(begin)?.1;
    let inner = rest.split(end).next()?;
    inner.split(['/', '?', '#']).next()
}
