//! Cases by example: given what happened, when somebody asks something, then this follows.

mod beside;
mod clock;
mod desk;
mod given;
mod money;
mod officers;
mod people;
mod properties;
mod retention;
mod silence;
mod submitting;

use given::{Do, World};

/// Plays what is given, then one more command, and compares what follows: the events but for moves of
/// the process, then `|` and the stage; or `no:` and the code of the refusal.
#[track_caller]
fn check(given: &[Do], when: &Do, then: &str) {
    check_in(World::default(), given, when, then);
}

/// The same in a world of another service.
#[track_caller]
fn check_in(mut world: World, given: &[Do], when: &Do, then: &str) {
    for (index, one) in given.iter().enumerate() {
        if let Err(refusal) = world.play(one) {
            panic!("step {index} of what is given is refused: {refusal:?}");
        }
    }
    let seen = match world.play(when) {
        Ok(events) => format!("{} | {}", given::words(&events), world.stage()),
        Err(refusal) => format!("no: {}", refusal.code()),
    };
    assert_eq!(seen, then);
}
