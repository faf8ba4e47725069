//! Documents that are written as RTF and read back are the same documents.

use legacybridge::document::View;
use proptest::prelude::*;

use crate::kit::build::body;
use crate::kit::generated::document;
use crate::kit::outline;

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn containers_come_back(bytes in prop::collection::vec(any::<u8>(), 0..500)) {
        let b = document(&bytes);
        let rtf = b.rtf();
        let before = outline::outline(View { doc: &b.doc, source: b"" });
        let (after, _) = outline::read_rtf(rtf.as_bytes());
        prop_assert_eq!(before, after, "{}", body(&rtf));
    }
}
