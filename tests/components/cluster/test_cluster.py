import pulumi
import pytest
from fargate_web.cluster.cluster import Cluster
from fargate_web.faults.fault import SettingsError
from fargate_web.testing import Run, run

CLUSTER = "aws:ecs/cluster:Cluster"
PROVIDERS = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
NAMESPACE = "aws:servicediscovery/httpNamespace:HttpNamespace"
KEY = "arn:aws:kms:us-west-2:123456789012:key/1a2b3c4d"


def cluster(args=None, **options) -> tuple[Cluster, Run]:
    made: list[Cluster] = []

    def program():
        component = Cluster("cluster", args)
        made.append(component)
        pulumi.export("name", component.name)
        pulumi.export("arn", component.arn)

    result = run(program, **options)
    return made[0], result


@pytest.fixture(scope="module")
def plain() -> Run:
    return cluster()[1]


def test_a_cluster_that_says_nothing_creates_these_and_nothing_else(plain):
    assert sorted(f"{resource.type} {resource.name}" for resource in plain.resources) == [
        f"{LOG_GROUP} cluster-execute-command",
        f"{CLUSTER} cluster",
        f"{PROVIDERS} cluster",
        "fargate-web:index:Cluster cluster",
    ]


def test_a_cluster_has_the_enhanced_insights_and_records_its_sessions(plain):
    assert plain.find_one(CLUSTER).inputs == {
        "settings": [{"name": "containerInsights", "value": "enhanced"}],
        "configuration": {
            "executeCommandConfiguration": {
                "logging": "OVERRIDE",
                "logConfiguration": {
                    "cloudWatchLogGroupName": plain.find_one(LOG_GROUP).outputs["name"],
                    "cloudWatchEncryptionEnabled": False,
                },
            }
        },
        "tags": {"Name": "cluster"},
    }
    assert plain.find_one(LOG_GROUP).inputs == {"retentionInDays": 365, "tags": {}}


def test_the_name_is_made_by_pulumi_unless_it_is_given(plain):
    assert "name" not in plain.find_one(CLUSTER).inputs
    _, named = cluster({"name": "prod-e-cluster"})
    assert named.find_one(CLUSTER).inputs["name"] == named.outputs["name"] == "prod-e-cluster"
    assert named.find_one(CLUSTER).inputs["tags"]["Name"] == "prod-e-cluster"


@pytest.mark.parametrize("insights", ["enhanced", "enabled", "disabled"])
def test_container_insights_are_as_said(insights):
    component, result = cluster({"containerInsights": insights})
    assert result.find_one(CLUSTER).inputs["settings"] == [{"name": "containerInsights", "value": insights}]
    assert component.container_insights == insights


# --- capacity providers -------------------------------------------------------------------------------------------------


def test_both_capacity_providers_are_associated_and_tasks_run_on_demand_by_default(plain):
    assert plain.find_one(PROVIDERS).inputs == {
        "clusterName": plain.outputs["name"],
        "capacityProviders": ["FARGATE", "FARGATE_SPOT"],
        "defaultCapacityProviderStrategies": [{"capacityProvider": "FARGATE", "weight": 1, "base": 0}],
    }


def test_the_default_strategy_carries_weights_and_bases():
    strategy = [{"capacityProvider": "FARGATE", "base": 2, "weight": 1}, {"capacityProvider": "FARGATE_SPOT", "weight": 3}]
    component, result = cluster({"defaultCapacityProviderStrategy": strategy})
    assert result.find_one(PROVIDERS).inputs["defaultCapacityProviderStrategies"] == [
        {"capacityProvider": "FARGATE", "weight": 1, "base": 2},
        {"capacityProvider": "FARGATE_SPOT", "weight": 3, "base": 0},
    ]
    assert [item.capacity_provider for item in component.default_capacity_provider_strategy] == ["FARGATE", "FARGATE_SPOT"]


def test_services_can_wait_for_the_association():
    component, result = cluster()
    assert component.capacity_providers.pulumi_resource_type == PROVIDERS
    assert result.find_one(CLUSTER).urn in result.find_one(PROVIDERS).dependencies


# --- sessions of ECS Exec -----------------------------------------------------------------------------------------------


def test_a_key_encrypts_the_sessions_and_their_record():
    component, result = cluster({"executeCommandLogs": {"kmsKeyArn": KEY, "retentionInDays": 30}})
    assert result.find_one(LOG_GROUP).inputs == {"retentionInDays": 30, "kmsKeyId": KEY, "tags": {}}
    configuration = result.find_one(CLUSTER).inputs["configuration"]["executeCommandConfiguration"]
    assert configuration["kmsKeyId"] == KEY
    assert configuration["logConfiguration"]["cloudWatchEncryptionEnabled"] is True
    assert component.execute_command_kms_key_arn == KEY


def test_encryption_is_not_demanded_of_a_log_group_without_a_key_since_no_session_would_start(plain):
    configuration = plain.find_one(CLUSTER).inputs["configuration"]["executeCommandConfiguration"]
    assert configuration["logConfiguration"]["cloudWatchEncryptionEnabled"] is False
    assert "kmsKeyId" not in configuration


def test_sessions_that_are_not_recorded_leave_no_log_group_and_do_not_turn_up_in_the_application_log():
    component, result = cluster({"executeCommandLogs": False})
    assert result.find_one(CLUSTER).inputs["configuration"] == {"executeCommandConfiguration": {"logging": "NONE"}}
    assert result.find_all(LOG_GROUP) == []
    assert (component.execute_command_log_group, component.execute_command_log_group_arn) == (None, None)
    assert component.execute_command_kms_key_arn is None


# --- the namespace ------------------------------------------------------------------------------------------------------


def test_a_namespace_becomes_the_default_of_service_connect():
    component, result = cluster({"namespace": "financial-namespace"})
    namespace = result.find_one(NAMESPACE)
    assert namespace.inputs["name"] == "financial-namespace"
    assert result.find_one(CLUSTER).inputs["serviceConnectDefaults"] == {"namespace": namespace.outputs["arn"]}
    assert component.namespace_arn is not None


def test_without_a_namespace_there_is_none(plain):
    assert plain.find_all(NAMESPACE) == []
    assert "serviceConnectDefaults" not in plain.find_one(CLUSTER).inputs
    assert cluster()[0].namespace_arn is None


# --- an existing cluster ------------------------------------------------------------------------------------------------


def test_an_existing_cluster_is_found_and_nothing_is_created():
    component, result = cluster({"existing": {"name": "shared"}})
    assert [resource.type for resource in result.resources] == ["fargate-web:index:Cluster"]
    assert [(invoke.token, invoke.args) for invoke in result.invokes] == [("aws:ecs/getCluster:getCluster", {"clusterName": "shared"})]
    assert result.outputs == {"name": "shared", "arn": "arn:aws:ecs:us-west-2:123456789012:cluster/shared"}
    assert component.existing
    assert (component.capacity_providers, component.namespace_arn, component.container_insights) == (None, None, None)


# --- what every component promises --------------------------------------------------------------------------------------

EVERYTHING = {"name": "prod", "namespace": "prod", "executeCommandLogs": {"kmsKeyArn": KEY}, "tags": {"Team": "web"}}


def test_every_child_stands_below_the_component_and_carries_its_name_and_the_tags():
    result = cluster(EVERYTHING)[1]
    component = result.find_one("fargate-web:index:Cluster")
    children = result.find_children(component)
    assert len(children) == len(result.resources) - 1 == 4
    assert all(child.name.startswith("cluster") for child in children)
    assert [child.type for child in children if child.inputs.get("tags", {}).get("Team") != "web"] == [PROVIDERS]
    assert component.registered_outputs


@pytest.mark.parametrize("args", [{}, EVERYTHING, {"existing": {"name": "shared"}}, {"executeCommandLogs": False}])
def test_a_preview_shows_what_an_update_creates(args):
    shown, created = cluster(args, preview=True)[1], cluster(args)[1]
    assert {resource.urn for resource in shown.resources} == {resource.urn for resource in created.resources}


def test_two_clusters_stand_in_one_program():
    def program():
        Cluster("one", {"namespace": "one"})
        Cluster("two", {"namespace": "two"})

    assert len(run(program).find_all(CLUSTER)) == 2


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ({"containerInsights": "on"}, "containerInsights"),
        ({"defaultCapacityProviderStrategy": [{"capacityProvider": "FARGATE", "weight": 0}]}, "all weights are 0"),
        ({"existing": {"name": "shared"}, "name": "mine"}, "an existing cluster is not changed"),
    ],
)
def test_faults_are_told_before_anything_is_registered(args, says):
    result = run(lambda: Cluster("cluster", args), strict=False)
    assert isinstance(result.error, SettingsError)
    assert says in str(result.error)
    assert 'Cluster "cluster"' in str(result.error)
    assert result.resources == []
