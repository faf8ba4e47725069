"""A plugin of markitdown's: RTF, and the body of an Outlook message where that is RTF, become Markdown.

    markitdown --use-plugins letter.rtf

Errors   ``legacybridge.LegacyBridgeError`` for what can't be converted.
Limits   a message without RTF stays with markitdown's own converter, as does its head: sender, receiver, subject.
"""

from typing import Any, BinaryIO, Optional

import legacybridge
from markitdown import DocumentConverter, DocumentConverterResult, MarkItDown, StreamInfo

__plugin_interface_version__ = 1

RTF = ("text/rtf", "application/rtf", "application/x-rtf", "text/richtext")
BODY = "__substg1.0_10090102"  # PidTagRtfCompressed ([MS-OXPROPS]), as the library reads it


def register_converters(markitdown: MarkItDown, **options: Any) -> None:
    """What markitdown calls, with what it was made with."""
    single = legacybridge.Converter(options.get("legacybridge_options"))
    markitdown.register_converter(Rtf(single))
    markitdown.register_converter(Message(single))


class Rtf(DocumentConverter):  # type: ignore[misc,unused-ignore]
    def __init__(self, single: legacybridge.Converter) -> None:
        super().__init__()
        self.single = single

    def accepts(self, file_stream: BinaryIO, stream_info: StreamInfo, **options: Any) -> bool:
        place = file_stream.tell()
        begins = file_stream.read(5) == b"{\\rtf"
        file_stream.seek(place)
        return begins or (stream_info.extension or "").lower() == ".rtf" or stream_info.mimetype in RTF

    def convert(self, file_stream: BinaryIO, stream_info: StreamInfo, **options: Any) -> DocumentConverterResult:
        return DocumentConverterResult(markdown=self.single.rtf_to_markdown(file_stream.read()))


class Message(Rtf):
    def accepts(self, file_stream: BinaryIO, stream_info: StreamInfo, **options: Any) -> bool:
        return _body(file_stream) is not None

    def convert(self, file_stream: BinaryIO, stream_info: StreamInfo, **options: Any) -> DocumentConverterResult:
        from markitdown.converters import OutlookMsgConverter

        markdown = self.single.rtf_to_markdown(_body(file_stream) or b"")
        place = file_stream.tell()
        plain = OutlookMsgConverter().convert(file_stream, stream_info, **options)
        file_stream.seek(place)
        head = plain.markdown.split("\n## Content", 1)[0].rstrip()
        return DocumentConverterResult(markdown=f"{head}\n\n## Content\n\n{markdown}", title=plain.title)


def _body(file_stream: BinaryIO) -> Optional[bytes]:
    """The RTF of a message; None if it has none, is no message, or nothing is there to read it."""
    place = file_stream.tell()
    try:
        import olefile  # type: ignore[import-untyped,unused-ignore]

        if not olefile.isOleFile(file_stream):
            return None
        file_stream.seek(place)
        # Not closed: it would close the stream, which is not ours.
        message = olefile.OleFileIO(file_stream)
        found: bytes = message.openstream(BODY).read() if message.exists(BODY) else b""
        return found or None
    except (ImportError, OSError):
        return None
    finally:
        file_stream.seek(place)
