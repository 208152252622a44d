//! Numbers for payments: no two are the same, whichever thread asks.

use std::sync::atomic::{AtomicU64, Ordering};

static LAST: AtomicU64 = AtomicU64::new(0);

/// The next number.
pub fn next() -> u64 {
    LAST.fetch_add(1, Ordering::SeqCst) + 1
}
