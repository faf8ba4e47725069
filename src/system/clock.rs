//! What time it is, for times that are measured and deadlines.
//!
//! Shape   [`Instant`] is the standard library's, but on WebAssembly, where that has no clock and panics:
//!         there it is what the host's clock says (`outside`), or stands still in programs of others,
//!         whose host nobody here knows.
//! Units   milliseconds in what the host says, from a beginning of its own.
//! Errors  none.
//! Limits  where the clock stands still no time limit ends anything.

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use std::time::Instant;
#[cfg(target_arch = "wasm32")]
pub(crate) use told::Instant;

#[cfg(target_arch = "wasm32")]
mod told {
    use std::ops::{Add, Sub};
    use std::time::Duration;

    /// A moment, as the time since the beginning of the host's clock.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub(crate) struct Instant(Duration);

    impl Instant {
        /// This moment.
        pub(crate) fn now() -> Self {
            #[cfg(feature = "wasm")]
            let milliseconds = crate::system::outside::milliseconds();
            #[cfg(not(feature = "wasm"))]
            let milliseconds = 0.0;
            // What a host's clock says is a finite number, but nobody has to rely on it.
            Instant(Duration::try_from_secs_f64(milliseconds / 1000.0).unwrap_or_default())
        }

        /// How long ago it was.
        pub(crate) fn elapsed(&self) -> Duration {
            Instant::now().saturating_duration_since(*self)
        }

        /// How much later it is than another, or nothing.
        pub(crate) fn saturating_duration_since(&self, earlier: Instant) -> Duration {
            self.0.saturating_sub(earlier.0)
        }

        /// A later moment.
        pub(crate) fn checked_add(&self, time: Duration) -> Option<Instant> {
            self.0.checked_add(time).map(Instant)
        }
    }

    impl Add<Duration> for Instant {
        type Output = Instant;

        fn add(self, time: Duration) -> Instant {
            Instant(self.0.saturating_add(time))
        }
    }

    impl Sub for Instant {
        type Output = Duration;

        fn sub(self, earlier: Instant) -> Duration {
            self.saturating_duration_since(earlier)
        }
    }
}
