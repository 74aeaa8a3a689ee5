import pytest
from fargate_web.checks.advice import check_advice

TOLD = {"email": ["team@example.com"]}
REASON = "there is a good reason for it"


def found(stacks, service, *, protected=False, monitoring=TOLD):
    return stacks.found(check_advice, {"web": service}, protected=protected, monitoring=monitoring)


def codes(stacks, service, **sections):
    return [finding.code for finding in found(stacks, service, **sections)]


def test_a_service_that_says_what_it_should_gets_no_advice(stacks):
    assert found(stacks, {}) == found(stacks, {}, protected=True) == []


# --- what depends on the image ------------------------------------------------------------------------------------------

UNSAID = {"user": None, "readonlyRootFilesystem": None}


@pytest.mark.parametrize(("protected", "severity"), [(False, "warning"), (True, "error")])
def test_what_is_not_said_is_a_warning_and_an_error_where_the_stack_is_protected(stacks, protected, severity):
    findings = found(stacks, UNSAID, protected=protected)
    assert [(finding.code, finding.severity) for finding in findings] == [
        ("root-filesystem-not-set", severity),
        ("user-not-set", severity),
    ]
    assert [finding.path for finding in findings] == [("services", "web"), ("services", "web")]


@pytest.mark.parametrize(
    ("silenced", "left"),
    [
        ("readonlyRootFilesystem", ["user-not-set"]),
        ("user", ["root-filesystem-not-set"]),
    ],
)
@pytest.mark.parametrize("protected", [False, True])
def test_advice_is_silenced_with_a_reason(stacks, silenced, left, protected):
    assert codes(stacks, {**UNSAID, "silence": {silenced: REASON}}, protected=protected) == left


def test_a_writable_root_is_as_good_as_said(stacks):
    assert codes(stacks, {"readonlyRootFilesystem": False}) == []


def test_root_is_as_good_as_said(stacks):
    assert codes(stacks, {"user": "root"}) == []


def test_advice_says_whether_it_is_about_the_application_or_a_sidecar(stacks):
    [own] = found(stacks, {"user": None})
    [beside] = found(stacks, {"sidecars": {"proxy": {**stacks.fine, "user": None}}})
    assert "no user is set for the application" in own.message
    assert "no user is set for the sidecar" in beside.message


# --- root ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ({"user": "root", "capabilities": {"drop": ["ALL"]}}, ["root-without-capabilities"]),
        ({"user": "0:0", "capabilities": {"drop": ["ALL"]}}, ["root-without-capabilities"]),
        ({"user": "0", "capabilities": {"drop": ["ALL"]}, "silence": {"capabilities": REASON}}, []),
        ({"user": "root", "capabilities": {"drop": ["NET_RAW"]}}, []),
        ({"capabilities": {"drop": ["ALL"]}}, []),
        ({"user": None, "silence": {"user": REASON}, "capabilities": {"drop": ["ALL"]}}, ["root-without-capabilities"]),
        ({"image": "nginx:1.29", "user": None, "capabilities": {"drop": ["ALL"]}}, ["user-not-set", "root-without-capabilities"]),
        ({"user": None, "capabilities": {"drop": ["ALL"]}}, ["user-not-set"]),
    ],
)
def test_root_without_capabilities_is_told(stacks, service, expected):
    assert codes(stacks, service) == expected


# --- sessions -----------------------------------------------------------------------------------------------------------


def test_sessions_write_where_a_read_only_root_forbids_it(stacks):
    [finding] = found(stacks, {"enableExecuteCommand": True})
    assert (finding.code, finding.severity) == ("sessions-on-read-only-root", "warning")
    assert finding.path == ("services", "web", "enableExecuteCommand")
    assert "writablePaths: [/tmp, /var/lib/amazon, /var/log/amazon]" in stacks.text(finding)


@pytest.mark.parametrize(
    "service",
    [
        {"enableExecuteCommand": False},
        {"enableExecuteCommand": True, "readonlyRootFilesystem": False},
        {"enableExecuteCommand": True, "writablePaths": ["/var/lib/amazon", "/var/log/amazon"]},
        {"enableExecuteCommand": True, "writablePaths": ["/tmp", "/var/lib/amazon/ssm", "/var/log/amazon/ssm"]},
        {"enableExecuteCommand": True, "writablePaths": ["/var"]},
    ],
)
def test_sessions_that_can_write_are_fine(stacks, service):
    assert codes(stacks, service) == []


def test_only_what_is_missing_is_asked_for(stacks):
    [finding] = found(stacks, {"enableExecuteCommand": True, "writablePaths": ["/var/lib/amazon", "/var/logs"], "user": "0"})
    assert "writes to /var/log/amazon, which" in stacks.text(finding)


# --- several services ---------------------------------------------------------------------------------------------------


def test_each_service_gets_its_own_advice(stacks):
    services = {"one": {"user": None}, "two": {"readonlyRootFilesystem": None, "tmpfs": {}}, "three": {}}
    findings = stacks.found(check_advice, services, monitoring=TOLD)
    assert [(finding.path[1], finding.code) for finding in findings] == [("one", "user-not-set"), ("two", "root-filesystem-not-set")]


# --- scratch volumes ----------------------------------------------------------------------------------------------------


def test_scratch_volumes_that_the_user_cannot_write_to_are_told(stacks):
    [finding] = stacks.found(check_advice, {"web": {"tmpfs": {}, "writablePaths": ["/tmp", "/var/run"]}}, monitoring=False)
    assert (finding.code, finding.severity) == ("scratch-of-root", "warning")
    assert "/tmp, /var/run" in stacks.text(finding)
    assert "tmpfs: {/tmp: 64, /var/run: 64}" in stacks.text(finding)


@pytest.mark.parametrize(
    "said",
    [
        {"user": "0:0"},
        {"user": "root"},
        {"writablePaths": []},
        {"readonlyRootFilesystem": False},
        {"tmpfs": {"/tmp": 16}},
        {"silence": {"writablePaths": "the image declares the folder as VOLUME"}},
    ],
)
def test_scratch_volumes_that_can_be_written_to_are_fine(stacks, said):
    assert stacks.found(check_advice, {"web": {"tmpfs": {}, **said}}, monitoring=False) == []


# --- sidecars -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("protected", "severity"), [(False, "warning"), (True, "error")])
def test_what_is_not_said_of_a_sidecar_is_told_as_of_the_application(stacks, protected, severity):
    findings = found(stacks, {"sidecars": {"proxy": {"image": "nginx:1.29"}}}, protected=protected)
    at = ("services", "web", "sidecars", "proxy")
    assert [(finding.code, finding.path, finding.severity) for finding in findings] == [
        ("root-filesystem-not-set", at, severity),
        ("user-not-set", at, severity),
    ]


def test_advice_on_a_sidecar_is_silenced_at_the_sidecar(stacks):
    silence = {"user": REASON, "readonlyRootFilesystem": REASON}
    assert codes(stacks, {"sidecars": {"proxy": {"image": "nginx:1.29", "silence": silence}}}) == []
    assert len(codes(stacks, {"sidecars": {"proxy": {"image": "nginx:1.29"}}, "silence": silence})) == 2


def test_the_collector_and_the_log_router_get_no_advice(stacks):
    assert codes(stacks, {"tracing": True, "logs": {"fireLens": {"options": {"Name": "s3"}}}}, protected=True) == []
