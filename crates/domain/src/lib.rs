//! What each capability decides, as pure functions of values.
