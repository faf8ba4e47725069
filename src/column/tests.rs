use super::*;
use crate::column::rows::Offsets;
use crate::options::Options;

fn offsets(texts: &[&str]) -> Vec<[u8; 8]> {
    let mut at = 0i64;
    let ends = texts.iter().map(|text| {
        at += text.len() as i64;
        at.to_ne_bytes()
    });
    std::iter::once(0i64.to_ne_bytes()).chain(ends).collect()
}

fn settings(workers: usize) -> Settings {
    Settings { workers, reports: true }
}

/// Rows of every length, some NULL, some bad: what single calls give, whatever the number of workers.
#[test]
fn rows_are_what_single_calls_give() {
    let converter = Converter::new(Options::parse("CodePage=1252").unwrap()).unwrap();
    let texts: Vec<String> =
        (0..700).map(|n| format!("{}# t{n}\n\n*a* \u{20ac}", "word ".repeat(n % 90))).collect();
    let mut texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let heavy = "*a* b\n\n".repeat(40_000);
    texts[65] = &heavy;
    let (offsets, data) = (offsets(&texts), texts.concat());
    let mut bits = vec![0xFF_u8; texts.len().div_ceil(8)];
    bits[0] = 0b1111_0110;
    for workers in [1, 2, 5] {
        let rows = Rows::new(data.as_bytes(), Offsets::Wide(&offsets), Some((&bits, 0)));
        let column =
            convert(&converter, (Format::Markdown, Format::Rtf), rows, &settings(workers), contain)
                .unwrap();
        assert_eq!((column.count(), column.failed()), (texts.len(), 0));
        let (reports, places) = column.reports().unwrap();
        for (row, text) in texts.iter().enumerate() {
            let is_null = row == 0 || row == 3;
            let single = converter.convert(Format::Markdown, Format::Rtf, text.as_bytes()).unwrap();
            let expected = if is_null { &[][..] } else { &single[..] };
            assert!(column.output(row) == expected, "row {row} by {workers}");
            assert_eq!(column.statuses()[row], i32::from(is_null));
            assert_eq!(column.validity()[row / 8] >> (row % 8) & 1, u8::from(!is_null));
            let report = &reports[places[row] as usize..places[row + 1] as usize];
            assert_eq!(report, b"[]");
        }
        assert_eq!(column.outputs().last(), Some(&0));
    }
}

#[test]
fn a_row_that_fails_or_panics_fails_nothing_else() {
    fn failing(step: &mut dyn FnMut() -> Result<()>) -> Result<()> {
        contain(step)
    }
    let converter = Converter::new(Options::parse("MaxInput=5").unwrap()).unwrap();
    let texts = ["a", "too long", "b", "c"];
    let (offsets, data) = (offsets(&texts), texts.concat());
    let rows = Rows::new(data.as_bytes(), Offsets::Wide(&offsets), None);
    let formats = (Format::Text, Format::Text);
    let column = convert(&converter, formats, rows, &settings(2), failing).unwrap();
    assert_eq!(column.statuses(), [0, Status::LimitReached as i32, 0, 0]);
    assert_eq!((column.failed(), column.validity()), (1, &[0b1101][..]));
    let (reports, places) = column.reports().unwrap();
    let report = |row: usize| {
        let report = &reports[places[row] as usize..places[row + 1] as usize];
        str::from_utf8(report).unwrap()
    };
    assert!(report(1).starts_with("{\"error\":\"the input of 8 bytes is larger"), "{}", report(1));
    assert_eq!(column.outputs()[..5], *b"a\nb\nc");
    // The same where every row panics.
    let panics = |_: &mut dyn FnMut() -> Result<()>| -> Result<()> {
        Err(Error::new(Status::Internal, "a panic"))
    };
    let column = convert(&converter, formats, rows, &settings(2), panics).unwrap();
    assert_eq!(column.failed(), 4);
    let bad = convert(&converter, (Format::Text, Format::Detect), rows, &settings(1), contain);
    assert_eq!(bad.unwrap_err().status, Status::BadArgument);
}

#[test]
fn rows_not_begun_end_when_the_converter_is_asked_to() {
    let converter = Converter::new(Options::default()).unwrap();
    let texts = ["a"; 10];
    let (offsets, data) = (offsets(&texts), texts.concat());
    let call = Call {
        converter: &converter,
        from: Format::Text,
        to: Format::Text,
        rows: Rows::new(data.as_bytes(), Offsets::Wide(&offsets), None),
        contain,
        asked: converter.asked(),
        reports: false,
        block: 4,
        next: AtomicUsize::new(4),
        is_patient: AtomicBool::new(true),
        order: Lock::new(Order::new(10, 3, 4, false).unwrap()),
    };
    let mut block = Block::default();
    call.convert(4..8, &mut block).unwrap();
    converter.cancel();
    call.convert(0..4, &mut block).unwrap();
    // Rows 8 and 9 are never brought: they have failed.
    let column = call.order.with(Order::finish).unwrap();
    let (cancelled, none) = (Status::Cancelled as i32, Status::MemoryLimit as i32);
    let statuses = [cancelled, cancelled, cancelled, cancelled, 0, 0, 0, 0, none, none];
    assert_eq!(column.statuses(), statuses);
    assert_eq!((column.failed(), column.outputs()), (6, &b"a\na\na\na\n\0"[..]));
}
