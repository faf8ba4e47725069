//! Equations in one line each.

/// Instructions, lines of text, where `^`, `_` and `|` stand for marks of what is raised and lowered, and TeX.
#[test]
#[rustfmt::skip]
fn equations() {
    for (formula, line, tex) in [
        (r"\f(1,2)", "1/2", r"\frac{1}{2}"),
        (r"2\f(1,2)kg", "2 1/2 kg", r"2\frac{1}{2}kg"),
        (r"\f(a+b,12)\s\up8(2)", "((a+b)/12)^2|", r"\frac{a+b}{12}^2"),
        (r"\f(\f(1,2),3)", "(1/2)/3", r"\frac{\frac{1}{2}}{3}"),
        (r"x\s\up8(2)\s\do4(3)", "x^2|_3|", "x^2_3"),
        (r"x\s\up8(2)\do4(3)", "x^2|_3|", "x^2_3"),
        (r"x\s(2,3)y", "x^2|_3|y", "x^2_3y"),
        (r"\s\up8(14)C", "^14|C", "{}^{14}C"),
        (r"2\s\up8(3\s\up4(2)a)", "2^3^2 a|", "2^{3^2a}"),
        (r"2\s\up8(3\s\up4(a+b))", "2^3^(a+b)|", "2^{3^{a+b}}"),
        (r"\i\su(i=1,n,x\s\do4(i))", "∑_i=1|^n|x_i|", "∑_{i=1}^nx_i"),
        (r"\i(0,1,f)", "∫_0|^1|f", "∫_0^1f"),
        (r"\i\pr( , ,f)", "∏f", "∏f"),
        (r"\i \fc\⋃(i,,A)", "⋃_i|A", "⋃_iA"),
        (r"x = \r(3,y)", "x = ^3|√(y)", r"x = \sqrt[3]{y}"),
        (r"2\r(3,y+1)", "2 ^3|√(y+1)", r"2\sqrt[3]{y+1}"),
        (r"\r(x)", "√(x)", r"\sqrt{x}"),
        (r"\l(a,b,c)", "a, b, c", "a, b, c"),
        (r"\x(a)\x\to(b)\x\bo(c)", "abc", r"\boxed{a}\overline{b}\underline{c}"),
        (r"a\d\fo10()b", "ab", "ab"),
        (r"\o(x,\s\up4(2))", "x^2|", r"x^2"),
        (r"\o(y,ˆ)\o(q,¯)\o(=,/)\o\ac(○,7)", "ŷq\u{305}≠⑦", r"\hat{y}\bar{q}≠⑦"),
        (r"\b(x, y) (z)", "(x, y) (z)", r"\left(x, y\right) (z)"),
        (r"\f(\r(a),b\,c)", "(√(a))/(b,c)", r"\frac{\sqrt{a}}{b,c}"),
        (r"\* jc2 \* hps10 \o\ad(\s\up 9(x),y)", "y", "y"),
        (r#"\* jc2 \* "Font:A B" \* hps10 \o\ad(\s\up 9((x)),y)z"#, "yz", "yz"),
        (r"\a\al\co2(1,2,3,4)", "1 2; 3 4", r"\begin{matrix}1&2\\3&4\end{matrix}"),
        (r"\a \ar \co3 \vs2 (1, 2; 3, 4)", "1 2 3; 4", r"\begin{matrix}1&2&3\\4\end{matrix}"),
        (r"\a(1,\f(2,3),4)", "1; 2/3; 4", r"\begin{matrix}1\\\frac{2}{3}\\4\end{matrix}"),
        (r"x=\b\lc\{(\a\al(1,2))", "x={1; 2", r"x=\left\{\begin{matrix}1\\2\end{matrix}\right."),
        (r"\b \bc\[ (\a\co2(1,2))", "[1 2]", r"\left[\begin{matrix}1&2\end{matrix}\right]"),
        (r"\f(Miles,Hour)+sin x", "(Miles)/(Hour)+sin x", r"\frac{\text{Miles}}{\text{Hour}}+\sin  x"),
        (r"\f(50%,a_b)", "(50%)/(a_b)", r"\frac{50\%}{a\_b}"),
        ("", "", ""),
        (r"\", "", ""),
        (")))(", ")))(", ")))("),
        (r"\f(1", "1", r"\frac{1}{}"),
    ] {
        for (tex, expected) in [(false, line), (true, tex)] {
            let mut text = String::new();
            super::write(formula, tex, &mut text);
            let shown: String = text
                .chars()
                .map(|c| match c {
                    super::RAISED => '^',
                    super::LOWERED => '_',
                    super::LEVEL => '|',
                    c => c,
                })
                .collect();
            assert_eq!(shown, expected, "{formula}");
            assert!(text.len() <= super::room(formula), "{formula}");
        }
    }
}
