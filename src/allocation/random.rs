//! Draws numbers from a seed; the stream of a seed never changes.

/// Sebastiano Vigna's `SplitMix64` generator.
///
/// The stream of a seed is frozen: plans made long ago have to come out the same again.
pub(super) struct SplitMix64 {
    state: u64,
}

impl SplitMix64 {
    /// Starts the stream of a seed.
    pub(super) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Draws the next number.
    pub(super) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}
