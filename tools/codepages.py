#!/usr/bin/env python3
"""Writes src/text/codepage/tables.rs: what bytes 0x80 to 0xFF mean in each single-byte code page.

    python3 tools/codepages.py > src/text/codepage/tables.rs

Source: the codecs of CPython (Unicode Consortium's and vendors' mapping files). Where CPython
has no codec, or Windows decodes a byte that CPython calls undefined, the difference is below.
"""

import sys
import unicodedata

UNDEFINED = 0xFFFD

# Windows code page number -> (CPython codec, name in the comment).
PAGES = [
    (437, "cp437", "DOS United States"),
    (708, "iso8859_6", "Arabic ASMO 708"),
    (720, "cp720", "DOS Arabic"),
    (737, "cp737", "DOS Greek"),
    (775, "cp775", "DOS Baltic"),
    (850, "cp850", "DOS Western Europe"),
    (852, "cp852", "DOS Central Europe"),
    (855, "cp855", "DOS Cyrillic"),
    (857, "cp857", "DOS Turkish"),
    (858, "cp858", "DOS Western Europe with euro sign"),
    (860, "cp860", "DOS Portuguese"),
    (861, "cp861", "DOS Icelandic"),
    (862, "cp862", "DOS Hebrew"),
    (863, "cp863", "DOS French Canada"),
    (864, "cp864", "DOS Arabic, visual"),
    (865, "cp865", "DOS Nordic"),
    (866, "cp866", "DOS Russian"),
    (869, "cp869", "DOS modern Greek"),
    (874, "cp874", "Windows Thai"),
    (1250, "cp1250", "Windows Central Europe"),
    (1251, "cp1251", "Windows Cyrillic"),
    (1252, "cp1252", "Windows Western Europe"),
    (1253, "cp1253", "Windows Greek"),
    (1254, "cp1254", "Windows Turkish"),
    (1255, "cp1255", "Windows Hebrew"),
    (1256, "cp1256", "Windows Arabic"),
    (1257, "cp1257", "Windows Baltic"),
    (1258, "cp1258", "Windows Vietnamese"),
    (10000, "mac_roman", "Mac Roman"),
    (10004, "mac_arabic", "Mac Arabic"),
    (10005, None, "Mac Hebrew"),
    (10006, "mac_greek", "Mac Greek"),
    (10007, "mac_cyrillic", "Mac Cyrillic"),
    (10010, "mac_romanian", "Mac Romanian"),
    (10021, None, "Mac Thai"),
    (10029, "mac_latin2", "Mac Central Europe"),
    (10079, "mac_iceland", "Mac Icelandic"),
    (10081, "mac_turkish", "Mac Turkish"),
    (10082, "mac_croatian", "Mac Croatian"),
    (20866, "koi8_r", "KOI8-R Russian"),
    (21866, "koi8_u", "KOI8-U Ukrainian"),
    (28591, "iso8859_1", "ISO 8859-1 Western Europe"),
    (28592, "iso8859_2", "ISO 8859-2 Central Europe"),
    (28593, "iso8859_3", "ISO 8859-3 South Europe"),
    (28594, "iso8859_4", "ISO 8859-4 North Europe"),
    (28595, "iso8859_5", "ISO 8859-5 Cyrillic"),
    (28596, "iso8859_6", "ISO 8859-6 Arabic"),
    (28597, "iso8859_7", "ISO 8859-7 Greek"),
    (28598, "iso8859_8", "ISO 8859-8 Hebrew"),
    (28599, "iso8859_9", "ISO 8859-9 Turkish"),
    (28600, "iso8859_10", "ISO 8859-10 Nordic"),
    (28601, "iso8859_11", "ISO 8859-11 Thai"),
    (28603, "iso8859_13", "ISO 8859-13 Baltic"),
    (28604, "iso8859_14", "ISO 8859-14 Celtic"),
    (28605, "iso8859_15", "ISO 8859-15 Western Europe with euro sign"),
    (28606, "iso8859_16", "ISO 8859-16 South-Eastern Europe"),
]

# Pages in which Windows decodes an undefined byte 0x80 to 0x9F as the control of that value.
CONTROLS_KEPT = {874, *range(1250, 1259)}

# Single bytes in which Windows knows more than CPython's codec.
WINDOWS = {(1255, 0xCA): 0x05BA}


def mac_hebrew():
    """Latin letters as in Mac Roman, ASCII once more for right-to-left text, points, letters."""
    low = bytes(range(0x80, 0xA0)).decode("mac_roman")
    table = [ord(c) for c in low] + list(range(0x20, 0x40)) + [UNDEFINED] * 64
    table[0x01] = 0xFB1F  # yiddish yod yod patah
    table[0x26] = 0x20AA  # new sheqel sign
    table[0x28], table[0x29] = 0x29, 0x28  # parentheses are mirrored
    marks = {
        0xC1: 0x201E, 0xC6: 0x05BC, 0xC7: 0xFB4B, 0xC8: 0xFB35, 0xC9: 0x2026, 0xCA: 0x00A0,
        0xCB: 0x05B8, 0xCC: 0x05B7, 0xCD: 0x05B5, 0xCE: 0x05B6, 0xCF: 0x05B4, 0xD0: 0x2013,
        0xD1: 0x2014, 0xD2: 0x201C, 0xD3: 0x201D, 0xD4: 0x2018, 0xD5: 0x2019, 0xD6: 0xFB2A,
        0xD7: 0xFB2B, 0xD8: 0x05BF, 0xD9: 0x05B0, 0xDA: 0x05B2, 0xDB: 0x05B1, 0xDC: 0x05BB,
        0xDD: 0x05B9, 0xDE: 0x05B8, 0xDF: 0x05B3,
        0xFB: 0x7D, 0xFC: 0x5D, 0xFD: 0x7B, 0xFE: 0x5B, 0xFF: 0x7C,
    }
    for byte, code in marks.items():
        table[byte - 0x80] = code
    for letter in range(27):
        table[0xE0 - 0x80 + letter] = 0x05D0 + letter
    return table


def mac_thai():
    """TIS 620 with typographic signs; shifted forms of a vowel or tone are that vowel or tone."""
    table = [UNDEFINED] * 128
    for byte in list(range(0xA1, 0xDB)) + list(range(0xDF, 0xFA)):
        table[byte - 0x80] = byte - 0xA0 + 0x0E00
    tones = range(0x0E48, 0x0E4D)
    extra = {
        0x80: 0xAB, 0x81: 0xBB, 0x82: 0x2026, 0x8D: 0x201C, 0x8E: 0x201D, 0x8F: 0x0E4D,
        0x91: 0x2022, 0x92: 0x0E31, 0x93: 0x0E47, 0x94: 0x0E34, 0x95: 0x0E35, 0x96: 0x0E36,
        0x97: 0x0E37, 0x9D: 0x2018, 0x9E: 0x2019, 0xA0: 0xA0, 0xDB: 0x2060, 0xDC: 0x200B,
        0xDD: 0x2013, 0xDE: 0x2014, 0xEE: 0x2122, 0xFA: 0xAE, 0xFB: 0xA9,
    }
    for first in (0x83, 0x88, 0x98):
        extra.update({first + place: tone for place, tone in enumerate(tones)})
    for byte, code in extra.items():
        table[byte - 0x80] = code
    return table


def table_of(number, codec):
    if number == 10005:
        return mac_hebrew()
    if number == 10021:
        return mac_thai()
    table = []
    for byte in range(0x80, 0x100):
        try:
            code = ord(bytes([byte]).decode(codec))
        except UnicodeDecodeError:
            code = UNDEFINED
            if number in CONTROLS_KEPT and byte < 0xA0:
                code = byte
        table.append(WINDOWS.get((number, byte), code))
    return table


def main():
    out = sys.stdout
    out.write(
        "//! Generated by tools/codepages.py from CPython's codecs (Unicode %s); do not edit.\n"
        "//!\n"
        "//! Shape   the characters of bytes 0x80 to 0xFF of each single-byte page.\n"
        "//! Units   UTF-16 units; U+FFFD stands for bytes that mean nothing.\n"
        % unicodedata.unidata_version
    )
    for number, codec, name in PAGES:
        table = table_of(number, codec)
        assert len(table) == 128 and all(0 <= code <= 0xFFFF for code in table)
        out.write("\n/// %s.\npub static CP%d: [u16; 128] = [\n" % (name, number))
        for row in range(0, 128, 16):
            cells = ", ".join("0x%04X" % code for code in table[row:row + 16])
            out.write("    %s, // %02X\n" % (cells, row + 0x80))
        out.write("];\n")


if __name__ == "__main__":
    main()
