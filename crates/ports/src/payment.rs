//! The port to the payment gateway.

use afaq_base::{Money, Text};

use crate::Fault;

/// A payment to be started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentRequest {
    /// Our reference; a repeat is the same payment.
    pub reference: String,
    /// What is due.
    pub amount: Money,
    /// What it is for, in both languages.
    pub purpose: Text,
    /// The page the person comes back to.
    pub return_path: String,
}

/// Where the person goes to pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentPage {
    /// The address of the gateway's page.
    pub address: String,
}

/// Starts payments. Their outcome comes back as a call of the gateway, perhaps twice, late or never.
pub trait Payment: Send + Sync {
    /// Starts one payment.
    ///
    /// # Errors
    /// A [`Fault`] when the gateway did not answer.
    fn start(&self, request: &PaymentRequest) -> Result<PaymentPage, Fault>;
    /// The origin of the gateway's pages, such as `https://pay.example`; nothing for pages of this site.
    fn origin(&self) -> Option<String> {
        None
    }
    /// Whether a call-back with this signature is the gateway's own. The transaction is the gateway's number of
    /// one payment: the same in each repeated call, another one for another payment.
    fn is_genuine(&self, reference: &str, transaction: &str, amount: Money, signature: &str) -> bool;
}
