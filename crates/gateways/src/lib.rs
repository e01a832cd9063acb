//! Adapters to the world outside: simulated registers, payment, outbox, scanner, file folder, clock.
