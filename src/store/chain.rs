//! Computes the hash chain of a desk's entries and the commitment to an operation's content.

use sha2::{Digest, Sha256};

/// A SHA-256 value.
pub(super) type Hash = [u8; 32];

/// What the first entry of a desk is chained to.
pub(super) const BEGINNING: Hash = [0; 32];

/// Hashes parts one after another; each with its length, so that no two lists of parts collide.
pub(super) struct Parts(Sha256);

impl Parts {
    pub(super) fn new() -> Self {
        Self(Sha256::new())
    }

    pub(super) fn add(&mut self, part: impl AsRef<[u8]>) -> &mut Self {
        let part = part.as_ref();
        self.0.update((part.len() as u64).to_le_bytes());
        self.0.update(part);
        self
    }

    pub(super) fn finish(&self) -> Hash {
        self.0.clone().finalize().into()
    }
}

/// Returns bytes as lower-case hexadecimal digits.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_with_two_digits_each() {
        assert_eq!(hexadecimal(&[0, 10, 255, 0x5c]), "000aff5c");
    }

    #[test]
    fn parts_cannot_be_shifted_into_each_other() {
        let one = Parts::new().add("ab").add("c").finish();
        let other = Parts::new().add("a").add("bc").finish();
        assert_ne!(one, other);
    }
}
