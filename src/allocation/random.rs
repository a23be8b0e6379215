//! Draws numbers from a seed; the stream of a seed never changes.

/// Sebastiano Vigna's `SplitMix64` generator.
///
/// The stream of a seed is frozen: plans made long ago have to come out the same again.
#[derive(Debug, Clone)]
pub(super) struct SplitMix64 {
    state: u64,
}

impl SplitMix64 {
    /// Starts the stream of a seed.
    pub(super) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Starts a stream of its own for a numbered part of the work, whatever order parts run in.
    pub(super) fn branch(seed: u64, part: u64) -> Self {
        let mut stream = Self::new(seed ^ part.wrapping_mul(0xD1B5_4A32_D192_ED03));
        stream.next();
        stream
    }

    /// Draws the next number.
    pub(super) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Draws a number below a limit, which is at least one.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        let wide = u128::from(self.next()) * limit as u128;
        usize::try_from(wide >> 64).unwrap_or_default()
    }

    /// Shuffles a list.
    pub(super) fn shuffle<T>(&mut self, list: &mut [T]) {
        for end in (1..list.len()).rev() {
            list.swap(end, self.below(end + 1));
        }
    }
}
