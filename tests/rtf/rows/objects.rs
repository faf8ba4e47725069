//! Part A6: objects, and what writers of RTF are known to do. Pictures have tests of their own.

rows! {
    // Objects.
    object_shows_its_result r"{\rtf1\ansi a {\object\objemb\objw100\objh100{\*\objclass Word.Document.8}{\*\objdata 0105000002}{\result{\pard\plain shown}}} b\par}" => "a shown b";
    object_without_a_result r"{\rtf1\ansi a{\object\objemb{\*\objclass Package}{\*\objdata 0105}}b\par}" => "ab";
    object_linked r"{\rtf1\ansi a{\object\objautlink\rsltpict{\*\objclass Excel.Sheet.8}{\*\objname x}{\*\objdata 01}{\result \pard\plain 42}}b\par}" => "a42b";
    object_data_is_never_text r"{\rtf1\ansi a{\object\objocx{\*\objdata 41414141}}b\par}" => "ab";

    // HTML in RTF.
    html_of_exchange r#"{\rtf1\ansi\ansicpg1252\fromhtml1 \fbidis \deff0{\fonttbl{\f0\fswiss Arial;}}{\*\generator Microsoft Exchange Server;}{\*\htmltag64}\htmlrtf {\htmlrtf0 {\*\htmltag64 <p>}\htmlrtf \par \htmlrtf0 caf\'e9 {\*\htmltag84 <b>}\htmlrtf {\b \htmlrtf0 bold{\*\htmltag92 </b>}\htmlrtf }\htmlrtf0  {\*\mhtmltag84 <a href="cid:x">}{\*\htmltag84 <a href="http://a.b/">}link{\*\htmltag92 </a>}{\*\htmltag72 </p>}\htmlrtf }\htmlrtf0 }"# => "café **bold** [link](http://a.b/)";

    // Writers.
    generator_wordpad "{\\rtf1\\ansi\\ansicpg1252\\deff0\\nouicompat\\deflang1033{\\fonttbl{\\f0\\fnil\\fcharset0 Calibri;}{\\f1\\fnil\\fcharset2 Symbol;}}\r\n{\\colortbl ;\\red255\\green0\\blue0;}\r\n{\\*\\generator Riched20 10.0.19041}\\viewkind4\\uc1 \r\n\\pard\\sa200\\sl276\\slmult1\\f0\\fs22\\lang9 One \\b two\\b0  \\cf1 three\\cf0\\par\r\n\r\n\\pard{\\pntext\\f1\\'B7\\tab}{\\*\\pn\\pnlvlblt\\pnf1\\pnindent0{\\pntxtb\\'B7}}\\fi-360\\li720\\sl240\\slmult1 a\\par\r\n{\\pntext\\f1\\'B7\\tab}b\\par\r\n}\r\n\0" => "One **two** three\n\n- a\n- b";
    generator_msftedit "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fswiss\\fprq2\\fcharset0 Calibri;}}\r\n{\\*\\generator Msftedit 5.41.21.2510;}\\viewkind4\\uc1\\pard\\lang1033\\f0\\fs22 a\\par\r\n}\r\n\0" => "a";
    generator_vb6 "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0\\fnil\\fcharset0 MS Sans Serif;}{\\f1\\fnil MS Sans Serif;}}\r\n\\viewkind4\\uc1\\pard\\lang1033\\f0\\fs17 Hello \\b World\\b0\\f1 \r\n\\par }\r\n\0" => "Hello **World**";
    generator_delphi "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0\\fnil\\fcharset0 Tahoma;}{\\f1\\fnil Tahoma;}}\r\n{\\colortbl ;\\red0\\green0\\blue0;}\r\n\\viewkind4\\uc1\\pard\\cf1\\lang1031\\f0\\fs16 Gr\\'fc\\'dfe\\f1\r\n\\par }\r\n" => "Grüße";
    generator_wine "{\\rtf1\\ansi\\ansicpg1252\\uc1\\deff0{\\fonttbl{\\f0\\fcharset0 Calibri;}{\\f2\\fcharset2 Symbol;}}\r\n{\\*\\generator Wine Riched20 2.0;}\r\n\\pard\\fi480\\ri480\\sa160 \\fs22\\f0 A quote.\\par\r\n\\pard{\\pntext\\f2 \\'b7\\tab}{\\*\\pn\\pnlvlblt\\pnf2\\pnindent0{\\pntxtb\\'b7}}\\li360\\fi360 one\\par\r\n\\pard\\li360\\fi1080 \\fs24\\f2 \\'b7\\tab \\fs22\\f0 inner\\par\r\n\\pard{\\pntext\\f2 \\'b7\\tab}{\\*\\pn\\pnlvlblt\\pnf2\\pnindent0{\\pntxtb\\'b7}}\\li360\\fi360 two\\par\r\n}\0" => "> A quote.\n\n- one\n  - inner\n- two";
    generator_tx_text_control r"{\rtf1\ansi\ansicpg1252\uc1\deff0{\fonttbl{\f0\fswiss\fcharset0\fprq2 Arial;}{\f1\froman\fcharset2\fprq2 Symbol;}}{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0\itap0\nowidctlpar\f0\fs24 [Normal];}{\*\cs10\additive Default Paragraph Font;}}{\*\generator TX_RTF32 15.0.530.503;}\deftab1134\paperw12240\pard\itap0\nowidctlpar\plain\f0\fs20 One{\b two}\par}" => "One**two**";
    generator_crystal "{\\rtf1\\ansi\\ansicpg1252\\uc1\\deff0{\\fonttbl\n{\\f0\\fnil\\fcharset0\\fprq2 Arial;}}\n{\\colortbl;\\red0\\green0\\blue0;}\n{\\stylesheet{\\f0\\fs20 Normal;}}\\viewkind1\\paperw12240\n\\sectd\\sbknone\n{\\pard\\plain\\posx100\\posy200\\absw3000\\absh-300\\phpg\\pvpg\\ql\\f0\\fs20\\cf1 Name:\\par}\n{\\pard\\plain\\posx3200\\posy200\\absw3000\\absh-300\\phpg\\pvpg\\f0\\fs20\\b Bob\\par}\n}" => "Name:\n\n**Bob**";
    generator_ssrs "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fswiss Arial;}}{\\trowd\\trleft0\\trgaph0\\trrh300\\cellx2000\\cellx4000\\pard\\intbl\\ql{\\f0\\fs20\\b Total}\\cell\\pard\\intbl\\qr{\\f0\\fs20 12.00}\\cell\\row}\\pard\\par}" => "| | |\n| :--- | ---: |\n| **Total** | 12.00 |";
    generator_outlook r"{\rtf1\ansi\ansicpg1252\fromtext \fbidis \deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fmodern Courier New;}{\f2\fnil\fcharset2 Symbol;}}{\colortbl\red0\green0\blue0;\red0\green0\blue255;}\uc1\pard\plain\deftab360 \f0\fs20 Hello,\par\par see below.\par}" => "Hello,\n\nsee below.";
    generator_aspose r"{\rtf1\ansi\ansicpg1252\uc1\deff0\stshfdbch0{\fonttbl{\f0\fnil Times New Roman;}}{\stylesheet{\s0\snext0\sqformat\spriority0\fi0\sb0\sa0\aspalpha Normal;}}{\*\generator Aspose.Words for .NET 14.1.0.0;}\sectd\pard\plain\itap0\s0\ilvl0\fi0\sb0\sa0\ql\plain{\fs24 a}{\fs24\b b}{\fs24\b\par}}" => "a**b**";
    generator_powerbuilder "{\\rtf1\\ansi\\uc1\\deff0\\deflang1024{\\fonttbl{\\f0\\fswiss\\fcharset0\\fprq2 Arial{\\*\\falt Helv};}}\\pard\\plain\\s0\\f0\\fs20 a\\par\\pard b}" => "a\n\nb";
}
