//! A document as HTML: what its nodes are, and nothing else.
//!
//! Shape   one walk without recursion (`walk`), which alone knows all others. `blocks`, `code`, `headings`,
//!         `tables`, `inlines`, `notes` and `comments` say what each kind is and remember what they need for that;
//!         each is given a `here::Sink`: the document, and `pen`, which writes tags and text. `layout` says how blocks are
//!         set, `formula` writes MathML, `address` says which addresses may stand. `shell` is what stands around: nothing, a
//!         page, the clipboard's header, a mail; `style` what that looks like.
//! Units   UTF-8 with LF line ends. With `CodePage=` of another page all that is not ASCII is written as
//!         references.
//! Errors  those of the output.
//! Limits  written HTML is safe whatever came in: tags and attributes are the writer's own, text and
//!         values are escaped, addresses judged. Raw HTML stands in it with `Html=Pass` only; else
//!         [`convert`](super::convert) has made of it what it means. What a browser parses of it, it
//!         writes again as it stands here (but with `Html=Pass`, which writes as cmark-gfm does).
//! Source  the HTML standard; cmark-gfm for the form of what Markdown has; GitHub for identifiers of
//!         headings, alerts and footnotes.

mod address;
mod blocks;
mod code;
mod comments;
mod formula;
mod headings;
mod here;
mod inlines;
mod layout;
mod notes;
mod pen;
mod shell;
mod style;
mod tables;
mod walk;

use crate::buffers::kept;
use crate::document::{Kind, NodeId, View, contents};
use crate::error::Result;
use crate::memory::Output;
use crate::options::{HtmlOut, Options, RawHtml};
use crate::report::{Loss, Report};
use headings::Headings;
use here::Sink;
use inlines::Inlines;
use notes::Notes;
use pen::{Form, Pen};
use tables::Tables;
use walk::Writer;

kept! {
    /// Buffers that the writer needs and that serve the next document too.
    #[derive(Debug, Default)]
    pub struct Scratch {
        /// The containers that are open.
        open: Vec<NodeId>,
        headings: Headings,
        tables: Tables,
        inlines: Inlines,
        notes: Notes,
    }
}

/// Writes a document as HTML. Failures are remembered by `out`.
pub fn write(
    view: View<'_>,
    options: &Options,
    out: &mut Output,
    report: &mut Report,
    scratch: &mut Scratch,
) -> Result<()> {
    let form = match (options.html, options.html_out) {
        (RawHtml::Pass, _) => Form::Plain,
        (_, HtmlOut::Mail) => Form::Mail,
        _ => Form::Browser,
    };
    let ascii = options.code_page != UTF_8;
    let pen = Pen::new(out, form, ascii, &options.id_prefix);
    let mut to = Sink { view, options, pen, report };
    let shell = shell::begin(&mut to);
    if !matches!(shell, shell::Shell::Page) {
        // Only a page has a head that says them.
        to.report.add_many(Loss::Metadata, view.doc.count_facts(), usize::MAX);
    }
    let mut writer = Writer::new(to, scratch, options.highlight);
    let has_contents = view.nodes().iter().any(|node| node.kind == Kind::Contents);
    if options.contents && !has_contents && contents::entries(view).next().is_some() {
        writer.contents();
    }
    writer.all()?;
    writer.end(shell);
    Ok(())
}

/// Writes a document for the reader of this crate: with everything that it can take back, and with raw
/// HTML where it stands. What else is lost is counted when that is read, but for notes that are left out.
pub(super) fn write_own(
    view: View<'_>,
    options: &Options,
    out: &mut Output,
    report: &mut Report,
    scratch: &mut Scratch,
) -> Result<()> {
    let pen = Pen::new(out, Form::Own, false, "");
    let mut own = Report::default();
    let to = Sink { view, options, pen, report: &mut own };
    Writer::new(to, scratch, false).all()?;
    report.add_many(Loss::Note, own.get(Loss::Note).count, usize::MAX);
    Ok(())
}

/// Writes some of the nodes of a document, whole subtrees, to stand in text of another format.
pub(crate) fn write_part(
    view: View<'_>,
    options: &Options,
    (start, end): (NodeId, NodeId),
    out: &mut Output,
    scratch: &mut Scratch,
) -> Result<()> {
    let pen = Pen::new(out, Form::Browser, false, "");
    let to = Sink { view, options, pen, report: &mut Report::default() };
    Writer::new(to, scratch, false).part(start, end);
    Ok(())
}

/// The number of the code page that UTF-8 is.
const UTF_8: u32 = 65001;
