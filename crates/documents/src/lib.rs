//! Issued documents: tagged PDF/A in Arabic and English.
