//! The executable models of the public suite, under virtual time.
//!
//! A case passes, or it stands in `betsy_not_yet.txt`, which may only shrink.
//! Cases in which the suite expects what older engines did, against the text of the standard, have
//! their own expectation in `betsy_differences.txt`, with the clause.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use afaq_bpmn::{
    Env, Event, Input, JobKind, Outcome, ProcessDefinition, Severity, Status, Trigger, compile, read,
};
use afaq_feel::{Context, Value};

use crate::support::{Driver, context};

/// How long a job takes that makes two time stamps, so that overlap can be seen.
const JOB_MS: i64 = 5_000;
const DRIVE_STEPS_MAX: usize = 500;

pub fn shared(suite: &str) -> Option<PathBuf> {
    let given = std::env::var_os("AFAQ_SHARED").map(PathBuf::from);
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|folder| folder.join("shared"));
    given
        .into_iter()
        .chain(above)
        .map(|folder| folder.join("data").join(suite))
        .find(|folder| folder.is_dir())
}

struct Row {
    model: String,
    case: String,
    test: String,
    integer: i64,
    wait_ms: i64,
    with_parallel_process: bool,
    marks: Vec<String>,
}

fn rows(folder: &Path) -> Vec<Row> {
    let text = fs::read_to_string(folder.join("expected.csv")).expect("expected.csv");
    let rows = text.lines().skip(1).filter(|line| !line.trim().is_empty());
    let mut rows: Vec<Row> = rows
        .map(|line| {
            let mut cells = line.split(',').map(str::trim);
            let mut cell = || cells.next().unwrap_or_default().to_owned();
            Row {
                model: cell(),
                case: cell(),
                test: cell(),
                integer: cell().parse().unwrap_or(0),
                wait_ms: cell().parse().unwrap_or(0),
                with_parallel_process: cell() == "yes",
                marks: cell().split_whitespace().map(str::to_owned).collect(),
            }
        })
        .collect();
    // The model without a row: started by its condition, it does its one task.
    rows.push(Row {
        model: "events/Conditional_StartEvent.bpmn".to_owned(),
        case: "own".to_owned(),
        test: "a".to_owned(),
        integer: 0,
        wait_ms: 0,
        with_parallel_process: false,
        marks: vec!["task1".to_owned()],
    });
    rows
}

/// Gives the scripts and conditions of a model the language that they do not have.
fn translate(xml: &str) -> String {
    let mut out = xml.to_owned();
    for (letter, call) in
        [("a", r#"contains(test, "a")"#), ("b", r#"contains(test, "b")"#), ("c", r#"contains(test, "c")"#)]
    {
        out = out.replace(&format!("!test.contains(\"{letter}\")"), &format!("not({call})"));
        out = out.replace(&format!("test.contains(\"{letter}\")"), call);
    }
    out = out.replace("${integerVariable}", "integerVariable");
    for task in 1..=5 {
        out = out
            .replace(&format!("SCRIPT_task{task}<"), &format!("{{trail: append(trail, \"task{task}\")}}<"));
    }
    let counted = r#"{trail: append(trail, "increment"), integerVariable: integerVariable + 1}"#;
    out = out.replace("INCREMENT_INTEGER_VARIABLE_AND_LOG<", &format!("{counted}<"));
    out = out.replace("INCREMENT_INTEGER_VARIABLE<", "{integerVariable: integerVariable + 1}<");
    // One model writes a mark of comparison behind a call by mistake.
    out = out.replace("contains(test, \"a\")>\n", "contains(test, \"a\")\n");
    let (set, read) =
        if out.contains("dataOutputAssociation") { ("Data Output", "Data Input") } else { ("data", "data") };
    out = out.replace("SET_STRING_DATA<", &format!("{{\"{set}\": \"written\"}}<"));
    let logged = format!(
        "{{trail: append(trail, if {read} = \"written\" then \"data-correct\" else \"data-wrong\")}}<"
    );
    out = out.replace("LOG_DATA<", &logged);
    out = out.replace("<bpmn2:globalScriptTask ", "<bpmn2:globalScriptTask scriptLanguage=\"feel\" ");
    out = out.replace("CREATE_LOG_FILE<", "{}<");
    out = out.replace("CREATE_MARKER_FILE<", "{trail: append(trail, \"marker-exists\")}<");
    out = out.replace("<bpmn2:scriptTask ", "<bpmn2:scriptTask scriptFormat=\"feel\" ");
    for job in ["THROW_ERROR", "CREATE_TIMESTAMP_LOG_1", "CREATE_TIMESTAMP_LOG_2"] {
        let Some(at) = out.find(&format!("{job}</bpmn2:script>")) else { continue };
        let start = out[..at].rfind("<bpmn2:scriptTask").expect("the task");
        let end = at + out[at..].find("</bpmn2:scriptTask>").expect("its end") + "</bpmn2:scriptTask>".len();
        let task = out[start..end]
            .replace("bpmn2:scriptTask scriptFormat=\"feel\"", "bpmn2:serviceTask implementation=\"job\"")
            .replace("/bpmn2:scriptTask", "/bpmn2:serviceTask")
            .replace(&format!("<bpmn2:script>{job}</bpmn2:script>"), "")
            .replacen("id=\"", &format!("id=\"{job}."), 1);
        let id =
            task.split("id=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id").to_owned();
        let old = id.trim_start_matches(&format!("{job}.")).to_owned();
        out.replace_range(start..end, &task);
        for attribute in ["sourceRef", "targetRef", "attachedToRef"] {
            out = out.replace(&format!("{attribute}=\"{old}\""), &format!("{attribute}=\"{id}\""));
        }
    }
    out
}

struct Runs {
    drivers: Vec<Driver>,
    /// The processes of the file that have not begun, and may begin by an event.
    others: Vec<ProcessDefinition>,
    variables: Context,
    /// How many events of each driver were looked at for signals.
    seen: Vec<usize>,
    marks: Vec<String>,
    /// Jobs that take time: driver, job, when they are done.
    working: BTreeMap<(usize, u64), i64>,
}

impl Runs {
    /// Begins every process that waits for an event which just happened.
    fn begin(&mut self, happened: impl Fn(&Trigger) -> bool) {
        let (beginning, others): (Vec<_>, Vec<_>) = std::mem::take(&mut self.others)
            .into_iter()
            .partition(|process| process.triggers.iter().any(|begins| begins.triggers.iter().any(&happened)));
        self.others = others;
        for process in beginning {
            let mut by = process.triggers.iter();
            let by = by.find(|begins| begins.triggers.iter().any(&happened)).expect("it begins");
            let element = process.nodes[by.node].base.id.clone();
            let mut driver = Driver::new(process);
            let variables = self.variables.clone();
            driver.input(&Input::StartAt { element, variables }).expect("it begins");
            self.drivers.push(driver);
        }
    }

    /// Carries signals from one instance to all others.
    fn signals(&mut self) {
        self.seen.resize(self.drivers.len(), 0);
        for index in 0..self.drivers.len() {
            let thrown: Vec<String> = self.drivers[index].events[self.seen[index]..]
                .iter()
                .filter_map(|event| match event {
                    Event::SignalThrown { name, .. } => Some(name.clone()),
                    _ => None,
                })
                .collect();
            self.seen[index] = self.drivers[index].events.len();
            for name in thrown {
                for (other, driver) in self.drivers.iter_mut().enumerate() {
                    if other != index {
                        let payload = context(&[]);
                        let _ = driver.input(&Input::Signal { name: name.clone(), payload });
                    }
                }
                self.begin(|trigger| matches!(trigger, Trigger::Signal(wanted) if *wanted == name));
            }
        }
    }

    /// Does every job, and delivers every message that is sent to whoever waits.
    fn drive(&mut self) {
        for _ in 0..DRIVE_STEPS_MAX {
            self.signals();
            let open: Vec<(usize, u64, String, JobKind)> =
                self.drivers
                    .iter()
                    .enumerate()
                    .flat_map(|(index, driver)| {
                        driver.instance.jobs.iter().map(move |(job, open)| {
                            (index, *job, open.element.to_string(), open.work.clone())
                        })
                    })
                    .filter(|(index, job, ..)| !self.working.contains_key(&(*index, *job)))
                    .collect();
            let Some((index, job, element, work)) = open.into_iter().next() else { return };
            let outputs = context(&[]);
            if element.starts_with("CREATE_TIMESTAMP") {
                self.working.insert((index, job), self.drivers[index].now_ms + JOB_MS);
                if self.working.len() > 1 {
                    self.marks.push("executed-in-parallel".to_owned());
                }
                continue;
            }
            let input = if element.starts_with("THROW_ERROR") {
                Input::ThrowError { job, code: "ERR_CODE".to_owned() }
            } else {
                Input::CompleteJob { job, outputs: outputs.clone() }
            };
            self.drivers[index].input(&input).expect("the job is done");
            if let JobKind::Send { message: Some(message) } = work {
                let waits =
                    |driver: &Driver| driver.instance.subscriptions.values().any(|s| s.name == message);
                if let Some(driver) = self.drivers.iter_mut().find(|driver| waits(driver)) {
                    driver.input(&Input::Deliver { message, payload: outputs }).expect("it is delivered");
                } else {
                    self.begin(
                        |trigger| matches!(trigger, Trigger::Message { name, .. } if *name == message),
                    );
                }
            }
        }
    }

    fn wait(&mut self, ms: i64) {
        for _ in 0..(ms / 500) {
            for index in 0..self.drivers.len() {
                self.drivers[index].wait_ms(500);
                let now_ms = self.drivers[index].now_ms;
                let done: Vec<u64> = self
                    .working
                    .iter()
                    .filter(|((driver, _), until)| *driver == index && **until <= now_ms)
                    .map(|((_, job), _)| *job)
                    .collect();
                for job in done {
                    self.working.remove(&(index, job));
                    let input = Input::CompleteJob { job, outputs: context(&[]) };
                    self.drivers[index].input(&input).expect("the job is done");
                }
            }
            self.drive();
        }
    }
}

/// The marks that a case leaves.
fn run(folder: &Path, row: &Row) -> Result<Vec<String>, String> {
    let xml = fs::read_to_string(folder.join(&row.model)).map_err(|error| error.to_string())?;
    let translated = translate(&xml);
    let definitions = read(&translated).definitions.ok_or("it is not read")?;
    let first = definitions.processes.first().map(|process| process.base.id.to_string());
    let mut wanted: Vec<String> = Vec::new();
    if row.with_parallel_process {
        wanted.push("ParallelProcess".to_owned());
    }
    wanted.extend(first);
    let variables = context(&[
        ("test", Value::string(row.test.as_str())),
        ("integerVariable", Value::from(row.integer)),
        ("trail", Value::list(Vec::new())),
    ]);
    let others = definitions.processes.iter().map(|process| process.base.id.to_string());
    let others = others.filter(|id| !wanted.contains(id));
    let others = others.filter_map(|id| compile(&definitions, Some(&id)).ok()).collect();
    let (seen, variables_of) = (Vec::new(), variables.clone());
    let mut runs = Runs {
        drivers: Vec::new(),
        others,
        variables: variables_of,
        seen,
        marks: Vec::new(),
        working: BTreeMap::new(),
    };
    for id in wanted {
        let process = match compile(&definitions, Some(&id)) {
            Ok(process) => process,
            Err(problems) if row.marks == ["any-error"] => {
                assert!(!problems.is_empty());
                return Ok(vec!["any-error".to_owned()]);
            }
            Err(problems) => {
                let error = problems.iter().find(|problem| problem.severity() == Severity::Error);
                return Err(error.map(|problem| problem.message_en()).unwrap_or_default());
            }
        };
        let by_condition = process.triggers.iter().find_map(|begins| match begins.triggers.as_slice() {
            [Trigger::Condition(condition)] => {
                let now = afaq_bpmn::FeelEnv::new(0).evaluate(condition, &variables);
                (now == Ok(Value::Boolean(true))).then(|| process.nodes[begins.node].base.id.clone())
            }
            _ => None,
        });
        let variables = variables.clone();
        let begin = match by_condition {
            Some(element) => Input::StartAt { element, variables },
            None => Input::Start { variables },
        };
        let mut driver = Driver::new(process);
        driver.input(&begin).map_err(|refusal| refusal.to_string())?;
        runs.drivers.push(driver);
        runs.drive();
    }
    runs.wait(row.wait_ms.max(1_000));
    let mut marks = runs.marks;
    for driver in &runs.drivers {
        driver.check_every_prefix();
        if let Some(Value::List(log)) = driver.instance.variables.get("trail") {
            marks.extend(log.iter().filter_map(Value::as_str).map(str::to_owned));
        }
        if driver.events.iter().any(|event| matches!(event, Event::IncidentRaised { .. })) {
            marks.push("runtime-error".to_owned());
        }
        if matches!(&driver.instance.status, Status::Ended { how: Outcome::Error { .. }, .. }) {
            marks.push("error-thrown-by-error-event".to_owned());
        }
    }
    Ok(marks)
}

fn list(text: &str) -> BTreeSet<String> {
    text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')).map(str::to_owned).collect()
}

/// Own expectations: `model case | marks | clause`.
fn differences(text: &str) -> BTreeMap<String, Vec<String>> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let mut cells = line.split('|').map(str::trim);
            let (case, marks, clause) = (cells.next()?, cells.next()?, cells.next()?);
            assert!(!clause.is_empty(), "{case} names no clause");
            Some((case.to_owned(), marks.split_whitespace().map(str::to_owned).collect()))
        })
        .collect()
}

#[test]
fn executable_models_leave_the_expected_marks() {
    let Some(folder) = shared("bpmn-betsy") else {
        assert!(std::env::var_os("AFAQ_REQUIRE_SHARED").is_none(), "the shared suites are missing");
        println!("skipped: the shared folder with the suite is not here");
        return;
    };
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let list_file = tests.join("betsy_not_yet.txt");
    let not_yet = list(&fs::read_to_string(&list_file).unwrap_or_default());
    let own = differences(&fs::read_to_string(tests.join("betsy_differences.txt")).unwrap_or_default());
    let (mut failing, mut reasons, mut passed) = (BTreeSet::new(), BTreeMap::new(), 0);
    for row in rows(&folder) {
        let case = format!("{} {}", row.model, row.case);
        let mut expected = own.get(&case).cloned().unwrap_or_else(|| row.marks.clone());
        expected.sort();
        match run(&folder, &row) {
            Ok(mut marks) => {
                marks.sort();
                if marks == expected {
                    passed += 1;
                    continue;
                }
                reasons.insert(case.clone(), format!("expected {expected:?}, left {marks:?}"));
            }
            Err(reason) => {
                reasons.insert(case.clone(), reason);
            }
        }
        failing.insert(case);
    }
    println!("{passed} of {} cases pass", passed + failing.len());
    if std::env::var_os("AFAQ_BLESS").is_some() {
        let head = "# Cases of the suite that do not pass yet. This list may only shrink.\n";
        let body: String = failing.iter().map(|case| format!("{case}\n")).collect();
        fs::write(&list_file, format!("{head}{body}")).expect("the list is written");
        for (case, reason) in &reasons {
            println!("{case}: {reason}");
        }
        return;
    }
    let broken: Vec<String> = failing.difference(&not_yet).map(|c| format!("{c}: {}", reasons[c])).collect();
    assert!(broken.is_empty(), "cases that passed fail now:\n{}", broken.join("\n"));
    let mended: Vec<&String> = not_yet.difference(&failing).collect();
    assert!(mended.is_empty(), "these pass now; take them off the list (AFAQ_BLESS=1): {mended:?}");
}
