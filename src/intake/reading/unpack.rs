//! Unpacks compressed bytes, as far as a list of people can be that long.

use std::io::Read;

use super::watched::Stop;

/// The most bytes that a file may unpack to.
pub(super) const MOST_UNPACKED_BYTES: u64 = 4 * 1024 * 1024 * 1024;
/// From here on a file may not unpack to more than so many times its own size.
const UNPACKED_IN_ANY_CASE: u64 = 64 * 1024 * 1024;
/// Text of a list packs to a tenth or a thirtieth, a sheet's XML to a fiftieth.
const MOST_TIMES: u64 = 250;

/// A reader of packed bytes that counts how many there were.
struct Counted<R> {
    inner: R,
    bytes: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.bytes += count as u64;
        Ok(count)
    }
}

/// A decoder whose packed input can be asked for.
trait Decoder: Read {
    /// Returns how many packed bytes were read.
    fn packed(&self) -> u64;
}

impl<R: Read> Decoder for flate2::read::MultiGzDecoder<Counted<R>> {
    fn packed(&self) -> u64 {
        self.get_ref().bytes
    }
}

impl<R: Read> Decoder for flate2::read::DeflateDecoder<Counted<R>> {
    fn packed(&self) -> u64 {
        self.get_ref().bytes
    }
}

/// A reader of what packed bytes unpack to; it stops where no list of people would still go on.
pub(super) struct Unpacked {
    decoder: Box<dyn Decoder>,
    bytes: u64,
}

impl<R: Read> Decoder for Counted<R> {
    fn packed(&self) -> u64 {
        self.bytes
    }
}

impl Unpacked {
    /// Reads a part of a zip file that is not packed.
    pub(super) fn stored(bytes: impl Read + 'static) -> Self {
        Self { decoder: Box::new(Counted { inner: bytes, bytes: 0 }), bytes: 0 }
    }

    /// Unpacks a gzip file.
    pub(super) fn gzip(packed: impl Read + 'static) -> Self {
        let packed = Counted { inner: packed, bytes: 0 };
        Self { decoder: Box::new(flate2::read::MultiGzDecoder::new(packed)), bytes: 0 }
    }

    /// Unpacks a part of a zip file.
    pub(super) fn deflate(packed: impl Read + 'static) -> Self {
        let packed = Counted { inner: packed, bytes: 0 };
        Self { decoder: Box::new(flate2::read::DeflateDecoder::new(packed)), bytes: 0 }
    }
}

impl Read for Unpacked {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        use std::io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
        let count = self.decoder.read(buffer).map_err(|error| match error.kind() {
            InvalidData | InvalidInput | UnexpectedEof => Stop::Damaged.into(),
            _ => error,
        })?;
        self.bytes += count as u64;
        let is_too_much = self.bytes > MOST_UNPACKED_BYTES
            || (self.bytes > UNPACKED_IN_ANY_CASE
                && self.bytes / MOST_TIMES > self.decoder.packed());
        if is_too_much { Err(Stop::Expands.into()) } else { Ok(count) }
    }
}
