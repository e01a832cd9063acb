//! `afaq decide cases`: cases that try every rule and every condition.

use std::process::ExitCode;

use afaq_base::Lang;
use afaq_dmn::{Cases, Goal, Missed};

use super::{Form, Of, json, model};

/// Writes the cases. The exit code is 1 where something cannot be covered.
pub fn run(of: &Of) -> anyhow::Result<ExitCode> {
    let lang: Lang = of.lang.into();
    let loaded = model::load(&of.model, &of.which, lang)?;
    let env = model::env(of.which.at.as_deref(), lang)?;
    let mut reports = Vec::new();
    let mut is_whole = true;
    for decision in loaded.decisions(of.decision.as_deref(), lang)? {
        let cases = loaded.compiled.cases(&decision, &env)?;
        is_whole &= cases.missed.is_empty();
        reports.push(match of.format {
            Form::Text => report(&cases, lang),
            Form::Json => as_json(&cases),
        });
    }
    let text = match of.format {
        Form::Text => reports.concat(),
        Form::Json => format!("[\n{}\n]\n", reports.join(",\n")),
    };
    crate::commands::write_out(None, &text)?;
    Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A goal in words.
pub fn goal(goal: &Goal, lang: Lang) -> String {
    match (goal, lang) {
        (Goal::Rule { element, rule }, Lang::Ar) => format!("تنطبق القاعدة {rule} من `{element}`"),
        (Goal::Rule { element, rule }, Lang::En) => format!("rule {rule} of `{element}` applies"),
        (Goal::Condition { element, rule, input }, Lang::Ar) => {
            format!("يمنع الشرط {input} وحده القاعدة {rule} من `{element}`")
        }
        (Goal::Condition { element, rule, input }, Lang::En) => {
            format!("condition {input} alone keeps rule {rule} of `{element}` from applying")
        }
        (Goal::Default { element }, Lang::Ar) => format!("لا تنطبق أي قاعدة من `{element}`"),
        (Goal::Default { element }, Lang::En) => format!("no rule of `{element}` applies"),
        (Goal::Turn { element, condition, holds: true }, Lang::Ar) => {
            format!("يحسم تحققُ `{condition}` نتيجة `{element}`")
        }
        (Goal::Turn { element, condition, holds: false }, Lang::Ar) => {
            format!("يحسم عدمُ تحقق `{condition}` نتيجة `{element}`")
        }
        (Goal::Turn { element, condition, holds: true }, Lang::En) => {
            format!("that `{condition}` holds decides `{element}`")
        }
        (Goal::Turn { element, condition, holds: false }, Lang::En) => {
            format!("that `{condition}` does not hold decides `{element}`")
        }
    }
}

/// Why something is not covered.
pub fn missed(why: Missed, lang: Lang) -> &'static str {
    match (why, lang) {
        (Missed::Impossible, Lang::Ar) => "لا توجد معلومات تبلغه",
        (Missed::Impossible, Lang::En) => "no facts reach it",
        (Missed::NoneFound, Lang::Ar) => "لم يوجد له مثال، لكن القاعدة تحسب بالمعلومات",
        (Missed::NoneFound, Lang::En) => "no example was found, but the rules compute with facts",
        (Missed::Budget, Lang::Ar) => "لم يُحسم ضمن الحد المقرر",
        (Missed::Budget, Lang::En) => "not decided: budget",
    }
}

fn report(cases: &Cases, lang: Lang) -> String {
    let mut text = format!("{}\n", cases.decision);
    for (number, case) in cases.cases.iter().enumerate() {
        let facts: Vec<String> =
            case.inputs.iter().map(|(name, value)| format!("{name} = {}", json::write(value))).collect();
        text += &format!("  {}. {} -> {}\n", number + 1, facts.join("; "), json::write(&case.result));
        for covered in &case.covers {
            text += &format!("     {}\n", goal(covered, lang));
        }
    }
    for (one, why) in &cases.missed {
        text += &format!("  ! {}: {}\n", goal(one, lang), missed(*why, lang));
    }
    text
}

fn as_json(cases: &Cases) -> String {
    let one = |case: &afaq_dmn::Case| {
        let covers: Vec<String> = case.covers.iter().map(|one| json::text(&goal(one, Lang::En))).collect();
        let inputs = afaq_feel::Value::context(case.inputs.clone());
        format!(
            "{{\"inputs\": {}, \"result\": {}, \"covers\": [{}]}}",
            json::write(&inputs),
            json::write(&case.result),
            covers.join(", ")
        )
    };
    let missed: Vec<String> = cases
        .missed
        .iter()
        .map(|(one, why)| {
            let (goal, why) = (goal(one, Lang::En), self::missed(*why, Lang::En));
            format!("{{\"goal\": {}, \"why\": {}}}", json::text(&goal), json::text(why))
        })
        .collect();
    format!(
        "{{\"decision\": {}, \"cases\": [{}], \"missed\": [{}]}}",
        json::text(&cases.decision),
        cases.cases.iter().map(one).collect::<Vec<_>>().join(",\n"),
        missed.join(", ")
    )
}
