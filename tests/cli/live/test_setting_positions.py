"""The positions of settings that the commands on deployed stacks name."""

from argparse import Namespace

from fargate_web_cli.live.setting_positions import open_stack_file_positions

STAGING = "config:\n  fargate-web:services:\n    web:\n      image: nginx:1\n      port: 80\n"
REVIEW = "config:\n  fargate-web:extends: Pulumi.staging.yaml\n  fargate-web:services: {web: {port: 8080}}\n"


def test_a_setting_of_an_extended_file_is_found_there(tmp_path, monkeypatch):
    for name, text in (("Pulumi.yaml", "name: shop\nruntime: python\n"), ("__main__.py", ""), ("Pulumi.staging.yaml", STAGING)):
        (tmp_path / name).write_text(text)
    (tmp_path / "Pulumi.review.yaml").write_text(REVIEW)
    monkeypatch.chdir(tmp_path)
    find = open_stack_file_positions(Namespace(stack="review"))
    assert find(("services", "web", "image")) == "Pulumi.staging.yaml:4:7"
    assert find(("services", "web", "port")) == "Pulumi.review.yaml:3:32"
