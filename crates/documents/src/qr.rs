//! The QR code of the verification address, as SVG.

use std::fmt::Write as _;

use fast_qr::{ECL, QRBuilder};

use crate::error::RenderError;

/// The white border around a code, in modules (ISO/IEC 18004 asks for four).
const QUIET_ZONE: usize = 4;

/// Draws the address. Neighbors in a row become one rectangle, so that no hairline shows between them.
///
/// # Errors
/// [`RenderError::Request`] if the address does not fit into a code.
pub fn svg(url: &str) -> Result<String, RenderError> {
    let code = QRBuilder::new(url).ecl(ECL::M).build().map_err(|_| RenderError::Request {
        what: "`verification_url` does not fit into a QR code".to_owned(),
    })?;
    let side = code.size + 2 * QUIET_ZONE;
    let mut svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path fill="#14202e" d=""##
    );
    for row in 0..code.size {
        let modules = &code[row];
        let mut column = 0;
        while column < modules.len() {
            let run = modules.iter().skip(column).take_while(|module| module.value()).count();
            if run > 0 {
                // Writing to a string cannot fail.
                let _ = write!(svg, "M{} {}h{run}v1h-{run}z", column + QUIET_ZONE, row + QUIET_ZONE);
            }
            column += run + 1;
        }
    }
    svg.push_str(r#""/></svg>"#);
    Ok(svg)
}
