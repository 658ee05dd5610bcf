"""`salus serve` with a certificate of its own."""

import http.client
import socket
import ssl
import subprocess
import time

import pytest
from host import Host, call


def make_certificate(folder, name):
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    words = ["openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    words += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2"]
    subprocess.run([*words, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    return certificate, key


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    return make_certificate(tmp_path_factory.mktemp("tls"), "server")


@pytest.fixture(scope="module")
def host(database, pair):
    with Host(database, "--tls-certificate", pair[0], "--tls-key", pair[1], "--read-timeout", "2") as host:
        yield host


@pytest.fixture
def context(pair):
    return ssl.create_default_context(cafile=str(pair[0]))


def test_requests_are_answered_over_tls(host, context):
    connection = http.client.HTTPSConnection("localhost", host.port, timeout=10, context=context)
    for _ in range(3):  # on one connection
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b'{"status":"ok"}')
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    assert connection.sock.version() in ("TLSv1.2", "TLSv1.3")
    connection.close()


def test_a_body_of_many_records_is_read(host, context):
    connection = http.client.HTTPSConnection("localhost", host.port, timeout=10, context=context)
    body = b'{"email":"' + b"x" * 900_000 + b'"}'
    connection.request("POST", "/api/auth/login/", body, {"Content-Type": "application/json"})
    assert connection.getresponse().status == 400


def test_pipelined_requests_are_answered(host, context):
    with socket.create_connection(("127.0.0.1", host.port)) as plain, context.wrap_socket(
        plain, server_hostname="localhost"
    ) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n" * 5)
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        answers = b""
        while piece := connection.recv(65536):
            answers += piece
        assert answers.count(b"HTTP/1.1 200") == 6


def test_tls_1_1_and_plain_text_are_refused(host, context):
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(ssl.SSLError):
        http.client.HTTPSConnection("localhost", host.port, timeout=10, context=context).connect()
    with socket.create_connection(("127.0.0.1", host.port), timeout=10) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        try:
            assert b"HTTP/1.1 200" not in connection.recv(4096)
        except ConnectionResetError:
            pass


def test_a_client_that_never_shakes_hands_is_let_go_and_holds_up_nobody(host, context):
    silent = [socket.create_connection(("127.0.0.1", host.port), timeout=10) for _ in range(50)]
    begin = time.monotonic()
    connection = http.client.HTTPSConnection("localhost", host.port, timeout=10, context=context)
    connection.request("GET", "/healthz")
    assert connection.getresponse().status == 200
    assert time.monotonic() - begin < 1.5
    assert silent[0].recv(1) == b""  # after the time that a request may take
    for each in silent:
        each.close()


def test_a_certificate_that_cannot_be_used_is_a_clear_error(database, pair, tmp_path):
    other = make_certificate(tmp_path, "other")
    nonsense = tmp_path / "nonsense.pem"
    nonsense.write_text("nonsense", encoding="utf-8")
    for certificate, key, named in (
        ("/nowhere.pem", pair[1], "/nowhere.pem"),
        (nonsense, pair[1], str(nonsense)),
        (pair[0], nonsense, str(nonsense)),
        (pair[0], other[1], str(other[1])),
    ):
        words = ("serve", "--port", "0", "--tls-certificate", certificate, "--tls-key", key)
        assert f"The file {named} holds" in call(database, *words, code=1).stderr
