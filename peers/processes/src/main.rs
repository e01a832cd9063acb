//! Runs generated models (one JSON line each on standard input) and writes the tasks done.

use std::io::{BufRead as _, Write as _};

use afaq_bpmn::{Event, Script, compile, play, read};
use serde_json::{Value as Json, json};

fn run(model: &Json) -> Result<Json, String> {
    let source = model["xml"].as_str().unwrap_or_default();
    let mut xml = String::with_capacity(source.len());
    for (index, part) in source.split("@TASK ").enumerate() {
        match (index, part.split_once('@')) {
            (1.., Some((id, rest))) => {
                xml.push_str(&format!("<task id=\"{id}\"/>{rest}"));
            }
            _ => xml.push_str(part),
        }
    }
    let definitions = read(&xml).definitions.ok_or("it is not read")?;
    let process = compile(&definitions, None)
        .map_err(|problems| problems.iter().map(|one| one.message_en()).collect::<Vec<_>>().join("; "))?;
    let variables = afaq_feel::Context::new().with("x", model["x"].as_i64().unwrap_or(0));
    let script = Script { variables, inputs_max: 1_000, ..Script::default() };
    let played = play(&process, &script).map_err(|refusal| refusal.to_string())?;
    let is_task = |id: &str| id.starts_with('t') && id[1..].bytes().all(|byte| byte.is_ascii_digit());
    let trace: Vec<String> = played
        .events
        .iter()
        .filter_map(|(_, event)| match event {
            Event::ElementCompleted { element, .. } if is_task(element) => Some(element.to_string()),
            _ => None,
        })
        .collect();
    Ok(json!({ "id": model["id"], "trace": trace, "over": played.instance.is_over() }))
}

fn main() {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let Ok(model) = serde_json::from_str::<Json>(&line) else { continue };
        let answer = run(&model).unwrap_or_else(|fault| json!({ "id": model["id"], "fault": fault }));
        if writeln!(out, "{answer}").is_err() {
            return;
        }
    }
}
