//! Lists as programs write or copy them, cut down: levels said beside the lists, one list for each item, boxes.

use super::rules::html;

fn check(program: &str, source: &str, expected: &str) {
    assert_eq!(html(source), expected, "{program}");
}

#[test]
fn lists_in_lists_without_items() {
    check(
        "Google Docs",
        "<ul><li aria-level=1>a</li><ul><li aria-level=2>b</li><ul><li aria-level=3>c</li></ul></ul><li aria-level=1>d</li></ul>",
        "<ul><li><p>a</p><ul><li><p>b</p><ul><li><p>c</p></li></ul></li></ul></li><li><p>d</p></li></ul>",
    );
}

#[test]
fn levels_that_lists_say() {
    let list = |tag, indent, items| {
        format!(
            "<{tag} class=p-rich_text_list data-stringify-type=list data-indent={indent} data-border=0>{items}</{tag}>"
        )
    };
    let bullets = [
        list("ul", 0, "<li data-stringify-indent=0>a</li>"),
        list("ul", 1, "<li data-stringify-indent=1>b</li><li data-stringify-indent=1>c</li>"),
        list("ul", 2, "<li data-stringify-indent=2>d</li>"),
        list("ul", 0, "<li data-stringify-indent=0>e</li>"),
    ];
    check(
        "Slack",
        &format!("<div>x</div>{}<div>y</div>", bullets.concat()),
        "<p>x</p><ul><li><p>a</p><ul><li><p>b</p></li><li><p>c</p><ul><li><p>d</p></li></ul></li></ul></li><li><p>e</p></li></ul><p>y</p>",
    );
    let numbers = [
        list("ol", 0, "<li>a</li>"),
        list("ul", 1, "<li>b</li>"),
        list("ol start=2", 0, "<li>c</li>"),
        list("ul", 0, "<li>d</li>"),
        list("ol start=7", 0, "<li>e</li>"),
    ];
    check(
        "Slack, numbers",
        &numbers.concat(),
        "<ol><li><p>a</p><ul><li><p>b</p></li></ul></li><li><p>c</p></li></ol><ul><li><p>d</p></li></ul><ol 7><li><p>e</p></li></ol>",
    );
    check(
        "no level",
        "<ul data-indent=x><li>a</ul><ul data-indent=-1><li>b</ul>",
        "<ul><li><p>a</p></li></ul><ul><li><p>b</p></li></ul>",
    );
    check(
        "in a cell",
        "<table><th>a<th>b<tr><td>c<td><ul data-indent=0><li>d</ul><ul data-indent=1><li>e</ul></table>",
        "<table --><th><td>a</td><td>b</td></th><tr><td>c</td><td><ul><li><p>d</p><ul><li><p>e</p></li></ul></li></ul></td></tr></table>",
    );
}

#[test]
fn levels_that_items_say() {
    check(
        "Quill 1",
        "<ul><li>a</li><li class=ql-indent-1>b</li><li class='x ql-indent-2'>c</li><li class=ql-indent-1>d</li><li>e</li></ul>",
        "<ul><li><p>a</p><ul><li><p>b</p><ul><li><p>c</p></li></ul></li><li><p>d</p></li></ul></li><li><p>e</p></li></ul>",
    );
    check(
        "Quill 1, numbers",
        "<ol><li>a<li class=ql-indent-1>b<li class=ql-indent-1>c<li>d</ol>e",
        "<ol><li><p>a</p><ol><li><p>b</p></li><li><p>c</p></li></ol></li><li><p>d</p></li></ol><p>e</p>",
    );
    check(
        "Quill 2",
        "<ol><li data-list=bullet><span class=ql-ui></span>a</li><li data-list=bullet class=ql-indent-1>b</li><li data-list=ordered>c</li>\
         <li data-list=ordered class=ql-indent-1>d</li><li data-list=ordered>e</li><li data-list=checked>f</li><li data-list=unchecked>g</li></ol><p>h",
        "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul><ol><li><p>c</p><ol><li><p>d</p></li></ol></li><li><p>e</p></li></ol>\
         <ul><li x><p>f</p></li><li o><p>g</p></li></ul><p>h</p>",
    );
}

#[test]
fn tasks_of_programs() {
    check(
        "Quill 1",
        "<ul data-checked=true><li>a</li></ul><ul data-checked=false><li>b</li><li class=ql-indent-1>c</li></ul>",
        "<ul><li x><p>a</p></li><li o><p>b</p><ul><li o><p>c</p></li></ul></li></ul>",
    );
    check(
        "Notion, clipboard",
        "<ul>\n<li>[ ]  a</li>\n<li>[x]  b\n<ul>\n<li>[ ]  c</li></ul></li>\n</ul>\n<!-- notionvc: 1 -->",
        "<ul><li o><p>a</p></li><li x><p>b</p><ul><li o><p>c</p></li></ul></li></ul>",
    );
    check(
        "text",
        "<ul><li>[ ] a<li>[x]b<li>[]  c</ul>",
        "<ul><li><p>[ ] a</p></li><li><p>[x]b</p></li><li><p>[] c</p></li></ul>",
    );
    let task = |on, text, inner| {
        format!(
            "<ul class=to-do-list><li><div class='checkbox checkbox-{on}'></div> <span class=to-do-children>{text}</span><div class=indented>{inner}</div></li></ul>"
        )
    };
    let inner = task("off", "b", "".to_owned());
    check(
        "Notion, export",
        &[task("on", "a", inner), task("off", "c", String::new())].concat(),
        "<ul><li x><p>a</p><ul><li o><p>b</p></li></ul></li><li o><p>c</p></li></ul>",
    );
    check(
        "a box of its own",
        "<ul><li><div role=checkbox aria-checked=true></div>a</ul>",
        "<ul><li x><p>a</p></li></ul>",
    );
    check(
        "a style",
        "<ul><li style='list-style-type:none'><input type=checkbox checked>a</ul>",
        "<ul><li x><p>a</p></li></ul>",
    );
}

#[test]
fn a_list_for_each_item() {
    check(
        "Notion, export",
        "<ul class=bulleted-list><li style='list-style-type:disc'>a<ul class=bulleted-list><li style='list-style-type:circle'>b</li></ul>\
         <ul class=bulleted-list><li>c</li></ul></li></ul><ul class=bulleted-list><li>d</li></ul>\
         <ol type=1 class=numbered-list start=1><li>e</li></ol><ol type=1 class=numbered-list start=2><li>f<ol type=a class=numbered-list start=1>\
         <li>g</li></ol></li></ol><p>h</p><ul class=bulleted-list><li>i</li></ul>",
        "<ul><li><p>a</p><ul><li><p>b</p></li><li><p>c</p></li></ul></li><li><p>d</p></li></ul>\
         <ol><li><p>e</p></li><li><p>f</p><ol a.><li><p>g</p></li></ol></li></ol><p>h</p><ul><li><p>i</p></li></ul>",
    );
}
