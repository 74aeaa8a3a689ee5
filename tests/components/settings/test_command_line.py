import shlex

import pytest
from fargate_web.settings.command_line import split_command_line
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("node worker.js", ["node", "worker.js"]),
        ("  bundle   exec puma ", ["bundle", "exec", "puma"]),
        ("--workers 4", ["--workers", "4"]),
        ("celery -A app worker -l info", ["celery", "-A", "app", "worker", "-l", "info"]),
        ("python -c 'print(1)'", ["python", "-c", "print(1)"]),
        ('java -jar "my app.jar"', ["java", "-jar", "my app.jar"]),
        ("npm run build && npm start", ["sh", "-c", "npm run build && npm start"]),
        ("echo $HOME", ["sh", "-c", "echo $HOME"]),
        ("PORT=3000 node server.js", ["sh", "-c", "PORT=3000 node server.js"]),
        ("cat a | grep b", ["sh", "-c", "cat a | grep b"]),
        ("it's", ["sh", "-c", "it's"]),
    ],
)
def test_a_command_line_becomes_the_words_that_a_shell_would_make_of_it(line, words):
    assert split_command_line(line) == words


@given(st.lists(st.text("abcXYZ019 -_./=:'\"", min_size=1), min_size=1).filter(lambda words: "=" not in words[0]))
def test_quoted_words_come_back(words):
    assert split_command_line(shlex.join(words)) in (words, ["sh", "-c", shlex.join(words)])
