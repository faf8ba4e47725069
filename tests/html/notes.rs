//! Notes as programs write them, cut down: a link in superscript and a block that leads back to it.

use legacybridge::report::Loss;

use super::rules::{html, read};

/// Two notes of one program: what stands in the text, and where the notes stand.
fn check(program: &str, source: &str, expected: &str) {
    assert_eq!(html(source), expected, "{program}");
}

#[test]
fn notes_of_programs() {
    check(
        "markdown-it",
        "<p>a<sup class='footnote-ref'><a href='#fn1' id='fnref1'>[1]</a></sup>b<sup class='footnote-ref'><a href='#fn1' id='fnref1:1'>[1:1]</a></sup></p>\
         <hr class='footnotes-sep'><section class='footnotes'><ol class='footnotes-list'><li id='fn1' class='footnote-item'><p>c \
         <a href='#fnref1' class='footnote-backref'>↩︎</a> <a href='#fnref1:1' class='footnote-backref'>↩︎</a></p></li></ol></section>",
        "<p>a<ref/ 1>b<ref/ 1></p><note 1><p>c</p></note>",
    );
    check(
        "kramdown",
        "<p>a<sup id='fnref:1'><a href='#fn:1' class='footnote' rel='footnote' role='doc-noteref'>1</a></sup></p>\
         <div class='footnotes' role='doc-endnotes'><ol><li id='fn:1'><p>b&nbsp;<a href='#fnref:1' class='reversefootnote' \
         role='doc-backlink'>&#8617;</a></p></li></ol></div>",
        "<p>a<ref/ 1></p><note 1><p>b</p></note>",
    );
    check(
        "Python-Markdown",
        "<p>a<sup id='fnref:x'><a class='footnote-ref' href='#fn:x'>1</a></sup></p><div class='footnote'><hr /><ol><li id='fn:x'>\
         <p>b</p><pre>c</pre><p><a class='footnote-backref' href='#fnref:x'>&#8617;</a></p></li></ol></div>",
        "<p>a<ref/ x></p><note x><p>b</p><code>c\\n</code></note>",
    );
    check(
        "GitHub",
        "<p>a<sup><a href='#user-content-fn-1-f' id='user-content-fnref-1-f' data-footnote-ref=''>1</a></sup></p>\
         <section data-footnotes='' class='footnotes'><h2 id='footnote-label' class='sr-only'>Footnotes</h2><ol>\
         <li id='user-content-fn-1-f'><p>b <a href='#user-content-fnref-1-f' data-footnote-backref=''>↩</a></p></li></ol></section>",
        "<p>a<ref/ 1-f></p><note 1-f><p>b</p></note>",
    );
    check(
        "pandoc",
        "<p>a<a href='#fn1' class='footnote-ref' id='fnref1' role='doc-noteref'><sup>1</sup></a></p><aside id='footnotes' \
         class='footnotes' role='doc-footnote'><hr><ol><li id='fn1'><p>b<a href='#fnref1' class='footnote-back' role='doc-backlink'>↩︎</a>\
         </p></li></ol></aside>",
        "<p>a<ref/ 1></p><note 1><p>b</p></note>",
    );
    check(
        "Asciidoctor",
        "<p>a<sup class='footnote'>[<a id='_footnoteref_1' class='footnote' href='#_footnotedef_1'>1</a>]</sup></p><div id='footnotes'>\
         <hr><div class='footnote' id='_footnotedef_1'><a href='#_footnoteref_1'>1</a>. (b)</div></div>c",
        "<p>a<ref/ 1></p><note 1><p>(b)</p></note><p>c</p>",
    );
    check(
        "DocBook",
        "<p>a<a href='#ftn.id1' class='footnote' name='id1'><sup class='footnote'>[1]</sup></a></p><div class='footnotes'><br><hr>\
         <div id='ftn.id1' class='footnote'><p><a href='#id1' class='para'><sup class='para'>[1] </sup></a>b</p><p>c</p></div></div>",
        "<p>a<ref/ id1></p><note id1><p>b</p><p>c</p></note>",
    );
    check(
        "LibreOffice",
        "<p>a<sup><a class='sdfootnoteanc' name='sdfootnote1anc' href='#sdfootnote1sym'><sup>1</sup></a></sup><sup><a class='sdendnoteanc' \
         name='sdendnote1anc' href='#sdendnote1sym'><sup>i</sup></a></sup></p><div id='sdfootnote1'><p class='sdfootnote'>\
         <a class='sdfootnotesym' name='sdfootnote1sym' href='#sdfootnote1anc'>1</a>b</p></div><div id='sdendnote1'><p>\
         <a class='sdendnotesym' name='sdendnote1sym' href='#sdendnote1anc'>i</a>c</p><p>d</p></div>",
        "<p>a<ref/ 1><ref/ sdendnote1></p><note 1><p>b</p></note><endnote sdendnote1><p>c</p><p>d</p></endnote>",
    );
    // As filtered HTML: without styles of its own.
    for (foot, end) in [("", ""), ("title=''", "<span style='color:black'></span>")] {
        check(
            "Word, filtered",
            &format!(
                "<p class=MsoNormal>a<a href='#_ftn1' name='_ftnref1' {foot}><span class=MsoFootnoteReference>[1]</span></a>b<a href='#_edn1' \
                 name='_ednref1' {foot}>{end}<span class=MsoEndnoteReference>[i]</span></a></p><div><br clear=all><hr align=left size=1 width='33%'>\
                 <div id=ftn1><p class=MsoFootnoteText><a href='#_ftnref1' name='_ftn1' {foot}><span class=MsoFootnoteReference>[1]</span></a> c</p>\
                 <p>d</p></div></div><div><br clear=all><hr align=left size=1 width='33%'><div id=edn1><p class=MsoEndnoteText><a href='#_ednref1' \
                 name='_edn1' {foot}><span class=MsoEndnoteReference>[i]</span></a> e</p></div></div>"
            ),
            "<p>a<ref/ 1>b<ref/ edn1></p><note 1><p>c</p><p>d</p></note><endnote edn1><p>e</p></endnote>",
        );
    }
    check(
        "LibreOffice, without classes",
        "<p>a<a name='sdfootnote1anc' href='#sdfootnote1sym'>1</a></p><div id='sdfootnote1'><p><a name='sdfootnote1sym' \
         href='#sdfootnote1anc'>1</a>b</p></div>",
        "<p>a<ref/ 1></p><note 1><p>b</p></note>",
    );
    check(
        "Google Docs",
        "<p>a<sup><a href='#ftnt1' id='ftnt_ref1'>[1]</a></sup></p><hr><div><p><a href='#ftnt_ref1' id='ftnt1'>[1]</a><span>&nbsp;b</span>\
         </p></div>",
        "<p>a<ref/ 1></p><note 1><p>b</p></note>",
    );
    check(
        "MediaWiki",
        "<p>a<sup id='cite_ref-b_1-0' class='reference'><a href='#cite_note-b-1'>&#91;1&#93;</a></sup><sup id='cite_ref-b_1-1'>\
         <a href='#cite_note-b-1'>[1]</a></sup></p><ol class='references'><li id='cite_note-b-1'><span>^ <a href='#cite_ref-b_1-0'><sup>a</sup></a> \
         <a href='#cite_ref-b_1-1'><sup>b</sup></a></span> <span>c</span></li></ol><p>d",
        "<p>a<ref/ b-1><ref/ b-1></p><note b-1><p>c</p></note><p>d</p>",
    );
    check(
        "Sphinx",
        "<p>a <a class='footnote-reference' href='#id2' id='id1' role='doc-noteref'><span>[</span>1<span>]</span></a></p><aside><aside \
         class='footnote' id='id2'><span class='label'><span>[</span><a role='doc-backlink' href='#id1'>1</a><span>]</span></span><p>b</p></aside></aside>",
        "<p>a <ref/ id2></p><note id2><p>b</p></note>",
    );
    check(
        "WordPress",
        "<p>a<sup data-fn='f' class='fn'><a href='#f' id='f-link'>1</a></sup></p><ol class='wp-block-footnotes'><li id='f'>b \
         <a href='#f-link'>↩︎</a></li></ol>",
        "<p>a<ref/ f></p><note f><p>b</p></note>",
    );
}

#[test]
fn notes_by_hand_and_what_is_none() {
    for (source, expected) in [
        // Paragraphs, to one of which another link leads.
        (
            "a<sup><a name=r href=#n>*</a></sup> <a href=#n>b</a><p><a name=n href=#r>*</a> c<p>d",
            "<p>a<ref/ n> <a #n>b</a></p><note n><p><anchor/ n>c</p></note><p>d</p>",
        ),
        // Items without end tags, one of which begins with a bracket.
        (
            "a<sup id=q><a href=#m>1</a></sup><sup id=r><a href=#n>2</a></sup><ol><li id=m>(b) <a href=#q>^</a><li id=n>c <a href=#r>^</a></ol>d",
            "<p>a<ref/ m><ref/ n></p><note m><p>(b)</p></note><note n><p>c</p></note><p>d</p>",
        ),
        // A division around all of them.
        (
            "a<sup><a id=q href=#m>1</a><a id=r href=#n>2</a></sup><div><p><a id=m href=#q>1</a> b</p><p><a id=n href=#r>2</a> c</p></div>d",
            "<p>a<ref/ m><ref/ n></p><note m><p>b</p></note><note n><p>c</p></note><p>d</p>",
        ),
        // Contents whose headings lead back.
        (
            "<a href=#s id=t><sup>1</sup>a</a><h2 id=s><a href=#t>a</a></h2>",
            "<p><anchor/ t><a #s><sup>1</sup>a</a></p><h2 #s><a #t>a</a></h>",
        ),
        // Links that lead nowhere, back to another place, or from a quote.
        ("a<sup><a href=#n>1</a></sup>", "<p>a<sup><a #n>1</a></sup></p>"),
        (
            "a<sup><a id=r href=#n>1</a></sup><p id=n>b <a href=#top>up</a>",
            "<p>a<sup><a #n>1</a></sup></p><p><anchor/ n>b <a #top>up</a></p>",
        ),
        (
            "a<sup><a id=r href=#n>1</a></sup><blockquote><p id=n>b <a href=#r>up</a></blockquote>",
            "<p>a<sup><anchor/ r><a #n>1</a></sup></p><quote><p><anchor/ n>b <a #r>up</a></p></quote>",
        ),
        // One that stands before what refers to it.
        (
            "<p id=n>b <a href=#r>up</a></p>a<sup><a id=r href=#n>1</a></sup>",
            "<p><anchor/ n>b <a #r>up</a></p><p>a<sup><anchor/ r><a #n>1</a></sup></p>",
        ),
    ] {
        assert_eq!(html(source), expected, "{source}");
    }
}

#[test]
fn notes_and_references_in_quotes_and_tables() {
    // What refers to notes stands in cells and quotes, the notes behind all: as pandoc and GitHub write them.
    check(
        "pandoc",
        "<table><thead><tr><th>a<a href='#fn1' class='footnote-ref' id='fnref1' role='doc-noteref'><sup>1</sup></a></th><th>b</th></tr></thead>\
         <tbody><tr><td>c<a href='#fn2' class='footnote-ref' id='fnref2' role='doc-noteref'><sup>2</sup></a></td><td>d</td></tr></tbody></table>\
         <blockquote><p>e<a href='#fn3' class='footnote-ref' id='fnref3' role='doc-noteref'><sup>3</sup></a></p></blockquote>\
         <section id='footnotes' class='footnotes footnotes-end-of-document' role='doc-endnotes'><hr /><ol><li id='fn1'><p>f<a href='#fnref1' \
         class='footnote-back' role='doc-backlink'>↩︎</a></p></li><li id='fn2'><p>g</p><p>h<a href='#fnref2' class='footnote-back' \
         role='doc-backlink'>↩︎</a></p></li><li id='fn3'><p>i<a href='#fnref3' class='footnote-back' role='doc-backlink'>↩︎</a></p></li></ol></section>",
        "<table --><th><td>a<ref/ 1></td><td>b</td></th><tr><td>c<ref/ 2></td><td>d</td></tr></table><quote><p>e<ref/ 3></p></quote>\
         <note 1><p>f</p></note><note 2><p>g</p><p>h</p></note><note 3><p>i</p></note>",
    );
    check(
        "GitHub",
        "<table><tr><th>a<th>b<tr><td>c<sup><a href='#user-content-fn-x-1' id='user-content-fnref-x-1' data-footnote-ref=''>1</a></sup><td>d</table>\
         <section data-footnotes='' class='footnotes'><h2 id='footnote-label' class='sr-only'>Footnotes</h2><ol><li id='user-content-fn-x-1'>\
         <p>e <a href='#user-content-fnref-x-1' data-footnote-backref=''>↩</a></p></li></ol></section>",
        "<table --><th><td>a</td><td>b</td></th><tr><td>c<ref/ x-1></td><td>d</td></tr></table><note x-1><p>e</p></note>",
    );
    // The notes stand in the quote or table, too: they come behind all else.
    check(
        "a mail that quotes a page",
        "<blockquote><p>a<sup><a href=#n id=r>1</a></sup><p>b<sup><a href=#m id=q>2</a></sup><hr><ol><li id=n>c <a href=#r>^</a>\
         <li id=m><p>d<blockquote>e</blockquote><p><a href=#q>^</a></li></ol><p>f</blockquote>g",
        "<quote><p>a<ref/ n></p><p>b<ref/ m></p><p>f</p></quote><p>g</p><note n><p>c</p></note><note m><p>d</p><quote><p>e</p></quote></note>",
    );
    check(
        "a quote of another's",
        "<blockquote><p>a<sup><a href=#n id=r>1</a></sup></blockquote><blockquote><p id=n>b <a href=#r>^</a></blockquote>",
        "<quote><p>a<sup><anchor/ r><a #n>1</a></sup></p></quote><quote><p><anchor/ n>b <a #r>^</a></p></quote>",
    );
    check(
        "a cell below all columns",
        "<table><tr><th>a<th>b<tr><td>c<sup><a href=#n id=r>1</a></sup><td>d<sup><a href=#m id=q>2</a></sup><tr><td colspan=2>\
         <p id=n><a href=#r>1</a> e<p id=m><a href=#q>2</a> f</table>g",
        "<table --><th><td>a</td><td>b</td></th><tr><td>c<ref/ n></td><td>d<ref/ m></td></tr><tr><td 2x1></td><td 0x0></td></tr></table><p>g</p>\
         <note n><p>e</p></note><note m><p>f</p></note>",
    );
    check(
        "a table for the layout",
        "<table role=presentation><tr><td><p>a<sup><a href=#n id=r>1</a></sup></p><div id=n>b <a href=#r>^</a></div></td></tr></table><p>c",
        "<p>a<ref/ n></p><note n><p>b</p></note><p>c</p>",
    );
    // Tables in it keep their shapes, and so do those behind it.
    check(
        "a table in a note",
        "<blockquote><p>a<sup><a href=#n id=r>1</a></sup><div id=n>b <a href=#r>^</a><table><tr><th>c<th>d</table></div></blockquote><table><th>e<th>f<th>g</table>",
        "<quote><p>a<ref/ n></p></quote><table ---><th><td>e</td><td>f</td><td>g</td></th></table><note n><p>b</p><table --><th><td>c</td><td>d</td></th></table></note>",
    );
}

#[test]
fn comments_and_changes_as_pandoc_writes_them() {
    for (source, expected, lost) in [
        (
            "<p>a <span class='comment-start' id='0' data-author='Ann' data-date='2024-01-02T03:04:05Z'>b <span><b>c</b></span></span>d<span \
             class='comment-end' id='0'></span> e</p><p>f",
            "<p>a <said/ 0>d<unsaid/ 0> e</p><p>f</p><comment 0 Ann  2024-01-02T03:04:05><p>b <b>c</b></p></comment>",
            0,
        ),
        // Two that overlap over paragraphs, and one without words.
        (
            "<p>a<span class='comment-start' id='x9'>b</span>c<span class='comment-start' id='7'></span>d<p>e<span class='comment-end' \
             id='x9'></span>f<span class='comment-end' id='7'></span>",
            "<p>a<said/ 0>c<said/ 1>d</p><p>e<unsaid/ 0>f<unsaid/ 1></p><comment 0   ><p>b</p></comment><comment 1   ></comment>",
            0,
        ),
        // One that is never ended, and an end of none.
        (
            "a<span class='comment-start' id='1'>b</span>c<span class='comment-end' id='2'></span>",
            "<p>a<said/ 0>c</p><comment 0   ><p>b</p></comment>",
            1,
        ),
        // Words without an end.
        ("a<span class='comment-start' id='1'>b<p>c</p>d", "<p>ab</p><p>c</p><p>d</p>", 1),
        // Formatting around them does not go on in them.
        (
            "<b>a<span class='comment-start' id='1'>b</span>c<span class='comment-end' id='1'></span>",
            "<p><b>a<said/ 0>c<unsaid/ 0></b></p><comment 0   ><p>b</p></comment>",
            0,
        ),
        (
            "<span class='insertion' data-author='Ann' data-date='2024-01-02T03:04:05Z'>a</span><span class='deletion' data-author='Bo'>b</span>\
             <span class='insertion'>c</span>",
            "<p><ins Ann 2024-01-02T03:04:05>a</ins><del Bo >b</del>c</p>",
            0,
        ),
        (
            "<ins datetime='2024-03-03' cite='https://example.com/why'>a</ins><del cite='mailto:Bo%20C'>b</del>",
            "<p><ins  2024-03-03>a</ins><del Bo C >b</del></p>",
            0,
        ),
    ] {
        let (outline, report) = read(source);
        assert_eq!(outline, expected, "{source}");
        assert_eq!(report.get(Loss::Comment).count, lost, "{source}");
    }
}
