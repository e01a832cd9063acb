//! The portal for people and the desk for officers: HTML, forms, routes.
