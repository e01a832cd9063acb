//! BPMN 2.0: read, check and run processes as a pure state machine.
