//! Our engine alone: whole lives of instances in memory, one thread.

use std::time::Duration;

use afaq_bpmn::{FeelEnv, Input, Instance, ProcessDefinition, decide};
use afaq_feel::Context;

use crate::{Failure, models};

/// The instances a second of both models.
pub fn run(stretch: Duration) -> Result<[f64; 2], Failure> {
    let processes = models::ours()?;
    let mut rates = [0.0; 2];
    for ((process, rate), name) in processes.iter().zip(&mut rates).zip(models::NAMES) {
        lives(process, Duration::from_millis(300))?;
        *rate = lives(process, stretch)?;
        println!("  {rate:>10.0}  ours: {name}");
    }
    Ok(rates)
}

fn lives(process: &ProcessDefinition, stretch: Duration) -> Result<f64, Failure> {
    let begin = processor_time()?;
    let mut done = 0_u64;
    let mut used = Duration::ZERO;
    while used < stretch {
        for number in 0..100_i64 {
            let mut env = FeelEnv::new(0);
            let mut instance = Instance::new();
            let mut input = |instance: &mut Instance, input: &Input| {
                let events =
                    decide(process, instance, input, &mut env).map_err(|refusal| refusal.to_string())?;
                for event in &events {
                    instance.apply(process, event);
                }
                Ok::<_, String>(())
            };
            input(&mut instance, &Input::Start { variables: Context::new().with("x", number % 10) })?;
            while let Some(&task) = instance.tasks.keys().next() {
                input(&mut instance, &Input::CompleteTask { task, outputs: Context::new() })?;
            }
            if !instance.is_over() {
                return Err("an instance did not end".into());
            }
            done += 1;
        }
        used = processor_time()?.saturating_sub(begin);
    }
    Ok(done as f64 / used.as_secs_f64())
}

/// The processor time of this thread so far: the first number of its scheduler's statistics, in nanoseconds.
fn processor_time() -> Result<Duration, Failure> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanos = text.split_whitespace().next().ok_or("the scheduler tells no time")?;
    Ok(Duration::from_nanos(nanos.parse()?))
}
