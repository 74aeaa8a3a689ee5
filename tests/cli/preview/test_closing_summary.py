"""The end of a preview."""

from types import SimpleNamespace

import pytest
from fargate_web.settings.stack import Stack
from fargate_web_cli.preview.closing_summary import _format_age_limit


@pytest.mark.parametrize(
    ("limit", "lines"), [({"maxAgeInDays": 7}, ["may be destroyed 7 days after its last update (maxAgeInDays)"]), ({}, [])], ids=str
)
def test_an_age_limit_is_told(limit, lines):
    settings = Stack.model_validate({"services": {"web": {"image": "nginx:1", "port": 80}}, **limit})
    assert [str(line.text) for line in _format_age_limit(SimpleNamespace(stack_settings=settings))] == lines
