//! A document as HTML: what its nodes are, and nothing else.
//!
//! Shape   one walk without recursion (`walk`), and what stands behind the text (`ends`). `pen` writes tags and
//!         text, `address` says which addresses may stand, `blocks`, `code`, `headings`, `tables`,
//!         `inlines` and `formula` say what each kind is, `notes` numbers footnotes; `here` is what all of them ask. `shell`
//!         is what stands around: nothing, a page, the clipboard's header, a mail; `style` what that looks
//!         like.
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
mod ends;
mod formula;
mod headings;
mod here;
mod inlines;
mod notes;
mod pen;
mod shell;
mod style;
mod tables;
mod walk;

use crate::buffers::kept;
use crate::document::{CommentId, Kind, Labels, Names, NodeId, View, contents};
use crate::error::Result;
use crate::math::Tree;
use crate::memory::Output;
use crate::options::{HtmlOut, Options, RawHtml};
use crate::report::{Loss, Report};
use notes::OpenNote;
use pen::{Form, Pen};
use tables::Table;

kept! {
    /// Buffers that the writer needs and that serve the next document too.
    #[derive(Debug, Default)]
    pub struct Scratch {
        open: Vec<NodeId>,
        /// Where the walk around a part that is written early goes on.
        outer: Vec<NodeId>,
        tables: Vec<Table>,
        labels: Labels,
        /// References to each note that are written.
        referred: Vec<u32>,
        /// Notes by their number.
        order: Vec<(u32, u32)>,
        slugs: Names,
        repeats: Vec<u32>,
        name: Vec<u8>,
        picture: Vec<u8>,
        formula: Tree,
    }
}

/// What a writer is asked for.
struct Writer<'v, 'w> {
    view: View<'v>,
    options: &'w Options,
    report: &'w mut Report,
    pen: Pen<'w>,
    scratch: &'w mut Scratch,
    /// Containers open whose text alone counts: pictures.
    alt: u32,
    /// Links open.
    links: u32,
    note: OpenNote,
    /// What stands from here on is not written.
    end: NodeId,
    /// The caption that was last written in its table.
    table_caption: NodeId,
    /// The caption that ends the figure that was begun last.
    figure_caption: NodeId,
    /// The comment that is being written.
    comment: Option<CommentId>,
    /// Code has colours.
    colors: bool,
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
    let mut writer = Writer::new(view, options, report, pen, scratch)?;
    writer.colors = options.highlight;
    let shell = writer.begin_shell();
    if !matches!(shell, shell::Shell::Page) {
        // Only a page has a head that says them.
        writer.report.add_many(Loss::Metadata, view.doc.count_facts(), usize::MAX);
    }
    let has_contents = view.nodes().iter().any(|node| node.kind == Kind::Contents);
    if options.contents && !has_contents && contents::entries(view).next().is_some() {
        writer.contents();
    }
    writer.all()?;
    writer.end_shell(shell);
    Ok(())
}

/// Writes a document for the reader of this crate: with everything that it can take back, and with raw
/// HTML where it stands.
pub(super) fn write_own(
    view: View<'_>,
    options: &Options,
    out: &mut Output,
    scratch: &mut Scratch,
) -> Result<()> {
    let pen = Pen::new(out, Form::Own, false, "");
    Writer::new(view, options, &mut Report::default(), pen, scratch)?.all()
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
    let report = &mut Report::default();
    let mut writer = Writer::new(view, options, report, pen, scratch)?;
    writer.end = end;
    writer.range(start, end);
    Ok(())
}

/// The number of the code page that UTF-8 is.
const UTF_8: u32 = 65001;

impl<'v, 'w> Writer<'v, 'w> {
    fn new(
        view: View<'v>,
        options: &'w Options,
        report: &'w mut Report,
        pen: Pen<'w>,
        scratch: &'w mut Scratch,
    ) -> Result<Self> {
        crate::buffers::Kept::clear(scratch);
        let mut writer = Writer {
            view,
            options,
            report,
            pen,
            scratch,
            alt: 0,
            links: 0,
            note: OpenNote::default(),
            comment: None,
            colors: false,
            end: NodeId::MAX,
            table_caption: 0,
            figure_caption: 0,
        };
        writer.number_notes()?;
        Ok(writer)
    }
}
