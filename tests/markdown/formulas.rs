//! Formulas: from TeX to what Word has for them and back, as they were; and those that Word makes.
//!
//! Shape   tables of formulas, each in a line and by itself.

use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;
use legacybridge::report::{Loss, Report};

/// Formulas as people and programs write them.
#[rustfmt::skip]
const FORMULAS: &[&str] = &[
    r"E = mc^2",
    r"a^2 + b^2 = c^2",
    r"x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}",
    r"f(x) = ax^2 + bx + c",
    r"e^{i\pi} + 1 = 0",
    r"F = ma",
    r"F = G\frac{m_1 m_2}{r^2}",
    r"V = \frac{4}{3}\pi r^3",
    r"A = \pi r^2",
    r"C = 2\pi r",
    r"y = mx + b",
    r"\frac{a}{b}",
    r"\frac{a + b}{c + d}",
    r"\frac{1}{1 + \frac{1}{x}}",
    r"\sqrt{2}",
    r"\sqrt[3]{x + 1}",
    r"\sqrt{\frac{a}{b}}",
    r"x_1, x_2, \ldots, x_n",
    r"x_{ij}",
    r"x_{i,j}^{(k)}",
    r"x^{n+1}",
    r"2^{10} = 1024",
    r"10^{-6}",
    r"a_n = a_1 + (n-1)d",
    r"S_n = \frac{n(a_1 + a_n)}{2}",
    r"\sum_{i=1}^n i = \frac{n(n+1)}{2}",
    r"\sum_{i=1}^{10} x_i",
    r"\sum_{k=0}^\infty \frac{x^k}{k!}",
    r"\sum_{n=1}^\infty \frac{1}{n^2} = \frac{\pi^2}{6}",
    r"\prod_{i=1}^n a_i",
    r"\prod_p \frac{1}{1 - p^{-s}}",
    r"\int_0^1 x^2 \, dx = \frac{1}{3}",
    r"\int_a^b f(x) \, dx",
    r"\int f(x) dx = F(x) + C",
    r"\int_{-\infty}^\infty e^{-x^2} \, dx = \sqrt{\pi}",
    r"\iint_D f(x, y) \, dA",
    r"\iiint_V \rho \, dV",
    r"\oint_C \vec{F} \cdot d\vec{r}",
    r"\int_0^{2\pi} \sin\theta \, d\theta",
    r"\lim_{x \to 0} \frac{\sin x}{x} = 1",
    r"\lim_{n \to \infty} \left( 1 + \frac{1}{n} \right)^n = e",
    r"\lim_{h \to 0} \frac{f(x+h) - f(x)}{h}",
    r"\frac{dy}{dx}",
    r"\frac{d^2y}{dx^2}",
    r"\frac{\partial f}{\partial x}",
    r"\frac{\partial^2 u}{\partial t^2} = c^2 \nabla^2 u",
    r"f'(x) = 2x",
    r"f''(x) + f'(x) = 0",
    r"y' = ky",
    r"\nabla \cdot \vec{E} = \frac{\rho}{\epsilon_0}",
    r"\nabla \times \vec{B} = \mu_0 \vec{J} + \mu_0 \epsilon_0 \frac{\partial \vec{E}}{\partial t}",
    r"\sin^2\theta + \cos^2\theta = 1",
    r"\sin(2x) = 2\sin x\cos x",
    r"\tan x = \frac{\sin x}{\cos x}",
    r"\log_2 n",
    r"\ln x",
    r"\log(ab) = \log a + \log b",
    r"\exp(-x)",
    r"\arcsin x",
    r"\max(a, b)",
    r"\min_{x \in S} f(x)",
    r"\max_{1 \leq i \leq n} a_i",
    r"\sup_x |f(x)|",
    r"\det A = ad - bc",
    r"\gcd(a, b)",
    r"\dim V",
    r"\arg z",
    r"\alpha + \beta = \gamma",
    r"\Delta x \Delta p \geq \frac{\hbar}{2}",
    r"\lambda = \frac{h}{p}",
    r"\omega = 2\pi f",
    r"\theta \in [0, 2\pi)",
    r"\mu \pm \sigma",
    r"\mathbb{R}",
    r"\mathbb{R}^n",
    r"x \in \mathbb{R}",
    r"\mathbb{N} \subset \mathbb{Z} \subset \mathbb{Q} \subset \mathbb{R} \subset \mathbb{C}",
    r"\mathcal{L}(\theta)",
    r"\mathcal{O}(n \log n)",
    r"\mathcal{N}(\mu, \sigma^2)",
    r"\mathbf{x}",
    r"\mathbf{A}\mathbf{x} = \mathbf{b}",
    r"\mathbf{v}_1 \cdot \mathbf{v}_2",
    r"\mathrm{d}x",
    r"\mathfrak{g}",
    r"\mathsf{T}",
    r"\mathtt{x}",
    r"\boldsymbol{\beta}",
    r"\text{if } x > 0",
    r"P(A \mid B) = \frac{P(B \mid A) P(A)}{P(B)}",
    r"P(A \cap B) = P(A) P(B)",
    r"A \cup B",
    r"A \setminus B",
    r"A \subseteq B",
    r"x \notin A",
    r"\emptyset",
    r"\{1, 2, 3\}",
    r"\{x \mid x > 0\}",
    r"\forall x \exists y",
    r"p \implies q",
    r"p \iff q",
    r"p \wedge q \vee \neg r",
    r"a \equiv b \pmod{n}",
    r"a \bmod b",
    r"\binom{n}{k} = \frac{n!}{k!(n-k)!}",
    r"\left( \frac{a}{b} \right)",
    r"\left(\frac{a}{b}\right)^2",
    r"\left[ 0, 1 \right]",
    r"\left\{ \frac{x}{y} \right\}",
    r"\left| x \right|",
    r"\left\| x \right\|",
    r"\left. \frac{df}{dx} \right|_{x=0}",
    r"\left\langle x, y \right\rangle",
    r"\left\lfloor \frac{n}{2} \right\rfloor",
    r"\lfloor x \rfloor",
    r"\lceil x \rceil",
    r"\langle \psi | \phi \rangle",
    r"|x|",
    r"\|x\|_2",
    r"\hat{x}",
    r"\bar{x} = \frac{1}{n} \sum_{i=1}^n x_i",
    r"\tilde{x}",
    r"\vec{v}",
    r"\dot{x}",
    r"\ddot{x}",
    r"\hat{\theta}",
    r"\overline{AB}",
    r"\underline{x}",
    r"\widehat{ABC}",
    r"\overrightarrow{AB}",
    r"\overbrace{a + b}^{n}",
    r"\underbrace{1 + 1 + \cdots + 1}_{n}",
    r"\overset{?}{=}",
    r"\operatorname{Var}(X) = E[X^2] - E[X]^2",
    r"\operatorname{softmax}(x_i) = \frac{e^{x_i}}{\sum_j e^{x_j}}",
    r"\operatorname*{argmax}_\theta L(\theta)",
    r"\operatorname{rank}(A)",
    r"\xrightarrow{f}",
    r"A \to B",
    r"f: A \to B",
    r"x \mapsto x^2",
    r"x \leq y",
    r"x \geq y",
    r"x \neq y",
    r"x \approx y",
    r"x \sim y",
    r"x \propto y",
    r"a \ll b",
    r"a \times b",
    r"a \cdot b",
    r"a \div b",
    r"a \pm b",
    r"\infty",
    r"\ldots",
    r"\cdots",
    r"1, 2, \ldots, n",
    r"a_1 + a_2 + \cdots + a_n",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
    r"\begin{bmatrix} 1 & 0 \\ 0 & 1 \end{bmatrix}",
    r"\begin{vmatrix} a & b \\ c & d \end{vmatrix} = ad - bc",
    r"\begin{matrix} a & b \\ c & d \end{matrix}",
    r"\begin{pmatrix} x \\ y \end{pmatrix}",
    r"\begin{bmatrix}a&b\\c&d\end{bmatrix}",
    r"\begin{pmatrix} a_{11} & \cdots & a_{1n} \\ \vdots & \ddots & \vdots \\ a_{m1} & \cdots & a_{mn} \end{pmatrix}",
    r"f(x) = \begin{cases} x & \text{if } x \geq 0 \\ -x & \text{if } x < 0 \end{cases}",
    r"|x| = \begin{cases} x, & x \geq 0 \\ -x, & x < 0 \end{cases}",
    r"\begin{aligned} a &= b + c \\ &= d \end{aligned}",
    r"\begin{gathered} a = b \\ c = d \end{gathered}",
    r"\begin{array}{lcr} a & b & c \\ d & e & f \end{array}",
    r"\sum_{\substack{i<n \\ j<m}} a_{ij}",
    r"\sum_{i=1}^n \sum_{j=1}^m a_{ij}",
    r"\boxed{x = 5}",
    r"\cancel{x}",
    r"\phantom{x}",
    r"{}^{14}C",
    r"{}_6^{14}C",
    r"H_2O",
    r"CO_2",
    r"2H_2 + O_2 \to 2H_2O",
    r"10\,\text{m/s}",
    r"9.81 \, \mathrm{m/s}^2",
    r"\frac{1}{\sqrt{2\pi\sigma^2}} e^{-\frac{(x-\mu)^2}{2\sigma^2}}",
    r"\hat{H}\psi = E\psi",
    r"i\hbar\frac{\partial}{\partial t}\Psi = \hat{H}\Psi",
    r"R_{\mu\nu} - \frac{1}{2}Rg_{\mu\nu} = 8\pi GT_{\mu\nu}",
    r"\gamma = \frac{1}{\sqrt{1 - v^2/c^2}}",
    r"pV = nRT",
    r"\Delta G = \Delta H - T\Delta S",
    r"\text{Attention}(Q, K, V) = \text{softmax}\left(\frac{QK^T}{\sqrt{d_k}}\right)V",
    r"\mathcal{L} = -\sum_i y_i \log \hat{y}_i",
    r"\sigma(x) = \frac{1}{1 + e^{-x}}",
    r"\text{ReLU}(x) = \max(0, x)",
    r"\theta_{t+1} = \theta_t - \eta \nabla_\theta L(\theta_t)",
    r"\text{MSE} = \frac{1}{n}\sum_{i=1}^n(y_i - \hat{y}_i)^2",
    r"\frac{\partial L}{\partial w}",
    r"W \in \mathbb{R}^{d \times k}",
    r"A^T A",
    r"A^{-1}",
    r"A^\top",
    r"x^*",
    r"z = x + iy",
    r"|z|^2 = z\bar{z}",
    r"O(n^2)",
    r"T(n) = 2T(n/2) + O(n)",
    r"n! = n(n-1)!",
    r"\frac{n!}{(n-r)!}",
    r"100\%",
    r"a \& b",
    r"\alpha_1^2",
    r"{x^2}^3",
    r"x^{2^n}",
    r"\int_{\partial\Omega} \omega = \int_\Omega d\omega",
    r"\bigcup_{i=1}^n A_i",
    r"\bigoplus_i V_i",
    r"\coprod_i X_i",
    r"\int\limits_a^b f",
    r"f \circ g",
    r"a \otimes b",
    r"x \perp y",
    r"\angle ABC = 90^\circ",
    r"\therefore x = 1",
    r"\quad x \qquad y",
    r"a \; b \: c",
    r"\ell^2",
    r"\aleph_0",
    r"\Re z + \Im z",
    r"\frac{\pi}{4} = 1 - \frac{1}{3} + \frac{1}{5} - \cdots",
];

/// Such as stand by themselves.
#[rustfmt::skip]
const DISPLAYED: &[&str] = &[
    r"\begin{aligned}
a &= b + c \\
&= d
\end{aligned}",
    r"\begin{pmatrix}
1 & 2 \\
3 & 4
\end{pmatrix}",
    r"
x^2
",
    r"
\sum_{i=1}^n i
",
    r"\sum\nolimits_{i=1}^n i",
    r"\int\limits_a^b x",
    r"f(x) = \begin{cases}
1 & x = 0 \\
0 & \text{otherwise}
\end{cases}",
];

fn convert(options: &str, from: Format, to: Format, text: &str) -> (String, u32) {
    let converter = Converter::new(Options::parse(options).unwrap()).unwrap();
    let mut report = Report::default();
    let bytes = converter.convert_reporting(from, to, text.as_bytes(), &mut report).unwrap();
    (String::from_utf8(bytes).unwrap(), report.get(Loss::Math).count)
}

/// The formula behind a trip, and how it was told in RTF.
fn trip(markdown: &str) -> (String, String) {
    let (rtf, lost) = convert("Math=Yes", Format::Markdown, Format::Rtf, markdown);
    let (back, lost_back) = convert("Math=Yes", Format::Rtf, Format::Markdown, &rtf);
    assert_eq!((lost, lost_back), (0, 0), "{markdown}");
    (back.trim_end().to_owned(), rtf)
}

/// Signs that LibreOffice takes for operators without an operand are words; others are not.
#[test]
fn signs_that_stand_alone_are_words() {
    for (tex, words) in [
        ("|x|", "| |"),
        ("[0,1)", "[ )"),
        ("(a,b]", "( ]"),
        ("H^+", "+"),
        ("x^*", "*"),
        ("k[A]^m", "[ ]"),
        ("f((a+b)[c])", ""),
        ("a+b=c", ""),
    ] {
        let (back, rtf) = trip(&format!("${tex}$"));
        let found: Vec<_> =
            rtf.split("\\mnor\\f5 ").skip(1).filter_map(|rest| rest.get(..1)).collect();
        assert_eq!((back, found.join(" ")), (format!("${tex}$"), words.to_owned()), "{tex}");
    }
    let equations = r"$$\begin{aligned}a&=b\\&=c\end{aligned}$$";
    let (back, rtf) = trip(equations);
    assert_eq!(back, equations);
    for part in [r"\mcGpRule3\mcGp60{", r"{\me{\mr\mnor\f5  = }", r"{\me{\mr\mnor\f5 \u8289?}}"] {
        assert!(rtf.contains(part), "{part}: {rtf}");
    }
}

#[test]
fn formulas_come_back_as_they_were() {
    let mut failures = Vec::new();
    for tex in FORMULAS {
        for markdown in [format!("a ${tex}$ b"), format!("$${tex}$$"), format!("**a** *${tex}$*")] {
            let (back, rtf) = trip(&markdown);
            assert!(rtf.contains("\\moMath") && !rtf.contains("\\line"), "{markdown}");
            if back != markdown {
                failures.push(format!("{markdown}\n  {back}"));
            }
        }
    }
    for tex in DISPLAYED {
        let (back, _) = trip(&format!("$${tex}$$"));
        if back != format!("$${tex}$$") {
            failures.push(format!("{tex}\n  {back}"));
        }
    }
    assert!(FORMULAS.len() >= 200);
    assert!(failures.is_empty(), "{} formulas:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn formulas_become_what_they_stay() {
    for (tex, expected) in [
        (r"x^{2}", r"x^2"),
        (r"\dfrac12", r"\frac{1}{2}"),
        (r"\sum\limits_{i=1}^{n} x", r"\sum\limits_{i=1}^n x"),
        (r"\underset{x}{\operatorname{argmin}} f", r"\operatorname*{argmin}_x f"),
        (
            r"\left(\begin{matrix} a \\ b \end{matrix}\right)",
            r"\begin{pmatrix} a \\ b \end{pmatrix}",
        ),
        (r"\mathbb R \le \mathbf x", r"\mathbb{R} \leq \mathbf{x}"),
        (r"\big( x \bigr)", "( x )"),
        (
            r"\begin{split} a &= b \\[4pt] c \end{split}",
            r"\begin{aligned} a &= b \\ c \end{aligned}",
        ),
        (r"\displaystyle \not= x", r"\neq x"),
        (r"α + β → γ", r"\alpha + \beta \to \gamma"),
        (r"\sqrt\frac{a}{b}", r"\sqrt{\frac{a}{b}}"),
        (r"a \xrightarrow{} b", r"a \xrightarrow{} b"),
        (r"\left( a \middle| b \middle| c \right]", r"\left( a \middle| b \middle| c \right]"),
    ] {
        let (once, _) = trip(&format!("${tex}$"));
        assert_eq!(once, format!("${expected}$"), "{tex}");
        assert_eq!(trip(&once).0, once, "{tex} again");
    }
}

#[test]
fn what_is_beyond_stays_tex_and_is_told() {
    for tex in [r"a \tag{1}", r"\unknown{x}", r"x^2^3", r"\left( a", r"a & b", r"\begin{x}\end{x}"]
    {
        let markdown = format!("a ${tex}$ b");
        let (rtf, lost) = convert("Math=Yes", Format::Markdown, Format::Rtf, &markdown);
        assert!(lost == 1 && !rtf.contains("moMath"), "{tex}: {rtf}");
        let (back, lost) = convert("Math=Yes", Format::Rtf, Format::Markdown, &rtf);
        assert_eq!((back.trim_end(), lost), (&*markdown, 0));
    }
    // Nested as deep as one likes.
    for (begin, end) in [("{", "}"), ("\\sqrt{", "}"), ("x^{", "}"), ("\\left(", "\\right)")] {
        let tex = format!("{}x{}", begin.repeat(9000), end.repeat(9000));
        let (rtf, lost) = convert("Math=Yes", Format::Markdown, Format::Rtf, &format!("${tex}$"));
        assert!(lost == 1 && rtf.contains("TeX"), "{begin}");
    }
}

#[test]
fn without_the_option_formulas_are_lines_of_text() {
    let (rtf, _) = convert("Math=Yes", Format::Markdown, Format::Rtf, r"$\frac{a+b}{c} = x^2$");
    let (back, lost) = convert("", Format::Rtf, Format::Markdown, &rtf);
    assert_eq!((back.trim_end(), lost), ("(a+b)/c = x<sup>2</sup>", 1));
}

/// Formulas as Word writes them, settings of runs and controls left in.
#[test]
fn formulas_of_word() {
    const RUN: &str = r"\mscr0\msty2 \rtlch\fcs1 \af0 \ltrch\fcs0 \f34\insrsid1";
    const CONTROL: &str = r"{\mctrlPr\rtlch\fcs1 \af0 \ltrch\fcs0 \f34\insrsid2 }";
    for (body, tex) in [
        (r"{\mf{\mfPr{\mtype bar}C}{\mnum{\mr R a}}{\mden{\mr R b}}}", r"\frac{a}{b}"),
        (
            r"{\mf{\mfPr{\mtype noBar}C}{\mnum{\mr R a}}{\mden{\mr R b}}}",
            r"\genfrac{}{}{0pt}{}{a}{b}",
        ),
        (r"{\msSup{\msSupPrC}{\me{\mr R x}}{\msup{\mr R 2}}}{\mr R +1}", "x^2+1"),
        (r"{\msSubSup{\msSubSupPrC}{\me{\mr R x}}{\msub{\mr R i}}{\msup{\mr R 2}}}", "x_i^2"),
        (r"{\msPre{\msPrePrC}{\msub{\mr R 6}}{\msup{\mr R 14}}{\me{\mr R C}}}", "{}_6^{14}C"),
        (r"{\mrad{\mradPr{\mdegHide on}C}{\mdeg}{\me{\mr R x}}}", r"\sqrt{x}"),
        (r"{\mrad{\mradPrC}{\mdeg{\mr R 3}}{\me{\mr R x}}}", r"\sqrt[3]{x}"),
        (
            r"{\mnary{\mnaryPr{\mchr \u8721?}{\mlimloc subSup}{\mgrow on}C}{\msub{\mr R i=0}}{\msup{\mr R n}}{\me{\mr R i}}}",
            r"\sum_{i=0}^ni",
        ),
        (
            r"{\mnary{\mnaryPr{\mlimloc undOvr}{\msubHide on}{\msupHide on}C}{\msub}{\msup}{\me{\mr R f}}}",
            r"\int f",
        ),
        (r"{\md{\mdPrC}{\me{\mr R x}}}", r"\left(x\right)"),
        (
            r"{\md{\mdPr{\mbegChr [}{\mendChr ]}C}{\me{\mr R x}}{\me{\mr R y}}}",
            r"\left[x\middle|y\right]",
        ),
        (r"{\md{\mdPr{\mbegChr |}{\mendChr |}C}{\me{\mr R x}}}", r"\left|x\right|"),
        (
            r"{\md{\mdPr{\mbegChr \{}{\mendChr }C}{\me{\meqArr{\meqArrPrC}{\me{\mr R 1,&x>0}}{\me{\mr R 0,&x<0}}}}}",
            r"\begin{cases}1,&x>0\\0,&x<0\end{cases}",
        ),
        (
            r"{\md{\mdPrC}{\me{\mm{\mmPr{\mmcs{\mmc{\mmcPr{\mcount 2}{\mmcJc center}}}}C}{\mmr{\me{\mr R 1}}{\me{\mr R 0}}}{\mmr{\me{\mr R 0}}{\me{\mr R 1}}}}}}",
            r"\begin{pmatrix}1&0\\0&1\end{pmatrix}",
        ),
        (
            r"{\macc{\maccPr{\mchr \u8407?}C}{\me{\mr R v}}}{\macc{\maccPrC}{\me{\mr R x}}}",
            r"\vec{v}\hat{x}",
        ),
        (
            r"{\mbar{\mbarPr{\mpos top}C}{\me{\mr R x}}}{\mbar{\mbarPrC}{\me{\mr R y}}}",
            r"\overline{x}\underline{y}",
        ),
        (r"{\mfunc{\mfuncPrC}{\mfName{\mr\mscr0\msty0 sin}}{\me{\mr R x}}}", r"\sin x"),
        (
            r"{\mfunc{\mfuncPrC}{\mfName{\mlimLow{\mlimLowPrC}{\me{\mr\msty0 lim}}{\mlim{\mr R n\u8594?\u8734?}}}}{\me{\mr R a}}}",
            r"\lim_{n\to\infty}a",
        ),
        (
            r"{\mborderBox{\mborderBoxPrC}{\me{\mr R x}}}{\mbox{\mboxPrC}{\me{\mr R y}}}",
            r"\boxed{x}y",
        ),
        (r"{\mgroupChr{\mgroupChrPrC}{\me{\mr R x}}}", r"\underbrace{x}"),
        (r"{\mlimUpp{\mlimUppPrC}{\me{\mr R =}}{\mlim{\mr\mnor def}}}", r"\overset{\text{def}}{=}"),
        (
            r"{\mr R \u945?\u8722-\u-10187?\u-9138?\u8477?}{\mr\mscr0\msty1 v}",
            r"\alpha-a\mathbb{R}\mathbf{v}",
        ),
        (
            r"{\macc{\maccPr{\mchr \u831?}C}{\me{\mr R x}}}{\macc{\maccPr{\mchr \u818?}C}{\me{\mr R y}}}{\macc{\maccPr{\mchr \u8401?}C}{\me{\mr R z}}}{\macc{\maccPr{\mchr \u805?}C}{\me{\mr R w}}}",
            "\\overline{\\overline{x}}\\underline{y}\\overset{\\rightharpoonup}{z}w\u{325}",
        ),
        (
            r"{\mgroupChr{\mgroupChrPr{\mchr \u8594?}{\mpos top}C}{\me{\mr R a}}}{\mgroupChr{\mgroupChrPr{\mchr \u8594?}C}{\me{\mr R b}}}{\mgroupChr{\mgroupChrPr{\mchr \u9180?}{\mpos top}C}{\me{\mr R c}}}",
            r"\underset{a}{\to}\xrightarrow{b}\overbrace{c}",
        ),
        (
            r"{\mr R x}{\mnary{\mnaryPr{\mchr }{\msupHide on}C}{\msub{\mr R i}}{\msup}{\me{\mr R y}}}",
            "x{}_iy",
        ),
        (
            r"{\mborderBox{\mborderBoxPr{\mhideTop on}{\mhideLeft on}{\mhideRight on}C}{\me{\mr R x}}}{\mborderBox{\mborderBoxPr{\mhideTop on}{\mhideBot on}{\mhideLeft on}{\mhideRight on}{\mstrikeH on}C}{\me{\mr R y}}}",
            r"\underline{x}\cancel{y}",
        ),
        (
            r"{\md{\mdPr{\mbegChr \u9001?}{\mendChr \u9002?}C}{\me{\mr R x}}}",
            r"\left\langle x\right\rangle",
        ),
        (
            r"{\meqArr{\meqArrPr{\mmaxDist on}C}{\me{\mr R a=b#}{\md{\me{\mr R 1}}}}}",
            r"\begin{gathered}a=b\qquad\left(1\right)\end{gathered}",
        ),
        (r"{\mphant{\mphantPr{\mshow off}C}{\me{\mr R x}}}{\mr R y}", r"\phantom{x}y"),
        (r"{\mr R a{\b b}\'d7 }", r"ab\times"),
    ] {
        let body = body
            .replace("PrC}", &format!("Pr{CONTROL}}}"))
            .replace("}C}", &format!("}}{CONTROL}}}"))
            .replace("\\mr R ", &format!("\\mr{RUN} "));
        let rtf = format!(
            r"{{\rtf1\ansi{{\fonttbl{{\f34 Cambria Math;}}}}a {{\mmath{{\*\moMath{body}}}{{\mmathPict{{\pict 00}}}}}} b\par}}"
        );
        let (back, lost) = convert("Math=Yes", Format::Rtf, Format::Markdown, &rtf);
        assert_eq!((back.trim_end(), lost), (&*format!("a ${tex}$ b"), 0), "{body}");
    }
    let two = r"{\rtf1{\mmath{\*\moMathPara{\moMathParaPr{\mjc center}}{\*\moMath{\mr a}}{\*\moMath{\mr b}}}}\par}";
    let (back, _) = convert("Math=Yes", Format::Rtf, Format::Markdown, two);
    assert_eq!(back.trim_end(), "$$a$$\\\n$$b$$");
    // Too deep for a tree, and read as a line of text then.
    let deep = format!(
        r"{{\rtf1{{\mmath{{\*\moMath{}x{}}}}}\par}}",
        r"{\md{\me ".repeat(99),
        "}}".repeat(99)
    );
    let (back, lost) = convert("Math=Yes", Format::Rtf, Format::Markdown, &deep);
    assert!(lost == 1 && back.contains("((x))"), "{back}");
}

/// Markdown of a formula of Word among text, and what is reported.
fn of_word(options: &str, body: &str) -> (String, String) {
    let converter = Converter::new(Options::parse(options).unwrap()).unwrap();
    let mut report = Report::default();
    let rtf = format!(r"{{\rtf1\ansi a {{\mmath{{\*\moMath{body}}}}} b\par}}");
    let out = converter
        .convert_reporting(Format::Rtf, Format::Markdown, rtf.as_bytes(), &mut report)
        .unwrap();
    let losses =
        [Loss::HiddenText, Loss::DeletedText, Loss::ChangeAuthor, Loss::Comment, Loss::Math];
    let lost: Vec<_> = losses
        .iter()
        .filter(|&&loss| report.get(loss).count > 0)
        .map(|&loss| format!("{} {}", report.get(loss).count, loss.name()))
        .collect();
    (String::from_utf8(out).unwrap().trim_end().to_owned(), lost.join(", "))
}

/// Hidden text and changes in formulas are what they are in text; what changed as a whole is a change.
#[test]
fn hidden_text_and_changes_in_formulas_of_word() {
    for (options, body, markdown, lost) in [
        ("", r"{\mr x}{\mr\v y}", "a $x$ b", "1 hidden_text"),
        ("", r"{\mr x}{\mr\deleted y}", "a $x$ b", "1 deleted_text"),
        ("", r"{\mr x}{\mr\deleted y\deleted0 z}", "a $xz$ b", "1 deleted_text"),
        ("", r"{\mr\v x\plain y}", "a $y$ b", "1 hidden_text"),
        ("", r"{\mr x}{\mr\mvf\u945?\mvt \u946?}", r"a $x$ b", "2 deleted_text"),
        ("Changes=Reject", r"{\mr x}{\mr\deleted y}", "a $xy$ b", ""),
        ("Changes=Reject", r"{\mr x}{\mr\revised\revauth1 y}", "a $x$ b", "1 deleted_text"),
        ("", r"{\mr\revised\revauth1 y}", "a $y$ b", "1 change_author"),
        // An element of which all text is gone is gone with it, in whatever it stands.
        (
            "",
            r"{\mr x}{\mf{\mnum{\mr\deleted a}}{\mden{\mr\deleted b}}}",
            "a $x$ b",
            "2 deleted_text",
        ),
        (
            "",
            r"{\mrad{\mdeg}{\me{\mr x}{\msSup{\me{\mr\v a}}{\msup{\mr\v b}}}}}",
            r"a $\sqrt{x}$ b",
            "2 hidden_text",
        ),
        ("", r"{\mf{\mnum{\mr\deleted a}}{\mden{\mr b}}}", r"a $\frac{}{b}$ b", "1 deleted_text"),
        // Of a whole formula marks of changes can speak, of a part of it none.
        (
            "Changes=Markup",
            r"{\mr\deleted x}{\mf{\mnum{\mr\deleted a}}{\mden{\mr\deleted b}}}",
            r"a {--$x\frac{a}{b}$--} b",
            "",
        ),
        ("Changes=Markup", r"{\mr\revised x}", "a {++$x$++} b", ""),
        ("Changes=Markup", r"{\mr\revised x}{\mr\deleted y}", "a $x$ b", "1 deleted_text"),
        ("", r"{\mr x}{\*\annotation no}{\mr y}", "a $xy$ b", "1 comment"),
    ] {
        let options = format!("Math=Yes;{options}");
        let (markdown, lost) = (markdown.to_owned(), lost.to_owned());
        assert_eq!(of_word(&options, body), (markdown, lost), "{options} {body}");
    }
}

/// `EQ` fields whose result is empty are formulas, but those of letters that are put on each other.
#[test]
fn formulas_of_equation_fields() {
    for (instruction, result, markdown, fields) in [
        (r"\\f(1,2)", "", r"a $\frac{1}{2}$ b", 0),
        (r"x\\s\\up8(2)\\s\\do4(3)", "", r"a $x^2_3$ b", 0),
        (r"\\i\\su(i=1,n,x)", "", "a $∑_{i=1}^nx$ b", 0),
        (r"\\f(1,2)", "1/2", "a 1/2 b", 1),
        (r"\\o(\u9675?,3)", "", "a ③ b", 1),
        (r"\\* jc2 \\* hps10 \\o\\ad(\\s\\up 9(x),y)", "", "a y b", 1),
    ] {
        let converter = Converter::new(Options::parse("Math=Yes").unwrap()).unwrap();
        let mut report = Report::default();
        let rtf = format!(
            r"{{\rtf1\ansi a {{\field{{\*\fldinst EQ {instruction}}}{{\fldrslt {result}}}}} b\par}}"
        );
        let out = converter
            .convert_reporting(Format::Rtf, Format::Markdown, rtf.as_bytes(), &mut report)
            .unwrap();
        let found = (String::from_utf8(out).unwrap(), report.get(Loss::Field).count);
        assert_eq!(found, (format!("{markdown}\n"), fields), "{instruction}");
        // What TeX it becomes is a formula to all that read TeX.
        let (rtf, lost) = convert("Math=Yes", Format::Markdown, Format::Rtf, markdown);
        assert!(lost == 0 && rtf.contains("moMath") == markdown.contains('$'), "{markdown}");
    }
}

/// Words of RTF 1.9.1 that say how an element is set, and their values, are no text, starred or not, in a group of
/// settings or beside one.
#[test]
fn settings_of_formulas_show_nothing() {
    const WORDS: &[&str] = &[
        "maln",
        "malnScr",
        "margPr",
        "margSz",
        "mbaseJc",
        "mbegChr",
        "mbrk",
        "mcGp",
        "mcGpRule",
        "mcSp",
        "mchr",
        "mcount",
        "mctrlPr",
        "mdegHide",
        "mdiff",
        "mendChr",
        "mgrow",
        "mhideBot",
        "mhideLeft",
        "mhideRight",
        "mhideTop",
        "mjc",
        "mlimLoc",
        "mlimloc",
        "mlit",
        "mmaxDist",
        "mmaxdist",
        "mmc",
        "mmcJc",
        "mmcPr",
        "mmcs",
        "mnoBreak",
        "mobjDist",
        "mopEmu",
        "mplcHide",
        "mpos",
        "mrPr",
        "mrSp",
        "mrSpRule",
        "msepChr",
        "mshow",
        "mshp",
        "mstrikeBLTR",
        "mstrikeH",
        "mstrikeTLBR",
        "mstrikeV",
        "msubHide",
        "msupHide",
        "mtransp",
        "mtype",
        "mvertJc",
        "mzeroAsc",
        "mzeroDesc",
        "mzeroWid",
        "maccPr",
        "mbarPr",
        "mborderBoxPr",
        "mboxPr",
        "mdPr",
        "meqArrPr",
        "mfPr",
        "mfuncPr",
        "mgroupChrPr",
        "mlimLowPr",
        "mlimUppPr",
        "mlimlowPr",
        "mlimuppPr",
        "mmPr",
        "mnaryPr",
        "mphantPr",
        "mradPr",
        "msPrePr",
        "msSubPr",
        "msSubSupPr",
        "msSupPr",
    ];
    for word in WORDS {
        for setting in [
            format!(r"{{\mbox{{\mboxPr{{\{word} onx3}}}}{{\me{{\mr y}}}}}}"),
            format!(r"{{\mbox{{\*\mboxPr{{\*\{word} onx3}}}}{{\me{{\mr y}}}}}}"),
            format!(r"{{\mbox{{\{word} onx3}}{{\me{{\mr y}}}}}}"),
            format!(r"{{\mr{{\{word} onx3}}y}}"),
            format!(r"{{\*\{word} {{onx3}}}}{{\mr y}}"),
            // One that nobody knows.
            format!(r"{{\mbox{{\mboxPr{{\{word}New onx3}}}}{{\me{{\mr y}}}}}}"),
            format!(r"{{\*\{word}New onx3}}{{\mr y}}"),
        ] {
            assert_eq!(
                of_word("Math=Yes", &setting),
                ("a $y$ b".into(), String::new()),
                "{setting}"
            );
            assert_eq!(of_word("", &setting), ("a y b".into(), "1 math".into()), "{setting}");
        }
    }
    for (body, tex) in [
        (r"{\*\bkmkstart n}{\mr x}{\*\bkmkend n}", "x"),
        (r"{\mr x}{\field{\*\fldinst REF n}{\fldrslt y}}", "xy"),
        (r"{\mr a\endash b\_c}", "a–b-c"),
    ] {
        assert_eq!(of_word("Math=Yes", body).0, format!("a ${tex}$ b"), "{body}");
    }
    let note = of_word("Math=Yes", r"{\mr x{\footnote n}}");
    assert_eq!(note, ("a x[^1] b\n\n[^1]: n".into(), "1 math".into()));
}
