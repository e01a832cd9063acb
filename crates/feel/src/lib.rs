//! FEEL: parse, check types, compile and evaluate expressions, purely and within limits.
