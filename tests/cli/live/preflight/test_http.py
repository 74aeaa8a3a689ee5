"""Reading a URL."""

import io
from email.message import Message
from typing import Any
from urllib import request
from urllib.error import HTTPError, URLError

import pytest
from fargate_web_cli.live.preflight.facts.http import fetch_url


def test_an_authorization_does_not_follow_a_redirect(monkeypatch):
    sent = []

    def fail(asked: Any, timeout: float) -> Any:
        sent.append(asked)
        raise HTTPError(asked.full_url, 401, "no", Message(), io.BytesIO(b"{}"))

    monkeypatch.setattr(request, "urlopen", fail)
    answer = fetch_url("https://quay.io/v2/", {"Authorization": "Bearer t1"})
    assert (answer.status, answer.body) == (401, b"{}")
    assert (sent[0].headers, sent[0].unredirected_hdrs) == ({}, {"Authorization": "Bearer t1"})


def test_a_host_that_does_not_answer_is_an_oserror(monkeypatch):
    def fail(asked: Any, timeout: float) -> Any:
        raise URLError("no route to host")

    monkeypatch.setattr(request, "urlopen", fail)
    with pytest.raises(OSError, match="no route to host"):
        fetch_url("https://quay.io/v2/", {})
