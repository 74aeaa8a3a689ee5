"""A change is called by what it does to people, which depends on the resources around it."""

import dataclasses

import pytest
from fargate_web_cli.diff.digest_reader import read_stack_diff
from fargate_web_cli.diff.json_digest import build_digest

from tests.cli.diff.diffs import COMPONENT, LISTENER_RULE, LOG_GROUP, SERVICE, compared, resource, urn

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
TASK = "aws:ecs/taskDefinition:TaskDefinition"
SCHEDULED_TASK = "fargate-web:index:ScheduledTask"
LISTENER = resource(
    "aws:lb/listener:Listener",
    "http",
    {"defaultActions": [{"type": "fixed-response", "fixedResponse": {"statusCode": "404"}}]},
    id="arn:http",
)


def below(component, type_, inputs, name="", component_type=COMPONENT, **options):
    return resource(
        type_,
        name or component,
        inputs,
        parent=urn(component_type, component),
        urn=urn(type_, name or component, component_type),
        **options,
    )


def effect(old, new, type_, name=""):
    [change] = [change for change in compared(old, new).changes if change.type == type_ and name in ("", change.name)]
    return change.effect


# --- routes -------------------------------------------------------------------------------------------------------------


def rule(service, priority, *paths, hosts=(), **more):
    conditions = [{"hostHeader": {"values": [*hosts]}}] if hosts else []
    conditions += [{"pathPattern": {"values": [*paths]}}] if paths else []
    conditions += [{key: value} for key, value in more.items()]
    inputs = {"priority": priority, "conditions": conditions, "listenerArn": "arn:http"}
    return below(service, LISTENER_RULE, inputs, property_dependencies={"listenerArn": (LISTENER.urn,)})


def services(*names):
    return [LISTENER, *(resource(COMPONENT, name) for name in names)]


API = rule("api", 10, "/v1/*")
REST = rule("web", 90, "/*")


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ([], "requests to /v1/* get the listener's default answer (404)"),
        ([REST], "requests to /v1/* go to web"),
        ([rule("web", 5, "/v2/*")], "requests to /v1/* get the listener's default answer (404)"),
        ([rule("admin", 20, "/v1/admin/*"), REST], "requests to /v1/* go to admin and web"),
        ([rule("admin", 20, "/v1/admin/*")], "requests to /v1/* go partly to admin, else get the listener's default answer (404)"),
        ([rule("admin", 20, "/*", hosts=["admin.example.com"]), REST], "requests to /v1/* go to admin and web"),
        ([rule("admin", 20, "/*", httpRequestMethod={"values": ["POST"]}), REST], "requests to /v1/* go to admin and web"),
    ],
)
def test_a_removed_route_tells_which_rule_takes_its_requests(others, told):
    assert effect([*services("api", "web", "admin"), API, *others], [*services("web", "admin"), *others], LISTENER_RULE) == told


def answering(priority, action, *paths):
    made = rule("balancer", priority, *paths)
    return dataclasses.replace(made, name="balancer-page", urn=f"{made.urn}-page", inputs={**made.inputs, "actions": [action]})


PAGE = answering(1, {"type": "fixed-response", "fixedResponse": {"statusCode": "503"}})
MOVED = answering(1, {"type": "redirect", "redirect": {"host": "example.com", "statusCode": "HTTP_302"}}, "/v1/*")


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (PAGE, "requests to everything, which api and web got, get status 503 from the rule balancer-page"),
        (MOVED, "requests to /v1/*, which api and web got, are redirected to example.com by the rule balancer-page"),
        (answering(95, PAGE.inputs["actions"][0]), ""),
    ],
)
def test_a_rule_of_the_load_balancer_tells_whose_requests_it_answers(made, told):
    before = [*services("api", "web"), API, REST]
    assert effect(before, [*before, made], LISTENER_RULE, "balancer-page") == told


def test_a_rule_of_the_load_balancer_that_leaves_requests_tells_where_they_go():
    stack = [*services("api", "web"), API, REST]
    narrower = answering(1, PAGE.inputs["actions"][0], "/v1/*")
    assert effect([*stack, PAGE], [*stack, narrower], LISTENER_RULE, "balancer-page") == "requests to everything else go to api and web"
    assert effect([*stack, PAGE], stack, LISTENER_RULE, "balancer-page") == "requests to everything else go to api and web"


def test_a_removed_route_tells_that_the_load_balancer_answers_its_requests():
    others = [*services("web"), PAGE]
    told = "requests to /v1/* get status 503 from the rule balancer-page"
    assert effect([*others, *services("api")[1:], API], others, LISTENER_RULE, "api") == told


def test_a_route_that_is_limited_to_addresses_tells_where_other_requests_go():
    limited = rule("api", 10, "/v1/*", sourceIp={"values": ["203.0.113.0/24"]})
    stack = [*services("api", "web"), REST]
    assert effect([*stack, API], [*stack, limited], LISTENER_RULE) == "requests to /v1/* go to web"


def test_a_changed_route_tells_of_the_requests_that_it_gives_up():
    old, new = rule("api", 10, "/v1/*", "/v2/*", hosts=["api.example.com"]), rule("api", 10, "/v2/*", hosts=["api.example.com"])
    assert effect([*services("api", "web"), old, REST], [*services("api", "web"), new, REST], LISTENER_RULE) == (
        "requests to api.example.com/v1/* go to web"
    )


def test_a_replaced_rule_tells_where_its_requests_go_meanwhile():
    moved = rule("api", 10, "/v1/*")
    moved = dataclasses.replace(moved, inputs={**moved.inputs, "listenerArn": "arn:other"})
    told = effect([*services("api", "web"), API, REST], [*services("api", "web"), moved, REST], LISTENER_RULE)
    assert told == "until the new rule is there, requests to /v1/* go to web"


def test_a_wider_route_gives_nothing_up():
    assert effect([*services("api"), API], [*services("api"), rule("api", 10, "/v1*")], LISTENER_RULE) == ""


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ({"sourceIp": {"values": ["203.0.113.0/24"]}}, {"sourceIp": {"values": ["203.0.112.0/23"]}}),
        ({"httpHeader": {"httpHeaderName": "X-A", "values": ["1"]}}, {"httpHeader": {"httpHeaderName": "x-a", "values": ["*"]}}),
        ({"httpRequestMethod": {"values": ["GET"]}}, {"httpRequestMethod": {"values": ["POST", "GET"]}}),
        ({"queryStrings": [{"key": "v", "value": "2"}]}, {"queryStrings": [{"key": "v", "value": "2"}, {"key": "v", "value": "3"}]}),
    ],
)
def test_wider_conditions_give_nothing_up_and_narrower_ones_do(narrow, wide):
    before, after = (rule("api", 10, "/v1/*", **conditions) for conditions in (narrow, wide))
    stack = services("api")
    assert effect([*stack, before], [*stack, after], LISTENER_RULE) == ""
    told = "requests to /v1/* with further conditions get the listener's default answer (404)"
    assert effect([*stack, after], [*stack, before], LISTENER_RULE) == told


def test_a_rule_of_the_load_balancer_that_takes_some_requests_is_named():
    some = answering(5, PAGE.inputs["actions"][0], "/v1/a/*")
    told = "requests to /v1/* go partly to the rule balancer-page, else get the listener's default answer (404)"
    assert effect([*services("api"), API, some], [*services("api")[:1], some], LISTENER_RULE, "api") == told


def test_a_login_comes_and_goes_with_the_rule_that_takes_the_requests():
    login = rule("api", 20, "/v1/*")
    login = dataclasses.replace(login, name="api:login", urn=urn(LISTENER_RULE, "api:login", COMPONENT))
    assert effect([*services("api"), API], [*services("api"), login], LISTENER_RULE, "api").startswith(
        "the rule api:login takes its requests, and users log in"
    )
    told = effect([*services("api"), login], [*services("api"), API], LISTENER_RULE, "api:login")
    assert told == "the rule api takes its requests, which need no login any more"


def test_a_route_that_goes_with_its_listener_says_so():
    assert effect([*services("api"), API], [], LISTENER_RULE) == "its listener is deleted too"


def test_render_claims_nothing_of_rules_that_the_document_leaves_out():
    diff = compared([*services("api", "web"), API, REST], [*services("web"), REST])
    [change] = [change for change in read_stack_diff(build_digest(diff)).changes if change.type == LISTENER_RULE]
    assert "web" not in change.effect


# --- alarms and deployments ---------------------------------------------------------------------------------------------


def service(strategy="CANARY", alarms=(), **more):
    inputs = {
        "deploymentConfiguration": {"strategy": strategy},
        "alarms": {"alarmNames": [*alarms], "enable": bool(alarms), "rollback": bool(alarms)},
        "loadBalancers": [{"containerPort": 80}],
    }
    return below("web", SERVICE, {**inputs, **more})


def alarm(name, **inputs):
    return resource(ALARM, name, {"name": name, "alarmDescription": "web answers with 5xx.", **inputs})


def test_an_alarm_that_rolls_deployments_back_is_not_said_to_notify():
    old, new = [*services("web"), service(alarms=["web-5xx"]), alarm("web-5xx")], [*services("web"), service("ROLLING")]
    assert effect(old, new, ALARM) == "a deployment of web is no longer rolled back by it: web answers with 5xx"
    told = effect(old, new, SERVICE)
    assert "without a trial by a part of the requests" in told
    assert told.endswith("no deployment is rolled back by alarms any more")


def test_an_alarm_that_notifies_tells_of_what():
    assert effect([alarm("cpu", alarmActions=["arn:topic"])], [], ALARM) == "nobody is notified by it any more: web answers with 5xx"
    assert effect([alarm("cpu")], [], ALARM) == "nothing: it notified nobody: web answers with 5xx"


def test_a_composite_alarm_that_notifies_tells_of_what():
    composite = resource(
        "aws:cloudwatch/compositeAlarm:CompositeAlarm",
        "web-slo",
        {"alarmName": "web-slo", "alarmDescription": "web misses its objective.", "alarmActions": ["arn:topic"]},
    )
    assert effect([composite], [], composite.type) == "nobody is notified by it any more: web misses its objective"


def test_an_alarm_on_what_is_deleted_too_is_no_loss():
    group = resource("aws:lb/targetGroup:TargetGroup", "web-blue")
    watching = resource(ALARM, "web-5xx", {"alarmActions": ["arn:topic"]}, property_dependencies={"metricQueries": (group.urn,)})
    assert effect([group, watching], [], ALARM) == "what it watches is deleted too"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            {"capacityProviderStrategies": [{"capacityProvider": "FARGATE"}]},
            {"capacityProviderStrategies": [{"capacityProvider": "FARGATE_SPOT"}]},
            "two minutes' notice",
        ),
        (
            {"deploymentCircuitBreaker": {"enable": True, "rollback": True}},
            {"deploymentCircuitBreaker": {"enable": True, "rollback": False}},
            "no longer rolled back",
        ),
        ({"deploymentCircuitBreaker": {"enable": True}}, {"deploymentCircuitBreaker": {"enable": False}}, "goes on trying"),
        ({"desiredCount": 1}, {"desiredCount": 2}, ""),
    ],
)
def test_a_changed_service_tells_what_its_deployments_lose(before, after, told):
    forced = {"forceNewDeployment": True}
    found = effect([service("ROLLING", **before, **forced)], [service("ROLLING", **after, **forced)], SERVICE)
    assert told in found
    assert bool(found) is bool(told)


def test_a_worker_answers_no_requests():
    worker = below("orders", SERVICE, {"desiredCount": 1})
    assert effect([worker], [], SERVICE) == "its tasks are stopped, and its work is left undone"


# --- task definitions -----------------------------------------------------------------------------------------------------


def revision(image, component="web", component_type=COMPONENT, name=""):
    return below(component, TASK, {"cpu": image}, name, component_type)


def uses(task, type_, key, component="web", component_type=COMPONENT, **inputs):
    return below(component, type_, inputs, component_type=component_type, property_dependencies={key: (task.urn,)})


def test_a_revision_tells_who_starts_tasks_of_it():
    def program(cpu):
        report = revision(cpu, "report", SCHEDULED_TASK)
        schedule = uses(report, "aws:scheduler/schedule:Schedule", "target", "report", SCHEDULED_TASK)
        return [resource(SCHEDULED_TASK, "report"), report, schedule]

    assert effect(program("256"), program("512"), TASK) == "a new revision, which the next run of report uses"


@pytest.mark.parametrize(
    ("key", "inputs", "told"),
    [
        ("taskDefinition", {}, "a new revision, which web deploys: nothing is down"),
        (
            "taskDefinition",
            {"deploymentMinimumHealthyPercent": 0},
            "a new revision, which web deploys: its old tasks may all be stopped before new ones run",
        ),
        (
            "taskDefinition",
            {"volumeConfiguration": {"name": "data", "managedEbsVolume": {"sizeInGb": 1}}},
            "a new revision, which web deploys: nothing is down, and what is on the EBS volumes of the old tasks is deleted",
        ),
        ("triggers", {}, "a new revision, which runs before web is deployed"),
    ],
)
def test_a_revision_of_a_service_tells_how_it_is_used(key, inputs, told):
    def program(cpu):
        task = revision(cpu)
        return [resource(COMPONENT, "web"), task, uses(task, SERVICE, key, **inputs)]

    assert effect(program("256"), program("512"), TASK) == told


def test_a_revision_that_nobody_is_known_to_use_makes_no_claim():
    assert effect([revision("256")], [revision("512")], TASK) == "a new revision; tasks that run keep the old one"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ({"sizeInGb": 1}, {"sizeInGb": 2}, "all tasks are replaced, and what is on their EBS volumes is deleted"),
        ({"sizeInGb": 1}, None, "all tasks are replaced, and what is on their EBS volumes is deleted"),
        (None, {"sizeInGb": 2}, ""),
    ],
)
def test_other_volumes_of_ebs_delete_what_is_on_the_old_ones(old, new, told):
    configurations = [
        {} if volume is None else {"volumeConfiguration": {"name": "data", "managedEbsVolume": volume}} for volume in (old, new)
    ]
    assert effect(*([resource(SERVICE, "web", inputs)] for inputs in configurations), SERVICE) == told


# --- the rest -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (14, 3, "logs that are older than 3 days are deleted"),
        (0, 3, "logs that are older than 3 days are deleted"),
        (3, 14, ""),
        (3, 0, ""),
    ],
)
def test_a_shorter_retention_deletes_logs(old, new, told):
    logs = ([resource(LOG_GROUP, "web", {"retentionInDays": days})] for days in (old, new))
    assert effect(*logs, LOG_GROUP) == told


@pytest.mark.parametrize(("most", "ignored", "told"), [(4, (), "if more than 4 tasks run, the others are stopped"), (20, (), "")])
def test_a_lower_limit_stops_tasks(most, ignored, told):
    targets = ([resource("aws:appautoscaling/target:Target", "web", {"maxCapacity": each}, ignore_changes=ignored)] for each in (10, most))
    assert effect(*targets, "aws:appautoscaling/target:Target") == told


def test_what_goes_with_its_component_needs_no_sentence_unless_it_holds_something():
    role, logs = below("web", "aws:iam/role:Role", {}), below("web", LOG_GROUP, {})
    old = [resource(COMPONENT, "web"), role, logs]
    assert effect(old, [], "aws:iam/role:Role") == ""
    assert effect(old, [], LOG_GROUP) == "its logs are deleted"
    assert effect(old, old[:1], "aws:iam/role:Role") == "what runs with it loses its rights"


@pytest.mark.parametrize(
    ("protect", "new", "start"),
    [
        (True, [], "Pulumi refuses to delete it"),
        (None, [], "AWS refuses, after services and listeners are deleted, to delete it"),
        (True, [{"internal": True}], "Pulumi refuses to delete the old one"),
        # To turn it off in the same update is too late: the old load balancer is not updated before it is deleted.
        (None, [{"internal": True, "enableDeletionProtection": False}], "AWS refuses, after the new one is created, to delete the old one"),
    ],
)
def test_a_load_balancer_with_deletion_protection_is_told_to_stay(protect, new, start):
    type_ = "aws:lb/loadBalancer:LoadBalancer"
    on = {"enableDeletionProtection": True}
    told = effect(
        [resource(type_, "web", on, protect=protect)], [resource(type_, "web", {**on, **each}, protect=protect) for each in new], type_
    )
    assert told.startswith(f"{start} while its deletion protection is on; deploy loadBalancer: {{deletionProtection: false}} first. ")


def test_the_load_balancer_of_a_service_names_its_service():
    type_ = "aws:lb/loadBalancer:LoadBalancer"
    own = below("feed", type_, {"enableDeletionProtection": True, "loadBalancerType": "network"}, "feed-nlb")
    told = effect([resource(COMPONENT, "feed"), own], [resource(COMPONENT, "feed")], type_)
    assert "deploy services.feed.networkLoadBalancer: {deletionProtection: false} first. " in told


def test_another_protocol_of_a_listener_ends_connections():
    type_ = "aws:lb/targetGroup:TargetGroup"
    before, after = (below("feed", type_, {"protocol": protocol}, "feed-blue-53") for protocol in ("TCP", "UDP"))
    told = effect([resource(COMPONENT, "feed"), before], [resource(COMPONENT, "feed"), after], type_)
    assert told.startswith("connections are refused until new tasks are healthy")


@pytest.mark.parametrize(
    ("protect", "new", "start"),
    [
        (True, [], "Pulumi refuses to delete it while"),
        (None, [], "AWS refuses to delete it while"),
        (True, [{"logGroupClass": "INFREQUENT_ACCESS"}], "Pulumi refuses to delete the old one while"),
    ],
)
def test_a_log_group_with_deletion_protection_is_told_to_stay(protect, new, start):
    on = {"deletionProtectionEnabled": True}
    told = effect(
        [resource(LOG_GROUP, "web", on, protect=protect)],
        [resource(LOG_GROUP, "web", {**on, **each}, protect=protect) for each in new],
        LOG_GROUP,
    )
    assert told.startswith(start)
    assert "deploy logs: {deletionProtection: false} first. " in told


def test_a_record_that_validates_a_certificate_is_no_name_that_anybody_uses():
    certificate = resource("aws:acm/certificate:Certificate", "web")
    record = resource("aws:route53/record:Record", "web-validation", property_dependencies={"name": (certificate.urn,)})
    assert effect([certificate, record], [], "aws:route53/record:Record") == ""
    assert effect([certificate, record], [certificate], "aws:route53/record:Record") == "ACM can't renew the certificate any more"


def test_a_target_group_of_a_deleted_rule_has_no_requests_to_refuse():
    group = resource("aws:lb/targetGroup:TargetGroup", "api-blue")
    forwards = dataclasses.replace(API, property_dependencies={**API.property_dependencies, "actions": (group.urn,)})
    old = [*services("api", "web"), group, forwards, REST]
    assert effect(old, [*services("web"), REST], group.type) == "what forwards requests to it is deleted too"
    assert effect(old, [*services("api", "web"), forwards, REST], group.type) == "requests to the service get 503"


def test_requests_that_start_or_cease_to_stay_in_their_zone_are_told():
    groups = {
        value: resource("aws:lb/targetGroup:TargetGroup", "web-blue", {"loadBalancingCrossZoneEnabled": value})
        for value in ("true", "false")
    }
    told = "requests stay in the zone in which they arrive: each zone needs tasks for its share"
    assert effect([groups["true"]], [groups["false"]], groups["true"].type) == told
    assert effect([groups["false"]], [groups["true"]], groups["true"].type) == "requests of a zone go to the tasks of all zones again"


def test_a_deleted_service_leaves_it_to_its_rules_to_tell_where_its_requests_go():
    answering = dataclasses.replace(service(), property_dependencies={"loadBalancers": (rule("web", 1, "/*").urn,)})
    assert effect([*services("web"), rule("web", 1, "/*"), answering], [], SERVICE) == "its tasks are stopped"
    assert effect([answering], [], SERVICE) == "its tasks are stopped, and nobody answers its requests"


def test_a_migration_that_goes_no_longer_runs_before_its_service():
    task = revision("256", name="web:migration")
    old = [resource(COMPONENT, "web"), task, uses(task, SERVICE, "triggers")]
    assert effect(old, [old[0], below("web", SERVICE, {})], TASK) == "it no longer runs before web is deployed"
    assert effect(old, [], TASK) == ""


# --- encryption ---------------------------------------------------------------------------------------------------------

KEY = "aws:kms/key:Key"
TOPIC = "aws:sns/topic:Topic"
OLD_KEY, NEW_KEY = resource(KEY, "monitoring", {"deletionWindowInDays": 7}), resource(KEY, "encryption-key", {"deletionWindowInDays": 30})


def encrypted(type_, name, path, key):
    """Return a resource that a key encrypts, as recorded: the ARN of a new key is not known."""
    inputs = None if key is None else "arn:key" if key is OLD_KEY else "arn:other"
    for part in reversed(path.split(".")):
        inputs = {part: inputs} if inputs is not None else {}
    return resource(type_, name, inputs, property_dependencies={path.split(".")[0]: (key.urn,)} if key else {})


def test_the_former_key_of_a_topic_encrypts_nothing_that_is_kept():
    before = [OLD_KEY, encrypted(TOPIC, "monitoring", "kmsMasterKeyId", OLD_KEY)]
    after = [NEW_KEY, encrypted(TOPIC, "monitoring", "kmsMasterKeyId", NEW_KEY)]
    assert (
        effect(before, after, KEY, "monitoring")
        == "the topic monitoring uses another key or none; SNS keeps no messages, and those under way can be read for 7 more days"
    )
    assert effect(before, [], KEY) == "SNS keeps no messages, and those under way can be read for 7 more days"


def test_the_key_of_logs_takes_them_along():
    before = [OLD_KEY, encrypted(LOG_GROUP, "web", "kmsKeyId", OLD_KEY), encrypted(TOPIC, "monitoring", "kmsMasterKeyId", OLD_KEY)]
    assert "can be read only until the end of its waiting time" in effect(before, before[1:], KEY)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (None, NEW_KEY, "new log events are encrypted with the key; those of before stay as they are"),
        (OLD_KEY, NEW_KEY, "log events of before can be read only as long as their key exists"),
    ],
)
def test_another_key_of_a_log_group_encrypts_what_is_written_from_then_on(old, new, told):
    before, after = encrypted(LOG_GROUP, "web", "kmsKeyId", old), encrypted(LOG_GROUP, "web", "kmsKeyId", new)
    assert effect([before], [after], LOG_GROUP) == told


STORAGE = "configuration.managedStorageConfiguration.fargateEphemeralStorageKmsKeyId"
CLUSTER = "aws:ecs/cluster:Cluster"


@pytest.mark.parametrize(("new", "key"), [(NEW_KEY, "its new key"), (None, "AWS's own key")])
def test_another_key_of_the_ephemeral_storage_is_for_tasks_that_start_later(new, key):
    before, after = encrypted(CLUSTER, "cluster", STORAGE, OLD_KEY), encrypted(CLUSTER, "cluster", STORAGE, new)
    assert effect([before], [after], CLUSTER) == (
        f"the ephemeral storage of tasks is encrypted with {key} from the next deployment of their service on; running tasks keep theirs"
    )


def test_a_cluster_without_another_key_has_no_such_effect():
    before, after = resource(CLUSTER, "cluster", {"settings": []}), resource(CLUSTER, "cluster", {"settings": [{"name": "x"}]})
    assert "encrypted" not in effect([before], [after], CLUSTER)


# --- network ACLs -------------------------------------------------------------------------------------------------------

DEFAULT_ACL, ACL = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "aws:ec2/networkAcl:NetworkAcl"
NETWORK = "fargate-web:index:Network"
INTERRUPTED = "its old rules are removed before the new ones are there: for some seconds, packets to its subnets are dropped and sent again"


def acl(type_, port=22, tags=()):
    inputs = {"ingress": [{"fromPort": 0, "toPort": port, "ruleNo": 100}], "egress": [], "tags": dict(tags)}
    return below("network", type_, inputs, f"network-{type_[-4:]}", NETWORK)


@pytest.mark.parametrize("type_", [DEFAULT_ACL, ACL])
def test_other_rules_of_a_network_acl_interrupt_its_subnets(type_):
    network = resource(NETWORK, "network")
    assert effect([network, acl(type_)], [network, acl(type_, 23)], type_) == INTERRUPTED
    assert effect([network, acl(type_)], [network, acl(type_, tags={"Team": "web"})], type_) == ""


def test_a_default_network_acl_loses_its_rules_when_it_is_taken_over():
    network = resource(NETWORK, "network")
    assert effect([network], [network, acl(DEFAULT_ACL)], DEFAULT_ACL) == INTERRUPTED
    assert effect([], [network, acl(DEFAULT_ACL)], DEFAULT_ACL) == ""
    assert effect([network], [network, acl(ACL)], ACL) == ""


# --- messages -----------------------------------------------------------------------------------------------------------

SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"


def subscription(**inputs):
    return below("web", SUBSCRIPTION, {"topic": "arn:orders", "protocol": "sqs", "endpoint": "arn:queue", **inputs})


def test_the_subscription_of_a_queue_is_about_messages_and_not_about_people():
    web = resource(COMPONENT, "web")
    assert effect([web, subscription()], [web], SUBSCRIPTION) == "messages of the topic no longer come into the queue"
    assert (
        effect([web, subscription()], [web, subscription(topic="arn:refunds")], SUBSCRIPTION)
        == "messages that are published between the two subscriptions are lost"
    )
    raw = effect([web, subscription()], [web, subscription(rawMessageDelivery=True)], SUBSCRIPTION)
    assert raw == "messages have another form: the application must read both while the update runs"
    mail = {"protocol": "email", "endpoint": "team@example.com"}
    assert effect([web, subscription(**mail)], [web], SUBSCRIPTION) == "this subscriber is no longer notified"


def test_a_topic_that_goes_concerns_its_publishers_and_not_alarms_alone():
    topic = below("web", TOPIC, {"fifoTopic": True})
    gone = effect([resource(COMPONENT, "web"), topic], [resource(COMPONENT, "web")], TOPIC)
    assert gone == "publishers get errors, and subscribers get nothing any more; subscriptions made by hand are lost"
    other = effect([resource(COMPONENT, "web"), topic], [resource(COMPONENT, "web"), below("web", TOPIC, {})], TOPIC)
    assert other.startswith("its ARN changes")
