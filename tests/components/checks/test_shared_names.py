import pytest
from fargate_web.faults.fault import SettingsError


def two(stacks, one, other):
    return stacks.of(
        {
            "one": {"port": 80, "route": {"hosts": ["a.example.com"]}, **one},
            "two": {"port": 80, "route": {"hosts": ["b.example.com"]}, **other},
        }
    )


@pytest.mark.parametrize(
    ("one", "other", "path"),
    [
        ({"names": {"service": "web"}}, {"names": {"service": "web"}}, "services.two.names.service"),
        ({"names": {"taskDefinitionFamily": "web"}}, {"names": {"taskDefinitionFamily": "web"}}, "services.two.names.taskDefinitionFamily"),
        ({"names": {"targetGroup": "web"}}, {"names": {"targetGroup": "web"}}, "services.two.names.targetGroup"),
        # The two of a pair are names of one kind to AWS, whichever of the pair has it.
        ({"names": {"targetGroup": "web"}}, {"names": {"alternateTargetGroup": "web"}}, "services.two.names.alternateTargetGroup"),
        ({"names": {"securityGroup": "web"}}, {"names": {"securityGroup": "web"}}, "services.two.names.securityGroup"),
        ({"logs": {"logGroupName": "/web"}}, {"logs": {"logGroupName": "/web"}}, "services.two.logs.logGroupName"),
        ({"roles": {"taskRole": {"name": "web"}}}, {"roles": {"taskRole": {"name": "web"}}}, "services.two.roles.taskRole.name"),
        ({"roles": {"taskRole": {"name": "web"}}}, {"roles": {"executionRole": {"name": "web"}}}, "services.two.roles.executionRole.name"),
    ],
)
def test_two_services_cannot_give_one_name_to_two_things(stacks, one, other, path):
    with pytest.raises(SettingsError) as error:
        two(stacks, one, other)
    [fault] = error.value.faults
    assert ".".join(map(str, fault.path)) == path
    assert "is also the name at services.one" in fault.message


def test_the_two_roles_of_a_service_cannot_have_one_name(stacks):
    with pytest.raises(SettingsError, match=r"is also the name at services\.one"):
        two(stacks, {"roles": {"taskRole": {"name": "web"}, "executionRole": {"name": "web"}}}, {})


def test_the_pair_of_a_service_is_told_once(stacks):
    with pytest.raises(SettingsError) as error:
        two(stacks, {"names": {"targetGroup": "web", "alternateTargetGroup": "web"}}, {})
    assert len(error.value.faults) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),
        ({"names": {"container": "app"}}, {"names": {"container": "app"}}),
        ({"names": {"service": "web"}}, {"names": {"securityGroup": "web", "targetGroup": "web"}}),
        (
            {"roles": {"taskRole": {"arn": "arn:aws:iam::123456789012:role/web"}}},
            {"roles": {"taskRole": {"arn": "arn:aws:iam::123456789012:role/web"}}},
        ),
        ({"logs": {"streamPrefix": "ecs"}}, {"logs": {"streamPrefix": "ecs"}}),
    ],
)
def test_what_aws_keeps_apart_may_have_one_name(stacks, one, other):
    assert two(stacks, one, other).services.keys() == {"one", "two"}
