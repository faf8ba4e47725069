use super::*;

fn trip(tex: &str) -> Option<String> {
    let mut tree = Tree::default();
    if !parse(tex, &mut tree) {
        return None;
    }
    let mut out = Vec::new();
    assert!(write(&mut tree, &mut out));
    Some(String::from_utf8(out).unwrap())
}

#[test]
fn formulas_as_they_are_written() {
    for (tex, expected) in [
        (r"E = mc^2", ""),
        (r"x^{2}", r"x^2"),
        (r"x_{ij}^2 + x_1", ""),
        (r"x^2_1", r"x_1^2"),
        (r"\frac{a}{b}", ""),
        (r"\frac12", r"\frac{1}{2}"),
        (r"\frac\alpha{b + 1}c", r"\frac{\alpha}{b + 1}c"),
        (r"\sqrt{x} \sqrt[3]{y + 1}", ""),
        (r"\sum_{i=1}^n i", ""),
        (r"\sum\limits_{i=1}^n", ""),
        (r"\left( \frac{a}{b} \right)^2", ""),
        (r"\left\{ x \middle| y \right.", ""),
        (r"\left< x \right>", r"\left\langle x \right\rangle"),
        (r"\lvert y \rvert", r"| y |"),
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", ""),
        ("\\begin{aligned}\na &= b \\\\\nc &= d\n\\end{aligned}", ""),
        (
            "\\begin{aligned}a &= b \\\\ c &= d \\\\\\end{aligned}",
            "\\begin{aligned}a &= b \\\\ c &= d \\end{aligned}",
        ),
        (r"f'(x) f'_n f_n' f''^2", ""),
        (r"\mathbf{x}_1 \mathrm{d}x \mathbb R", r"\mathbf{x}_1 \mathrm{d}x \mathbb{R}"),
        (r"\text{if } x > 0", ""),
        (r"\sin x \cos^2\theta \operatorname{Var}(X) \operatorname*{argmax}_x", ""),
        (r"{x+y}^2 {}^{14}C", ""),
        (r"{x^2}^3", ""),
        (r"\hat{x} \widehat{AB} \vec{v} \overline{AB} \underbrace{x}_{y}", ""),
        (r"\sum_{\substack{i<n \\ j<m}} x", ""),
        (r"a \equiv b \pmod{n} \bmod 3", ""),
        (r"\alpha\beta\gamma x \to\infty", ""),
        (r"e^{i\pi} x^\alpha y", ""),
        (r"x^\frac{1}{2}", r"x^{\frac{1}{2}}"),
        (r"\begin{array}{lr} a & b \end{array}", ""),
        (r"\xrightarrow{f} \overset{a}{b} \boxed{x} \cancel{y}", ""),
        (r"\not= \not\in", r"\neq \notin"),
        (r"\mathbf{x_1}", r"\mathbf{x}_{\mathbf{1}}"),
        (r"\int_0^1 x \, dx \quad \qquad \text{a}", ""),
        (r"\| x \|_2 \mid \{a, b\}", ""),
        (r"\boldsymbol\alpha \bm{x}", r"\boldsymbol{\alpha} \boldsymbol{x}"),
        ("", ""),
    ] {
        let expected = if expected.is_empty() { tex } else { expected };
        assert_eq!(trip(tex).as_deref(), Some(expected), "{tex}");
        assert_eq!(trip(expected).as_deref(), Some(expected), "{tex} again");
    }
}

#[test]
fn formulas_beyond_the_subset() {
    for tex in [
        r"\frac{a}",
        r"{a",
        r"a}",
        r"\left( a",
        r"a \right)",
        r"x^",
        r"x^2^3",
        r"\begin{pmatrix} a",
        r"\end{a}",
        r"\unknown",
        r"\xrightarrow[b]{a}",
        r"a & b",
        r"a \\ b",
        r"\",
        r"\tag{1}",
        r"% x",
        r"$x$",
        r"\begin{array}{c|c} a \end{array}",
        r"\sqrt[3",
        r"_",
        r"\text{a",
        r"\text{a $x$}",
        r"\left? a \right)",
        r"\begin{cases} a \end{matrix}",
        "\u{1}",
        r"\operatorname{}",
        r"\mathbf",
    ] {
        assert_eq!(trip(tex), None, "{tex}");
    }
}

#[test]
fn deep_formulas_are_told() {
    for (begin, end) in [
        ("{", "}"),
        (r"\sqrt{", "}"),
        ("x^{", "}"),
        (r"\left(", r"\right)"),
        (r"\mathbf{", "}"),
        (r"\begin{matrix}", r"\end{matrix}"),
        (r"\frac{a}{", "}"),
        (r"\sqrt[", "]{x}"),
    ] {
        let tex = format!("{}x{}", begin.repeat(50_000), end.repeat(50_000));
        assert_eq!(trip(&tex), None, "{begin}");
        let tex = format!("{}x{}", begin.repeat(12), end.repeat(12));
        assert!(trip(&tex).is_some(), "{begin}");
    }
}

#[test]
fn faces_and_their_characters() {
    for face in [
        Face::Bold,
        Face::BoldItalic,
        Face::Italic,
        Face::Script,
        Face::Fraktur,
        Face::Double,
        Face::Sans,
        Face::Mono,
    ] {
        for c in ('A'..='Z').chain('a'..='z').chain('0'..='9').chain("αωΑΩ∇".chars()) {
            if let Some(own) = styled(c, face) {
                assert_eq!(plain(own), Some((c, face)), "{c} {own}");
            }
        }
    }
    assert_eq!((plain('a'), plain('ℝ')), (None, Some(('R', Face::Double))));
}

#[test]
fn signs_and_their_commands() {
    for (name, sign) in [
        ("alpha", 'α'),
        ("le", '≤'),
        ("leq", '≤'),
        ("backslash", '\\'),
        ("int", '∫'),
        ("iint", '∬'),
        ("lt", '<'),
    ] {
        assert_eq!(super::signs::sign(name.as_bytes()), Some(sign), "{name}");
    }
    for (sign, name) in [('≤', "\\leq"), ('→', "\\to"), ('∨', "\\vee"), ('\u{2003}', "\\quad")]
    {
        assert_eq!(super::signs::command(sign), Some(name));
    }
    assert_eq!(super::signs::sign(b"eta"), Some('η'));
    assert_eq!(super::signs::sign(b"nosuch"), None);
}
