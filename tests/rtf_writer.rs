//! What each construct becomes in RTF.

mod rtf_writer_support;

#[test]
fn sample() {
    std::fs::write("/tmp/rtfw-exp/s.rtf", rtf_writer_support::everything().rtf()).unwrap();
}
