//! The demonstration's payment gateway: a page of ours where one chooses what the gateway does.

use afaq_base::Money;
use afaq_ports::{Fault, Payment, PaymentPage, PaymentRequest};
use sha2::{Digest, Sha256};

/// A gateway that moves no money. Its calls are signed like a real one's.
#[derive(Debug, Clone)]
pub struct DemoPayment {
    secret: [u8; 16],
}

impl DemoPayment {
    /// A gateway with a secret of its own for signatures.
    pub fn new(secret: [u8; 16]) -> Self {
        Self { secret }
    }

    /// The signature of a call about a payment.
    pub fn sign(&self, reference: &str, transaction: &str, amount: Money) -> String {
        // Each part with its length: no two calls look alike.
        let inner = Sha256::new()
            .chain_update(self.secret)
            .chain_update((reference.len() as u64).to_be_bytes())
            .chain_update(reference)
            .chain_update((transaction.len() as u64).to_be_bytes())
            .chain_update(transaction)
            .chain_update(amount.fils().to_be_bytes());
        let outer = Sha256::new().chain_update(self.secret).chain_update(inner.finalize());
        outer.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Payment for DemoPayment {
    fn start(&self, request: &PaymentRequest) -> Result<PaymentPage, Fault> {
        Ok(PaymentPage { address: format!("/demo/pay/{}", request.reference) })
    }

    fn is_genuine(&self, reference: &str, transaction: &str, amount: Money, signature: &str) -> bool {
        let right = self.sign(reference, transaction, amount);
        // Equal time for every wrong signature.
        let differences = right.bytes().zip(signature.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b));
        right.len() == signature.len() && differences == 0
    }
}
