//! Letters with an accent as one character, where there is one: `n` and a tilde are `ñ`.
//!
//! Source  Unicode, canonical compositions of Latin letters with the accents that formulas have.

/// For each accent the letters without and with it, in pairs.
const ACCENTS: [(char, &str); 9] = [
    ('\u{300}', "AÀEÈIÌNǸOÒUÙWẀYỲaàeèiìnǹoòuùwẁyỳ"),
    ('\u{301}', "AÁCĆEÉGǴIÍKḰLĹMḾNŃOÓPṔRŔSŚUÚWẂYÝZŹaácćeégǵiíkḱlĺmḿnńoópṕrŕsśuúwẃyýzź"),
    ('\u{302}', "AÂCĈEÊGĜHĤIÎJĴOÔSŜUÛWŴYŶZẐaâcĉeêgĝhĥiîjĵoôsŝuûwŵyŷzẑ"),
    ('\u{303}', "AÃEẼIĨNÑOÕUŨVṼYỸaãeẽiĩnñoõuũvṽyỹ"),
    ('\u{304}', "AĀEĒGḠIĪOŌUŪYȲaāeēgḡiīoōuūyȳ"),
    ('\u{306}', "AĂEĔGĞIĬOŎUŬaăeĕgğiĭoŏuŭ"),
    ('\u{307}', "AȦBḂCĊDḊEĖFḞGĠHḢIİMṀNṄOȮPṖRṘSṠTṪWẆXẊYẎZŻaȧbḃcċdḋeėfḟgġhḣmṁnṅoȯpṗrṙsṡtṫwẇxẋyẏzż"),
    ('\u{308}', "AÄEËHḦIÏOÖUÜWẄXẌYŸaäeëhḧiïoötẗuüwẅxẍyÿ"),
    ('\u{30c}', "AǍCČDĎEĚGǦHȞIǏKǨLĽNŇOǑRŘSŠTŤUǓZŽaǎcčdďeěgǧhȟiǐjǰkǩlľnňoǒrřsštťuǔzž"),
];

/// A letter with an accent.
pub(super) fn composed(letter: char, accent: char) -> Option<char> {
    let (_, pairs) = ACCENTS.iter().find(|row| row.0 == accent)?;
    let mut chars = pairs.chars();
    while let (Some(plain), Some(both)) = (chars.next(), chars.next()) {
        if plain == letter {
            return Some(both);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_have_an_accent_of_their_own() {
        for (letter, accent, both) in [
            ('y', '\u{302}', Some('\u{177}')),
            ('N', '\u{303}', Some('\u{d1}')),
            ('q', '\u{302}', None),
            ('v', '\u{20d7}', None),
            ('\u{177}', '\u{302}', None),
        ] {
            assert_eq!(composed(letter, accent), both, "{letter}");
        }
    }
}
