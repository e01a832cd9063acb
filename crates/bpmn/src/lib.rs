//! BPMN 2.0: read, check and run processes as a pure state machine.
//!
//! [`read`] takes a file, [`compile`] makes it run or names what cannot, [`decide`] judges one
//! input and gives events, [`Instance::apply`] takes them in. Nothing here reads a clock, a file or
//! a network: time, values and decisions come in through [`Env`].

mod compile;
mod decide;
mod definitions;
mod env;
mod event;
mod feel_env;
mod instance;
pub mod limits;
mod mapping;
mod migrate;
mod mutate;
pub mod picture;
mod play;
mod problem;
mod process;
mod read;
mod soundness;
mod strict;
mod time;
mod write;

pub use compile::{compile, compile_in};
pub use decide::{Input, Refusal, decide};
pub use definitions::*;
pub use env::Env;
pub use event::{Event, Outcome};
pub use feel_env::{DecisionFn, FeelEnv, timer_text};
pub use instance::{
    AfterUndo, Awaited, Compensable, Incident, Instance, Loop, OpenJob, OpenTask, OpenTimer, Phase, Place,
    Resetting, Role, ScopeInstance, Status, Subscription, Token,
};
pub use mapping::{Mapped, map_for_run};
pub use migrate::{Conflict, ConflictKind, MigrationPlan, plan_migration};
pub use mutate::{Change, Mutant, mutants};
pub use play::{Played, Script, play};
pub use problem::{Explanation, Problem, ProblemKind, Severity, explanations};
pub use process::*;
pub use read::{Read, read};
pub use soundness::{Finding, FindingKind, soundness};
pub use strict::check_strict;
pub use write::write;
