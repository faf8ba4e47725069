//! The identifiers of the type library, the class and its interface: fixed for ever.
//!
//! Source  `legacybridge.idl`; a test compares the two. Those of COM itself are the system's.

use windows_sys::core::GUID;

/// The type library.
pub(super) const LIBID: GUID = GUID::from_u128(0x83009fcb_4a02_4d0b_843a_7a9e04abba5f);
/// Its version.
pub(super) const LIBRARY_VERSION: (u16, u16) = (1, 0);
/// The class `LegacyBridge.Converter`.
pub(super) const CLSID_CONVERTER: GUID = GUID::from_u128(0x85e740cc_a57d_47bc_8732_d04bc92fdf1d);
/// The dual interface `ILegacyBridgeConverter`.
pub(super) const IID_CONVERTER: GUID = GUID::from_u128(0x124aa69b_619f_40df_b115_c8ec5726711a);

/// The name that hosts create objects by.
pub(super) const PROGID: &str = "LegacyBridge.Converter";
/// The same with the interface's version.
pub(super) const PROGID_1: &str = "LegacyBridge.Converter.1";
/// What people read in lists of classes.
pub(super) const DESCRIPTION: &str = "LegacyBridge Converter";

pub(super) const IID_UNKNOWN: GUID = GUID::from_u128(0x00000000_0000_0000_c000_000000000046);
pub(super) const IID_CLASS_FACTORY: GUID = GUID::from_u128(0x00000001_0000_0000_c000_000000000046);
pub(super) const IID_MARSHAL: GUID = GUID::from_u128(0x00000003_0000_0000_c000_000000000046);
pub(super) const IID_DISPATCH: GUID = GUID::from_u128(0x00020400_0000_0000_c000_000000000046);
pub(super) const IID_ERROR_INFO: GUID = GUID::from_u128(0x1cf2b120_547d_101b_8e65_08002b2bd119);
pub(super) const IID_SUPPORT_ERROR_INFO: GUID =
    GUID::from_u128(0xdf0b3d60_548f_101b_8e65_08002b2bd119);
pub(super) const IID_AGILE_OBJECT: GUID = GUID::from_u128(0x94ea2b94_e9cc_49e0_c0ff_ee64ca8f5b90);

/// Whether two identifiers are the same: the system's type can't be compared.
pub(super) fn same(one: &GUID, other: &GUID) -> bool {
    parts(one) == parts(other)
}

/// An identifier as the registry writes it.
pub(super) fn text(guid: &GUID) -> String {
    let (a, b, c, d) = parts(guid);
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02X}")).collect::<String>();
    format!("{{{a:08X}-{b:04X}-{c:04X}-{}-{}}}", hex(&d[..2]), hex(&d[2..]))
}

fn parts(guid: &GUID) -> (u32, u16, u16, [u8; 8]) {
    (guid.data1, guid.data2, guid.data3, guid.data4)
}
