"""What happens on the socket: framing, limits, headers, log. Each request is written byte by byte."""

import http.client
import json
import socket
import threading

import pytest
from rest_server import RestServer

HEALTH = b"GET /healthz HTTP/1.1\r\n"


def exchange(server: RestServer, raw: bytes) -> bytes:
    """Everything the server answers until it closes the connection, or has begun and falls silent."""
    answer = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(raw)
        try:
            while piece := connection.recv(65536):
                answer += piece
                connection.settimeout(0.3)
        except (TimeoutError, ConnectionResetError):
            pass
    return answer


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def body(answer: bytes) -> dict:
    return json.loads(answer.partition(b"\r\n\r\n")[2])


@pytest.mark.parametrize(
    "headers",
    [
        b"",
        b"Host: a\r\nHost: a\r\n",
        b"Host: a b\r\n",
        b"Host: a/b\r\n",
        b"Host: a\r\nTransfer-Encoding: gzip, chunked\r\n",
        b"Host: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        b"Host: a\r\nTransfer-Encoding: chunked, identity\r\n",
        b"Host: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n",
        b"Host: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n",
        b"Host: a\r\nContent-Length: -1\r\n",
        b"Host : a\r\n",
        b"Host: a\r\nno colon\r\n",
        b"Host: a\r\nX: 1\r\n folded\r\n",
    ],
)
def test_a_request_that_two_servers_could_read_differently_is_refused(server, headers):
    answer = exchange(server, HEALTH + headers + b"\r\n")
    assert status(answer) == 400
    assert body(answer) == {"detail": "Bad request."}
    assert b"Connection: close" in answer


def test_a_smuggled_second_request_is_not_answered(server):
    hidden = b"0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
    raw = b"POST /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n" % len(hidden)
    assert exchange(server, raw + hidden).count(b"HTTP/1.1 ") == 1


def test_a_chunked_body_is_read(server):
    raw = b"POST /api/auth/login/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n"
    answer = exchange(server, raw + b"Transfer-Encoding: Chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")
    assert status(answer) == 400
    assert body(answer) == {"email": ["This field is required."], "password": ["This field is required."]}


def test_a_body_over_the_limit_is_refused(server):
    answer = server.send("POST", "/api/auth/login/", {"Content-Type": "application/json"}, b" " * 2_000_000)
    assert answer.status == 413
    assert answer.json() == {"detail": "The request body is too large."}


def test_too_many_headers_and_too_long_ones_are_refused(server):
    assert status(exchange(server, HEALTH + b"Host: a\r\n" + b"X: 1\r\n" * 5000 + b"\r\n")) == 431
    assert status(exchange(server, HEALTH + b"Host: a\r\nX: " + b"x" * 100_000 + b"\r\n\r\n")) == 431
    assert status(exchange(server, b"GET /" + b"x" * 10_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n")) == 414


def test_a_path_no_route_can_have_is_not_found(server):
    assert server.send("GET", "/" + "x" * 1000).status == 404


def test_a_connection_serves_more_than_one_request(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    connection.connect()
    own_port = connection.sock.getsockname()[1]
    for _ in range(3):
        connection.request("GET", "/healthz")
        assert connection.getresponse().read() == b'{"status":"ok"}'
        assert connection.sock.getsockname()[1] == own_port
    connection.close()


def test_who_says_no_more_is_told_so_and_let_go(server):
    assert exchange(server, b"") == b""
    assert status(exchange(server, b"GET /healthz HT")) == 408


def test_every_answer_has_the_common_headers(server):
    for answer in (server.send("GET", "/healthz"), server.send("GET", "/api/patients/"), server.send("GET", "/nothing")):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Request-Id"]
        assert "Server" not in answer.headers


def test_head_tells_the_length_of_the_body_it_withholds(server):
    read = server.send("GET", "/healthz")
    head = server.send("HEAD", "/healthz")
    assert head.body == b""
    assert head.headers["Content-Length"] == str(len(read.body))
    assert "Accept-Ranges" not in head.headers


def test_a_range_is_ignored(server):
    answer = server.send("GET", "/healthz", {"Range": "bytes=0-3"})
    assert (answer.status, answer.body) == (200, b'{"status":"ok"}')


def test_many_clients_at_once_are_all_answered(server):
    header = {"Authorization": f"Bearer {server.log_in('admin@clinic.example')['access']}"}
    answers = []

    def ask():
        answers.append(server.send("GET", "/api/patients/?ordering=name", header))

    threads = [threading.Thread(target=ask) for _ in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status for answer in answers] == [200] * 100
    assert len({answer.headers["X-Request-Id"] for answer in answers}) == 100


def test_the_log_has_templates_and_nothing_a_person_sent():
    server = RestServer()
    admin = server.log_in("admin@clinic.example")["access"]
    patient = server.names["patient:1"]
    header = {"Authorization": f"Bearer {admin}"}
    answer = server.send("GET", f"/api/patients/{patient}/?secret=query", header)
    server.send("GET", "/api/secret-path/")
    exchange(server, b"SECRET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
    log = server.stop()
    lines = [json.loads(line) for line in log.splitlines()]
    assert [line["route"] for line in lines] == ["/api/auth/login/", "/api/patients/{id}/", "", ""]
    assert [line["status"] for line in lines] == [200, 200, 404, 400]
    assert lines[1]["method"] == "GET"
    assert lines[1]["milliseconds"] >= 0
    assert lines[1]["request_id"] == answer.headers["X-Request-Id"]
    for secret in (patient, admin, "admin@clinic.example", "secret", "SECRET"):
        assert secret not in log
