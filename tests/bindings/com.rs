//! What the automation server says of itself in several places is the same everywhere.
//!
//! The server itself is for Windows; its programs stand in `tests/windows`.

use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = std::fs::read_to_string(&path);
    text.unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

const MANIFESTS: [&str; 2] =
    ["bindings/com/x86/LegacyBridge.Com.manifest", "bindings/com/x64/LegacyBridge.Com.manifest"];

/// `rtf_to_markdown` for `RtfToMarkdown`.
fn snake(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push('_');
        }
        words.push(letter.to_ascii_lowercase());
    }
    words
}

/// The methods of the IDL in their order, as the table names them, with how many arguments each has.
fn published() -> Vec<(String, usize)> {
    let idl = read("src/com/legacybridge.idl");
    let body =
        idl.split("interface ILegacyBridgeConverter : IDispatch").nth(1).expect("an interface");
    let body = body.split("\n    }").next().expect("its end");
    let method = |text: &str| {
        let (attributes, rest) = text.split_once("HRESULT ")?;
        let (name, arguments) = rest.split_once('(')?;
        let prefix = match () {
            () if attributes.contains("propget") => "get_",
            () if attributes.contains("propput") => "put_",
            () => "",
        };
        Some((
            format!("{prefix}{}", snake(name)),
            arguments.matches("[in").count() + arguments.matches("[out").count(),
        ))
    };
    body.split(");").filter_map(method).collect()
}

#[test]
fn the_table_has_the_order_of_the_type_library() {
    let table = read("src/com/table.rs");
    let members = table.split("struct Methods {").nth(1).expect("a table");
    let members = members.split("\n}").next().expect("its end");
    let names: Vec<&str> = members
        .lines()
        .filter_map(|line| line.strip_prefix("    ")?.split_once(':'))
        .map(|(name, _)| name)
        .filter(|name| !name.starts_with([' ', ')']))
        .collect();
    let own = ["unknown", "get_type_info_count", "get_type_info", "get_ids_of_names", "invoke"];
    assert_eq!(names[..own.len()], own);
    let published = published();
    assert_eq!(published.len(), 42);
    let published: Vec<&str> = published.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names[own.len()..], published);
    // The same order once more where the functions stand in it.
    let filled = table.split("static METHODS: Methods = Methods {").nth(1).expect("the table");
    let filled: Vec<&str> = filled
        .lines()
        .filter_map(|line| line.split_once(": methods::"))
        .map(|(name, _)| name.trim())
        .collect();
    assert_eq!(filled, published);
}

#[test]
fn methods_take_the_arguments_of_the_type_library() {
    let methods = read("src/com/methods.rs");
    for (name, arguments) in published() {
        let start =
            methods.find(&format!("    {name}(")).unwrap_or_else(|| panic!("{name} is missing"));
        let taken = methods[start..].split(')').next().expect("arguments");
        // One more is the object itself.
        assert_eq!(
            taken.split("this").nth(1).expect("the object").matches(':').count(),
            arguments,
            "{name}"
        );
    }
}

#[test]
fn identifiers_are_the_same_everywhere() {
    let ids = read("src/com/ids.rs");
    let idl = read("src/com/legacybridge.idl");
    for name in ["LIBID", "CLSID_CONVERTER", "IID_CONVERTER"] {
        let line = ids.lines().find(|line| line.contains(&format!("const {name}: GUID")));
        let hex = line.and_then(|line| line.split("0x").nth(1)).expect("an identifier");
        let guid = hex.trim_end_matches(");").replace('_', "-");
        assert_eq!(guid.len(), 36, "{guid}");
        assert_eq!(idl.matches(&format!("uuid({guid})")).count(), 1, "{name} in the IDL");
        for manifest in MANIFESTS {
            let text = read(manifest);
            assert!(text.contains(&format!("{{{}}}", guid.to_uppercase())), "{name} in {manifest}");
        }
    }
    for name in ["LegacyBridge.Converter", "LegacyBridge.Converter.1"] {
        assert!(ids.contains(&format!("\"{name}\"")), "{name}");
        assert!(MANIFESTS.iter().all(|manifest| read(manifest).contains(name)), "{name}");
    }
}

#[test]
fn manifests_differ_in_the_architecture_only() {
    let [x86, x64] = MANIFESTS.map(read);
    assert_eq!(x86.replace("Architecture=\"x86\"", "Architecture=\"amd64\""), x64);
    let host = read("bindings/com/host.exe.manifest");
    let identity = "name=\"LegacyBridge.Com\" version=\"1.0.0.0\"";
    assert!(x86.contains(identity) && host.contains(identity));
}

#[test]
fn errors_are_numbered_as_in_the_c_interface() {
    let idl = read("src/com/legacybridge.idl");
    let header = read("include/legacybridge.h");
    let mut count = 0;
    for line in idl.lines().filter(|line| line.contains(" lbError")) {
        let (name, value) = line
            .split(" lbError")
            .nth(1)
            .and_then(|rest| rest.split_once(" = "))
            .expect("a constant");
        let number = u32::from_str_radix(value.trim_start_matches("0x").trim_end_matches(','), 16)
            .expect("a number");
        let constant = format!(
            "#define LEGACYBRIDGE_ERROR_{} (-{})",
            snake(name).to_uppercase(),
            number - 0x8004_0200
        );
        assert!(header.contains(&constant), "{constant}");
        count += 1;
    }
    assert_eq!(count, 15);
}
