//! Building documents by hand, and taking written RTF apart.

use legacybridge::document::{Alert, Alignment, Document, Kind, LinkTarget, Meta, Span, View};
use legacybridge::memory::Output;
use legacybridge::options::Options;
use legacybridge::report::Report;
use legacybridge::rtf::writer::{Scratch, write};

use super::written::check;

/// What starts a plain paragraph outside of all containers.
pub(crate) const NORMAL: &str = "\\pard\\plain\\s0\\sa160\\sl259\\slmult1\\f0\\fs22 ";

/// A document under construction.
pub(crate) struct Build {
    pub doc: Document,
}

impl Build {
    pub(crate) fn new() -> Self {
        let mut doc = Document::default();
        doc.reset(256);
        Build { doc }
    }

    pub(crate) fn node(&mut self, kind: Kind, inside: impl FnOnce(&mut Build)) -> &mut Self {
        self.doc.open(kind);
        inside(self);
        self.doc.close();
        self
    }

    pub(crate) fn leaf(&mut self, kind: Kind) -> &mut Self {
        self.doc.leaf(kind);
        self
    }

    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        let span = self.doc.own(text);
        self.leaf(Kind::Text(span))
    }

    pub(crate) fn code(&mut self, text: &str) -> &mut Self {
        let span = self.doc.own(text);
        self.leaf(Kind::Code(span))
    }

    pub(crate) fn html(&mut self, text: &str) -> &mut Self {
        let span = self.doc.own(text);
        self.leaf(Kind::Html(span))
    }

    pub(crate) fn note(&mut self, label: &str) -> &mut Self {
        let label = self.doc.own(label);
        self.leaf(Kind::FootnoteReference { label })
    }

    pub(crate) fn p(&mut self, text: &str) -> &mut Self {
        self.node(Kind::PARAGRAPH, |b| {
            b.text(text);
        })
    }

    pub(crate) fn para(&mut self, inside: impl FnOnce(&mut Build)) -> &mut Self {
        self.node(Kind::PARAGRAPH, inside)
    }

    pub(crate) fn heading(&mut self, level: u8, text: &str) -> &mut Self {
        self.node(Kind::heading(level, Span::EMPTY), |b| {
            b.text(text);
        })
    }

    pub(crate) fn quote(&mut self, inside: impl FnOnce(&mut Build)) -> &mut Self {
        self.node(Kind::quote(None), inside)
    }

    pub(crate) fn alert(&mut self, alert: Alert, inside: impl FnOnce(&mut Build)) -> &mut Self {
        self.node(Kind::quote(Some(alert)), inside)
    }

    pub(crate) fn bullets(&mut self, tight: bool, inside: impl FnOnce(&mut Build)) -> &mut Self {
        self.node(Kind::list(None, tight), inside)
    }

    pub(crate) fn numbers(&mut self, start: u32, inside: impl FnOnce(&mut Build)) -> &mut Self {
        self.node(Kind::list(Some(start), true), inside)
    }

    pub(crate) fn item(&mut self, inside: impl FnOnce(&mut Build)) -> &mut Self {
        self.node(Kind::Item { task: None }, inside)
    }

    pub(crate) fn task(&mut self, done: bool, text: &str) -> &mut Self {
        self.node(Kind::Item { task: Some(done) }, |b| {
            b.p(text);
        })
    }

    pub(crate) fn code_block(&mut self, info: &str, text: &str) -> &mut Self {
        let info = self.doc.own(info);
        self.node(Kind::CodeBlock { info }, |b| {
            b.text(text);
        })
    }

    pub(crate) fn html_block(&mut self, text: &str) -> &mut Self {
        self.node(Kind::HtmlBlock, |b| {
            b.text(text);
        })
    }

    pub(crate) fn link(
        &mut self,
        url: &str,
        title: &str,
        inside: impl FnOnce(&mut Build),
    ) -> &mut Self {
        let target = LinkTarget::new(self.doc.own(url), self.doc.own(title));
        let id = self.doc.add_link(target);
        self.node(Kind::Link(id), inside)
    }

    pub(crate) fn image(&mut self, url: &str, title: &str, alt: &str) -> &mut Self {
        let target = LinkTarget::new(self.doc.own(url), self.doc.own(title));
        let id = self.doc.add_link(target);
        self.node(Kind::Image(id), |b| {
            b.text(alt);
        })
    }

    pub(crate) fn table(&mut self, columns: &[Alignment], rows: &[&[&str]]) -> &mut Self {
        let kind = self.doc.add_columns(columns.iter().copied());
        self.node(kind, |b| {
            for (index, cells) in rows.iter().enumerate() {
                b.node(Kind::Row { header: index == 0 }, |b| {
                    for cell in *cells {
                        b.node(Kind::CELL, |b| {
                            b.text(cell);
                        });
                    }
                });
            }
        })
    }

    pub(crate) fn definition(&mut self, label: &str, inside: impl FnOnce(&mut Build)) -> &mut Self {
        let label = self.doc.own(label);
        self.node(Kind::footnote(label), inside)
    }

    pub(crate) fn rtf(&self) -> String {
        self.rtf_with(&Options::default()).0
    }

    pub(crate) fn rtf_with(&self, options: &Options) -> (String, Report) {
        let view = View { doc: &self.doc, source: b"" };
        let mut out = Output::new(Vec::new(), usize::MAX);
        let mut report = Report::default();
        write(view, options, &mut out, &mut report, &mut Scratch::default()).unwrap();
        let rtf = String::from_utf8(out.finish().unwrap()).unwrap();
        check(&rtf);
        (rtf, report)
    }

    /// What stands between the page setup and the last brace.
    pub(crate) fn body(&self) -> String {
        body(&self.rtf())
    }
}

pub(crate) fn body(rtf: &str) -> String {
    let start = rtf.find("\\margb1440\r\n").expect("page setup") + "\\margb1440\r\n".len();
    rtf[start..].strip_suffix("}\r\n").expect("end").to_owned()
}

/// Every construct at least once.
pub(crate) fn everything() -> Build {
    let mut b = Build::new();
    let title = b.doc.own("A {sample} document");
    b.doc.set_meta(Meta::Title, title);
    let author = b.doc.own("Zoë");
    b.doc.set_meta(Meta::Author, author);
    b.heading(1, "Everything at once");
    b.para(|b| {
        b.text("Plain text with ")
            .node(Kind::Emphasis, |b| {
                b.text("emphasis, ").node(Kind::Strong, |b| {
                    b.text("both");
                });
            })
            .text(", ")
            .node(Kind::Strong, |b| {
                b.text("strong");
            })
            .text(", ")
            .node(Kind::Strike, |b| {
                b.text("struck");
            })
            .text(", ")
            .node(Kind::Underline, |b| {
                b.text("underlined");
            })
            .text(", x")
            .node(Kind::Superscript, |b| {
                b.text("2");
            })
            .text(", H")
            .node(Kind::Subscript, |b| {
                b.text("2");
            })
            .text("O, ")
            .node(Kind::Highlight, |b| {
                b.text("marked");
            })
            .text(" and ")
            .code("let x = {1};")
            .leaf(Kind::SoftBreak)
            .text("in a line that is long enough to be wrapped by every program that shows it.")
            .leaf(Kind::HardBreak)
            .text("Ünïcödé “quotes” – and 😀 — a\u{a0}b, tab\tend, back\\slash.")
            .html("<kbd>")
            .text(" key")
            .html("</kbd>");
    });
    b.para(|b| {
        b.text("A ")
            .link("https://example.com/a b?x=\"1\"&y={ü}", "The \"title\"", |b| {
                b.text("link with ").node(Kind::Strong, |b| {
                    b.text("bold");
                });
            })
            .text(", a path ")
            .link("C:\\dir\\file.txt", "", |b| {
                b.text("file");
            })
            .text(", an inner ")
            .link("#tables-and-code", "", |b| {
                b.text("place");
            })
            .text(", an image ")
            .image("pictures/cat.png", "A cat", "the cat")
            .text(", a linked image ")
            .link("https://example.com", "", |b| {
                b.image("logo.png", "", "logo");
            })
            .text(".");
    });
    b.heading(2, "Lists");
    b.bullets(true, |b| {
        b.item(|b| {
            b.p("first bullet");
        });
        b.item(|b| {
            b.p("second bullet");
            b.numbers(3, |b| {
                b.item(|b| {
                    b.p("three");
                });
                b.item(|b| {
                    b.p("four");
                    b.bullets(true, |b| {
                        b.item(|b| {
                            b.p("deep");
                        });
                    });
                });
            });
        });
        b.item(|_| {});
        b.item(|b| {
            b.code_block("", "code in an item\n");
        });
        b.item(|b| {
            b.quote(|b| {
                b.p("quote in an item");
                b.p("and more of it");
            });
        });
        b.task(true, "done");
        b.task(false, "open");
    });
    b.bullets(false, |b| {
        b.item(|b| {
            b.p("another list, loose");
            b.p("with a second paragraph that is long enough to show where its lines begin again");
        });
        b.item(|b| {
            b.p("and a second item");
        });
    });
    b.numbers(9, |b| {
        b.item(|b| {
            b.p("nine");
            b.p("goes on");
        });
        b.item(|b| {
            b.heading(3, "ten is a heading");
        });
        b.item(|b| {
            b.table(&[Alignment::None, Alignment::Right], &[&["item", "price"], &["a", "1.00"]]);
        });
    });
    b.p("A paragraph after the lists.");
    b.numbers(1, |b| {
        b.item(|b| {
            b.p("one again");
        });
    });
    b.heading(2, "Quotes");
    b.quote(|b| {
        b.p("A quote of more than a line, so that one sees both edges of it and the bar that runs along its left.");
        b.quote(|b| {
            b.p("A quote inside.");
        });
        b.bullets(true, |b| {
            b.item(|b| {
                b.p("a list in a quote");
            });
        });
        b.code_block("text", "code in a quote\n");
    });
    b.quote(|b| {
        b.p("Another quote.");
    });
    b.alert(Alert::Warning, |b| {
        b.p("Take care.");
    });
    b.leaf(Kind::Rule);
    b.heading(2, "Tables and code");
    b.table(
        &[Alignment::None, Alignment::Left, Alignment::Center, Alignment::Right],
        &[
            &["Name", "Left", "Center", "Right"],
            &["A longer text in this cell, which wraps to more than one line", "b", "c", "12.50"],
            &["", "two", "three", "7.00"],
        ],
    );
    b.table(&[Alignment::None], &[&["A table directly behind a table"], &["x"]]);
    b.p("After the table.");
    b.code_block("rust, no_run", "fn main() {\n\tprintln!(\"{}\", 1);\n\n    // end\n}\n");
    b.code_block("rust", "let second = \"block\";\n");
    b.html_block("<div class=\"x\">\n<b>hidden</b>\n</div>\n");
    b.para(|b| {
        b.text("A note")
            .note("1")
            .text(", another")
            .note("my note")
            .text(", again")
            .note("my note")
            .text(", and one")
            .note("nested")
            .text(".");
    });
    b.para(|b| {
        b.text("Math: ")
            .leaf_math("e^{i\\pi}", false)
            .text(" and ")
            .leaf_math("\\int_0^1 x\\,dx", true)
            .text(".");
    });
    b.node(Kind::DefinitionList, |b| {
        b.node(Kind::Term, |b| {
            b.text("Term");
        });
        b.node(Kind::Definition, |b| {
            b.p("Its definition.");
            b.p("More of it.");
        });
        b.node(Kind::Definition, |b| {
            b.code_block("", "a second definition\n");
        });
    });
    b.definition("1", |b| {
        b.p("The first note.");
    });
    b.definition("my note", |b| {
        b.p("Two paragraphs");
        b.p("and a list:");
        b.bullets(true, |b| {
            b.item(|b| {
                b.p("in the note");
            });
        });
    });
    b.definition("nested", |b| {
        b.para(|b| {
            b.text("Refers to itself").note("nested").text(" and to").note("1").text(".");
        });
        b.table(&[Alignment::None], &[&["table"], &["in a note"]]);
    });
    b.definition("unused", |b| {
        b.p("Nothing refers to this.");
    });
    for level in 3..=6 {
        b.heading(level, "Heading");
    }
    b.table(&[Alignment::None; 2], &[&["last", "thing"], &["in the", "document"]]);
    b
}

impl Build {
    pub(crate) fn leaf_math(&mut self, tex: &str, display: bool) -> &mut Self {
        let tex = self.doc.own(tex);
        self.leaf(Kind::Math { tex, display })
    }
}
