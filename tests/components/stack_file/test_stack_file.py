import pytest

SERVICES = "  fargate-web:services: {web: {image: nginx}}\n"
REGION = "  aws:region: us-west-2\n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "1:1: the file is empty; write config:"),
        ("# nothing\n", "1:1: the file is empty"),
        ("- a\n", "1:1: expected a map with the key config, got a list"),
        ("text\n", "1:1: expected a map with the key config, got text"),
        ("{}\n", "1:1: there is no config: in the file"),
        ("config:\n", "1:1: config: expected a map of settings, got nothing"),
        ("config: []\n", "1:9: config: expected a map of settings, got a list"),
        ("config: text\n", "1:9: config: expected a map of settings, got text"),
        ("confg: {}\n", '1:1: confg: there is no key "confg" here; did you mean config?'),
        ("config:\n\taws:region: us-west-2\n", "2:1: a tab is used for indentation; YAML allows spaces only"),
    ],
)
def test_a_file_without_a_configuration_is_one_fault(told_file, text, fault):
    (told,) = told_file(text)
    assert told.startswith(f"Pulumi.dev.yaml:{fault}")


@pytest.mark.parametrize(
    ("line", "fragment"),
    [
        ("services: {}", "services: write it under config:, as fargate-web:services"),
        ("fargate-web:network: {}", "write it under config:, as fargate-web:network"),
        ("load-balancer: {}", "write it under config:, as fargate-web:loadBalancer"),
        ("aws:region: us-west-2", "write it under config:"),
        ("encryptionSalt: v1", "did you mean encryptionsalt?"),
        ("zzz: 1", "it may have config, secretsprovider, encryptedkey, encryptionsalt, environment"),
    ],
)
def test_a_key_beside_config_is_told_where_it_belongs(told_file, line, fragment):
    (fault,) = told_file(f"config:\n{REGION}{SERVICES}{line}\n")
    assert fault.startswith("Pulumi.dev.yaml:4:1: ")
    assert fragment in fault


def test_what_pulumi_itself_writes_into_the_file_is_left_alone(told_file):
    assert not told_file(
        f"secretsprovider: awskms://alias/x\nencryptedkey: abc\nencryptionsalt: v1:abc\nenvironment: [base]\nconfig:\n{REGION}{SERVICES}"
        "  other:key: NO\n  aws:profile: 0777\n  pulumi:disable-default-providers: ['*']\n"
    )


@pytest.mark.parametrize(
    ("key", "fragment"),
    [
        ("network", "write fargate-web:network"),
        ("load_balancer", "write fargate-web:loadBalancer"),
        ("region", "write aws:region"),
        ("aws-region", "write aws:region"),
        ("awss:region", "write aws:region"),
        ("AWS:region", "write aws:region"),
        ("zzz", "nothing reads this one"),
        ("fargateweb:network", 'nobody reads the namespace "fargateweb"; write fargate-web:network'),
        ("fargate_web:network", "write fargate-web:network"),
        ("Fargate-Web:network", "write fargate-web:network"),
        ("fargate-wep:netwrok", "write fargate-web:network"),
        ("fargate-web:network.cidrBlock", "write network as a map, or say `pulumi config set --path 'fargate-web:network.cidrBlock' …`"),
        ("fargate-web:network[0]", "write network as a map"),
        ("fargate-web:network:cidrBlock", "write network as a map"),
        ("fargate-web", "write fargate-web:services and so on"),
    ],
)
def test_a_key_of_the_configuration_that_nobody_reads_is_told_with_the_right_one(told, key, fragment):
    (fault,) = told(f"{key}: {{}}")
    assert fault.startswith("Pulumi.dev.yaml:4:3: ")
    assert fragment in fault


def test_a_section_written_twice_is_a_fault(told):
    (fault,) = told("fargate-web:tags: {a: b}\nfargate-web:tags: {c: d}")
    assert fault == (
        "Pulumi.dev.yaml:5:3: fargate-web:tags: this key is written a second time; the first is on line 4; keep one of the two"
    )


@pytest.mark.parametrize(
    ("region", "fragment"),
    [
        ("us-esat-1", "did you mean us-east-1?"),
        ("us-west-2a", "is an Availability Zone; write its Region, us-west-2"),
        ("US-EAST-1", "did you mean us-east-1?"),
        ("us_east_1", "did you mean us-east-1?"),
        ("eu-west", "did you mean eu-west-"),
        ("Ireland", "write eu-west-1"),
        ("Moon", "write it like us-west-2"),
        ("us-east-10", "did you mean us-east-1?"),
    ],
)
def test_a_region_that_does_not_exist_is_told_with_the_one_that_was_meant(told, region, fragment):
    (fault,) = told(f"aws:region: {region}")
    assert fault.startswith("Pulumi.dev.yaml:3:15: aws:region: ")
    assert fragment in fault


@pytest.mark.parametrize("region", ["us-east-1", "ap-southeast-7", "us-gov-west-1", "cn-northwest-1", "eusc-de-east-1", "eu-west-9"])
def test_a_region_passes_and_so_does_one_that_is_newer_than_this_program(told, region):
    assert not told(f"aws:region: {region}")


def test_without_a_region_the_configuration_lacks_one(told_file):
    (fault,) = told_file(f"config:\n{SERVICES}")
    assert fault.startswith("Pulumi.dev.yaml:1:1: aws:region: there is no Region for stack dev; write aws:region")


@pytest.mark.parametrize(
    ("section", "fragment"),
    [
        ('fargate-web:services: \'{"web": {"image": "nginx", "prt": 80}}\'', "3:3: services.web.prt: there is no key"),
        ('fargate-web:services: \'{"web": {"image": "nginx", "port": "80"}}\'', "services.web.port: expected a whole number"),
        ("fargate-web:services: '{\"web\": {'", "services: the text is not JSON"),
        ('fargate-web:services: \'{"web": {"image": "a", "image": "b"}}\'', "the JSON has the key image twice in one map"),
        ('fargate-web:services: \'{"web": {"image": "nginx", "port": NaN}}\'', "the JSON holds NaN"),
        (f"fargate-web:services: '{'[' * 100}{']' * 100}'", "the JSON is nested without end"),
        (f"fargate-web:services: '{'[' * 100_000}'", "the JSON is nested without end"),
        ("fargate-web:services: nginx", 'services: expected a map, got the text "nginx"'),
        ("fargate-web:protected: 'yes'", "protected: expected true or false"),
    ],
)
def test_a_section_given_as_json_is_read_as_the_cli_would(told, section, fragment):
    (fault,) = told(section)
    assert fragment in fault


@pytest.mark.parametrize(
    "section",
    [
        'fargate-web:services: \'{"web": {"image": "nginx", "port": 80}}\'',
        "fargate-web:protected: 'false'",
        "fargate-web:protected: false",
        "fargate-web:monitoring: 'false'",
        'fargate-web:tags: "{}"',
    ],
)
def test_what_pulumi_config_set_writes_is_accepted(told, section):
    assert not told(section)


def test_a_fault_within_an_anchor_is_told_once_where_it_is_written(told):
    (fault,) = told("fargate-web:services:\n  a: &a\n    image: nginx\n    prot: 80\n  b: *a\n  c:\n    <<: *a\n    desiredCount: 3")
    assert fault.startswith("Pulumi.dev.yaml:6:7: services.a.prot: ")
