//! One public service's definition: read, check with positions, compile.
