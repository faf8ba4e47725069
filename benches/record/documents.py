"""The documents whose conversions record.py counts: drawn by rule, the same each time.

Shape    MARKDOWN and RTF have a function for each document, by name; what a function gives is bytes.
Units    bytes; a document is as long as its name says, or a little longer.
Source   RTF 1.9.1; headers as Word and RichEdit write them.
"""
import os
import pathlib

FINDINGS = ("Patient seen in follow-up for mild persistent asthma", "Reports no chest pain, no dyspnoea at rest",
            "Lungs clear to auscultation, no wheeze", "Blood pressure taken twice, sitting, right arm",
            "Hearing aid fitted left, tolerated well", "Referred to Dr Müller for the second opinion")
DRUGS = ("Salbutamol inhaler", "Budesonide 200 micrograms", "Metformin 500 mg", "Ramipril 2.5 mg", "Paracetamol 1 g")
DOSES = ("as needed", "twice a day", "at night", "once a day")
HEADINGS = ("History", "Examination", "Medication", "Assessment", "Plan")


def nth(words, number):
    return words[number * 7 % len(words)]


def until(size, part):
    """Parts by number, as many as it takes."""
    whole, number = "", 0
    while len(whole.encode()) < size:
        whole += part(number)
        number += 1
    return whole.encode()


def memo(number):
    finding, drug, dose = nth(FINDINGS, number), nth(DRUGS, number), nth(DOSES, number)
    return (
        lambda: f"## {HEADINGS[number // 6 % 5]}\n\n",
        lambda: f"{finding}. **{drug}** {dose}.\n*{nth(FINDINGS, number + 1)}.*\n\n",
        lambda: "".join(f"- **{nth(DRUGS, number + at)}**, {nth(DOSES, at)}\n" for at in range(3)) + "\n",
        lambda: f"{finding}, see [the sheet](https://example.com/a?b={number}) and `open`.\n\n",
        lambda: f"> Call *first*: {finding}.\n\n1. Sign ~~here~~ there\n2. {drug}\n\n",
        lambda: "| Day | Pressure | Pulse |\n|---|---:|---:|\n"
        + "".join(f"| Day {day} | {110 + day}/70 | {60 + number % 30} |\n" for day in range(2)) + "\n",
    )[number % 6]()


def table(number):
    head = "\nPressure\n\n| Day | Pressure | Pulse |\n|---|---:|:---:|\n" if number % 12 == 0 else ""
    return head + f"| Day {number} | {110 + number % 40}/70 | **{number % 90}** |\n"


CODE = ("Then the file:\n\n```rust\nfn main() {\n    let path = r\"C:\\notes\";\n\n    open(path, { 1 });\n}\n```\n\n")
CJK = ("## 診察の記録\n\n患者は軽い喘息で**再診**。胸の痛みはなく、*よく眠れる*とのこと。\n次回は二週間後に来院。\n\n"
       "- 吸入薬、必要なとき\n- 解熱剤、一日二回\n\n")


def bench():
    """The CommonMark spec, repeated to 5 MB; None without a corpus."""
    corpus = os.environ.get("LEGACYBRIDGE_CORPUS")
    if corpus is None:
        return None
    text = pathlib.Path(corpus, "markdown/commonmark-spec-0.31.txt").read_bytes()
    return text * (5_000_000 // len(text) + 1)


def escaped(text):
    return "".join(c if c.isascii() else f"\\'{ord(c):02x}" for c in text)


def hexadecimal(data):
    text = data.hex()
    return "\n".join(text[at:at + 128] for at in range(0, len(text), 128))


WORD_STYLES = ["Normal"] + [f"heading {level}" for level in range(1, 10)] + [
    "Title", "Subtitle", "Quote", "List Paragraph", "Intense Quote", "header", "footer", "toc 1", "toc 2", "caption",
    "Body Text", "Balloon Text", "List Bullet", "List Number", "Plain Text", "annotation text", "footnote text"]
WORD_FACES = ("Times New Roman", "Courier New", "Symbol", "Wingdings", "Cambria Math", "Aptos Display", "Aptos",
              "Calibri Light", "Tahoma", "Yu Mincho")
PARA = r"\ltrpar\ql \li0\ri0\sa160\sl278\slmult1\widctlpar\wrapdefault\aspalpha\aspnum\faauto\adjustright\rin0\lin0\itap0 "
CHARS = (r"\rtlch\fcs1 \af31507\afs24\alang1025 \ltrch\fcs0 "
         r"\f31506\fs24\lang1033\langfe1033\kerning2\cgrid\langnp1033\langfenp1033 ")


def word_header():
    text = (r"{\rtf1\adeflang1025\ansi\ansicpg1252\uc1\adeff31507\deff0\stshfdbch31505\stshfloch31506\stshfhich31506"
            r"\stshfbi31507\deflang1033\deflangfe1033{\fonttbl")
    for number, face in enumerate(WORD_FACES):
        charset = 2 if face in ("Symbol", "Wingdings") else 0
        text += rf"{{\f{number}\fbidi \fswiss\fcharset{charset}\fprq2{{\*\panose 020b0004020202020204}}{face};}}"
    for number, face in ((31502, 5), (31505, 9), (31506, 6), (31507, 0)):
        text += rf"{{\f{number}\fbidi \fswiss\fcharset0\fprq2 {WORD_FACES[face]};}}" + "\r\n"
    number = 40
    for face in (0, 1, 6, 8):
        for script, charset in (("CE", 238), ("Cyr", 204), ("Greek", 161), ("Tur", 162), ("(Hebrew)", 177), ("Baltic", 186)):
            text += rf"{{\f{number}\fbidi \fswiss\fcharset{charset}\fprq2 {WORD_FACES[face]} {script};}}"
            number += 1
    text += "}\r\n" + r"{\colortbl;" + "".join(
        rf"\red{red}\green{green}\blue{blue};" for red in (0, 255) for green in (0, 128, 255) for blue in (0, 255)) + "}"
    text += r"{\*\defchp \f31506\fs24\kerning2 }{\*\defpap \ql \li0\ri0\sa160\sl278\slmult1\widctlpar }\noqfpromote " + "\r\n"
    text += r"{\stylesheet"
    for number, name in enumerate(WORD_STYLES):
        based = r"\sbasedon0 \snext0 " if number else r"\snext0 "
        text += rf"{{\s{number + (number > 9)}{PARA}{CHARS}{based}\sqformat \styrsid{7412 + number} {name};}}" + "\r\n"
    text += r"{\*\cs60 \additive \ssemihidden Default Paragraph Font;}{\*\cs61 \additive \b Strong;}"
    text += r"{\*\ts11\tsrowd\trftsWidthB3\trpaddl108\trpaddr108\tblind0 \snext11 \ssemihidden Normal Table;}}"
    text += r"{\*\listtable"
    for ident in (70, 71):
        text += r"{\list\listtemplateid7\listhybrid" + "".join(
            rf"{{\listlevel\levelnfc23\levelnfcn23\leveljc0\levelfollow0\levelstartat1\levelspace0\levelindent0"
            rf"{{\leveltext\leveltemplateid67698689\'01\u-3913 ?;}}{{\levelnumbers;}}\f3\fbias0 \fi-360\li{720 * level}\lin{720 * level} }}"
            for level in range(1, 10)) + rf"{{\listname ;}}\listid{ident}}}"
    text += r"}{\*\listoverridetable{\listoverride\listid70\listoverridecount0\ls1}{\listoverride\listid71\listoverridecount0\ls2}}"
    text += r"{\*\rsidtbl " + "".join(rf"\rsid{7412 * number}" for number in range(1, 40)) + "}"
    text += r"{\mmathPr\mmathFont4\mbrkBin0\mbrkBinSub0\msmallFrac0\mdispDef1\mlMargin0\mrMargin0\mdefJc1\mwrapIndent1440\mintLim0\mnaryLim1}"
    text += r"{\info{\title Clinic note}{\author Dr Example}{\operator Dr Example}{\creatim\yr2026\mo3\dy1\hr9\min30}{\version2}{\nofpages1}}"
    text += r"{\*\themedata " + hexadecimal(bytes((7 * at + at // 3) % 251 for at in range(3000))) + "}"
    text += r"{\*\latentstyles\lsdstimax376\lsdlockeddef0\lsdsemihiddendef0{\lsdlockedexcept " + "".join(
        rf"\lsdqformat1 \lsdpriority{number % 99} \lsdlocked0 Style number {number};" for number in range(160)) + "}}"
    return text + r"\paperw11906\paperh16838\margl1440\margr1440\widowctrl\ftnbj\aenddoc\ltrsect\sectd \sectlinegrid360\sectdefaultcl " + "\r\n"


def word_part(number):
    run = rf"{{\rtlch\fcs1 \af31507 \ltrch\fcs0 \insrsid7412"
    finding, drug, dose = escaped(nth(FINDINGS, number)), nth(DRUGS, number), nth(DOSES, number)
    if number % 5 == 0:
        return (rf"\pard\plain \s1{PARA}\keepn\outlinelevel0 \rtlch\fcs1 \af31503\afs32 \ltrch\fcs0 \f31502\fs32\lang1033 "
                rf"{run} {nth(HEADINGS, number)}" + "\r\n\\par }")
    if number % 5 == 3:
        return (rf"{{\listtext\pard\plain\ltrpar \s15 \rtlch\fcs1 \af31507 \ltrch\fcs0 \f3\insrsid7412 \loch\af3\dbch\af31505\hich\f3 \'b7\tab}}"
                rf"\pard\plain \ltrpar\s15\ql \fi-360\li720\ri0\sa160\widctlpar\ls1\adjustright\rin0\lin720\itap0 {CHARS}"
                rf"{{\rtlch\fcs1 \ab\af31507 \ltrch\fcs0 \b\insrsid7412 {drug}}}{run} , {dose}" + "\r\n\\par }")
    if number % 5 == 4 and number % 20 == 19:
        row = (r"\trowd \irow0\irowband0\ltrrow\ts11\trgaph108\trleft-108\trftsWidth1\trpaddl108\trpaddr108\tblrsid7412 "
               + "".join(rf"\clvertalt\clbrdrt\brdrs\brdrw10 \clbrdrb\brdrs\brdrw10 \cltxlrtb\clftsWidth3\clwWidth1700\clshdrawnil \cellx{edge}"
                         for edge in (1500, 3200, 4900)))
        cells = "".join(rf"\pard\plain {PARA}\intbl {CHARS}{run} {cell}\cell }}" for cell in (drug, dose, str(number)))
        return row + cells + r"\pard \ltrpar\ql \li0\ri0\widctlpar\intbl {\trowd \irow0\irowband0\row }"
    return (rf"\pard\plain {PARA}{CHARS}{run} {finding}. }}{{\rtlch\fcs1 \ab\af31507 \ltrch\fcs0 \b\insrsid7412 {drug}}}"
            rf"{run}  {dose}. }}{{\rtlch\fcs1 \ai\af31507 \ltrch\fcs0 \i\insrsid7412 {finding}." + "\r\n\\par }")


def whole(head, size, part):
    return head.encode() + until(max(size - len(head), 1), part) + b"}\r\n"


RICHEDIT = ("{\\rtf1\\ansi\\ansicpg1252\\deff0\\nouicompat\\deflang1033{\\fonttbl{\\f0\\fnil\\fcharset0 Calibri;}{\\f1\\fnil\\fcharset2 Symbol;}}\r\n"
            "{\\*\\generator Riched20 10.0.19041}\\viewkind4\\uc1 \r\n\\pard\\sa200\\sl276\\slmult1\\f0\\fs22 ")


def richedit(number):
    finding = escaped(nth(FINDINGS, number))
    if number % 6 == 5:
        return "\\pard{\\pntext\\f1\\'B7\\tab}{\\*\\pn\\pnlvlblt\\pnf1\\pnindent0{\\pntxtb\\'B7}}\\fi-200\\li200\\sa200 One\\par\r\n{\\pntext\\f1\\'B7\\tab}Two\\par\r\n\\pard\\sa200 "
    return f"{finding}. \\b {nth(DRUGS, number)}\\b0  {nth(DOSES, number)}. \\i {finding}.\\i0\\par\r\n"


def octets(_):
    text = "".join(f"\\'{byte:02x}" for byte in "患者は軽い喘息で再診。".encode("shift_jis"))
    return f"{text}\\par\r\n\\b {text}\\b0\\par\r\n"


def units(_):
    return "".join(f"\\u{ord(c)}?" for c in "Пациент спит хорошо") + "\\par\r\n"


def picture():
    pixels = bytes((at * at // 7) % 256 for at in range(32_000))
    size = b"\0\0\0\x0d" + b"IHDR" + b"\0\0\0\x64\0\0\0\x64\x08\x02\0\0\0" + b"\xff\x80\x02\x03"
    png = b"\x89PNG\r\n\x1a\n" + size + len(pixels).to_bytes(4, "big") + b"IDAT" + pixels + b"\0\0\0\0"
    return b"{\\rtf1\\ansi {\\pict\\pngblip\\picw100\\pich100\n" + hexadecimal(png).encode() + b"}\\par}"


MARKDOWN = {
    "memo-1k": lambda: until(1_000, memo),
    "memo-16k": lambda: until(16_000, memo),
    "tables-16k": lambda: until(16_000, table),
    "code-16k": lambda: until(16_000, lambda _: CODE),
    "cjk-4k": lambda: until(4_000, lambda _: CJK),
    "emoji-16k": lambda: "Seen today \U0001F600.\n\n".encode() + until(16_000, memo),
    "bench": bench,
}
RTF = {
    "word-45k": lambda: whole(word_header(), 45_000, word_part),
    "richedit-16k": lambda: whole(RICHEDIT, 16_000, richedit),
    "bytes-16k": lambda: whole("{\\rtf1\\ansi\\ansicpg932{\\fonttbl{\\f0\\fcharset128 MS Mincho;}}\\f0 ", 16_000, octets),
    "units-16k": lambda: whole("{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\f0 ", 16_000, units),
    "picture-64k": picture,
}
