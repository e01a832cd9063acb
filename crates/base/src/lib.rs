//! Identifiers, time, working calendar, Hijri dates, money, civil number, bilingual text, facts, error codes.
