import pickle

import pulumi
import pytest
from fargate_web.faults.fault import Fault, SettingsError, format_path


@pytest.mark.parametrize(
    ("path", "spelled"),
    [
        ((), ""),
        (("services", "web", "port"), "services.web.port"),
        (("services", "web", "route", "paths", 0), "services.web.route.paths[0]"),
        (("tags", "cost center"), 'tags["cost center"]'),
        (("environment", "A.B"), 'environment["A.B"]'),
        (("tags", 'a"b\\c'), 'tags["a\\"b\\\\c"]'),
        (("tags", "a\nb"), 'tags["a\\nb"]'),
        (("aws:region",), "aws:region"),
        (("services", "blue-green"), "services.blue-green"),
        ((0, "a"), "[0].a"),
        (("", "x"), '[""].x'),
    ],
)
def test_a_path_is_spelled_as_a_reader_would(path, spelled):
    assert format_path(path) == spelled


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (Fault(("a",), "is wrong", "f.yaml", 3, 7), "f.yaml:3:7: a: is wrong"),
        (Fault((), "is wrong", "f.yaml", 3, 7), "f.yaml:3:7: is wrong"),
        (Fault(("a",), "is wrong"), "a: is wrong"),
        (Fault((), "is wrong"), "is wrong"),
    ],
)
def test_a_fault_leaves_out_what_is_not_known(fault, text):
    assert str(fault) == text


def test_faults_stand_in_the_order_of_the_file_and_those_without_a_place_come_last():
    faults = [Fault(("c",), "m"), Fault(("b",), "m", "f", 10, 2), Fault(("a",), "m", "f", 9, 4), Fault(("d",), "m", "f", 10, 1)]
    assert [fault.path for fault in SettingsError(faults).faults] == [("a",), ("d",), ("b",), ("c",)]


def test_a_fault_found_twice_is_told_once():
    same = Fault(("a", "image"), "m", "f", 1, 1)
    at_an_alias = Fault(("b", "image"), "m", "f", 1, 1)
    missing_beside_it = Fault(("b", "other"), "m", "f", 1, 1)
    assert SettingsError([same, same, at_an_alias, missing_beside_it]).faults == (same, missing_beside_it)


@pytest.mark.parametrize(
    ("count", "subject", "headline"),
    [
        (1, "Pulumi.dev.yaml", "1 fault in Pulumi.dev.yaml; nothing was changed:"),
        (2, 'Service "web"', '2 faults in Service "web"; nothing was changed:'),
        (2, None, "2 faults; nothing was changed:"),
    ],
)
def test_the_headline_counts_the_faults_and_names_where_they_are(count, subject, headline):
    error = SettingsError([Fault((f"key{n}",), "is wrong") for n in range(count)], subject)
    lines = str(error).splitlines()
    assert lines[0] == headline
    assert lines[1:] == [f"  key{n}: is wrong" for n in range(count)]


def test_pulumi_shows_the_error_without_a_traceback():
    assert issubclass(SettingsError, pulumi.RunError)


def test_the_error_can_go_from_one_process_to_another():
    error = SettingsError([Fault(("a",), "is wrong", "f", 1, 2)], "f")
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.faults, str(copy)) == (error.faults, str(error))
