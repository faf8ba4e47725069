//! Connection strings: read or refused with the key's name, and what was read converts.
#![no_main]

use legacybridge::batch::settings::Settings;
use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;
use libfuzzer_sys::fuzz_target;

const DOCUMENT: &str = "# a\n\n*b* [c](d) `e`[^1]\n\n- f\n\n|g|\n|-|\n|h|\n\n> i\n\n[^1]: j\n";

fuzz_target!(|data: &[u8]| {
    let Ok(text) = str::from_utf8(data) else { return };
    let _ = Settings::parse(text);
    match Options::parse(text) {
        Ok(mut options) => {
            // No file of this machine is read or written.
            options.template = Box::default();
            options.image_root = Box::default();
            options.images = Default::default();
            if let Ok(converter) = Converter::new(options) {
                let rtf = converter.convert(Format::Markdown, Format::Rtf, DOCUMENT.as_bytes());
                if let Ok(rtf) = rtf {
                    let _ = converter.convert(Format::Rtf, Format::Markdown, &rtf);
                }
            }
        }
        Err(error) => assert!(!error.message.is_empty()),
    }
});
