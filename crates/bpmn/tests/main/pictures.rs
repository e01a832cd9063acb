//! Pictures and outlines.

use afaq_bpmn::{Lang, picture, read};

use crate::support::{Driver, definitions, flows};

fn service() -> String {
    r#"<startEvent id="s" afaq:name_ar="تقديم" name="Submitted"/><userTask id="t" name="Review" afaq:name_ar="مراجعة الطلب"/>
    <exclusiveGateway id="g" default="g-n" name="Complete?" afaq:name_ar="مكتمل؟"/><userTask id="n" name="Ask the applicant" afaq:name_ar="سؤال مقدم الطلب"/><endEvent id="e" name="Done" afaq:name_ar="انتهى"/>
    <boundaryEvent id="b" attachedToRef="t" cancelActivity="false" name="5 days" afaq:name_ar="خمسة أيام"><timerEventDefinition><timeDuration>P5D</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="be" name="Head told" afaq:name_ar="أُبلغ الرئيس"/>"#
        .to_owned()
        + &flows("s>t t>g g>e?true g>n n>t b>be")
}

#[test]
fn a_picture_shows_every_element_and_the_position_in_both_directions() {
    let driver = Driver::start(&service(), &[]);
    for (lang, direction, label) in [(Lang::En, "ltr", "Review"), (Lang::Ar, "rtl", "مراجعة الطلب")]
    {
        let drawn = picture::svg(&definitions(&service()), lang, Some(&driver.instance));
        assert!(drawn.contains(label) && drawn.contains(&format!("direction=\"{direction}\"")));
        assert_eq!(drawn.matches("class=\"bpmn-element\"").count(), 7);
        assert_eq!(drawn.matches("class=\"bpmn-flow\"").count(), 6);
        assert_eq!(drawn.matches("class=\"bpmn-here\"").count(), 1);
        assert!(afaq_bpmn_well_formed(&drawn), "{drawn}");
        if let Some(folder) = std::env::var_os("AFAQ_PICTURES") {
            let name = format!("process_{direction}.svg");
            std::fs::write(std::path::Path::new(&folder).join(name), &drawn).expect("the picture is written");
        }
    }
}

/// The reader's own XML parser says "not BPMN" for what is well-formed.
fn afaq_bpmn_well_formed(text: &str) -> bool {
    read(text).problems.iter().all(|problem| problem.code() == "BPMN006")
}

#[test]
fn hostile_names_stay_text() {
    let name = "&lt;script&gt;alert(1)&lt;/script&gt;&#x202e;&amp;&quot;";
    let inside = format!("<startEvent id=\"s\" name=\"{name}\"/>");
    let drawn = picture::svg(&definitions(&inside), Lang::En, None);
    assert!(!drawn.contains("<script") && !drawn.contains('\u{202e}'));
    assert!(afaq_bpmn_well_formed(&drawn));
}

#[test]
fn an_outline_tells_the_process_in_words() {
    let driver = Driver::start(&service(), &[]);
    let words = picture::outline(&definitions(&service()), Lang::En, Some(&driver.instance));
    let expected = "p
1. Start: Submitted → Review
2. Task for a person: Review → Complete? (the case is here)
3. Meanwhile, when: 5 days → Head told
4. End: Head told
5. One of: Complete? → Done; otherwise → Ask the applicant
6. End: Done
7. Task for a person: Ask the applicant → Review
";
    assert_eq!(words, expected);
    assert!(
        picture::outline(&definitions(&service()), Lang::Ar, None)
            .contains("مهمة لشخص: مراجعة الطلب ← مكتمل؟")
    );
}

/// The models of the interchange suite, drawn by many vendors' editors.
#[test]
fn models_of_other_editors_are_read_and_drawn() {
    let Some(folder) = crate::betsy::shared("bpmn-miwg") else {
        assert!(std::env::var_os("AFAQ_REQUIRE_SHARED").is_none(), "the shared suites are missing");
        println!("skipped: the shared folder with the suite is not here");
        return;
    };
    let mut pending = vec![folder];
    let mut count = 0;
    while let Some(folder) = pending.pop() {
        for entry in std::fs::read_dir(folder).expect("the folder").filter_map(Result::ok) {
            let path = entry.path();
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|extension| extension == "bpmn") {
                let xml = std::fs::read_to_string(&path).expect("a text");
                let read = read(&xml);
                assert!(read.problems.is_empty(), "{path:?}: {:?}", read.problems);
                let definitions = read.definitions.expect("it is read");
                for (lang, name) in [(Lang::Ar, "ar"), (Lang::En, "en")] {
                    let drawn = picture::svg(&definitions, lang, None);
                    assert!(afaq_bpmn_well_formed(&drawn), "{path:?}");
                    if let Some(out) = std::env::var_os("AFAQ_PICTURES") {
                        let file =
                            format!("{}_{name}.svg", path.file_stem().unwrap_or_default().to_string_lossy());
                        std::fs::write(std::path::Path::new(&out).join(file), &drawn).expect("it is written");
                    }
                }
                count += 1;
            }
        }
    }
    assert!(count >= 21, "{count} models");
}

#[test]
fn a_picture_shows_what_a_case_has_passed_and_how_many_wait() {
    use std::collections::BTreeMap;

    use afaq_bpmn::picture::{Mark, View};
    let mut driver = Driver::start(&service(), &[]);
    driver.done("t");
    let view = View::of(&driver.instance).with_history(&driver.events);
    assert!(view.passed.contains("s") && view.passed.contains("s-t"));
    let mut many: BTreeMap<String, Mark> = BTreeMap::new();
    let day = 86_400_000;
    many.insert("t".into(), Mark { cases: 120, waited_ms: Some(3 * day), ..Mark::default() });
    many.insert("n".into(), Mark { cases: 7, is_stuck: true, waited_ms: Some(day), ..Mark::default() });
    let many = View::of_many(many);
    let definitions = definitions(&service());
    for (lang, name) in [(Lang::En, "en"), (Lang::Ar, "ar")] {
        let pictures = [
            ("history", picture::svg_of(&definitions, lang, &view)),
            ("narrow", picture::narrow(&definitions, lang, &view)),
            ("heat", picture::svg_of(&definitions, lang, &many)),
            ("narrow_heat", picture::narrow(&definitions, lang, &many)),
        ];
        for (kind, drawn) in pictures {
            assert!(afaq_bpmn_well_formed(&drawn), "{drawn}");
            assert_eq!(drawn.matches("class=\"bpmn-element\"").count(), 7, "{kind}");
            assert_eq!(drawn.matches("class=\"bpmn-flow\"").count(), 6, "{kind}");
            if let Some(folder) = std::env::var_os("AFAQ_PICTURES") {
                let file = std::path::Path::new(&folder).join(format!("{kind}_{name}.svg"));
                std::fs::write(file, drawn).expect("the picture is written");
            }
        }
    }
    let words = picture::outline_of(&definitions, Lang::En, &many);
    assert!(words.contains("Review → Complete? (cases: 120) (waiting: 3 d)"), "{words}");
}

/// The processes of the packs in this repository, in both directions and for a phone.
#[test]
fn the_processes_of_the_packs_are_drawn() {
    let packs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/kw");
    let Ok(entries) = std::fs::read_dir(packs) else { return };
    for entry in entries.filter_map(Result::ok) {
        let Ok(xml) = std::fs::read_to_string(entry.path().join("process.bpmn")) else { continue };
        let definitions = read(&xml).definitions.expect("it is read");
        let name = entry.file_name().to_string_lossy().into_owned();
        for (lang, code) in [(Lang::En, "en"), (Lang::Ar, "ar")] {
            let wide = picture::svg(&definitions, lang, None);
            let narrow = picture::narrow(&definitions, lang, &picture::View::default());
            let count = definitions.processes[0].elements.len();
            for (kind, drawn) in [("wide", wide), ("narrow", narrow)] {
                assert!(afaq_bpmn_well_formed(&drawn));
                assert_eq!(drawn.matches("class=\"bpmn-element\"").count(), count);
                if let Some(folder) = std::env::var_os("AFAQ_PICTURES") {
                    let file = std::path::Path::new(&folder).join(format!("{name}_{kind}_{code}.svg"));
                    std::fs::write(file, drawn).expect("the picture is written");
                }
            }
        }
    }
}

/// Whether a line with right angles runs through the inside of a rectangle.
fn runs_through(line: &[(f64, f64)], b: &afaq_bpmn::Bounds) -> bool {
    line.windows(2).any(|pair| {
        let ((ax, ay), (bx, by)) = (pair[0], pair[1]);
        let (left, right) = (ax.min(bx), ax.max(bx));
        let (top, bottom) = (ay.min(by), ay.max(by));
        left < b.x + b.width - 1.0 && right > b.x + 1.0 && top < b.y + b.height - 1.0 && bottom > b.y + 1.0
    })
}

/// A layout of our own: flows that lead forward pass by the elements between their ends.
#[test]
fn flows_of_an_own_layout_pass_elements_by() {
    let packs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/kw");
    let Ok(entries) = std::fs::read_dir(packs) else { return };
    for entry in entries.filter_map(Result::ok) {
        let Ok(xml) = std::fs::read_to_string(entry.path().join("process.bpmn")) else { continue };
        let (before, rest) = xml.split_once("<bpmndi:BPMNDiagram").expect("a diagram");
        let (_, after) = rest.split_once("</bpmndi:BPMNDiagram>").expect("its end");
        let bare = read(&format!("{before}{after}")).definitions.expect("it is read");
        let name = entry.file_name().to_string_lossy().into_owned();
        for (lang, code) in [(Lang::En, "en"), (Lang::Ar, "ar")] {
            let drawn = picture::svg(&bare, lang, None);
            if let Some(folder) = std::env::var_os("AFAQ_PICTURES") {
                let file = std::path::Path::new(&folder).join(format!("{name}_own_{code}.svg"));
                std::fs::write(file, drawn).expect("the picture is written");
            }
        }
        let placed = read(&afaq_bpmn::write(&bare)).definitions.expect("it is read");
        let shape = |id: &str| placed.shapes.iter().find(|shape| shape.element == id).map(|s| s.bounds);
        for flow in &placed.processes[0].flows {
            let (Some(from), Some(to)) = (shape(&flow.source), shape(&flow.target)) else { continue };
            let hangs = placed.processes[0].find_element(&flow.source);
            let hangs = hangs.is_some_and(|e| matches!(e.kind, afaq_bpmn::ElementKind::BoundaryEvent { .. }));
            let edge = placed.edges.iter().find(|edge| edge.element == *flow.base.id).expect("an edge");
            if hangs || from.x + from.width > to.x {
                continue;
            }
            for other in placed.shapes.iter().filter(|s| s.element != flow.source && s.element != flow.target)
            {
                let through = runs_through(&edge.waypoints, &other.bounds);
                assert!(!through, "{name}: {} runs through {}", flow.base.id, other.element);
            }
        }
    }
}
