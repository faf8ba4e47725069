//! What the HTML reader makes of small texts of our own writing: one line, one rule.

use legacybridge::document::{Document, Meta, View};
use legacybridge::html::{self, Origin};
use legacybridge::options::Options;
use legacybridge::report::{Loss, Report};

use crate::kit::outline::outline;

pub(crate) fn read(source: &str) -> (String, Report) {
    let mut outlines = Vec::new();
    let mut scratch = html::Scratch::default();
    let mut report = Report::default();
    // The same document, wherever the text stands.
    let shifted = format!("<i>é{source}");
    for (text, from, origin, view) in [
        (source, 0, Origin::Input(0), source),
        (source, 0, Origin::Derived, source),
        (source, 0, Origin::Elsewhere, ""),
        (&shifted, 5, Origin::Input(5), &shifted),
    ] {
        let mut doc = Document::default();
        doc.reset(256);
        report = Report::default();
        html::read(&text[from..], origin, &Options::default(), &mut doc, &mut report, &mut scratch)
            .expect("HTML is read");
        assert_eq!(doc.open_count(), 0);
        outlines.push(outline(View { doc: &doc, source: view.as_bytes() }));
    }
    outlines.dedup();
    assert_eq!(outlines.len(), 1, "{outlines:?}");
    (outlines.remove(0), report)
}

pub(crate) fn html(source: &str) -> String {
    read(source).0
}

macro_rules! reads {
    ($($name:ident $source:expr => $expected:expr;)*) => {
        $(#[test] fn $name() { assert_eq!(html($source), $expected); })*
    };
}

reads! {
    // Paragraphs and white space.
    paragraphs "<p>a</p><p>b</p>" => "<p>a</p><p>b</p>";
    paragraphs_without_end_tags "<p>a<p>b" => "<p>a</p><p>b</p>";
    bare_text "a" => "<p>a</p>";
    white_space_is_one_space " a \n b\t\tc <br> d " => "<p>a b c<br/>d</p>";
    spaces_around_marks_stand_outside "a <b> b </b> c" => "<p>a <b>b</b> c</p>";
    spaces_before_a_reference "a &amp;  b &#32; c" => "<p>a & b c</p>";
    divs_are_borders "<div>a<div>b</div>c</div>" => "<p>a</p><p>b</p><p>c</p>";
    two_breaks_are_a_border "a<br>b<br><br>c<br>" => "<p>a<br/>b</p><p>c</p>";
    breaks_with_marks "<b>a<br>b</b>" => "<p><b>a<br/>b</b></p>";
    no_break_spaces_are_kept "a&nbsp;b&nbsp;&nbsp;c" => "<p>a\u{a0}b\u{a0}\u{a0}c</p>";
    no_break_spaces_alone_are_layout "<p>a</p><p>&nbsp;</p><p>\u{a0}&#160;</p><p>b</p>" => "<p>a</p><p>b</p>";
    indents_are_kept "<p>&nbsp;&nbsp;a</p>" => "<p>\u{a0}\u{a0}a</p>";
    references "&lt;&#8364;&eacute;&nosuch;&copy x" => "<p><€é&nosuch;© x</p>";
    cdata_is_text "<![CDATA[a < b &amp;]]>" => "<p>a < b &amp;</p>";
    comments_are_no_text "a<!-- b --><!doctype html><?php c ?>d" => "<p>ad</p>";
    head_is_no_text "<head><title>T</title><style>p{}</style><script>x</script></head><body>a" => "<p>a</p>";
    hidden_text_is_left_out "<div style='display:none'>a<ul><li>b</ul><hr></div><span hidden>c</span>d" => "<p>d</p>";
    rules "a<hr>b" => "<p>a</p><hr/><p>b</p>";
    unknown_elements_are_passed "<o:p>a</o:p><x-y>b</x-y>" => "<p>ab</p>";
    textarea "<textarea>a <b></textarea>" => "<p>a <b></p>";
    details "<details><summary>a</summary>b</details>" => "<p>a</p><p>b</p>";
    preformatted_style "<div style='white-space:pre-wrap'>a\nb</div>" => "<p>a<br/>b</p>";

    blanks_and_lines_that_count "<div style='white-space:pre-wrap'>a  b\n   c\td \n e<p style='white-space:normal'>f  g\nh</div>"
        => "<p>a  b<br/>   c\\td<br/> e</p><p>f g h</p>";
    lines_that_count "<p style='white-space:pre-line'>a   b\n c</p><span style='white-space-collapse:preserve-breaks'>d\ne</span> f\ng"
        => "<p>a b<br/>c</p><p>d<br/>e f g</p>";
    blanks_between_spans "<span style='white-space:pre-wrap'>a </span><span style='white-space:pre-wrap'>b  </span>c" => "<p>a b  c</p>";
    blanks_at_the_start_and_the_end "<p style='white-space:pre'>  a  </p>" => "<p>\u{a0}\u{a0}a</p>";
    captions_in_figures "<figure><table><tr><th>a<th>b</table><figcaption>c</figcaption></figure><figure><img src=d><figcaption>e</figcaption></figure>"
        => "<table --><th><td>a</td><td>b</td></th></table><caption>c</caption><p><img d></img></p><caption>e</caption>";

    // Headings.
    headings "<h1>a</h1><h6>b</h6>c" => "<h1>a</h><h6>b</h><p>c</p>";
    heading_with_another_end_tag "<h1>a</h2>b" => "<h1>a</h><p>b</p>";
    heading_that_links_lead_to "<a href=#x>a</a><h2 id=x>b</h2><h2 id=y>c" => "<p><a #x>a</a></p><h2 #x>b</h><h2>c</h>";
    links_of_headings_to_themselves "<h2 id=x>a<a class=headerlink href=#x>¶</a></h2>b" => "<h2>a</h><p>b</p>";
    heading_that_begins_with_a_place "<h2><span id=x>b</span> <a name=y>c</a></h2><a href=#x>a</a><a href=#y>a</a>"
        => "<h2 #x>b <anchor/ y>c</h><p><a #x>a</a><a #y>a</a></p>";
    paragraph_in_a_heading "<h1><p>a</p></h1>" => "<h1>a</h>";

    // Marks.
    marks "<b>a</b><strong>b</strong><i>c</i><em>d</em><cite>e</cite>" => "<p><b>ab</b><i>cde</i></p>";
    more_marks "<s>a</s><u>b</u><sup>c</sup><sub>d</sub><mark>e</mark><del>f</del><ins>g</ins>"
        => "<p><s>a</s><u>b</u><sup>c</sup><sub>d</sub><mark>e</mark><s>f</s><u>g</u></p>";
    keys_that_touch "<kbd>a</kbd><kbd>b</kbd> <kbd>c<b>d</b></kbd>e" => "<p><kbd>a</kbd><kbd>b</kbd> <kbd>c<b>d</b></kbd>e</p>";
    marks_nest_as_they_began "<i><b>a</b></i> <u>-</u> <b><i>c</i></b>" => "<p><i><b>a</b></i> <u>-</u> <b><i>c</i></b></p>";
    marks_that_cross "<b>a<i>b</b>c</i>d" => "<p><b>a<i>b</i></b><i>c</i>d</p>";
    spans_that_end_with_a_mark "<b>a<cite>b</b>c</cite>d" => "<p><b>a<i>b</i></b>cd</p>";
    marks_across_paragraphs "<b><p>a</p><p>b</b>c</p>" => "<p><b>a</b></p><p><b>b</b>c</p>";
    marks_that_never_end "<p><b>a</p><p>b" => "<p><b>a</b></p><p><b>b</b></p>";
    marks_in_marks_of_the_same_kind "<b>a<b>b</b>c</b>d" => "<p><b>abc</b>d</p>";
    stray_end_tags "</b>a</i></p></div></td></table>b" => "<p>a</p><p>b</p>";
    span_styles "<span style='font-weight:bold;font-style:italic'>a</span><span style=\"vertical-align:super\">b</span>"
        => "<p><b><i>a</i></b><sup>b</sup></p>";
    span_ends_with_its_block "<p><span style='font-weight:bold'>a</p><p>b</span>c" => "<p><b>a</b></p><p>bc</p>";
    styles_that_switch_off "<b style='font-weight:normal'>a<b>b</b></b><b>c<span style='font-weight:400'>d</span></b>"
        => "<p>a<b>bc</b>d</p>";
    styles_of_blocks "<p style='font-weight:700'>a<i>b</i></p>" => "<p><b>a<i>b</i></b></p>";
    styles_with_references "<span style='font-family:&quot;Courier New&quot;'>a</span>" => "<p>`a`</p>";
    spans_that_say_nothing "<span><font><a name=q><span style='font-weight:bold'>a</span></font>b</span></a><b>c</span></b>d"
        => "<p><b>a</b>b<b>c</b>d</p>";
    code "<code>a b</code> <tt>c</tt><kbd>d</kbd>" => "<p>`a b` `c`<kbd>d</kbd></p>";
    code_with_marks "<b><code>a</code></b><code>b<i>c</i> d</code>" => "<p><b>`a`</b>`b`<i>`c`</i> `d`</p>";
    code_with_references "<code>a&lt;b&gt;  c</code>" => "<p>`a<b> c`</p>";
    code_with_a_break "<code>a<br>b</code>" => "<p>`a`<br/>`b`</p>";
    monospaced_font "<font face='Courier New'>a</font>" => "<p>`a`</p>";
    quotes_of_q "a <q>b</q>" => "<p>a “b”</p>";

    // Links and images.
    links "<a href=x title='t  u'>a <b>b</b></a>" => "<p><a x 't u'>a <b>b</b></a></p>";
    link_addresses "<a href=' a?b=1&amp;c=2\n3 '>a</a>" => "<p><a a?b=1&c=23>a</a></p>";
    links_dont_nest "<a href=x>a<a href=y>b</a>c" => "<p><a x>a</a><a y>b</a>c</p>";
    links_around_blocks "<a href=x><div>a</div><div>b</div></a>" => "<p><a x>a</a></p><p><a x>b</a></p>";
    underlines_of_links_mean_nothing "<a href=x><u>a</u></a><u>b</u>" => "<p><a x>a</a><u>b</u></p>";
    scripts_are_judged_by_others "<a href='JavaScript:x()'>a</a>" => "<p><a JavaScript:x()>a</a></p>";
    empty_links "a<a href=x></a><a href=''>b</a>" => "<p>ab</p>";
    anchors "<a name=x></a>a<a id=y></a>b <a href=#x>c</a> <a href='#y'>d</a><a name=z></a>"
        => "<p><anchor/ x>a<anchor/ y>b <a #x>c</a> <a #y>d</a></p>";
    names_of_blocks "<p>a</p><table border=1 id=x><tr id=y><td>b<td id=z>c</table><ul id=l><li>d</ul><pre>e<a name=q></a></pre><div id=v></div><p><a href=#x>f</a><a href=#y>f</a><a href=#z>f</a><a href=#l>f</a><a href=#q>f</a><a href=#v>f</a><a href=#w>f</a><p id=w></p>"
        => concat!("<p>a</p><table --><th><td></td><td></td></th><tr><td><anchor/ x><anchor/ y>b</td><td><anchor/ z>c</td></tr></table>",
            "<ul><li><p><anchor/ l>d</p></li></ul><code>e\\n</code><p><anchor/ q><anchor/ v><a #x>f</a><a #y>f</a><a #z>f</a><a #l>f</a><a #q>f</a><a #v>f</a><a #w>f</a></p><p><anchor/ w></p>");
    images "a <img src='x.png' alt='b  c' title=t>" => "<p>a <img x.png 't'>b c</img></p>";
    images_in_links "<a href=x><img src=y></a>" => "<p><a x><img y></img></a></p>";
    images_without_address "<img alt=a> <img>" => "<p>a</p>";
    images_of_one_pixel "a<img src=x width=1 height=1>" => "<p>a</p>";

    formulas "<math><semantics><mi>x</mi><annotation encoding='application/x-tex'>x_1 &lt; 2</annotation></semantics></math>" => "<p><math/ x_1 < 2></p>";
    formulas_of_their_looks "a <math display=block><mfrac><mn>1</mn><mi>x</mi></mfrac></math>b" => "<p>a <math/ \\frac{1}{x}>b</p>";
    formulas_of_katex "a <span class=katex><span class=katex-mathml><math><semantics><mi>x</mi><annotation encoding='application/x-tex'>x^2</annotation></semantics></math></span><span class=katex-html aria-hidden=true><span>x</span><span>2</span></span></span> b"
        => "<p>a <math/ x^2> b</p>";
    letters_of_katex_alone "<span class=katex><span class=katex-html aria-hidden=true>x</span></span>" => "<p>x</p>";
    formulas_of_mathjax_2 "a <span class=MathJax_Preview>[x]</span><span class=MathJax id=MathJax-Element-1-Frame><nobr aria-hidden=true>x2</nobr><span class=MJX_Assistive_MathML><math><mi>x</mi></math></span></span><script type='math/tex' id=MathJax-Element-1>x^2</script> b<div class=MathJax_Display>y</div><script type='math/tex; mode=display'>y</script>"
        => "<p>a <math/ x^2> b</p><p><math/ y></p>";
    formulas_of_mathjax_2_without_scripts "a <span class=MathJax><nobr aria-hidden=true>x2</nobr><span class=MJX_Assistive_MathML><math><mi>x</mi></math></span></span> b"
        => "<p>a <math/ x> b</p>";
    formulas_of_mathjax_3 "a <mjx-container class=MathJax jax=SVG><svg aria-hidden=true><path/></svg><mjx-assistive-mml><math><mi>x</mi></math></mjx-assistive-mml></mjx-container>b"
        => "<p>a <math/ x>b</p>";
    formulas_of_sphinx "a <span class='math notranslate'>\\(x\\)</span><div class='math notranslate'>\n\\[y\\]</div>b<span class=arithmatex>\\(z\\)</span>"
        => "<p>a <math/ x></p><p><math/ y></p><p>b<math/ z></p>";
    formulas_that_are_none "<math><apply><ci>x</ci></apply></math>" => "<p>x</p>";

    // Quotes and code blocks.
    quotes "<blockquote>a<blockquote><p>b</blockquote></blockquote>c" => "<quote><p>a</p><quote><p>b</p></quote></quote><p>c</p>";
    empty_quotes "<blockquote> </blockquote>" => "";
    code_blocks "<pre>\na  b\n<b>c</b>&lt;</pre>d" => "<code>a  b\\nc<\\n</code><p>d</p>";
    choices_and_rules_in_code "<pre>a<select><option>b<option selected>c</select><hr>d</pre>" => "<code>ac\\nd\\n</code>";
    words_of_formulas "<math>txt<mi>x</mi></math>" => "<p><math/ \\text{txt}x></p>";
    code_blocks_with_a_title_and_buttons "<pre><div>python</div><div><button>Copy code</button></div><div><code class='language-python'>a\n b</code></div></pre>"
        => "<code python>a\\n b\\n</code>";
    code_blocks_with_words_before "<pre>python 3<code class='language-python'>a</code></pre>" => "<code python>python 3a\\n</code>";
    code_blocks_of_teams "<codeblock class=Python><code>a<br>b</code></codeblock>" => "<code>a\\nb\\n</code>";
    code_blocks_with_a_language "<pre><code class='x language-rust'>a\n</code></pre>" => "<code rust>a\\n</code>";
    line_end_behind_code_in_pre "<pre><code>\na</code></pre>" => "<code>\\na\\n</code>";
    code_blocks_with_a_brush "<pre class='brush: js; toolbar: false'>a</pre><pre lang=c>b</pre>" => "<code js>a\\n</code><code c>b\\n</code>";
    code_blocks_of_pandoc "<pre class='sourceCode c'><code class='sourceCode c'>a</code></pre>" => "<code c>a\\n</code>";
    emphasis_that_ends_before_a_break "<p><b>a</b><br><b>b</b> <b>c<br>d</b>" => "<p><b>a</b><br/><b>b c<br/>d</b></p>";
    blanks_behind_no_break_spaces "<p>&nbsp;&nbsp; a<br>&nbsp; <b>b</b>" => "<p>\u{A0}\u{A0} a<br/>\u{A0} <b>b</b></p>";
    changes_that_touch "<del class=change>a</del><del class=change>b</del>" => "<p><del  >ab</del></p>";
    controls_in_code_blocks "<pre>a\u{1}b\u{7F}c long enough to be looked at in one go\u{7F}\u{8}\u{B}d&#127;e" => "<code>abc long enough to be looked at in one go de\\n</code>";
    code_blocks_with_breaks_and_blocks "<pre>a<br>b<div>c</div>d\r\ne</pre>" => "<code>a\\nb\\nc\\nd\\ne\\n</code>";
    code_blocks_in_items "<ul><li>a<pre>b</pre></ul>" => "<ul><li><p>a</p><code>b\\n</code></li></ul>";
    empty_code_blocks "<pre></pre>" => "<code></code>";
    marks_that_end_in_code_blocks "<b>a<pre>b<b>c</b>d</b>e</pre>f" => "<p><b>a</b></p><code>bcde\\n</code><p>f</p>";
    spans_that_do_not "<span style='font-weight:bold'>a<pre>b</span>c</pre>d</span>e" => "<p><b>a</b></p><code>bc\\n</code><p><b>d</b>e</p>";
    templates "a<template><p>b</p></template>c" => "<p>ac</p>";
    drawings_that_never_end "a<svg><text>b</text><p>c" => "<p>a</p><p>c</p>";
    formulas_that_never_end "<math><mi>x</mi><p>a" => "<p><math/ x></p><p>a</p>";
    framesets "<frameset><frame src=x></frameset>a<p>b" => "";
    formulas_of_nothing "a<math><mi></mi></math>b" => "<p>ab</p>";
    choices_without_options "<select>a</select>b" => "<p>ab</p>";
    xmp "<xmp>a <b>&amp;</xmp>" => "<code>a <b>&amp;\\n</code>";

    // Lists.
    lists "<ul><li>a</li><li>b</li></ul>" => "<ul><li><p>a</p></li><li><p>b</p></li></ul>";
    ordered_lists "<ol start=3><li>a<li>b</ol>" => "<ol 3><li><p>a</p></li><li><p>b</p></li></ol>";
    lists_whose_style_says_what_they_are "<ul style='list-style:inside upper-alpha'><li>a</ul><ol style='list-style-type:square'><li>b</ol><ol><li style='list-style-type:lower-roman'>c<li>d</ol><ol type=A><li>e</ol>"
        => "<ol A.><li><p>a</p></li></ol><ul><li><p>b</p></li></ul><ol i.><li><p>c</p></li><li><p>d</p></li></ol><ol A.><li><p>e</p></li></ol>";
    nested_lists "<ul><li>a<ul><li>b</ul><li>c</ul>" => "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li><li><p>c</p></li></ul>";
    lists_between_items "<ul><li>a</li><ul><li>b</li></ul><li>c</ul>" => "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li><li><p>c</p></li></ul>";
    lists_in_lists "<ul><ul><li>a</ul></ul>" => "<ul><li><ul><li><p>a</p></li></ul></li></ul>";
    loose_lists "<ul><li><p>a</p></li><li><p>b</p></li></ul>" => "<ul loose><li><p>a</p></li><li><p>b</p></li></ul>";
    lists_without_space_between "<ul><li><p style='margin:0pt 0 0 0'>a</p></li></ul>" => "<ul><li><p>a</p></li></ul>";
    items_with_two_paragraphs "<ul><li>a<br><br>b</ul>" => "<ul loose><li><p>a</p><p>b</p></li></ul>";
    items_with_headings "<ul><li><h2>a</h2>b</ul>" => "<ul><li><h2>a</h><p>b</p></li></ul>";
    empty_items "<ul><li></li><li>a</ul>" => "<ul><li></li><li><p>a</p></li></ul>";
    empty_lists "<ul></ul><ol> </ol>a" => "<p>a</p>";
    items_without_a_list "<li>a<li>b</li><p>c</p>" => "<ul><li><p>a</p></li><li><p>b</p></li></ul><p>c</p>";
    text_in_lists "<ul>a<li>b</li>c</ul>" => "<ul loose><li><p>a</p></li><li><p>b</p><p>c</p></li></ul>";
    quotes_in_items "<ul><li><blockquote>a</blockquote></ul>" => "<ul><li><quote><p>a</p></quote></li></ul>";
    tasks "<ul><li><input type=checkbox checked disabled> a<li><label><input type=checkbox>b</label></ul>"
        => "<ul><li x><p>a</p></li><li o><p>b</p></li></ul>";
    tasks_of_google_and_confluence "<ul><li role=checkbox aria-checked=true><img src=x alt=checked aria-roledescription=checkbox><p>a</p></ul><ul><li data-inline-task-id=1>b<li data-inline-task-id=2 class=checked>c</ul>"
        => "<ul loose><li x><p>a</p></li></ul><ul><li o><p>b</p></li><li x><p>c</p></li></ul>";
    boxes_elsewhere "a <input type=checkbox>" => "<p>a ☐</p>";
    definitions "<dl><dt>a<dt>b<dd>c<dd><p>d</p></dl>e" => "<dl><dt>a</dt><dt>b</dt><dd><p>c</p></dd><dd><p>d</p></dd></dl><p>e</p>";
    definitions_in_divs "<dl><div><dt>a</dt><dd>b</dd></div></dl>" => "<dl><dt>a</dt><dd><p>b</p></dd></dl>";
    definitions_without_terms "<dl><dd>a</dl>" => "<p>a</p>";
    text_between_definitions "<dl><dt>a</dt>b<dd>c</dl>" => "<dl><dt>a</dt><dd><p>b</p></dd><dd><p>c</p></dd></dl>";
    blocks_in_terms "<dl><dt><p>a</p><ul><li>b</ul></dt><dd>c</dl>" => "<dl><dt>a<br/>• b</dt><dd><p>c</p></dd></dl>";

    // Tables.
    tables "<table><tr><th>a<th>b<tr><td>c<td>d</table>" => "<table --><th><td>a</td><td>b</td></th><tr><td>c</td><td>d</td></tr></table>";
    tables_without_header "<table><tr><td>a<td>b</table>" => "<table --><th><td></td><td></td></th><tr><td>a</td><td>b</td></tr></table>";
    tables_with_a_bold_row "<table><tr><td><b>a</b><td><b>b</b><tr><td>c<td>d</table>"
        => "<table --><th><td>a</td><td>b</td></th><tr><td>c</td><td>d</td></tr></table>";
    tables_with_groups "<table><thead><tr><td>a</td><td>b</td></tr></thead><tbody><tr><td>c</td><td>d</td></tr></tbody></table>"
        => "<table --><th><td>a</td><td>b</td></th><tr><td>c</td><td>d</td></tr></table>";
    alignments "<table><tr><th align=left>a<th>b<th>c<tr><td>1<td style='text-align:right'>2<td><p align=center>3</table>"
        => "<table lrc><th><td>a</td><td>b</td><td>c</td></th><tr><td>1</td><td>2</td><td>3</td></tr></table>";
    headers_of_rows "<table><tr><th>a<th>b<tr><th scope=row>c<td>d<tr><th style='font-weight:normal'>e<td>f</table>"
        => "<table --><th><td>a</td><td>b</td></th><tr><td><b>c</b></td><td>d</td></tr><tr><td>e</td><td>f</td></tr></table>";
    headers_of_rows_alone "<table><tr><th>a<td>b<tr><th>c<td>d</table>"
        => "<table --><th><td></td><td></td></th><tr><td><b>a</b></td><td>b</td></tr><tr><td><b>c</b></td><td>d</td></tr></table>";
    headers_with_an_empty_corner "<table><tr><td>&nbsp;<th>a<tr><th>b<td>c</table>"
        => "<table --><th><td></td><td>a</td></th><tr><td><b>b</b></td><td>c</td></tr></table>";
    short_rows "<table><tr><th>a<th>b<tr><td>c</table>" => "<table --><th><td>a</td><td>b</td></th><tr><td>c</td><td></td></tr></table>";
    column_spans "<table><tr><th>a<th>b<th>c<tr><td colspan=2>d<td>e</table>"
        => "<table ---><th><td>a</td><td>b</td><td>c</td></th><tr><td 2x1>d</td><td 0x0></td><td>e</td></tr></table>";
    row_spans "<table><tr><th>a<th>b<tr><td rowspan=2>c<td>d<tr><td>e</table>"
        => "<table --><th><td>a</td><td>b</td></th><tr><td 1x2>c</td><td>d</td></tr><tr><td 0x0></td><td>e</td></tr></table>";
    paragraphs_in_cells "<table><tr><th>a<th>b<tr><td><p>c</p><p>d</p><td>e<br><br>f</table>"
        => "<table --><th><td>a</td><td>b</td></th><tr><td><p>c</p><p>d</p></td><td>e<br/>f</td></tr></table>";
    lists_in_cells "<table><tr><th>a<th>b<tr><td><ul><li>c<li>d</ul><td><ol start=2><li>e</ol>f</table>"
        => "<table --><th><td>a</td><td>b</td></th><tr><td><ul><li><p>c</p></li><li><p>d</p></li></ul></td><td><ol 2><li><p>e</p></li></ol><p>f</p></td></tr></table>";
    code_that_its_cell_ends "<table border=1><td><pre>a<td></pre>b<td>c"
        => "<table ---><th><td></td><td></td><td></td></th><tr><td><code>a\\n</code></td><td>b</td><td>c</td></tr></table>";
    words_that_end_like_a_marker "<p class=MsoListParagraph>word1.1.</p>" => "<p>word1.1.</p>";
    code_in_cells "<table><tr><th>a<th>b<tr><td><pre>c\nd</pre><td>e</table>"
        => "<table --><th><td>a</td><td>b</td></th><tr><td><code>c\\nd\\n</code></td><td>e</td></tr></table>";
    marks_end_with_their_cell "<table><tr><td><b>a<td>b<tr><td>c<td>d</b></table>e"
        => "<table --><th><td></td><td></td></th><tr><td><b>a</b></td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table><p>e</p>";
    marks_around_tables "<b><table><tr><th>a<th>b<tr><td>c<td>d</table></b>"
        => "<table --><th><td>a</td><td>b</td></th><tr><td><b>c</b></td><td><b>d</b></td></tr></table>";
    captions "<table><caption>t</caption><tr><th>a<th>b</table>" => "<table --><th><td>a</td><td>b</td></th></table><caption>t</caption>";
    text_outside_of_cells "<table>x<tr><th>a<th>b</tr>y<tr>z<td>c</table>"
        => "<p>xyz</p><table --><th><td>a</td><td>b</td></th><tr><td>c</td><td></td></tr></table>";
    text_before_a_table_goes_on "a<table><b>b<tr><th>c<th>d</tr><tr>e</table>f"
        => "<p>a<b>be</b></p><table --><th><td>c</td><td>d</td></th></table><p><b>f</b></p>";
    templates_around_rows "<table>{{#each a}}<tr><td>b<td>c</tr>\n{{/each}}</table>"
        => "<p>{{#each a}} {{/each}}</p><table --><th><td></td><td></td></th><tr><td>b</td><td>c</td></tr></table>";
    forms_between_rows "<table><form><tr><td>a<td>b</tr></form><form><tr><td>c<td>d</form></table>"
        => "<table --><th><td></td><td></td></th><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>";
    blocks_between_rows "<table><div>a<tr><th>b<th>c</tr><center><p>d</table>"
        => "<p>a</p><p center>d</p><table --><th><td>b</td><td>c</td></th></table>";
    tables_without_cells_in_cells "<table border=1><tr><td>a<table>b<tr></table>c<td>d</table>"
        => "<table --><th><td></td><td></td></th><tr><td><p>ab</p><p>c</p></td><td>d</td></tr></table>";
    columns_are_not_set_as_one_of_several_paragraphs "<table border=1><tr><th>a<th>b<tr><td>c<td><div align=right>d</div><div>e</div><tr><td>f<td align=center>g</table>"
        => "<table --><th><td>a</td><td>b</td></th><tr><td>c</td><td>d<br/>e</td></tr><tr><td>f</td><td>g</td></tr></table>";
    columns_of_which_the_first_rows_say_nothing "<table border=1><tr><th colspan=2>a<tr><td colspan=2>b<tr><td align=center>c<td>d</table>"
        => "<table c-><th><td 2x1>a</td><td 0x0></td></th><tr><td 2x1>b</td><td 0x0></td></tr><tr><td>c</td><td>d</td></tr></table>";
    grounds_that_mark_and_others "<span style='background:#ff0000'>a</span> <span style='background:#FF0'>b</span> <span style='background:rgb(0,255,0)'>c</span>" => "<p><color on #ff0000>a</color> <mark>b</mark> <color on #00ff00>c</color></p>";
    markers_of_other_colours "<mark style='background:cyan'>a</mark> <span style='background:lime;mso-highlight:lime'>b</span> <mark style='background:none'>c</mark> <mark style='background:#ff0'>d</mark>"
        => "<p><color on #00ffff>a</color> <color on #00ff00>b</color> <mark>c d</mark></p>";
    grounds_of_older_pages "<table border=1 bgcolor=ivory><tr bgcolor='#EEF'><td bgcolor=ff0000>a<td>b<tr><td>c<td bgcolor=white>d</table><font color=00f>e</font><p bgcolor=red>f"
        => "<table --><th><td></td><td></td></th><tr><td><color on #ff0000>a</color></td><td><color on #eeeeff>b</color></td></tr><tr><td><color on #fffff0>c</color></td><td>d</td></tr></table><p>e</p><p>f</p>";
    addresses_count_from_what_the_page_says "<base href='https://h/d/p?q'><base href='https://i/'><a href=a>a</a><a href='#b'>b</a><a href='/c'>c</a><a href='mailto:d'>d</a><img src=e>"
        => "<p><a https://h/d/a>a</a><a #b>b</a><a https://h/c>c</a><a mailto:d>d</a><img https://h/d/e></img></p>";
    addresses_that_none_counts_from "<base href='javascript:x/'><a href=a>a</a><base href='https://h/'><a href=b>b</a>" => "<p><a a>a</a><a b>b</a></p>";
    code_on_a_ground "<code style='background:#f6f8fa'>a</code> <code style='background:#ffcccc'>b</code> <span style='background:#f6f8fa'>c</span>" => "<p>`a` <color on #ffcccc>`b`</color> <color on #f6f8fa>c</color></p>";
    marks_whose_block_has_ended "<div><b>a</div><table><tr><td>c<td>d</table>e"
        => "<p><b>a</b></p><table --><th><td></td><td></td></th><tr><td>c</td><td>d</td></tr></table><p><b>e</b></p>";
    marks_that_go_on_before_a_table "<div><b>a</div> <table border=1><tr><th>c<th>d<tr><td>e<td>f</table>"
        => "<p><b>a</b></p><table --><th><td>c</td><td>d</td></th><tr><td><b>e</b></td><td><b>f</b></td></tr></table>";
    numbers_of_items "<ol><li value=3>a<li>b<li value=9>c<ul><li>d</ul><li value=10>e</ol>"
        => "<ol 3><li><p>a</p></li><li><p>b</p></li></ol><ol 9><li><p>c</p><ul><li><p>d</p></li></ul></li><li><p>e</p></li></ol>";
    items_that_end_in_a_list_within "<ul><li>a<ul></li><li>b</ul></ul>" => "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>";
    tables_in_items "<ul><li>a<table><tr><th>b<th>c</table></ul>"
        => "<ul><li><p>a</p><table --><th><td>b</td><td>c</td></th></table></li></ul>";
    layout_of_one_column "<table><tr><td>a<tr><td><h1>b</h1></table>" => "<p>a</p><h1>b</h>";
    layout_with_tables_in_it "<table><tr><td>a<td><table><tr><th>b<th>c</table><td>d</table>"
        => "<p>a</p><table --><th><td>b</td><td>c</td></th></table><p>d</p>";
    layout_with_blocks "<table><tr><td><ul><li>a</ul><td>b</table>" => "<ul><li><p>a</p></li></ul><p>b</p>";
    empty_tables "<table></table><table><tr></table>a" => "<p>a</p>";
    tables_in_cells "<table border=1><tr><th>a<th>b<tr><td><p>c</p><ul><li>d</ul><table><tr><th>e<td>f</table><td>g</table>"
        => "<table --><th><td>a</td><td>b</td></th><tr><td><p>c</p><ul><li><p>d</p></li></ul><table --><th><td></td><td></td></th><tr><td><b>e</b></td><td>f</td></tr></table></td><td>g</td></tr></table>";
    alerts_without_words "<div class='markdown-alert markdown-alert-tip'><p class=markdown-alert-title>Tip</p></div>a" => "<quote Tip></quote><p>a</p>";
    code_with_blanks_that_count "a<code style='white-space:pre-wrap'> b  c </code>d<code>e</code>" => "<p>a` b  c `d`e`</p>";
    items_with_a_paragraph_behind "<ul><li>a<p>b</p></li><li>c</ul>" => "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>";
    tables_in_cells_alone "<table border=1><tr><td><table border=1><tr><td>a<tr><td>b</table></table>c"
        => "<table -><th><td></td></th><tr><td><table -><th><td></td></th><tr><td>a</td></tr><tr><td>b</td></tr></table></td></tr></table><p>c</p>";
    layout_in_cells "<table border=1><tr><td>a<td><table><tr><td>b<tr><td>c</table></table>"
        => "<table --><th><td></td><td></td></th><tr><td>a</td><td><p>b</p><p>c</p></td></tr></table>";
    one_paragraph_in_a_cell "<table border=1><tr><td><p>a</p><p>&nbsp;</p><td><h2></h2>b<td><table><tr><td>c</table></table>"
        => "<table ---><th><td></td><td></td><td></td></th><tr><td>a</td><td>b</td><td>c</td></tr></table>";
    lists_around_tables "<ul><li><table border=1><tr><td><p>a<p>b<td><li>c</table><li>d</ul>"
        => "<ul><li><table --><th><td></td><td></td></th><tr><td><p>a</p><p>b</p></td><td><ul><li><p>c</p></li></ul></td></tr></table></li><li><p>d</p></li></ul>";
    merged_cells_with_tables "<table border=1><tr><td rowspan=2><table border=1><tr><td rowspan=2>a<td>b<tr><td>c</table><td>d<tr><td>e</table>"
        => "<table --><th><td></td><td></td></th><tr><td 1x2><table --><th><td></td><td></td></th><tr><td 1x2>a</td><td>b</td></tr><tr><td 0x0></td><td>c</td></tr></table></td><td>d</td></tr><tr><td 0x0></td><td>e</td></tr></table>";
    what_the_column_says "<table border=1><tr><td>a<td align=right><p>b<p>c<tr><td>d<td align=right>e<tr><td>g<td align=right><p>h<p align=center>i</table>"
        => "<table -r><th><td></td><td></td></th><tr><td>a</td><td><p>b</p><p>c</p></td></tr><tr><td>d</td><td>e</td></tr><tr><td>g</td><td><p>h</p><p center>i</p></td></tr></table>";
    gaps_of_report_writers concat!("<table><tr><td style='HEIGHT:0pt;WIDTH:0pt'><td style='WIDTH:40mm;HEIGHT:0pt'><td style='WIDTH:20mm'></tr>",
        "<tr><td><td><b>a</b><td><b>b</b></tr><tr style='height:1px'><td colspan=3></tr><tr><td colspan=2>c<td>d</table>")
        => "<table --><th><td>a</td><td>b</td></th><tr><td>c</td><td>d</td></tr></table>";
    right_to_left_tables "<table dir=rtl><tr><th>a<th>b</table><div dir=rtl><p>c</p><p dir=ltr>d</div>"
        => "<table -- rtl><th><td>a</td><td>b</td></th></table><p rtl>c</p><p ltr>d</p>";
    right_to_left_pages "<html dir=rtl><p>a" => "<p rtl>a</p>";
    cells_without_a_table "<tr><td>a<td>b" => "<p>ab</p>";
    tables_that_never_end "<table><tr><th>a<th>b" => "<table --><th><td>a</td><td>b</td></th></table>";

    // Word and Outlook.
    outlook_paragraphs "<p class=MsoNormal>a<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>" => "<p>a</p>";
    conditional_comments "<!--[if gte mso 9]><xml>x</xml><![endif]-->a<!--[if !mso]><!-->b<!--<![endif]-->" => "<p>ab</p>";
    clipboard_addresses "Version:0.9\r\nStartHTML:-1\r\nSourceURL:https://h/d/p?q\r\n<html><body><!--StartFragment--><a href='../a&amp;b'>b</a><img src=c><!--EndFragment-->"
        => "<p><a https://h/a&b>b</a><img https://h/d/c></img></p>";
    clipboards_whose_numbers_count_characters "Version:0.9\r\nStartHTML:71\r\nEndHTML:9999\r\nStartFragment:80\r\nEndFragment:84\r\n<html><body>é<!--StartFragment--><b>é</b>a<!--EndFragment-->z"
        => "<p><b>é</b>a</p>";
    clipboards_whose_numbers_cross "Version:0.9\r\nStartHTML:75\r\nEndHTML:70\r\nStartFragment:95\r\nEndFragment:71\r\n<html><body>a<b>b</b>"
        => "<p>a<b>b</b></p>";
    clipboard_addresses_of_scripts "Version:0.9\r\nStartHTML:-1\r\nSourceURL:javascript:x/\r\n<html><body><!--StartFragment--><a href=a>b</a><!--EndFragment-->"
        => "<p><a a>b</a></p>";
    word_comments concat!(
        "<p class=MsoNormal>a <a style='mso-comment-reference:AB_1;mso-comment-date:20240131T1545'>b</a>",
        "<span class=MsoCommentReference><span style='font-size:8.0pt'><![if !supportAnnotations]>",
        "<a class=msocomanchor id='_anchor_1' href='#_msocom_1' name='_msoanchor_1'>[AB1]</a><![endif]>",
        "<span style='mso-special-character:comment'>&nbsp;</span></span></span> c</p>",
        "<div style='mso-element:comment-list'><![if !supportAnnotations]><hr class=msocomoff align=left size=1 width='33%'><![endif]>",
        "<div style='mso-element:comment'><div id='_com_1' class=msocomtxt><span style='mso-comment-author:&quot;A &amp; B&quot;'>",
        "<a name='_msocom_1'></a></span><p class=MsoCommentText><span class=MsoCommentReference><span style='mso-special-character:comment'>",
        "&nbsp;<a href='#_msoanchor_1' class=msocomoff>[AB1]</a></span></span>d</p><p>e</p></div></div></div>",
    ) => "<p>a <said/ 0>b<unsaid/ 0> c</p><comment 0 A & B AB 2024-01-31T15:45:00><p>d</p><p>e</p></comment>";
    word_comments_without_a_range concat!(
        "<p>a<a class=msocomanchor href='#_msocom_1'>[1]</a><a class=msocomanchor href='#_msocom_1'>[1]</a></p>",
        "<div><hr class=msocomoff><div id='_com_1'><a name='_msocom_1'></a><p><a href='#_msoanchor_1'>[1]</a>b</div></div>",
    ) => "<p>a<said/ 0><unsaid/ 0></p><comment 0   ><p>b</p></comment>";
    word_lists concat!(
        "<p class=MsoListParagraphCxSpFirst style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]>",
        "<span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; ",
        "</span></span></span><![endif]>a <b>b</b></p>",
        "<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><!--[if !supportLists]-->o&nbsp;<!--[endif]-->c</p>",
        "<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>d</p><p>e</p>",
    ) => "<ul><li><p>a <b>b</b></p><ul><li><p>c</p></li></ul></li><li><p>d</p></li></ul><p>e</p>";
    word_lists_with_numbers concat!(
        "<p style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>2.</span>a</p>",
        "<p style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>3.</span>b</p>",
        "<p style='mso-list:l1 level1 lfo3'><span style='mso-list:Ignore'>1.</span>c</p>",
    ) => "<ol 2><li><p>a</p></li><li><p>b</p></li></ol><ol><li><p>c</p></li></ol>";
    word_lists_with_letters_and_roman_numbers concat!(
        "<p style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>c)</span>a</p>",
        "<p style='mso-list:l1 level2 lfo2'><span style='mso-list:Ignore'>(i)</span>b</p>",
        "<p style='mso-list:l1 level2 lfo2'><span style='mso-list:Ignore'>(ii)</span>c</p>",
        "<p style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>d)</span>d</p>",
        "<p style='mso-list:l1 level1 lfo3'><span style='mso-list:Ignore'>V.</span>e</p>",
        "<p style='mso-list:l1 level1 lfo3'><span style='mso-list:Ignore'>VI.</span>f</p>",
        "<p style='mso-list:l1 level1 lfo4'><span style='mso-list:Ignore'>i.</span>g</p>",
        "<p style='mso-list:l1 level1 lfo4'><span style='mso-list:Ignore'>j.</span>h</p>",
        "<p style='mso-list:l1 level1 lfo4'><span style='mso-list:Ignore'>m.</span>i</p>",
    ) => concat!(
        "<ol a) 3><li><p>a</p><ol (i)><li><p>b</p></li><li><p>c</p></li></ol></li><li><p>d</p></li></ol>",
        "<ol I. 5><li><p>e</p></li><li><p>f</p></li></ol><ol a. 9><li><p>g</p></li><li><p>h</p></li></ol>",
        "<ol a. 13><li><p>i</p></li></ol>",
    );
    word_lists_by_class_only concat!(
        "<p class=MsoListParagraph><span style='font-family:Symbol'>·<span>&nbsp;&nbsp;</span></span>a</p>",
        "<p class=MsoListParagraph style='margin-left:1.0in'>o&nbsp;&nbsp;b</p>",
        "<p class=MsoListParagraph>1.<span>&nbsp;</span>c</p>",
    ) => "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul><ol><li><p>c</p></li></ol>";
    word_list_that_goes_on concat!(
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>a</p>",
        "<p class=MsoListParagraph>b</p><div>c</div>",
    ) => "<ul loose><li><p>a</p><p>b</p></li></ul><p>c</p>";
    word_list_with_an_empty_item concat!(
        "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>a</p>",
        "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span></p>",
        "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>b</p>",
    ) => "<ul><li><p>a</p></li><li></li><li><p>b</p></li></ul>";
    word_markers_that_say_something "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>Step A:</span>b</p>"
        => "<ul><li><p>Step A: b</p></li></ul>";
    what_looks_like_a_marker "<p class=MsoListParagraph>-</p><p class=MsoListParagraph>1.</p>" => "<p>-</p><p>1.</p>";
    word_lists_in_cells "<table><tr><th>a<th>b<tr><td><p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>c</p><td>d</table>"
        => "<table --><th><td>a</td><td>b</td></th><tr><td><ul><li><p>c</p></li></ul></td><td>d</td></tr></table>";
    google_docs "<b style='font-weight:normal' id=docs-internal-guid-1><p dir=ltr><span style='font-weight:700'>a</span><span>b</span></p></b>"
        => "<p><b>a</b>b</p>";
}

#[test]
fn the_title_is_kept() {
    for (source, expected) in
        [("<title> a &amp;\n b </title>c", "a & b"), ("<title>a</title>", "a"), ("a", "")]
    {
        let mut doc = Document::default();
        doc.reset(256);
        let (mut report, mut scratch) = (Report::default(), html::Scratch::default());
        html::read(
            source,
            Origin::Input(0),
            &Options::default(),
            &mut doc,
            &mut report,
            &mut scratch,
        )
        .unwrap();
        let title = View { doc: &doc, source: source.as_bytes() }.meta(Meta::Title);
        assert_eq!(title, expected.as_bytes());
    }
}

#[test]
fn losses_are_counted_where_they_are() {
    for (source, loss, first) in [
        ("a<span style='color:var(--x)'>b</span>", Loss::Color, 6),
        ("<font size=7>b</font>", Loss::Font, 5),
        ("<span style='text-transform: uppercase'>b</span>", Loss::Font, 5),
        ("<b style='background:var(--x)'>b</b>", Loss::Color, 2),
        ("<body bgcolor=teal>b", Loss::Color, 5),
        ("<table border=1><tr><td bgcolor=unknown>a<td>b</table>", Loss::Color, 23),
        ("a<i hidden>b</i>", Loss::HiddenText, 11),
        ("<iframe>b</iframe>", Loss::Html, 8),
        ("<iframe src=x></iframe>", Loss::Html, 14),
        ("a<video src=x>b</video>", Loss::Object, 7),
        ("<audio src=x></audio>", Loss::Object, 6),
        ("<map><area href=x></map>", Loss::Object, 10),
        ("<script>b</script><script src=x></script>", Loss::Html, 8),
        ("<style> </style><style>p{}</style><style>p{margin:0}</style>", Loss::Spacing, 41),
        ("<font size=7> <i></i></font><span style='font-size:9pt'>b</span>", Loss::Font, 33),
        ("<big>a</big>", Loss::Font, 4),
        ("<math><ci>a</ci></math>", Loss::Math, 5),
        ("a<img>", Loss::Picture, 5),
        ("<object>a</object>", Loss::Object, 7),
        ("<video src=x>a</video>", Loss::Object, 6),
        ("<select><option>a<option>b</select>", Loss::Html, 7),
        ("<ol reversed><li>a</ol>", Loss::ListStyle, usize::MAX),
        (
            "<p style='mso-list:l1 level2'><span style='mso-list:Ignore'>4.2.</span>a",
            Loss::ListStyle,
            usize::MAX,
        ),
        (
            "<table border=1><tr><th align=right>a<th>b<tr><td align=right>c<td>d<tr><td align=left>e<td>f</table>",
            Loss::Alignment,
            usize::MAX,
        ),
        (
            "<table border=1><tr><td>a<td>b<tr><td>c<td>d<tr><td colspan=2 align=center>e</table>",
            Loss::Alignment,
            usize::MAX,
        ),
        ("<pre>a<a href=x>b</a></pre>", Loss::Other, 8),
        ("<pre>a<b>b</b><kbd>c</kbd></pre>", Loss::Font, 8),
        (
            "<pre>a<span style='color:red'>b</span><span style='color:black'>c</span></pre>",
            Loss::Color,
            11,
        ),
        ("<pre>a<input></pre>", Loss::Html, 12),
        ("<pre><button>x</button></pre>", Loss::Html, 13),
        ("<pre><select><option>a<option>b</select></pre>", Loss::Html, 12),
        ("<pre><math><mi>x</mi></math></pre>", Loss::Math, 10),
        ("<pre>a<hr>b</pre>", Loss::Other, 9),
        ("<figure><pre>a</pre><figcaption>b</figcaption></figure>", Loss::Caption, usize::MAX),
        ("<ol start=-3><li>a</ol>", Loss::ListStyle, usize::MAX),
        ("<ul style='list-style: none'><li>a</ul>", Loss::ListStyle, usize::MAX),
        ("<ol style='list-style:lower-greek outside'><li>a</ol>", Loss::ListStyle, usize::MAX),
        ("<ol><li>a<li type=a>b</ol>", Loss::ListStyle, usize::MAX),
        ("<bdo dir=rtl>a</bdo>", Loss::Direction, 4),
        ("<abbr title='b c'>a</abbr>", Loss::Html, 5),
        ("<frameset><frame src=x></frameset>a", Loss::Object, 9),
        ("<p style='margin-left:1in'>b</p>", Loss::Spacing, 10),
        ("<table><caption>b<p>c</caption><tr><td>1<td>2<tr><td>3<td>4</table>", Loss::Caption, 15),
    ] {
        let mut doc = Document::default();
        doc.reset(256);
        let (mut report, mut scratch) = (Report::default(), html::Scratch::default());
        html::read(
            source,
            Origin::Input(0),
            &Options::default(),
            &mut doc,
            &mut report,
            &mut scratch,
        )
        .unwrap();
        let entry = report.get(loss);
        assert_eq!((entry.count, entry.first), (1, first), "{source}");
    }
    assert!(read("<p style='color:black'>a <b>b</b></p>").1.is_empty());
}

#[test]
fn columns_are_as_wide_as_something_says() {
    for (source, expected) in [
        ("<col style='width:33.3%'><col><tr><td>a<td>b", [333, 0]),
        ("<colgroup span=2 width='25%'></colgroup><tr><td>a<td>b", [250, 250]),
        ("<tr><td width=312>a<td width=156>b", [500, 250]),
        ("<tr><td style='width:117pt' width=9>a<td style='WIDTH: 3.25in'>b", [250, 500]),
        ("<tr><td width=900>a<td width=300>b", [750, 250]),
        ("<tr><td colspan=2 width=600>a<tr><td width='20%'>b<td>c", [200, 0]),
        (" width='50%'><tr><td width='40%'>a<td width='60%'>b", [200, 300]),
        (" width=312><tr><td width=10>a<td width=30>b", [125, 375]),
        ("<tr><td style='width:auto'>a<td width=x>b", [0, 0]),
        ("<tr><td width=99999999999>a<td width='900%'>b", [1000, 0]),
    ] {
        let mut doc = Document::default();
        doc.reset(256);
        let (mut report, mut scratch) = (Report::default(), html::Scratch::default());
        let rest = if source.starts_with(' ') { source.to_string() } else { format!(">{source}") };
        let page = format!("<table{rest}</table>");
        html::read(
            &page,
            Origin::Input(0),
            &Options::default(),
            &mut doc,
            &mut report,
            &mut scratch,
        )
        .unwrap();
        let widths: Vec<u16> = doc.columns.iter().map(|column| column.width).collect();
        assert_eq!(widths, expected, "{source}");
    }
}

#[test]
fn wide_tables_join_their_last_columns() {
    let row = "<td>x".repeat(70);
    let (outline, report) = read(&format!("<table><tr>{row}<tr>{row}</table>"));
    assert!(outline.starts_with(&format!("<table {}>", "-".repeat(64))), "{outline}");
    assert!(outline.contains(&format!("<td>x{}</td></tr>", "<br/>x".repeat(6))), "{outline}");
    assert_eq!(report.get(Loss::Table).count, 12);
}

#[test]
fn large_tables_are_taken_apart() {
    let mut doc = Document::default();
    doc.reset(256);
    let (mut report, mut scratch) = (Report::default(), html::Scratch::default());
    let options = Options { max_cells: 5, ..Options::default() };
    let source = "<table><tr><th>a<th>b<tr><td>c<td>d</table>";
    html::read(source, Origin::Input(0), &options, &mut doc, &mut report, &mut scratch).unwrap();
    let view = View { doc: &doc, source: source.as_bytes() };
    assert_eq!(outline(view), "<p><b>a</b></p><p><b>b</b></p><p>c</p><p>d</p>");
    assert_eq!(report.get(Loss::LimitReached).count, 1);
}
