//! Simulation: queues that are known from theory, and that the same seed gives the same report.

use afaq_bpmn::simulate::{
    Always, Answer, Choice, Drawn, Duration, Outcomes, Report, Scenario, Staff, Work, World, bottleneck,
    simulate,
};
use afaq_feel::Value;

use crate::support::{context, flows, process};

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// One queue: people come by chance and one officer serves them.
fn queue(between_minutes: i64, people: usize) -> (afaq_bpmn::ProcessDefinition, Scenario) {
    let inside = r#"<startEvent id="s"/><userTask id="t"/><endEvent id="e"/>"#.to_owned() + &flows("s>t t>e");
    let mut scenario = Scenario {
        arrivals_for_ms: 200 * DAY_MS,
        followed_for_ms: 10 * DAY_MS,
        between: Duration::Exponential { mean_ms: between_minutes * MINUTE_MS },
        ..Scenario::default()
    };
    scenario.any_task.takes = Some(Duration::Exponential { mean_ms: 30 * MINUTE_MS });
    scenario.roles.insert("staff".into(), Staff { people, cost_per_hour: 12.0 });
    (process(&inside), scenario)
}

fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < wanted * 0.12, "{found} is not near {wanted}");
}

#[test]
fn one_officer_is_the_queue_of_theory() {
    // M/M/1 with ρ = 0.6: the queue holds ρ²/(1-ρ) = 0.9, the wait is ρ/(μ-λ) = 45 minutes.
    let (process, scenario) = queue(50, 1);
    let report = simulate(&process, &scenario, &Always);
    near(report.roles["staff"].used, 0.6);
    near(report.roles["staff"].queue_mean, 0.9);
    #[expect(clippy::cast_precision_loss, reason = "minutes")]
    let waited = report.activities["t"].waited.mean_ms as f64 / MINUTE_MS as f64;
    near(waited, 45.0);
    assert_eq!(report.ended_count() + report.open, report.came);
    assert!(report.came > 5_000 && report.open < 10 && !report.is_cut);
}

#[test]
fn the_same_seed_gives_the_same_report_and_another_one_does_not() {
    let (process, scenario) = queue(50, 1);
    let report = simulate(&process, &scenario, &Always);
    assert_eq!(report, simulate(&process, &scenario, &Always));
    assert_ne!(report, simulate(&process, &Scenario { seed: 2, ..scenario }, &Always));
}

#[test]
fn a_bottleneck_is_named_with_what_one_more_person_changes() {
    let (process, scenario) = queue(28, 1);
    let report = simulate(&process, &scenario, &Always);
    let found = bottleneck(&process, &scenario, &Always, &report).expect("a bottleneck");
    assert_eq!(found.role, "staff");
    assert!(found.took_with_one_more.p90_ms * 5 < found.took.p90_ms, "{found:?}");
    near(found.cost_of_one_more, 12.0 * 24.0 * 210.0);
}

/// People who work every day from 8 to 14 o'clock.
struct Office;

const OPEN_MS: i64 = 6 * 60 * MINUTE_MS;

impl World for Office {
    fn opens_ms(&self, _: &str, from_ms: i64) -> i64 {
        let (day, at) = (from_ms.div_euclid(DAY_MS), from_ms.rem_euclid(DAY_MS));
        let (begin, end) = (8 * 60 * MINUTE_MS, 14 * 60 * MINUTE_MS);
        day * DAY_MS
            + if at < begin {
                begin
            } else if at < end {
                at
            } else {
                DAY_MS + begin
            }
    }

    fn done_ms(&self, role: &str, from_ms: i64, work_ms: i64) -> i64 {
        let (mut at, mut left) = (self.opens_ms(role, from_ms), work_ms);
        loop {
            let end = at.div_euclid(DAY_MS) * DAY_MS + 14 * 60 * MINUTE_MS;
            if left <= end - at {
                return at + left;
            }
            left -= end - at;
            at = self.opens_ms(role, end);
        }
    }

    fn worked_ms(&self, role: &str, from_ms: i64, until_ms: i64) -> i64 {
        let mut at = self.opens_ms(role, from_ms);
        let mut worked = 0;
        while at < until_ms {
            let end = at.div_euclid(DAY_MS) * DAY_MS + 14 * 60 * MINUTE_MS;
            worked += end.min(until_ms) - at;
            at = self.opens_ms(role, end);
        }
        worked
    }
}

#[test]
fn work_is_done_in_working_time() {
    let (process, mut scenario) = queue(0, 1);
    scenario.between = Duration::Fixed { ms: DAY_MS };
    scenario.any_task.takes = Some(Duration::Fixed { ms: 3 * 60 * MINUTE_MS });
    let report = simulate(&process, &scenario, &Office);
    // It comes at midnight, begins at eight and is done at eleven; half of the day's six hours.
    assert_eq!(report.took.median_ms, 11 * 60 * MINUTE_MS);
    assert_eq!(report.activities["t"].waited.max_ms, 8 * 60 * MINUTE_MS);
    near(report.roles["staff"].used, 0.5);
    assert_eq!(Office.worked_ms("", 0, 7 * DAY_MS), 7 * OPEN_MS);
}

fn choosing(between: &str, scenario: Scenario) -> Report {
    let inside = r#"<startEvent id="s"/><userTask id="t"/><businessRuleTask id="r" afaq:decision="fits"/>
        <exclusiveGateway id="g" default="g-c"/><endEvent id="a"/><endEvent id="b"/><endEvent id="c"/>"#
        .to_owned()
        + &flows(between);
    simulate(&process(&inside), &scenario, &Always)
}

fn share(report: &Report, end: &str) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "cases")]
    let share = report.ended.get(end).copied().unwrap_or_default() as f64 / report.ended_count() as f64;
    share
}

#[test]
fn ways_are_taken_by_their_shares() {
    let mut scenario = Scenario { arrivals_for_ms: 400 * DAY_MS, ..Scenario::default() };
    scenario.any_task.takes = None;
    scenario.flows.insert("g-a".into(), 0.5);
    scenario.flows.insert("g-b".into(), 0.3);
    let yes = Choice { weight: 1.0, value: Value::Boolean(true) };
    scenario.decisions.insert("fits".into(), vec![yes]);
    let report = choosing("s>t t>r r>g g>a?x=1 g>b?x=2 g>c", scenario);
    near(share(&report, "a"), 0.5);
    near(share(&report, "b"), 0.3);
    near(share(&report, "c"), 0.2);
    assert!(report.assumed.is_empty() && report.incidents.is_empty());
}

#[test]
fn ways_follow_in_feel_from_what_was_drawn() {
    let mut scenario = Scenario { arrivals_for_ms: 400 * DAY_MS, ..Scenario::default() };
    let of = |weight: f64, outcome: &str| Outcomes {
        weight,
        variables: context(&[("outcome", Value::from(outcome))]),
    };
    let outcomes = vec![of(3.0, "approve"), of(1.0, "refuse")];
    scenario.work.insert("t".into(), Work { role: None, takes: None, outcomes });
    let yes = Choice { weight: 0.4, value: Value::Boolean(true) };
    let no = Choice { weight: 0.6, value: Value::Boolean(false) };
    scenario.decisions.insert("fits".into(), vec![yes, no]);
    scenario
        .variables
        .push(Drawn { name: "x".into(), values: vec![Choice { weight: 1.0, value: Value::from(1) }] });
    let report = choosing(r#"s>t t>r r>g g>a?fits_and_x=1 g>b?outcome="approve" g>c"#, scenario);
    near(share(&report, "a"), 0.4);
    near(share(&report, "b"), 0.45);
    near(share(&report, "c"), 0.15);
    assert!(report.assumed.is_empty());
}

#[test]
fn what_nothing_is_said_about_is_told() {
    let mut scenario = Scenario { arrivals_for_ms: 100 * DAY_MS, ..Scenario::default() };
    scenario.any_task.takes = None;
    let report = choosing("s>t t>r r>g g>a?fits g>b?y>3 g>c", scenario);
    let assumed: Vec<&str> = report.assumed.iter().map(String::as_str).collect();
    assert_eq!(assumed, ["g-a", "g-b"]);
    near(share(&report, "a"), 1.0 / 3.0);
}

#[test]
fn a_deadline_takes_work_away_from_the_queue() {
    let inside = r#"<startEvent id="s"/><userTask id="t"/><endEvent id="e"/><endEvent id="late"/>
        <boundaryEvent id="b" attachedToRef="t"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>"#
        .to_owned()
        + &flows("s>t t>e b>late");
    let (_, scenario) = queue(10, 1);
    let report = simulate(&process(&inside), &scenario, &Always);
    assert!(share(&report, "late") > 0.5);
    assert_eq!(report.activities["t"].taken_away, report.ended["late"]);
    assert!(report.took.max_ms <= 60 * MINUTE_MS && report.roles["staff"].used <= 1.0);
}

#[test]
fn answers_come_or_never_come() {
    let inside = r#"<startEvent id="s"/><eventBasedGateway id="g"/><endEvent id="e"/><endEvent id="never"/>
        <intermediateCatchEvent id="c"><messageEventDefinition messageRef="answer"/></intermediateCatchEvent>
        <intermediateCatchEvent id="d"><timerEventDefinition><timeDuration>P30D</timeDuration></timerEventDefinition></intermediateCatchEvent>"#
        .to_owned()
        + &flows("s>g g>c g>d c>e d>never");
    let (_, mut scenario) = queue(60, 1);
    scenario.followed_for_ms = 40 * DAY_MS;
    let takes = Duration::Fixed { ms: DAY_MS };
    scenario.messages.insert("answer".into(), Answer { takes, never: 0.25 });
    let report = simulate(&process(&inside), &scenario, &Always);
    near(share(&report, "never"), 0.25);
    assert_eq!(report.open, 0);
}

#[test]
fn senseless_scenarios_end() {
    let (process, scenario) = queue(0, 0);
    let nobody = simulate(&process, &Scenario { cases_max: 100, ..scenario.clone() }, &Always);
    assert_eq!((nobody.came, nobody.open), (100, 100));
    let between = Duration::Fixed { ms: i64::MIN };
    let many = Scenario { between, cases_max: usize::MAX, arrivals_for_ms: 50_000, ..scenario.clone() };
    assert!(simulate(&process, &many, &Always).came >= 50_000);
    let never = Scenario { arrivals_for_ms: i64::MAX, followed_for_ms: i64::MAX, cases_max: 10, ..scenario };
    assert_eq!(simulate(&process, &never, &Always).came, 10);
}
