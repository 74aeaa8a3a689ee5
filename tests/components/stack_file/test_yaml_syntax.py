import pytest
from fargate_web.stack_file.yaml_file import YamlFile


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a:\n\tb: 1\n", "2:1: a tab is used for indentation; YAML allows spaces only"),
        ("a:\n  b: 1\n\tc: 2\n", "3:1: a tab is used for indentation"),
        ("a:\n  b: 1\n  \tc: 2\n", "3:3: a tab is used for indentation"),
        ("a:\n  - b\n  -\tc: 1\n", "3:4: there is a tab here"),
        ("a: b: c\n", "1:5: a key and its colon aren't allowed here"),
        ("a:\n  b: 1\n    c: 2\n", "3:5: this line starts with 4 spaces, and the one above it with 2; write 2"),
        ("a:\n   b: 1\n  c: 2\n", "3:3: this line starts with 2 spaces, and the one above it with 3; write 3"),
        ("a:\n  - b\n  c: 1\n", "3:3: this line does not go on with the list above"),
        ("a: {b: 1\nc: 2\n", "2:2: a map in braces"),
        ("a: [1, 2\nb: 3\n", "2:2: a list in brackets"),
        ("a:\n-b\nc: 1\n", "2:1: a space follows the dash of a list; write - b"),
        ("a:\n  b: 1\n  port:3000\n  c: 2\n", "3:3: a space follows the colon of a key; write port: 3000"),
        ("a:\n  b: 1\n  port = 3000\n  c: 2\n", "3:3: a colon follows a key, and no equals sign; write port: 3000"),
        ("a:\n  b: 1\n<<<<<<< HEAD\n  c: 2\n=======\n  c: 3\n>>>>>>> x\n", "3:1: a merge conflict is not resolved here"),
        ("a:\n  b: 1\n \u00a0c: 2\n", "3:2: a no-break space (U+00A0) indents this line; write plain spaces"),
        ("a:\n  b: 1\n \u3000c: 2\n", "3:2: an ideographic space (U+3000) indents this line"),
        ('a: "abc\nb: 1\n', "1:4: a quotation mark opens here and is never closed"),
        ("a: 'it's'\n", '1:4: an apostrophe ends the text in single quotes; write "it\'s"'),
        ("a: @b\n", "1:4: a value can't start with @; quote it"),
        ("a: `b`\n", "1:4: a value can't start with `; quote it"),
        ("a: %b\n", "1:4: a value can't start with %; quote it"),
        ("hosts: *.example.com\n", "1:9: a value can't start with * or &"),
        ("a: *x\n", "1:4: *x refers to the anchor &x, and there is none above"),
        ("a: &a [*a]\n", "1:8: *a is inside &a itself"),
        ("a: &a {b: {c: *a}}\n", "1:15: *a is inside &a itself"),
        ('a: "\\q"\n', "a backslash in double quotes starts an escape"),
        ("a: !Ref x\n", '1:4: "!Ref" is a tag, which Pulumi does not know'),
        ("a: !!python/object/apply:os.system [ls]\n", '1:4: "!!python/object/apply:os.system" is a tag'),
        ("a: !!int 3\n", '1:4: "!!int" is a tag'),
        ("a: |x\n", "a new line must follow | or >"),
        ("a: 1\n---\nb: 2\n", "2:1: a second document starts here"),
        ("a: 1\n...\nb: 2\n", "3:1: the file goes on after its end"),
        ("a: }\n", "1:4: a value is expected here"),
        ("%YAML 9.9\n---\na: 1\n", "a YAML version other than 1.1"),
        ("a: \x01\n", "1:4: there is a control character here"),
        ("a: b\u2028c\n", "1:5: only some YAML parsers read this character as a line break"),
        ("[" * 100, "1:66: this is nested more than 64 levels deep"),
        ("- " * 100, "this is nested more than 64 levels deep"),
        ("{a: " * 100, "this is nested more than 64 levels deep"),
    ],
)
def test_what_is_not_yaml_is_one_fault_with_its_place_in_plain_words(text, fault):
    told = str(YamlFile(text.encode(), "f.yaml").syntax_fault)
    assert told.startswith("f.yaml:")
    assert fault in told
    assert "while" not in told
    assert "expected <" not in told


def test_a_file_in_another_encoding_is_told_where():
    assert (
        str(YamlFile("a: x\nb: ü\n".encode("latin-1"), "f").syntax_fault)
        == "f:2:4: this character is not UTF-8; save the file in the encoding UTF-8"
    )
    assert "not UTF-8" in str(YamlFile("a: x\n".encode("utf-16"), "f").syntax_fault)


def test_a_huge_file_is_refused_before_it_is_read():
    assert "more than 1,000,000 bytes" in str(YamlFile(b"a: " + b"x" * 1_000_000, "f").syntax_fault)


def test_aliases_that_multiply_are_stopped():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    reading = YamlFile("\n".join(lines).encode(), "f").read_value((), ())
    assert [fault.message[:32] for fault in reading.faults] == ["with its aliases the file has mo"]
