//! The report of a simulation in words, in both languages.

use std::fmt::Write;

use afaq_base::Lang;
use afaq_bpmn::simulate::Spread;

use super::Simulated;

/// A length of time that people can read: the two largest units.
fn time(ms: i64, lang: Lang) -> String {
    let minutes = (ms + 30_000) / 60_000;
    let (days, hours, left) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
    match (lang, days, hours) {
        (Lang::En, 0, 0) => format!("{left} min"),
        (Lang::En, 0, _) => format!("{hours} h {left} min"),
        (Lang::En, ..) => format!("{days} d {hours} h"),
        (Lang::Ar, 0, 0) => format!("{left} د"),
        (Lang::Ar, 0, _) => format!("{hours} س {left} د"),
        (Lang::Ar, ..) => format!("{days} ي {hours} س"),
    }
}

fn spread(of: &Spread, lang: Lang) -> String {
    let (median, p90) = (time(of.median_ms, lang), time(of.p90_ms, lang));
    match lang {
        Lang::En => format!("median {median}, nine in ten within {p90}"),
        Lang::Ar => format!("الوسيط {median}، وتسعة من عشرة خلال {p90}"),
    }
}

/// The report.
pub(super) fn of(simulated: &Simulated, lang: Lang) -> String {
    let report = &simulated.report;
    let name = |id: &str| simulated.names.get(id).cloned().unwrap_or_else(|| id.to_owned());
    let is_arabic = lang == Lang::Ar;
    let mut out = String::new();
    let (came, ended, open, stuck) = (report.came, report.ended_count(), report.open, report.stuck);
    let per_day = report.ended_per_day;
    let _ = if is_arabic {
        writeln!(out, "قُدّمت {came}، وانتهت {ended} ({per_day:.1} في اليوم)، وبقيت {open} منها {stuck} متوقفة")
    } else {
        writeln!(
            out,
            "{came} cases came, {ended} ended ({per_day:.1} a day), {open} are open, {stuck} of them stuck"
        )
    };
    let _ = writeln!(out, "{}: {}", if is_arabic { "المدة" } else { "duration" }, spread(&report.took, lang));
    for (element, count) in &report.ended {
        let _ = writeln!(out, "  {}: {count}", name(element));
    }
    let _ = writeln!(out, "{}", if is_arabic { "الأدوار" } else { "roles" });
    for (id, role) in &report.roles {
        let (people, used, mean, most) = (role.people, role.used * 100.0, role.queue_mean, role.queue_max);
        let label = name(id);
        let _ = if is_arabic {
            writeln!(
                out,
                "  {label}: عدد الموظفين {people}، نسبة الانشغال {used:.0}٪، متوسط الطابور {mean:.1}، أطوله {most}"
            )
        } else {
            writeln!(
                out,
                "  {label}: {people} people, used {used:.0} %, queue {mean:.1} on average, {most} at most"
            )
        };
    }
    let _ = writeln!(out, "{}", if is_arabic { "الأنشطة" } else { "activities" });
    for (id, activity) in &report.activities {
        let waited = spread(&activity.waited, lang);
        let (label, done) = (name(id), activity.done);
        let _ = if is_arabic {
            writeln!(out, "  {label}: نُفّذ {done} مرة؛ الانتظار: {waited}")
        } else {
            writeln!(out, "  {label}: done {done} times; waited: {waited}")
        };
    }
    if let Some(found) = &simulated.bottleneck {
        let share = found.share_of_waiting * 100.0;
        let (label, before, after) =
            (name(&found.role), spread(&found.took, lang), spread(&found.took_with_one_more, lang));
        let waited = time(found.waited_per_case_ms, lang);
        let _ = if is_arabic {
            writeln!(
                out,
                "عنق الزجاجة: {label} ({share:.0}٪ من الانتظار، {waited} لكل معاملة)\n  الآن: {before}\n  بموظف إضافي: {after}"
            )
        } else {
            writeln!(
                out,
                "bottleneck: {label} ({share:.0} % of all waiting for people, {waited} for each case)\n  now: {before}\n  with one more: {after}"
            )
        };
    }
    for (element, count) in &report.incidents {
        let label = name(element);
        let _ = if is_arabic {
            writeln!(out, "عارض عند {label}: {count}")
        } else {
            writeln!(out, "incidents at {label}: {count}")
        };
    }
    if !report.assumed.is_empty() {
        let list: Vec<&str> = report.assumed.iter().map(String::as_str).collect();
        let _ = if is_arabic {
            writeln!(out, "لا يُعرف شيء عن هذه المسارات، فعُدّت متساوية الاحتمال: {}", list.join("، "))
        } else {
            writeln!(
                out,
                "nothing is known about these ways; each was as likely as the others: {}",
                list.join(", ")
            )
        };
    }
    if !simulated.planned.is_empty() {
        let list: Vec<String> = simulated.planned.iter().map(|role| name(role)).collect();
        let _ = if is_arabic {
            writeln!(out, "قُدّر عدد الموظفين من حجم العمل للأدوار: {}", list.join("، "))
        } else {
            writeln!(out, "the number of people was planned from the work for: {}", list.join(", "))
        };
    }
    out
}
