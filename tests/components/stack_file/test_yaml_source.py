import pytest
from fargate_web.faults.fault import Position
from fargate_web.stack_file.yaml_file import ENCRYPTED, YamlFile

FILE = """\
# a comment
config:
  aws:region: us-west-2
  fargate-web:services:
    web: &web
      image: nginx
      port:   80
      command:
        - npm
        - start
      environment: {A: b, "C D": e}
      secrets: {DB: {secure: v1:abc}}
      note: |
        several
        lines
    api:
      <<: *web
      port: 81
      blank:
"""
SERVICES = ("config", "fargate-web:services")
DISPUTED = (
    "NO no No yes YES y Y n N on On OFF off 0x50 0o17 0b11 0777 08 043309339649 1_000 1_000.5 1e3 1E-3 1.5e3 -.5 12:30 1:30:00 1000:10 "
    "2026-01-01 2026-1-1 2026-01-01T10:00:00Z .inf -.INF .nan 12345678901234567890"
)


def read(text: str, path=("a",)):
    source = YamlFile(text.encode(), "f.yaml")
    assert source.syntax_fault is None
    return source.read_value(path, path)


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        (("web", "image"), (6, 14), (6, 7)),
        (("web", "port"), (7, 15), (7, 7)),
        (("web", "command", 1), (10, 11), (10, 11)),
        (("web", "environment", "C D"), (11, 34), (11, 27)),
        (("web", "secrets", "DB"), (12, 21), (12, 17)),
        (("web", "note"), (13, 13), (13, 7)),
        (("api", "port"), (18, 13), (18, 7)),
    ],
)
def test_a_value_and_its_key_are_found_where_they_stand(path, value, key):
    source = YamlFile(FILE.encode(), "f.yaml")
    assert source.find_position(SERVICES + path) == Position("f.yaml", *value)
    assert source.find_position(SERVICES + path, at_key=True) == Position("f.yaml", *key)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("web",), (5, 5)),
        (("web", "command"), (8, 7)),
        (("api", "blank"), (19, 7)),
    ],
)
def test_what_stands_on_other_lines_or_nowhere_is_found_at_its_key(path, place):
    assert YamlFile(FILE.encode(), "f.yaml").find_position(SERVICES + path) == Position("f.yaml", *place)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("web", "cpu"), (5, 5)),
        (("web", "port", "deeper", 0), (7, 7)),
        (("web", "command", 7), (8, 7)),
        (("worker", "image"), (4, 3)),
        ((), (4, 3)),
    ],
)
def test_what_is_missing_is_found_at_the_nearest_that_exists(path, place):
    assert YamlFile(FILE.encode(), "f.yaml").find_position(SERVICES + path) == Position("f.yaml", *place)


def test_what_is_merged_is_found_where_it_is_written():
    assert YamlFile(FILE.encode(), "f.yaml").find_position((*SERVICES, "api", "environment", "A")) == Position("f.yaml", 11, 24)


def test_anchors_aliases_and_merge_keys_work_and_every_alias_is_a_copy():
    value = YamlFile(FILE.encode(), "f.yaml").read_value(SERVICES, ()).value
    assert value["api"] == {**value["web"], "port": 81, "blank": None}
    value["api"]["environment"]["A"] = "changed"
    assert value["web"]["environment"]["A"] == "b"


def test_of_several_merged_maps_the_first_wins_and_the_own_keys_above_all():
    reading = read("x: &x {p: 1, q: 1}\ny: &y {p: 2, q: 2, r: 2}\na: {<<: [*x, *y], q: 3}\n")
    assert reading.value == {"p": 1, "q": 3, "r": 2}
    assert not reading.faults


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3000", 3000),
        ("-3", -3),
        ("+3", 3),
        ("0", 0),
        ("0.5", 0.5),
        ("1.10", 1.10),
        ("-0.5", -0.5),
        (".5", 0.5),
        ("1.5e+3", 1500.0),
        ("true", True),
        ("True", True),
        ("FALSE", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("'3000'", "3000"),
        ('"NO"', "NO"),
        ("'~'", "~"),
        ("nginx:1.29", "nginx:1.29"),
        ("10.0.0.0/16", "10.0.0.0/16"),
        ("10001:10001", "10001:10001"),
        ("1.2.3", "1.2.3"),
        ("2 GB", "2 GB"),
        ("0.5 vCPU", "0.5 vCPU"),
        ("v1", "v1"),
        ("none", "none"),
        ("truely", "truely"),
        ("!!str 80", "80"),
        ("! 80", "80"),
        ("|\n  a\n  b\n", "a\nb\n"),
        (">-\n  a\n  b\n", "a b"),
    ],
)
def test_a_scalar_means_what_it_means_to_all_readers(text, value):
    reading = read(f"a: {text}\n")
    assert not reading.faults
    assert (reading.value, type(reading.value)) == (value, type(value))


@pytest.mark.parametrize(
    "text",
    DISPUTED.split(),
)
def test_a_scalar_that_readers_of_yaml_disagree_about_is_refused_with_quotes_to_write(text):
    reading = read(f"a: {text}\n")
    (fault,) = reading.faults
    assert f'quote it{" if it is text" if len(text) > 19 and text.isdigit() else ""}: "{text}"' in fault.message
    assert (fault.line, fault.column) == (1, 4)
    assert reading.ambiguous_paths == {("a",)}
    assert not read(f'a: "{text}"\n').faults


@pytest.mark.parametrize(
    ("key", "fragment"),
    [
        ("80", 'the key is the number 80, and keys are text; quote it: "80"'),
        ("1.5", "the key is the number 1.5"),
        ("true", 'the key is true, and keys are text; quote it: "true"'),
        ("~", "the key is nothing"),
        ("", "the key is empty"),
        ("NO", 'parsers disagree whether NO is text or false; quote it: "NO"'),
        ("y", 'parsers disagree whether y is text or true; quote it: "y"'),
        ("2026-01-01", "text or a date"),
    ],
)
def test_a_key_that_is_not_text_is_refused(key, fragment):
    (fault,) = read(f"a: {{{key or '?'} : b}}\n").faults
    assert fragment in fault.message
    assert not read(f'a: {{"{key}" : b}}\n').faults


def test_a_key_that_is_a_map_or_a_list_is_refused():
    assert "a key is a list; keys are text" in read("a: {[b]: c}\n").faults[0].message
    assert "a key is a map; keys are text" in read("a: {{b: 1}: c}\n").faults[0].message


def test_a_key_written_twice_is_a_fault_that_names_the_first_line():
    (fault,) = read("a:\n  b: 1\n  c: 2\n  b: 3\n").faults
    assert str(fault) == "f.yaml:4:3: a.b: this key is written a second time; the first is on line 2; keep one of the two"


def test_something_that_is_no_map_can_not_be_merged():
    (fault,) = read("a:\n  <<: text\n").faults
    assert 'merges another map (<<: *name), and this is the text "text"' in fault.message


def test_an_encrypted_value_stands_for_itself():
    assert read("a: {secure: v1:abc}\n").value is ENCRYPTED
    assert read("a: {b: [{secure: v1:abc}]}\n").value == {"b": [ENCRYPTED]}
    assert read("a: {secure: v1:abc, other: b}\n").value == {"secure": "v1:abc", "other": "b"}
    assert read("a: {secure: {b: c}}\n").value == {"secure": {"b": "c"}}


def test_blank_places_are_known_apart_from_null():
    assert read("a: {b: , c: ~, d: null, e: '', f: [ , x]}\n".replace("[ ,", "[~,")).blank_paths == {("a", "b")}
    assert read("a:\n  -\n  - b\n").blank_paths == {("a", 0)}


def test_numbers_reach_the_program_as_go_writes_them():
    source = YamlFile(b"a: {b: 70.0, c: 1.5, d: {secure: x}, e: [true, ~]}\nf: 070\ng:\n", "f.yaml")
    assert source.render_config_value(("a",)) == '{"b": 70, "c": 1.5, "d": "[secret]", "e": [true, null]}'
    assert (source.render_config_value(("f",)), source.render_config_value(("g",)), source.render_config_value(("h",))) == (
        "070",
        "",
        "null",
    )


def test_an_empty_file_has_no_root_and_no_fault():
    for text in ("", "\n", "# only a comment\n", "---\n"):
        source = YamlFile(text.encode(), "f.yaml")
        assert (source.root, source.syntax_fault, source.find_position(("a",))) == (None, None, None)


def test_a_byte_order_mark_is_no_part_of_the_file():
    assert YamlFile("\ufeffa: 1\n".encode(), "f").find_position(("a",)) == Position("f", 1, 4)
