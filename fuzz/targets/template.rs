//! House documents: any bytes are read as one or refused.
#![no_main]

use legacybridge::rtf::template::Template;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(template) = Template::parse(data) {
        assert!(template.size_in_documents() <= 64 * data.len() + (64 << 10));
    }
});
