//! What a stretch of time was like for people: pauses, failures, how much went on.

use super::faults::Stretch;
use super::history::{Operation, Outcome};

/// What people saw during a stretch.
#[derive(Debug, Default)]
pub struct Seen {
    /// Commands that were acknowledged.
    pub acknowledged: usize,
    /// Pages that were read.
    pub read: usize,
    /// The longest time in which no command was acknowledged to anybody.
    pub pause: f64,
    /// The longest time in which nobody read a page.
    pub pause_of_reads: f64,
    /// The longest that one person waited for one answer.
    pub longest: f64,
    /// Submissions that were answered with an error page or not at all.
    pub failed_submissions: usize,
    /// Other requests of which that is true; the person pressed again.
    pub failed_others: usize,
}

/// What people saw between two times.
pub fn seen(history: &[Operation], begun: f64, ended: f64) -> Seen {
    let mut seen = Seen::default();
    let (mut writes, mut reads) = (vec![begun], vec![begun]);
    for one in history.iter().filter(|one| one.answered >= begun && one.answered <= ended) {
        seen.longest = seen.longest.max(one.took());
        let is_post = matches!(one.name.as_str(), "save" | "upload" | "submit" | "note" | "decide" | "start");
        match one.outcome {
            Outcome::Ok if is_post => {
                seen.acknowledged += 1;
                writes.push(one.answered);
            }
            Outcome::Ok => {
                seen.read += 1;
                // Of those who only read: the others wait with their commands.
                if one.name == "look" {
                    reads.push(one.answered);
                }
            }
            Outcome::Unknown if one.name == "submit" => seen.failed_submissions += 1,
            Outcome::Unknown => seen.failed_others += 1,
            Outcome::Failed => {}
        }
    }
    seen.pause = longest_gap(writes, ended);
    seen.pause_of_reads = longest_gap(reads, ended);
    seen
}

fn longest_gap(mut times: Vec<f64>, ended: f64) -> f64 {
    times.push(ended);
    times.sort_by(f64::total_cmp);
    times.windows(2).map(|two| two[1] - two[0]).fold(0.0, f64::max)
}

/// The table of all stretches, as Markdown, and what of it was not as promised.
pub fn table(history: &[Operation], stretches: &[Stretch]) -> (String, Vec<String>) {
    let mut text = String::from(
        "| fault | pause of writing | promised | nobody read for | longest wait of one person | failed submissions | \
         other failed requests | commands acknowledged |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    let mut broken = Vec::new();
    for stretch in stretches {
        let seen = seen(history, stretch.begun, stretch.ended);
        let promised =
            if stretch.pause_max.is_finite() { format!("{:.0} s", stretch.pause_max) } else { "none".into() };
        text += &format!(
            "| {} | {:.1} s | {promised} | {:.1} s | {:.1} s | {} | {} | {} |\n",
            stretch.name,
            seen.pause,
            seen.pause_of_reads,
            seen.longest,
            seen.failed_submissions,
            seen.failed_others,
            seen.acknowledged
        );
        if seen.pause > stretch.pause_max {
            broken.push(format!("{}: writing paused for {:.1} s", stretch.name, seen.pause));
        }
        if seen.failed_submissions > 0 && !stretch.may_fail {
            broken.push(format!("{}: {} submissions failed", stretch.name, seen.failed_submissions));
        }
    }
    (text, broken)
}

#[cfg(test)]
mod tests {
    use super::super::history::What;
    use super::*;

    #[test]
    fn pauses_and_failures_are_counted_within_the_stretch() {
        let one = |name: &str, outcome, asked: f64, answered: f64| Operation {
            who: "p".into(),
            name: name.into(),
            what: What::Visit,
            outcome,
            asked,
            answered,
            status: 200,
        };
        let history = [
            one("save", Outcome::Ok, 0.0, 0.5),
            one("save", Outcome::Ok, 9.5, 10.5),
            one("submit", Outcome::Ok, 10.6, 31.0),
            one("submit", Outcome::Unknown, 31.0, 32.0),
            one("page", Outcome::Unknown, 31.0, 33.0),
            one("look", Outcome::Ok, 33.0, 34.0),
        ];
        let seen = seen(&history, 10.0, 40.0);
        assert_eq!((seen.acknowledged, seen.read), (2, 1));
        assert_eq!((seen.failed_submissions, seen.failed_others), (1, 1));
        assert!((seen.pause - 20.5).abs() < 0.01 && (seen.longest - 20.4).abs() < 0.01, "{seen:?}");
        assert!((seen.pause_of_reads - 24.0).abs() < 0.01);
    }
}
