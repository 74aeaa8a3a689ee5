"""The sizes of tasks, as https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html lists them."""

import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.faults.validation import validate
from fargate_web.settings.stack import Stack
from fargate_web.settings.task_sizes import MEMORY_BY_CPU, explain_size_mismatch, suggest_sizes

GB = 1024


@pytest.mark.parametrize(
    ("cpu", "least", "most", "step"),
    [(512, 1, 4, 1), (1024, 2, 8, 1), (2048, 4, 16, 1), (4096, 8, 30, 1), (8192, 16, 60, 4), (16384, 32, 120, 8)],
)
def test_each_cpu_has_the_memory_that_aws_lists(cpu, least, most, step):
    assert MEMORY_BY_CPU[cpu] == tuple(gigabytes * GB for gigabytes in range(least, most + 1, step))
    assert explain_size_mismatch(cpu, most * GB) is None
    assert explain_size_mismatch(cpu, (most + step) * GB) is not None
    assert explain_size_mismatch(cpu, least * GB - 1) is not None


def test_the_smallest_and_the_largest_cpu_have_three_amounts_and_no_other_cpu_is_offered():
    assert MEMORY_BY_CPU[256] == (512, 1024, 2048)
    assert MEMORY_BY_CPU[32768] == (60 * GB, 120 * GB, 244 * GB)
    assert list(MEMORY_BY_CPU) == [256, 512, 1024, 2048, 4096, 8192, 16384, 32768]


@pytest.mark.parametrize(
    ("cpu", "memory", "advice"),
    [
        (256, 1500, "write memory: 1024 with cpu: 256"),
        (256, 1536, "write memory: 1024 with cpu: 256"),  # between two, the smaller
        (256, 4096, "write memory: 2048 with cpu: 256, or write cpu: 512 with memory: 4096"),
        (4096, 4096, "write memory: 8192 with cpu: 4096, or write cpu: 2048 with memory: 4096"),
        (8192, 31744, "write memory: 32768 with cpu: 8192"),
    ],
)
def test_a_size_that_is_not_offered_is_answered_by_the_nearest(cpu, memory, advice):
    explained = explain_size_mismatch(cpu, memory)
    assert explained is not None
    assert ", or ".join(fix.text for fix in suggest_sizes(cpu, memory)) == advice


def fault(**service):
    with pytest.raises(SettingsError) as caught:
        validate(Stack, {"services": {"web": {"image": "web:1", "port": 80, **service}}})
    [found] = caught.value.faults
    return found.message


@pytest.mark.parametrize(
    ("written", "mebibytes"), [("2 GB", 2048), ("0.5GB", 512), ("2048 MiB", 2048), (" 1 gib ", 1024), ("1024MB", 1024), (512, 512)]
)
def test_memory_may_have_a_unit(written, mebibytes):
    stack = validate(Stack, {"services": {"web": {"image": "web:1", "port": 80, "cpu": 256, "memory": written}}})
    assert stack.services["web"].memory == mebibytes


@pytest.mark.parametrize(
    ("service", "advice"),
    [
        ({"cpu": 2}, "(1 vCPU is 1024 units: for 2 vCPU write 2048)"),
        ({"cpu": 32}, "(1 vCPU is 1024 units: for 32 vCPU write 32768)"),
        ({"cpu": 300}, "the nearest is 256"),
        ({"cpu": 5000}, "the nearest is 4096"),
        ({"memory": 1}, "memory is in MiB; for 1 GB write 1024"),
        ({"memory": 244}, "memory is in MiB: for 244 GB write 249856"),
        ({"memory": "1 TB"}, "write MiB without quotes like 512, or '2 GB'"),
    ],
)
def test_a_size_in_another_unit_is_answered_by_what_was_meant(service, advice):
    assert advice in fault(**service)


@pytest.mark.parametrize("memory", [245, 0, -1])
def test_a_size_that_is_no_number_of_gigabytes_is_not_taken_for_one(memory):
    assert "memory is in MiB" not in fault(memory=memory)
