//! Documents that are written as RTF and read back are the same documents.

mod rtf_writer_support;
mod support;

use legacybridge::document::View;
use proptest::prelude::*;
use rtf_writer_support::trip::document;

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn containers_come_back(bytes in prop::collection::vec(any::<u8>(), 0..500)) {
        let b = document(&bytes);
        let rtf = b.rtf();
        let before = support::outline(View { doc: &b.doc, source: b"" });
        let (after, _) = support::read_rtf(rtf.as_bytes());
        prop_assert_eq!(before, after, "{}", rtf_writer_support::body(&rtf));
    }
}
