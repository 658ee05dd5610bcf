"""Settings come from the command line, the environment, a file, or a default, in this order."""

import subprocess
import tomllib

import pytest
from host import Host, call


def settings(database, *words, **more) -> dict:
    return tomllib.loads(call(database, "serve", "--print-config", *words, **more).stdout)


@pytest.fixture
def config(tmp_path):
    def write(text: str):
        file = tmp_path / "salus.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def test_the_command_line_goes_before_the_environment_before_the_file_before_the_default(database, config):
    file = config('port = 1111\nworkers = 11\nhost = "0.0.0.0"\n')
    found = settings(database, "--config", file, "--port", "3333", SALUS_PORT="2222", SALUS_WORKERS="22")
    assert (found["port"], found["workers"], found["host"], found["streams"]) == (3333, 22, "0.0.0.0", 4)


def test_the_file_can_be_named_by_the_environment_and_name_the_database(config):
    file = config('db = "from-the-file.db"\ncors-origin = ["https://a.example", "https://b.example"]\n')
    found = tomllib.loads(call("", "serve", "--print-config", SALUS_CONFIG=str(file)).stdout)
    assert found["db"] == "from-the-file.db"
    assert found["cors-origin"] == ["https://a.example", "https://b.example"]


def test_what_is_printed_is_such_a_file(database, config, tmp_path):
    first = call(database, "serve", "--print-config", "--idle-timeout", "7", "--log-requests").stdout
    file = tmp_path / "printed.toml"
    file.write_text(first, encoding="utf-8")
    assert call("", "serve", "--print-config", "--config", file).stdout == first
    assert tomllib.loads(first)["idle-timeout"] == 7
    assert tomllib.loads(first)["log-requests"] is True


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("prot = 1\n", 'Did you mean "port"?'),
        ("key = 'secret-value'\n", "there is no setting of this name"),
        ("port = 'secret-value'\n", "this value does not fit"),
        ("port = 70000\n", "this value does not fit"),
        ("idle-timeout = -1\n", "this value does not fit"),
        ("port = { secret-value = 1 }\n", "this is no value of a setting"),
        ("\nport = secret-value\n", ":2: this is no TOML"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line_and_without_its_value(database, config, text, says):
    error = call(database, "serve", "--config", config(text), code=2).stderr
    assert says in error
    assert "salus.toml:" in error
    assert "secret-value" not in error


def test_a_file_that_is_not_there_is_said(database):
    assert "cannot be read" in call(database, "serve", "--config", "/nowhere/salus.toml", code=2).stderr


def test_a_password_in_a_uri_is_not_printed():
    uri = "postgresql://salus_app:hidden@db/clinic?password=hidden&sslmode=require"
    printed = call(uri, "serve", "--print-config").stdout
    assert "postgresql://salus_app:...@db/clinic?password=...&sslmode=require" in printed
    assert "hidden" not in printed


@pytest.mark.parametrize("words", [("--tls-key", "key.pem"), ("--workers", "2", "--streams", "2")])
def test_settings_that_contradict_each_other_are_refused(database, words):
    call(database, "serve", *words, code=2)


def test_the_help_has_every_setting_with_its_variable(database):
    text = call(database, "serve", "--help").stdout
    for name in settings(database).keys() - {"db", "key-file", "organization", "row-security"}:  # of every command
        assert "SALUS_" + name.upper().replace("-", "_") in text


def test_readiness_and_metrics(database):
    with Host(database, "--operations-port", "0") as host:
        assert host.get("/readyz")[:2] == (200, b'{"status":"ok"}')
        assert host.get("/metrics")[0] == 404
        status, text, headers = host.get("/metrics", port=host.operations_port)
        assert status == 200
        assert headers["Content-Type"].startswith("text/plain; version=0.0.4")
        assert b'salus_http_requests_total{route="/readyz",method="GET",status="2xx"} 1' in text
        assert host.get("/healthz", port=host.operations_port)[0] == 200
        assert host.get("/api/", port=host.operations_port)[0] == 404


def test_a_log_that_nobody_reads_holds_up_no_request(database):
    with Host(database, "--log-requests", stderr=subprocess.PIPE) as host:
        for _ in range(700):  # a pipe holds less than half of their lines
            assert host.get("/healthz")[0] == 200
