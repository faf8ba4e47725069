//! A large document takes three times its size at most, its own bytes and those of the output included.

use legacybridge::converter::Converter;
use legacybridge::formats::Format;
use legacybridge::memory::gauge;
use legacybridge::options::Options;

/// Above what the library takes for large.
const BYTES: usize = 40 << 20;

/// Memos as programs write them: prose with bold and italic words, and a table now and then.
fn memos() -> Vec<u8> {
    let prose =
        "the customer called about order number and said that the delivery had arrived ".repeat(5);
    let mut rtf = Vec::with_capacity(BYTES + 1024);
    rtf.extend_from_slice(b"{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Arial;}}\n");
    for number in 0.. {
        if rtf.len() >= BYTES {
            break;
        }
        let memo = match number % 20 {
            0 => {
                format!("\\trowd\\cellx2000\\cellx4000\\pard\\intbl {number}\\cell b\\cell\\row\n")
            }
            _ => format!(
                "\\pard\\plain\\f0\\fs20 {{\\b Memo {number}}} {prose}\\'fc {{\\i said}}.\\par\n"
            ),
        };
        rtf.extend_from_slice(memo.as_bytes());
    }
    rtf.push(b'}');
    rtf
}

pub(crate) fn test() {
    let rtf = memos();
    let converter = Converter::new(Options::default()).unwrap();
    let markdown = converter.convert(Format::Rtf, Format::Markdown, &rtf).unwrap();
    assert!(markdown.len() > rtf.len() / 2);
    let times = gauge::peak() as f64 / rtf.len() as f64;
    println!("{times:.2} times {} bytes", rtf.len());
    assert!(times <= 3.0, "{times:.2} times the size of the document");
}
