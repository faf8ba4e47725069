//! Signs of formulas and their commands, and names of functions.
//!
//! Shape   one text of commands and their signs, of which the first for a sign is the one that is
//!         written.
//! Source  LaTeX's and amssymb's commands; Unicode's names of mathematical characters.

use memchr::memmem;

/// Commands and signs.
const SIGNS: &str = "\\alpha α\\beta β\\gamma γ\\delta δ\\epsilon ϵ\\varepsilon ε\\zeta ζ\\eta η\\theta θ\\vartheta ϑ\
\\iota ι\\kappa κ\\varkappa ϰ\\lambda λ\\mu μ\\nu ν\\xi ξ\\omicron ο\\pi π\\varpi ϖ\\rho ρ\\varrho ϱ\\sigma σ\\varsigma ς\
\\tau τ\\upsilon υ\\phi ϕ\\varphi φ\\chi χ\\psi ψ\\omega ω\\Gamma Γ\\Delta Δ\\Theta Θ\\Lambda Λ\\Xi Ξ\\Pi Π\\Sigma Σ\
\\Upsilon Υ\\Phi Φ\\Psi Ψ\\Omega Ω\\pm ±\\mp ∓\\times ×\\div ÷\\cdot ⋅\\ast ∗\\star ⋆\\circ ∘\\bullet ∙\\oplus ⊕\
\\ominus ⊖\\otimes ⊗\\oslash ⊘\\odot ⊙\\wedge ∧\\land ∧\\vee ∨\\lor ∨\\cap ∩\\cup ∪\\setminus ∖\\uplus ⊎\\sqcap ⊓\\sqcup ⊔\
\\leq ≤\\le ≤\\geq ≥\\ge ≥\\neq ≠\\ne ≠\\equiv ≡\\approx ≈\\sim ∼\\simeq ≃\\cong ≅\\propto ∝\\ll ≪\\gg ≫\\prec ≺\\succ ≻\
\\preceq ⪯\\succeq ⪰\\leqslant ⩽\\geqslant ⩾\\lesssim ≲\\gtrsim ≳\\asymp ≍\\doteq ≐\\triangleq ≜\\coloneqq ≔\\subset ⊂\\supset ⊃\
\\subseteq ⊆\\supseteq ⊇\\subsetneq ⊊\\supsetneq ⊋\\in ∈\\ni ∋\\notin ∉\\perp ⟂\\parallel ∥\\nparallel ∦\\mid ∣\\nmid ∤\
\\vdash ⊢\\dashv ⊣\\models ⊨\\vDash ⊨\\top ⊤\\bot ⊥\\forall ∀\\exists ∃\\nexists ∄\\neg ¬\\lnot ¬\\emptyset ∅\\varnothing ∅\
\\infty ∞\\partial ∂\\nabla ∇\\hbar ℏ\\ell ℓ\\Re ℜ\\Im ℑ\\wp ℘\\aleph ℵ\\beth ℶ\\angle ∠\\measuredangle ∡\\triangle △\\square □\\Box □\
\\blacksquare ■\\diamond ⋄\\lozenge ◊\\therefore ∴\\because ∵\\checkmark ✓\\dagger †\\ddagger ‡\\S §\\P ¶\\degree °\\pounds £\\euro €\
\\to →\\rightarrow →\\leftarrow ←\\gets ←\\leftrightarrow ↔\\Rightarrow ⇒\\Leftarrow ⇐\\Leftrightarrow ⇔\\implies ⟹\
\\Longrightarrow ⟹\\impliedby ⟸\\Longleftarrow ⟸\\iff ⟺\\Longleftrightarrow ⟺\\longrightarrow ⟶\\longleftarrow ⟵\
\\longleftrightarrow ⟷\\mapsto ↦\\longmapsto ⟼\\hookrightarrow ↪\\hookleftarrow ↩\\uparrow ↑\\downarrow ↓\\updownarrow ↕\
\\Uparrow ⇑\\Downarrow ⇓\\nearrow ↗\\searrow ↘\\swarrow ↙\\nwarrow ↖\\rightleftharpoons ⇌\\leftharpoons ⇋\\rightharpoonup ⇀\
\\rightsquigarrow ⇝\\leadsto ⇝\\ldots …\\dots …\\dotsc …\\cdots ⋯\\dotsb ⋯\\vdots ⋮\\ddots ⋱\
\\langle ⟨\\rangle ⟩\\lceil ⌈\\rceil ⌉\\lfloor ⌊\\rfloor ⌋\\Vert ‖\\lVert ‖\\rVert ‖\\prime ′\
\\sum ∑\\prod ∏\\coprod ∐\\int ∫\\iint ∬\\iiint ∭\\oint ∮\\oiint ∯\\bigcup ⋃\\bigcap ⋂\\bigoplus ⨁\\bigotimes ⨂\\bigodot ⨀\
\\bigvee ⋁\\bigwedge ⋀\\biguplus ⨄\\bigsqcup ⨆\\ltimes ⋉\\rtimes ⋊\\bowtie ⋈\\Join ⋈\\amalg ⨿\\dotplus ∔\\lessdot ⋖\\gtrdot ⋗\
\\nleq ≰\\ngeq ≱\\nless ≮\\ngtr ≯\\nsubseteq ⊈\\sqsubseteq ⊑\\sqsupseteq ⊒\\trianglelefteq ⊴\\vartriangleleft ⊲\\ncong ≇\
\\complement ∁\\imath ı\\jmath ȷ\\surd √\\flat ♭\\sharp ♯\\natural ♮\\clubsuit ♣\\spadesuit ♠\\heartsuit ♡\\diamondsuit ♢\
\\quad \u{2003}\\enspace \u{2002}\\thinspace \u{2006}\\nobreakspace \u{A0}\
\\lt <\\gt >\\lbrace {\\rbrace }\\lbrack [\\rbrack ]\\backslash \\\\vert |\\lvert |\\rvert |\\colon :\\And &";

/// Signs that are no words where they stand by themselves among words, but what they are elsewhere.
const LONE: &str = "()[]|+-*/=<>±∓×⋅∗≤≥≠≈≡∼≃≅∝→⇒⇔↦∈⊂⊆";

/// Whether a sign by itself is no word.
pub(crate) fn is_lone(sign: char) -> bool {
    LONE.contains(sign)
}

/// Names of functions.
const NAMES: &str = " arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup \
ln log max min Pr sec sin sinh sup tan tanh ";
/// Those of them whose limits stand below.
const BELOW: &str = " det gcd inf lim liminf limsup max min Pr sup ";
/// The name of what is left of a division, which has commands of its own.
pub(crate) const MOD: &str = "mod";

/// The sign of a command.
pub(super) fn sign(name: &[u8]) -> Option<char> {
    let mut rest = SIGNS.as_bytes();
    let mut from = 0;
    while let Some(at) = memmem::find(rest, name) {
        let (start, end) = (from + at, from + at + name.len());
        let whole = SIGNS.as_bytes();
        if whole[start - 1] == b'\\' && whole.get(end) == Some(&b' ') {
            return SIGNS[end + 1..].chars().next();
        }
        from = end;
        rest = &whole[from..];
    }
    None
}

/// The command of a sign.
pub(super) fn command(sign: char) -> Option<&'static str> {
    if sign.is_ascii() {
        return None;
    }
    let at = memmem::find(SIGNS.as_bytes(), sign.encode_utf8(&mut [0; 4]).as_bytes())?;
    let start = SIGNS[..at].rfind('\\')?;
    Some(SIGNS[start..at].trim_end())
}

fn stands_in(names: &str, name: &str) -> bool {
    names.match_indices(name).any(|(at, _)| {
        let bytes = names.as_bytes();
        !name.is_empty() && bytes[at - 1] == b' ' && bytes[at + name.len()] == b' '
    })
}

/// Whether a name is that of a function with a command.
pub(crate) fn is_known_name(name: &str) -> bool {
    !name.contains(' ') && stands_in(NAMES, name)
}

/// Whether the limits of a function stand below it.
pub(crate) fn limits_below(name: &str) -> bool {
    !name.contains(' ') && stands_in(BELOW, name)
}

/// Whether a character may stand in the name of a function.
pub(crate) fn takes_part_in_names(c: char) -> bool {
    c.is_alphabetic()
}

/// Whether a sign is a large operator.
pub(crate) fn is_operator(c: char) -> bool {
    is_integral(c) || "∑∏∐⋃⋂⨁⨂⨀⋁⋀⨄⨆".contains(c)
}

/// Whether a sign is an integral, whose limits stand beside it.
pub(crate) fn is_integral(c: char) -> bool {
    matches!(c, '∫'..='∳')
}
