#!/usr/bin/env python3
"""Checks that state has one owner: a field is changed in one file, and calls lead from routers to parts.

ownership.py [--list]

Shape    the source of ROOMS is read as text: comments, strings and tests are blanked; structs, impl blocks and
         functions are found by their brackets. A struct is looked at where it has impl blocks in more than one
         file. What works on it is its methods, by `self`, and functions of its room that are lent it, by the
         name they give it. A field is changed where it is assigned, taken out or exchanged; where a collection or
         a number is lent to be changed, or changes by a method of its own; and where something in it does. A
         part, which has a type of this crate, changes by its own methods: that is what parts are for.
Output   one line for each of: a field that is changed in more than one file; a loop of calls through more than
         LOOP files; a call, from one file to another, of a method that changes the struct, unless it comes from
         the file that declares the struct, its router. --list prints what was looked at. Exit status 1 when
         there is any.
Errors   an impl block whose struct nobody declares is said, and fails too.
Limits   no types are known but those written at fields and parameters, and a second name that a function gives
         to `self` is not followed.
"""
import collections
import dataclasses
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parents[1]
ROOMS = (
    "src/rtf/reader", "src/rtf/structure", "src/rtf/writer", "src/html/reader", "src/html/writer", "src/json",
    "src/markdown", "src/csv", "src/plain", "src/fill",
)
# Loops through so many files are allowed.
LOOP = 3

# Methods by which collections and the like change.
CHANGING = re.compile(
    r"(?:push|pop|clear|insert|remove|swap|take|replace|truncate|extend|resize|drain|retain|append|sort|dedup|"
    r"reverse|fill|get_or_insert|get_mut|iter_mut|last_mut|first_mut|as_mut|entry|set|copy_from|copy_within|"
    r"clone_from|split_off|rotate|reserve)\w*"
)
# What leads from a field into it: fields and indices, but no methods.
PATH = r"(?:\s*\.\s*\w+\b(?!\s*(?:::<[^;]*?>)?\()|\[[^\]]*\])*"


@dataclasses.dataclass
class Function:
    name: str
    file: pathlib.Path
    # The struct whose impl block it stands in, and how it takes `self`.
    of: str = ""
    own: str = ""
    # Its other parameters: name and type.
    given: tuple = ()
    body: str = ""


@dataclasses.dataclass
class Struct:
    name: str
    file: pathlib.Path
    fields: dict
    files: dict = dataclasses.field(default_factory=dict)


def blanked(text):
    """The code alone: as long as before, with blanks for comments, strings and characters."""
    token = re.compile(
        r'//[^\n]*|/\*.*?\*/|b?r(#*)".*?"\1|b?"(?:\\.|[^"\\])*"|b?\'(?:\\(?:x..|u\{[^}]*\}|.)|[^\'\\\n])\'', re.S)
    return token.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def closing(text, at):
    """Where the bracket at `at` is closed."""
    pairs, depth = {"(": ")", "[": "]", "{": "}"}, 0
    for end in range(at, len(text)):
        if text[end] in pairs:
            depth += 1
        elif text[end] in pairs.values():
            depth -= 1
            if depth == 0:
                return end
    raise SystemExit(f"a bracket is never closed: {text[at:at + 80]!r}")


def pieces(text):
    """What stands between the commas of a list."""
    depth, start = 0, 0
    for at, char in enumerate(text):
        if char in "([{<":
            depth += 1
        elif char in ")]}" or char == ">" and text[at - 1] not in "-=":
            depth -= 1
        elif char == "," and depth == 0:
            yield text[start:at]
            start = at + 1
    yield text[start:]


def without_tests(code):
    while found := re.search(r"#\[cfg\(test\)\]\s*mod \w+ \{", code):
        end = closing(code, found.end() - 1) + 1
        code = code[:found.start()] + re.sub(r"[^\n]", " ", code[found.start():end]) + code[end:]
    return code


def functions(code, file, of=""):
    for found in re.finditer(r"\bfn (\w+)\s*(?:<[^{(]*>)?\(", code):
        end = closing(code, found.end() - 1)
        rest = re.compile(r"[^;{]*([;{])").match(code, end + 1)
        if not rest or rest[1] == ";":
            continue
        own, given = "", []
        for piece in pieces(code[found.end():end]):
            piece = " ".join(piece.split())
            if taken := re.fullmatch(r"(&(?:'\w+ )?)?(mut )?self(?:: .*)?", piece):
                own = "changes" if taken[2] else "looks" if taken[1] else "takes"
            elif named := re.fullmatch(r"(?:mut )?(\w+): (.*)", piece):
                given.append((named[1], named[2]))
        body = code[rest.end() - 1:closing(code, rest.end() - 1) + 1]
        yield Function(found[1], file, of, own, tuple(given), body)


def head(kind):
    """The name of a type, references and lifetimes left out."""
    bare = re.sub(r"^(?:&(?:'\w+ )?(?:mut )?)+", "", kind)
    return re.match(r"(?:\w+::)*(\w+)", bare)[1] if re.match(r"\w", bare) else ""


def fields_of(body):
    fields = {}
    for piece in pieces(re.sub(r"#\[[^\]]*\]", " ", body)):
        if found := re.match(r"\s*(?:pub(?:\([^)]*\))? )?(\w+):\s*(.*)", piece, re.S):
            fields[found[1]] = " ".join(found[2].split())
    return fields


class Room:
    """One of ROOMS, with the rooms in it."""

    def __init__(self, folder):
        self.folder, self.structs, self.functions, self.unknown = folder, [], [], []
        self.code = {}
        for file in sorted((HERE / folder).rglob("*.rs")):
            if file.name not in ("tests.rs", "sample.rs"):
                self.code[file.relative_to(HERE)] = without_tests(blanked(file.read_text()))
        for file, code in self.code.items():
            for found in re.finditer(r"\bstruct (\w+)\s*(?:<[^>{]*>)?\s*(?:where[^{;]*)?([{(;])", code):
                body = code[found.end():closing(code, found.end() - 1)] if found[2] == "{" else ""
                self.structs.append(Struct(found[1], file, fields_of(body)))
        for file, code in self.code.items():
            self.read(file, code)

    def read(self, file, code):
        outside = code
        for found in re.finditer(r"^ *(?:unsafe )?impl\b\s*(?:<[^{]*?>)?\s*([^{;]*?)\{", code, re.M):
            end = closing(code, found.end() - 1) + 1
            target = re.sub(r"\bwhere\b.*", "", found[1], flags=re.S).split(" for ")[-1].strip()
            name = head(" ".join(target.split()))
            struct = self.struct(name, file)
            if struct is None and not self.is_other(name, code):
                self.unknown.append(f"{file}: nobody declares {name}")
            for function in functions(code[found.end():end], file, name):
                self.functions.append((function, struct))
            if struct is not None:
                struct.files.setdefault(file, 0)
            outside = outside[:found.start()] + " " * (end - found.start()) + outside[end:]
        self.functions += [(function, None) for function in functions(outside, file)]

    def struct(self, name, file):
        """What a name means in a file: a struct declared there, else beside it, or in the room around."""
        found = [struct for struct in self.structs if struct.name == name]
        for at in (file, *file.parents):
            near = [struct for struct in found if struct.file == at or struct.file.parent == at]
            if near:
                return self.imported(near, file) if len(near) > 1 else near[0]
        return None

    def imported(self, near, file):
        here = [struct for struct in near if struct.file == file]
        code = self.code[file]
        imports = lambda struct: re.search(rf"\b{struct.file.stem}::(?:\{{[^}}]*)?\b{struct.name}\b", code)
        named = [struct for struct in near if imports(struct)]
        above = [struct for struct in near if struct.file.stem == "mod"]
        return (here or named or above or near)[0]

    @staticmethod
    def is_other(name, code):
        """Enums, macros' names, and types of others that get a trait."""
        declared = rf"\b(?:enum|union|type|trait) {name}\b|\buse [^;]*\b{name}\b"
        return not name or name in ("Option", "Box", "Vec") or re.search(declared, code) is not None


class Work:
    """What is done to one struct, by the files that do it."""

    def __init__(self, struct, room, parts):
        self.struct, self.parts = struct, parts
        self.changed = collections.defaultdict(set)
        self.calls = collections.defaultdict(set)
        self.changing = set()
        home = {}
        for function, of in room.functions:
            if of is struct:
                home[function.name] = function
        for function, of in room.functions:
            names = ["self"] if of is struct and function.own else []
            for name, kind in function.given:
                is_lent = head(kind) == struct.name and re.match(r"&(?:'\w+ )?mut ", kind)
                if is_lent and room.struct(struct.name, function.file) is struct:
                    names.append(name)
            for name in names:
                self.look(function, name, home)

    def look(self, function, name, home):
        called = rf"\b{name}\s*\.\s*(\w+)\s*(?:::<[^(]*>)?\(|\bSelf::(\w+)\(\s*(?:&mut \*)?{name}\b"
        for called in re.finditer(called, function.body):
            to = home.get(called[1] or called[2])
            if to and to.file != function.file:
                self.calls[function.file].add(to.file)
                if to.own == "changes":
                    self.changing.add((function.file, to.file, to.name))
        for field, kind in self.struct.fields.items():
            if self.changes(function.body, name, field, kind):
                self.changed[field].add(function.file)

    def changes(self, body, name, field, kind):
        is_part = head(kind) in self.parts
        is_lent = re.match(r"&(?:'\w+ )?mut ", kind) is not None
        apart = re.search(rf"\blet\s+(?:Self|{self.struct.name})\s*\{{([^}}]*)\}}\s*=\s*{name}\b", body)
        if apart and not is_part and re.search(rf"\b{field}\b", apart[1]) and (is_lent or re.search(r"&mut", kind)):
            return True
        for found in re.finditer(rf"\b{name}\s*\.\s*{field}\b(?!\s*\()({PATH})", body):
            before, behind = body[:found.start()].rstrip(), body[found.end():].lstrip()
            inside = bool(found[1].strip())
            if re.match(r"(?:[-+*/%|&^]|<<|>>)?=(?![=>])", behind):
                return True
            if self.is_taken_apart(body, found.start()):
                return True
            if re.search(r"\b(?:take|replace|swap)\((?:[^()]*,)?\s*(?:&mut\s*)?$", before + " "):
                return True
            if method := re.match(r"\.\s*(\w+)", behind):
                if (not is_part or inside) and CHANGING.fullmatch(method[1]):
                    return True
            elif not is_part or inside:
                if before.endswith("&mut"):
                    return True
                if is_lent and not inside and before[-1:] in "(," and behind[:1] in "),":
                    return True
        return False

    @staticmethod
    def is_taken_apart(body, at):
        """Whether a place is assigned to with others in brackets: `(self.a, self.b) = ..`."""
        start = max(body.rfind(end, 0, at) for end in ";{}") + 1
        if not body[start:at].lstrip().startswith("("):
            return False
        open_at = start + len(body[start:at]) - len(body[start:at].lstrip())
        end = closing(body, open_at)
        return end > at and re.match(r"\s*=(?![=>])", body[end + 1:]) is not None

    def loops(self):
        """Sets of files that all lead to each other by calls."""
        reach = {}
        for file in list(self.calls):
            seen, left = set(), [file]
            while left:
                for other in self.calls.get(left.pop(), ()):
                    if other not in seen:
                        seen.add(other)
                        left.append(other)
            reach[file] = seen
        back = lambda file: frozenset(other for other in reach[file] if file in reach.get(other, ()))
        loops = {back(file) for file in reach}
        return sorted((sorted(loop) for loop in loops if loop), key=len)


def said(file, folder):
    return str(file.relative_to(folder))


def check(lists):
    parts = set()
    for file in (HERE / "src").rglob("*.rs"):
        parts |= set(re.findall(r"\b(?:struct|union) (\w+)", without_tests(blanked(file.read_text()))))
    wrong = []
    for folder in ROOMS:
        room = Room(folder)
        wrong += room.unknown
        for struct in room.structs:
            if len(struct.files) < 2:
                continue
            inner = struct.file.parent
            name = f"{inner} {struct.name}"
            work = Work(struct, room, parts)
            if lists:
                print(f"{name}: {len(struct.files)} files, {len(struct.fields)} fields")
            found = []
            for field, files in sorted(work.changed.items()):
                if len(files) > 1:
                    places = ", ".join(sorted(said(file, inner) for file in files))
                    found.append(f"{field} is changed in {places}")
            for loop in work.loops():
                if len(loop) > LOOP:
                    places = ", ".join(said(file, inner) for file in loop)
                    found.append(f"{len(loop)} files call each other: {places}")
            for start, end, method in sorted(work.changing):
                if start != struct.file:
                    found.append(f"{said(start, inner)} calls {method} of {said(end, inner)}")
            wrong += [f"{name}: {line}" for line in found]
    return wrong


def main():
    if sys.argv[1:] not in ([], ["--list"]):
        raise SystemExit(__doc__)
    wrong = check(sys.argv[1:] == ["--list"])
    print("\n".join(wrong) or "Each field is changed in one file, and calls lead from routers to parts.")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
