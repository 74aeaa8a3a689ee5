import pytest
from fargate_web.faults.validation import validate
from fargate_web.settings.service import Service
from fargate_web.settings.stack import Stack

IMAGE = "example.com/web:1"


def harden(hardening=True, **said):
    return validate(Service, {"image": IMAGE, "hardening": hardening, **said})


def read(container):
    return container.user, container.readonly_root_filesystem, dict(container.tmpfs), container.capabilities.drop


def test_all_containers_are_hardened_that_say_nothing_else():
    service = harden(sidecars={"proxy": {"image": IMAGE, "user": "101"}})
    hard = ("10001:10001", True, {"/tmp": 64}, ["ALL"])
    assert read(service) == hard
    assert read(service.sidecars["proxy"]) == ("101", *hard[1:])


def test_without_hardening_nothing_is_said():
    assert read(validate(Service, {"image": IMAGE})) == (None, None, {}, [])


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"user": "root"}, ("root", True, {"/tmp": 64}, [])),
        ({"user": "0:0"}, ("0:0", True, {"/tmp": 64}, [])),
        ({"readonlyRootFilesystem": False}, ("10001:10001", False, {}, ["ALL"])),
        ({"tmpfs": {"/run": 8}}, ("10001:10001", True, {"/run": 8}, ["ALL"])),
        ({"writablePaths": ["/var/cache"]}, ("10001:10001", True, {}, ["ALL"])),
        ({"capabilities": {"drop": ["NET_RAW"]}}, ("10001:10001", True, {"/tmp": 64}, ["NET_RAW"])),
        ({"silence": {"user": "the image changes the user itself"}}, (None, True, {"/tmp": 64}, [])),
        ({"silence": {"readonlyRootFilesystem": "it compiles templates"}}, ("10001:10001", None, {}, ["ALL"])),
    ],
)
def test_a_container_says_otherwise_by_the_same_keys(said, expected):
    assert read(harden(**said)) == expected


def test_a_sidecar_with_little_memory_has_smaller_folders_in_it():
    service = harden(sidecars={"agent": {"image": IMAGE, "memory": 64}, "proxy": {"image": IMAGE, "memory": 65}})
    assert service.sidecars["agent"].tmpfs == {"/tmp": 16}
    assert service.sidecars["proxy"].tmpfs == {"/tmp": 64}


def test_the_collector_and_the_log_router_are_hardened_too():
    sidecars = harden(tracing=True, logs={"fireLens": {"options": {"Name": "stdout"}}}).all_sidecars
    assert read(sidecars["aws-otel-collector"]) == ("10001:10001", True, {}, ["ALL"])
    assert read(sidecars["log_router"]) == ("0", True, {"/tmp": 64}, [])


def test_the_log_router_may_write_if_that_is_said():
    service = harden(logs={"fireLens": {"options": {"Name": "stdout"}, "readonlyRootFilesystem": False}})
    assert service.all_sidecars["log_router"].readonly_root_filesystem is False


def test_the_migration_is_hardened_as_its_service():
    task = harden(port=80, migration={"command": ["migrate"]}).migration_task
    assert read(task) == ("10001:10001", True, {"/tmp": 64}, ["ALL"])


def test_a_stack_hardens_every_task_that_has_no_hardening_of_its_own():
    stack = validate(
        Stack,
        {
            "hardening": {"user": "1000", "initProcessEnabled": True},
            "services": {"web": {"image": IMAGE}, "old": {"image": IMAGE, "hardening": False}},
            "scheduledTasks": {"report": {"image": IMAGE, "schedule": "rate(1 day)"}},
        },
    )
    hard = ("1000", True, {"/tmp": 64}, ["ALL"])
    assert read(stack.services["web"]) == read(stack.scheduled_tasks["report"]) == hard
    assert stack.services["web"].init_process_enabled
    assert read(stack.services["old"]) == (None, None, {}, [])


def test_writable_paths_have_an_effect_under_a_hardened_root_file_system():
    assert harden(writablePaths=["/var/cache"]).scratch_paths == ["/var/cache"]
