//! BPMN 2.0: read, check and run processes as a pure state machine.
//!
//! [`read`] takes a file, [`compile`] makes it run or names what cannot, [`decide`] judges one
//! input and gives events, [`Instance::apply`] takes them in. Nothing here reads a clock, a file or
//! a network: time, values and decisions come in through [`Env`]. [`write()`] gives the file back,
//! [`check_strict`] names every broken rule of the standard, [`soundness`] what goes wrong before
//! anybody runs it, [`plan_migration`] how running instances go on by another version.
//!
//! ```
//! let xml = r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d">
//!   <process id="p" isExecutable="true">
//!     <startEvent id="s"/><manualTask id="t"/><endEvent id="e"/>
//!     <sequenceFlow id="a" sourceRef="s" targetRef="t"/><sequenceFlow id="b" sourceRef="t" targetRef="e"/>
//!   </process></definitions>"#;
//! let definitions = afaq_bpmn::read(xml).definitions.expect("it is BPMN");
//! let process = afaq_bpmn::compile(&definitions, None).expect("it can be run");
//! assert!(afaq_bpmn::soundness(&process).is_empty());
//! let played = afaq_bpmn::play(&process, &afaq_bpmn::Script::default()).expect("it is played");
//! assert!(played.instance.is_over());
//! ```
//!
//! # Scopes
//!
//! An instance is a tree of scopes: the process, its running sub-processes and calls, each time of
//! a repeated activity, each undoing. A scope holds tokens; a token waits at an element with its
//! tasks, jobs, timers and subscriptions, or hosts scopes of its own. Whatever hangs on a token or
//! scope goes with it, and what is over leaves nothing behind but, where it could be undone, a
//! record of it. A name is read from the innermost scope outward, and written where it is known.
//!
//! # The order of work
//!
//! 1. An input is judged whole: it is refused and nothing happens, or its events are given.
//! 2. The token that the input is for moves first. All other moves follow one at a time, in the
//!    order in which tokens were put on flows or began an element.
//! 3. After each change of a variable, before the next move, every condition that is waited for is
//!    tested in the order of subscription. It fires once for each change from false to true; when
//!    it is armed, it fires if it holds already, before the activity that it hangs on begins.
//! 4. When no token moves any more, so that each has reached a wait, the events that were reached
//!    first throw what they have to throw, one event after the other. A throw is delivered at once:
//!    signals to all who wait at that moment, in the order of their waiting; errors and escalations
//!    to the nearest catcher, on the activity's own border, then scope by scope outward, an event
//!    sub-process before the border of its scope, a code of its own before any code. What moves
//!    because of a throw moves before the next throw. Only a terminate end event does not wait.
//!    Before the first throw, messages that came too early are handed to those who wait now, the
//!    oldest first, and what moves because of one moves before the next.
//! 5. When nothing is left to throw, one inclusive join that no token can reach any more by an
//!    empty flow goes on (BPMN 2.0, 13.4.3), or one complex gateway begins anew (13.4.5); then all
//!    begins again at 2. Flows of a complex gateway without a condition are taken when it goes on,
//!    not when it begins anew.
//! 6. An interrupting event on the border of an activity cancels all its instances (13.5.3). An
//!    intermediate event gives one token for one. Compensation goes backward, one activity after
//!    the other, and what asked for it goes on when all is undone.
//! 7. Each move counts; an input that makes more than [`limits::STEPS_MAX`] of them stops with an
//!    incident, from which it can be taken up again.

mod apply;
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
pub mod simulate;
mod soundness;
mod strict;
mod time;
mod write;

pub use compile::{compile, compile_in};
pub use decide::{Choices, Input, Message, Order, Refusal, advance, decide};
pub use definitions::*;
pub use env::Env;
pub use event::{Event, Outcome};
pub use feel_env::{DecisionFn, FeelEnv, timer_text};
pub use instance::{
    AfterUndo, Awaited, Compensable, Incident, Instance, KeptMessage, Loop, OpenJob, OpenTask, OpenTimer,
    Phase, Place, Resetting, Role, ScopeInstance, Status, Subscription, Token,
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
