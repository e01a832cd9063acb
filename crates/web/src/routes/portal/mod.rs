//! Handlers of the portal: what people see and do.

pub(crate) mod acting;
pub(crate) mod acts;
pub(crate) mod answer;
pub(crate) mod bodies;
pub(crate) mod case_view;
pub(crate) mod cases;
pub(crate) mod corrections;
pub(crate) mod documents;
pub(crate) mod drafts;
pub(crate) mod entitled;
pub(crate) mod home;
pub(crate) mod messages;
pub(crate) mod my_data;
pub(crate) mod pages;
pub(crate) mod pay;
pub(crate) mod preferences;
pub(crate) mod prose;
pub(crate) mod question;
pub(crate) mod rating;
pub(crate) mod service;
pub(crate) mod start;
pub(crate) mod submit;
