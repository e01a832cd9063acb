//! Properties over generated processes: replay equals live, nothing panics, numbers never repeat.

use afaq_bpmn::{Event, Input, Instance, compile, decide, mutants, plan_migration, read, soundness};
use afaq_bpmn::{FeelEnv, picture};
use afaq_feel::Value;
use proptest::prelude::*;

use crate::support::{Driver, context, file};

/// A process made of blocks, so that it is sound; the text and the number of its elements.
#[derive(Debug, Clone)]
enum Block {
    User,
    Job,
    Script,
    Sequence(Vec<Block>),
    Parallel(Vec<Block>),
    Inclusive(Vec<Block>),
    Exclusive(Vec<Block>),
    Sub(Box<Block>),
    Timed(Box<Block>),
    Multi(Box<Block>, bool),
    Looped(Box<Block>),
    Caught(Box<Block>),
    Handled(Box<Block>),
}

fn block() -> impl Strategy<Value = Block> {
    let leaf = prop_oneof![Just(Block::User), Just(Block::Job), Just(Block::Script)];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let several = prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            several.clone().prop_map(Block::Sequence),
            several.clone().prop_map(Block::Parallel),
            several.clone().prop_map(Block::Inclusive),
            several.prop_map(Block::Exclusive),
            inner.clone().prop_map(|block| Block::Sub(Box::new(block))),
            inner.clone().prop_map(|block| Block::Timed(Box::new(block))),
            (inner.clone(), any::<bool>()).prop_map(|(block, one)| Block::Multi(Box::new(block), one)),
            inner.clone().prop_map(|block| Block::Looped(Box::new(block))),
            inner.clone().prop_map(|block| Block::Caught(Box::new(block))),
            inner.prop_map(|block| Block::Handled(Box::new(block))),
        ]
    })
}

struct Writer {
    out: String,
    count: usize,
}

impl Writer {
    fn id(&mut self) -> String {
        self.count += 1;
        format!("n{}", self.count)
    }

    fn flow(&mut self, source: &str, target: &str, condition: &str) {
        let condition = if condition.is_empty() {
            String::new()
        } else {
            format!("<conditionExpression>{condition}</conditionExpression>")
        };
        let id = self.id();
        self.out.push_str(&format!(
            "<sequenceFlow id=\"f{id}\" sourceRef=\"{source}\" targetRef=\"{target}\">{condition}</sequenceFlow>"
        ));
    }

    fn leaf(&mut self, element: &str, more: &str, inside: &str) -> (String, String) {
        let id = self.id();
        self.out.push_str(&format!("<{element} id=\"{id}\" {more}>{inside}</{element}>"));
        (id.clone(), id)
    }

    fn split(&mut self, kind: &str, blocks: &[Block], condition: &str) -> (String, String) {
        let (open, close) = (self.id(), self.id());
        self.out.push_str(&format!("<{kind} id=\"{open}\"/><{kind} id=\"{close}\"/>"));
        for (index, block) in blocks.iter().enumerate() {
            let (first, last) = self.block(block);
            // One way always holds.
            let condition = if index == 0 && !condition.is_empty() { "true" } else { condition };
            self.flow(&open, &first, condition);
            self.flow(&last, &close, "");
        }
        (open, close)
    }

    fn block(&mut self, block: &Block) -> (String, String) {
        match block {
            Block::User => self.leaf("userTask", "", ""),
            Block::Job => self.leaf("serviceTask", "", ""),
            Block::Script => self.leaf("scriptTask", "scriptFormat=\"feel\"", "<script>{x: x + 1}</script>"),
            Block::Sequence(blocks) => {
                let ends: Vec<(String, String)> = blocks.iter().map(|block| self.block(block)).collect();
                for pair in ends.windows(2) {
                    self.flow(&pair[0].1, &pair[1].0, "");
                }
                (ends[0].0.clone(), ends[ends.len() - 1].1.clone())
            }
            Block::Parallel(blocks) => self.split("parallelGateway", blocks, ""),
            Block::Inclusive(blocks) => self.split("inclusiveGateway", blocks, "x &lt; 2"),
            Block::Exclusive(blocks) => self.split("exclusiveGateway", blocks, "x &lt; 1"),
            Block::Sub(inner) => self.sub(inner),
            Block::Multi(inner, one_by_one) => {
                let marker = format!(
                    "<multiInstanceLoopCharacteristics isSequential=\"{one_by_one}\"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
                );
                self.sub_with(inner, &marker, "")
            }
            Block::Looped(inner) => {
                self.sub_with(inner, "<standardLoopCharacteristics loopMaximum=\"2\"/>", "")
            }
            // An error leaves the sub-process by its border.
            Block::Caught(inner) => {
                let (sub, last) = self.sub_with(inner, "", "<errorEventDefinition errorRef=\"broken\"/>");
                let (boundary, _) = self.leaf(
                    "boundaryEvent",
                    &format!("attachedToRef=\"{sub}\""),
                    "<errorEventDefinition/>",
                );
                let (join, _) = self.leaf("exclusiveGateway", "", "");
                self.flow(&boundary, &join, "");
                self.flow(&last, &join, "");
                (sub, join)
            }
            // An error is handled by an event sub-process, which waits for a person.
            Block::Handled(inner) => {
                let (handler, start, task, end) = (self.id(), self.id(), self.id(), self.id());
                let (one, two) = (self.id(), self.id());
                let handler = format!(
                    "<subProcess id=\"{handler}\" triggeredByEvent=\"true\"><startEvent id=\"{start}\"><errorEventDefinition errorRef=\"broken\"/></startEvent><userTask id=\"{task}\"/><endEvent id=\"{end}\"/><sequenceFlow id=\"{one}\" sourceRef=\"{start}\" targetRef=\"{task}\"/><sequenceFlow id=\"{two}\" sourceRef=\"{task}\" targetRef=\"{end}\"/></subProcess>"
                );
                self.sub_with(inner, &handler, "<errorEventDefinition errorRef=\"broken\"/>")
            }
            Block::Timed(inner) => {
                let (sub, last) = self.sub(inner);
                let (boundary, _) = self.leaf(
                    "boundaryEvent",
                    &format!("attachedToRef=\"{sub}\""),
                    "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>",
                );
                let (join, _) = self.leaf("exclusiveGateway", "", "");
                self.flow(&boundary, &join, "");
                self.flow(&last, &join, "");
                (sub, join)
            }
        }
    }

    fn sub(&mut self, inner: &Block) -> (String, String) {
        self.sub_with(inner, "", "")
    }

    fn sub_with(&mut self, inner: &Block, first: &str, end: &str) -> (String, String) {
        let id = self.id();
        self.out.push_str(&format!("<subProcess id=\"{id}\">{first}"));
        self.whole_with(inner, end);
        self.out.push_str("</subProcess>");
        (id.clone(), id)
    }

    fn whole(&mut self, inner: &Block) {
        self.whole_with(inner, "");
    }

    fn whole_with(&mut self, inner: &Block, end: &str) {
        let (start, _) = self.leaf("startEvent", "", "");
        let (end, _) = self.leaf("endEvent", "", end);
        let (first, last) = self.block(inner);
        self.flow(&start, &first, "");
        self.flow(&last, &end, "");
    }
}

fn write(block: &Block) -> String {
    let mut writer = Writer { out: String::new(), count: 0 };
    writer.whole(block);
    file(&writer.out)
}

fn begin(driver: &mut Driver) {
    driver.input(&Input::Start { variables: context(&[("x", Value::from(0))]) }).expect("it starts");
}

/// Drives a process with choices until it is over.
fn drive(driver: &mut Driver, choices: &[u8]) {
    begin(driver);
    let mut choices = choices.iter().copied().cycle();
    for _ in 0..4_000 {
        if !drive_on(driver, choices.next().unwrap_or(0)) {
            break;
        }
    }
}

/// Does one of the things that can be done; false if there is none.
fn drive_on(driver: &mut Driver, choice: u8) -> bool {
    let mut inputs: Vec<Input> = Vec::new();
    let outputs = || context(&[]);
    inputs.extend(
        driver.instance.tasks.keys().map(|task| Input::CompleteTask { task: *task, outputs: outputs() }),
    );
    inputs
        .extend(driver.instance.jobs.keys().map(|job| Input::CompleteJob { job: *job, outputs: outputs() }));
    inputs.extend(driver.instance.timers.keys().map(|timer| Input::FireTimer { timer: *timer }));
    let Some(input) = inputs.get(usize::from(choice) % inputs.len().max(1)).cloned() else { return false };
    if let Input::FireTimer { timer } = &input {
        driver.now_ms = driver.now_ms.max(driver.instance.timers[timer].due_ms);
    }
    driver.input(&input).expect("what waits can be done");
    true
}

fn numbers(event: &Event) -> Option<(&'static str, u64)> {
    Some(match event {
        Event::TaskOpened { task, .. } => ("task", *task),
        Event::JobRequested { job, .. } => ("job", *job),
        Event::TimerArmed { timer, .. } => ("timer", *timer),
        Event::FlowTaken { token, .. } => ("token", *token),
        _ => return None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn block_structured_processes_are_sound_end_and_replay(block in block(), choices in prop::collection::vec(any::<u8>(), 1..40)) {
        let definitions = read(&write(&block)).definitions.expect("it is read");
        let process = compile(&definitions, None).expect("it compiles");
        let findings: Vec<String> = soundness(&process).iter().filter(|f| f.code() != "BPMN206").map(|f| f.message_en()).collect();
        prop_assert!(findings.is_empty(), "{findings:?}");
        let mut driver = Driver::new(process);
        drive(&mut driver, &choices);
        prop_assert!(driver.instance.is_over(), "{:?}", driver.instance);
        // Each prefix of the events gives the state that was live when they had happened.
        let mut live = Instance::new();
        for (count, event) in driver.events.iter().enumerate() {
            live.apply(&driver.process, event);
            if count % 7 == 0 {
                prop_assert_eq!(&Instance::replay(&driver.process, &driver.events[..=count]), &live);
            }
        }
        prop_assert_eq!(&live, &driver.instance);
        driver.check_every_prefix();
        let mut seen: Vec<(&str, u64)> = driver.events.iter().filter_map(numbers).collect();
        let all = seen.len();
        seen.sort_unstable();
        seen.dedup();
        prop_assert_eq!(seen.len(), all);
    }

    #[test]
    fn an_instance_goes_on_by_a_version_with_other_names(block in block(), choices in prop::collection::vec(any::<u8>(), 1..30), at in 0_usize..12) {
        let xml = write(&block);
        let renamed = xml.replace("\"n", "\"m").replace("\"fn", "\"fm");
        let of = |xml: &str| compile(&read(xml).definitions.expect("it is read"), None).expect("it compiles");
        let (old, new) = (of(&xml), of(&renamed));
        let ids = old.nodes.iter().map(|node| &node.base.id).chain(old.flows.iter().map(|flow| &flow.base.id));
        let other = |id: &str| id.replacen('n', "m", 1);
        let given = ids.map(|id| (id.clone(), other(id).into())).collect();
        let plan = plan_migration(&old, &new, &given);
        prop_assert!(plan.conflicts.is_empty() && plan.added.is_empty(), "{:?}", plan.conflicts);
        let mut stays = Driver::new(old.clone());
        drive(&mut stays, &choices);
        let mut goes = Driver::new(old);
        begin(&mut goes);
        let mut left = choices.iter().copied().cycle();
        for step in 0..4_000 {
            if step == at && goes.instance.is_running() {
                prop_assert!(plan.conflicts_of(&goes.instance).is_empty());
                goes.process = new.clone();
                goes.input(&Input::Migrate { mapping: plan.renamed() }).expect("it goes on");
            }
            if !drive_on(&mut goes, left.next().unwrap_or(0)) {
                break;
            }
        }
        prop_assert!(goes.instance.is_over());
        let plain: Vec<String> = stays.trace().split(' ').map(other).collect();
        let moved: Vec<String> = goes.trace().split(' ').map(other).collect();
        prop_assert_eq!(plain, moved);
    }

    #[test]
    fn live_state_equals_replay_after_every_input(block in block(), choices in prop::collection::vec(any::<u8>(), 1..20)) {
        let definitions = read(&write(&block)).definitions.expect("it is read");
        let mut driver = Driver::new(compile(&definitions, None).expect("it compiles"));
        drive(&mut driver, &choices[..1]);
        driver.check_replay();
    }

    #[test]
    fn mutants_run_without_panic(block in block(), choices in prop::collection::vec(any::<u8>(), 1..10)) {
        let definitions = read(&write(&block)).definitions.expect("it is read");
        let process = compile(&definitions, None).expect("it compiles");
        for mutant in mutants(&process).iter().take(40) {
            prop_assert!(!mutant.description_en().is_empty() && !mutant.description_ar().is_empty());
            let mut driver = Driver::new(mutant.apply(&process));
            drive(&mut driver, &choices);
            driver.check_replay();
        }
    }

    #[test]
    fn any_text_is_read_without_panic(text in ".{0,300}") {
        read(&text);
        read(&file(&text));
        read(&file(&format!("<task id=\"{text}\"/>")));
    }

    #[test]
    fn any_attributes_are_handled(source in "[a-c]{0,2}", target in "[a-c]{0,2}", name in "\\PC{0,20}", number in any::<u64>()) {
        let name = name.replace(['<', '&', '"'], "");
        let xml = file(&format!(
            "<startEvent id=\"a\" name=\"{name}\"/><subProcess id=\"b\"/><exclusiveGateway id=\"c\" default=\"{target}\"/><sequenceFlow id=\"f\" sourceRef=\"{source}\" targetRef=\"{target}\"/>"
        ));
        if let Some(definitions) = read(&xml).definitions {
            picture::svg(&definitions, afaq_bpmn::Lang::Ar, None);
            if let Ok(process) = compile(&definitions, None) {
                let mut env = FeelEnv::new(0);
                let _ = decide(&process, &Instance::new(), &Input::Retry { incident: number }, &mut env);
            }
        }
    }
}
