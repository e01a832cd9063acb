//! Traits of everything outside: registers, payment, letters, files, scanner, documents, clock.
